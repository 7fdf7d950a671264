// The air and the sky: how much air lies on a way, and what colour each direction has.
// use: vec3 air_clear_frac(float distance_m, float eye_m, float rise_m, float mist_frac),
//      vec3 air_colour(vec3 direction, vec3 sun, vec3 towards, vec3 aside, vec3 away),
//      vec3 sky_gradient(vec3 direction, vec3 air, vec3 middle, vec3 zenith)
// Source of the height integral: I. Quilez, "Better Fog" (article). Licence: MIT, our own.

// At the water's height 1/e is left after 13, 10 and 6 km of red, green and blue: what lies at middle
// distance turns blue before it turns pale.
const vec3 AIR_PER_M = 1.0 / vec3(13000.0, 10000.0, 6200.0);
const float AIR_FALL_PER_M = 1.0 / 900.0; // the air halves every 620 m: peaks stand clearer than valleys

const float AIR_FROM_M = 400.0;           // what is nearer than this is hardly veiled: near shade stays deep

const float MIST_PER_M = 1.0 / 2400.0;      // at the water, under the lowest sun
const float MIST_FALL_PER_M = 1.0 / 20.0;   // it halves every 14 m

// The fraction of each colour that comes through, 1 near, 0 far.
vec3 air_clear_frac(float distance_m, float eye_m, float rise_m, float mist_frac) {
    float rise = rise_m * AIR_FALL_PER_M;
    // (1 - exp(-x)) / x without the hole at 0
    float mean = abs(rise) < 1e-3 ? 1.0 - 0.5 * rise : (1.0 - exp(-rise)) / rise;
    // Mist lies so low that the way through it is measured between its two ends' heights.
    float at_eye = exp(-max(eye_m, 0.0) * MIST_FALL_PER_M);
    float at_end = exp(-max(eye_m + rise_m, 0.0) * MIST_FALL_PER_M);
    float mist = abs(rise_m) < 1.0 ? at_eye : (at_eye - at_end) / (rise_m * MIST_FALL_PER_M);
    float air_frac = distance_m / (distance_m + AIR_FROM_M);
    return exp(-distance_m * (AIR_PER_M * (exp(-max(eye_m, 0.0) * AIR_FALL_PER_M) * mean * air_frac)
                              + MIST_PER_M * mist_frac * mist));
}

// Colour of thick air in a direction of any length.
vec3 air_colour(vec3 direction, vec3 sun, vec3 towards, vec3 aside, vec3 away) {
    float turn = dot(direction.xz, sun.xz) * inversesqrt(dot(direction.xz, direction.xz) * dot(sun.xz, sun.xz) + 1e-9);
    return turn > 0.0 ? mix(aside, towards, turn * turn) : mix(aside, away, -turn);
}

// The clear sky without the sun; `direction` is a unit, `air` its air_colour.
// Below the horizon it is all air.
vec3 sky_gradient(vec3 direction, vec3 air, vec3 middle, vec3 zenith) {
    float up = max(direction.y, 0.0);
    float low = 1.0 / (1.0 + up * (7.0 + 40.0 * up));
    return mix(mix(middle, zenith, smoothstep(0.05, 0.75, up)), air, low * low);
}
