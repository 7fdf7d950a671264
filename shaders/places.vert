// Places: puts, turns and sizes each, and lights it at the vertices. What floats loosely rises and sinks.
// use: see griffin/render/passes/places.py. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cycle.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/soft_light.glsl"

uniform sampler2D u_cloud_shadow;
uniform float u_reach;            // where a place has shrunk to nothing, m

in vec3 a_position;               // m
in vec3 a_normal;
in vec3 a_lit;                    // linear
in vec3 a_shade;
in vec4 a_pattern;                // how far it rises, m; half blocks, courses; 1 masonry, -1 beds of rock
in float a_glow;                  // 1: shines by itself
in vec4 a_place;                  // of the foot from the eye, m; size
in vec2 a_turn;                   // cosine and sine

out vec3 v_colour;                // in the sun, on the screen
out vec3 v_shade;                 // in the shade
out vec3 v_rel;                   // from the eye, m
out vec3 v_normal;                // of the world
out vec3 v_object;                // the place in the shape, m
out vec3 v_upright;               // the normal there
out vec3 v_grain;                 // half blocks, courses; 1 masonry, -1 beds of rock
out float v_near;                 // how little air lies before it, 0 to 1

void main() {
    float grow = clamp((u_reach - length(a_place.xyz)) / (0.15 * u_reach), 0.0, 1.0);
    mat3 turn = mat3(a_turn.x, 0.0, -a_turn.y, 0.0, 1.0, 0.0, a_turn.y, 0.0, a_turn.x);
    vec3 shape = a_position;
    shape.y += a_pattern.x * sin(cycle_rad(0.45, u_eye.w) + 40.0 * a_pattern.x);  // each piece in its own time
    vec3 rel = a_place.xyz + turn * shape * (a_place.w * grow);
    vec3 normal = turn * normalize(a_normal);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    SoftSurface surface = SoftSurface(a_lit, a_shade, 0.0, 0.0, 0.04);
    vec3 colour = soft_light(surface, normal, normalize(-rel), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    float covered = texture(u_cloud_shadow, cloud_shadow_place(rel, u_eye.xyz, u_sun_direction.xyz, u_drift.xy)).r;
    vec3 shade = soft_light(surface, normal, normalize(-rel), u_sun_direction.xyz,
                            u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb, 0.0);
    colour = mix(cloud_shadowed(colour, covered * u_wind.z), a_lit, a_glow);
    shade = mix(cloud_shadowed(shade, covered * u_wind.z), a_lit, a_glow);
    vec3 vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    v_colour = scene_screen(scene_haze(colour, rel)) * vignette;
    v_shade = scene_screen(scene_haze(shade, rel)) * vignette;
    v_rel = rel;
    v_normal = normal;
    v_object = a_position;
    v_upright = a_normal;
    v_grain = a_pattern.yzw;
    v_near = scene_clear_frac(rel).g * (1.0 - a_glow);
}
