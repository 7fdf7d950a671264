// How the perch's tree moves: all that decides where its vertices are, for whoever draws it.
// use: vec3 perch_swayed(vec3 position, float loose, float time_s, float sway_m, float sway_hz)
// units: metres in the perch's frame; loose 0..1. Licence: MIT, our own.
#include "lib/cycle.glsl"

vec3 perch_swayed(vec3 position, float loose, float time_s, float sway_m, float sway_hz) {
    float sway_radps = 6.2831853 * sway_hz, place = dot(position, vec3(1.3, 0.7, 1.9));
    vec3 sway = vec3(sin(cycle_rad(sway_radps, time_s) + place),
                     0.4 * sin(cycle_rad(1.7 * sway_radps, time_s) + 1.7 * place),
                     cos(cycle_rad(0.8 * sway_radps, time_s) + 0.8 * place));
    return position + sway * (sway_m * loose);
}
