// How the perch's tree moves: all that decides where its vertices are, for whoever draws it.
// use: vec3 perch_swayed(vec3 position, float loose, float time_s, float sway_m, float sway_hz)
// units: metres in the perch's frame; loose 0..1. Licence: MIT, our own.

vec3 perch_swayed(vec3 position, float loose, float time_s, float sway_m, float sway_hz) {
    float phase = 6.2831853 * sway_hz * time_s + dot(position, vec3(1.3, 0.7, 1.9));
    return position + vec3(sin(phase), 0.4 * sin(1.7 * phase), cos(0.8 * phase)) * (sway_m * loose);
}
