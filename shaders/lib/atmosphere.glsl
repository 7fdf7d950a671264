// The air: how much of it lies on a way, and its colour by the angle to the sun.
// use: vec3 air_clear_frac(float distance_m, float eye_m, float rise_m),
//      vec3 air_colour(vec3 direction, vec3 sun, vec3 towards, vec3 aside, vec3 away)
// Source of the height integral: I. Quilez, "Better Fog" (article). Licence: MIT, our own.

// At the water's height 1/e is left after 12, 9 and 5.5 km of red, green and blue: what lies at middle
// distance turns blue before it turns pale.
const vec3 AIR_PER_M = 1.0 / vec3(13000.0, 9500.0, 5800.0);
const float AIR_FALL_PER_M = 1.0 / 900.0; // the air halves every 620 m: peaks stand clearer than valleys

// The fraction of each colour that comes through, 1 near, 0 far.
vec3 air_clear_frac(float distance_m, float eye_m, float rise_m) {
    float rise = rise_m * AIR_FALL_PER_M;
    // (1 - exp(-x)) / x without the hole at 0
    float mean = abs(rise) < 1e-3 ? 1.0 - 0.5 * rise : (1.0 - exp(-rise)) / rise;
    return exp(-distance_m * AIR_PER_M * (exp(-max(eye_m, 0.0) * AIR_FALL_PER_M) * mean));
}

// Colour of thick air in a direction (unit).
vec3 air_colour(vec3 direction, vec3 sun, vec3 towards, vec3 aside, vec3 away) {
    float turn = dot(normalize(direction.xz + 1e-5), normalize(sun.xz));
    return turn > 0.0 ? mix(aside, towards, turn * turn) : mix(aside, away, -turn);
}
