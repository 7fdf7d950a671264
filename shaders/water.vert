// Water: a level disc about the eye at the lakes' height. What changes evenly over a level surface is found
// at the disc's corners: the air before it, and where in the mirrored picture a still lake would mirror from.
// use: see griffin/render/passes/water.py. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform float u_water_level;      // world, m
uniform float u_reach;            // where the land ends, m
uniform mat4 u_mirrored_from_rel; // clip of the picture that is mirrored, which may be an earlier one
uniform vec2 u_ripple_start;      // place of the eye in the ripples' texture

in vec2 a_place;                  // from the eye, m

out vec3 v_rel;
out vec3 v_air;                   // light of the air before it, on the screen
out vec3 v_clear;                 // how much of the water's own light comes through
out vec3 v_mirror;                // clip x, y, w of the mirrored way
out vec2 v_ripple;                // place in the ripples' texture
flat out vec3 v_low_sky;          // clear sky low and higher up, on the screen
flat out vec3 v_high_sky;
flat out vec3 v_glint;            // the sun's light, on the screen

const float RIPPLES_PER_M = 1.0 / RIPPLE_M;

void main() {
    v_rel = vec3(a_place.x, u_water_level - u_eye.y, a_place.y);
    gl_Position = u_clip_from_rel * vec4(v_rel, 1.0);
    v_clear = scene_clear_frac(v_rel) * (1.0 - smoothstep(0.7 * u_reach, 0.95 * u_reach, length(v_rel)));
    v_air = scene_screen(scene_air(v_rel));
    v_low_sky = scene_screen(u_sky_horizon.rgb);
    v_high_sky = scene_screen(u_sky_middle.rgb);
    v_glint = scene_screen(u_sun_light.rgb * vec3(1.65, 1.4, 1.15));
    v_mirror = (u_mirrored_from_rel * vec4(v_rel.x, -v_rel.y, v_rel.z, 0.0)).xyw;
    v_ripple = v_rel.xz * RIPPLES_PER_M + u_ripple_start;
}
