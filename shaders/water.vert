// Water: a level disc about the eye at the lakes' height; the air before it is found at the disc's corners.
// use: see griffin/render/water.py. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform float u_water_level;      // world, m
uniform float u_reach;            // where the land ends, m
uniform vec4 u_drift;             // offsets of the two ripples, in their own repeats

in vec2 a_place;                  // from the eye, m

out vec3 v_rel;
out vec4 v_ripples;               // places in the ripple texture, of the large and the small ones
out vec3 v_air;                   // light of the air before it
out vec4 v_clear;                 // how much of the water's own light comes through; of the water as such

const float LARGE_PER_M = 1.0 / 61.0;
const float SMALL_PER_M = 1.0 / 17.0;

void main() {
    v_rel = vec3(a_place.x, u_water_level - u_eye.y, a_place.y);
    gl_Position = u_clip_from_rel * vec4(v_rel, 1.0);
    // Whole repeats are left out while numbers are still exact: the eye may be far from the origin.
    vec2 large = fract(u_eye.xz * LARGE_PER_M), small = fract(u_eye.zx * SMALL_PER_M);
    v_ripples = vec4(large + a_place * LARGE_PER_M, small + a_place.yx * SMALL_PER_M) + u_drift;
    v_clear = vec4(scene_clear_frac(v_rel), 1.0 - smoothstep(0.7 * u_reach, 0.95 * u_reach, length(v_rel)));
    v_air = scene_air(v_rel) * (1.0 - v_clear.rgb);
}
