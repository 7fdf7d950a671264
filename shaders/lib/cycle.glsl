// Turns of what repeats. The time of shaders begins anew after CYCLE_S, so a rate is rounded to whole turns in that
// time, and nothing jumps when it ends.
// use: float cycle_turn(float turns_per_s, float time_s): 0 to 1, float cycle_rad(float rate_radps, float time_s)
// units: time_s is u_eye.w. Licence: MIT, our own.

float cycle_turn(float turns_per_s, float time_s) {
    return fract(round(turns_per_s * CYCLE_S) * (time_s / CYCLE_S));
}

float cycle_rad(float rate_radps, float time_s) {
    const float WHOLE_TURN = 6.2831853;
    return WHOLE_TURN * cycle_turn(rate_radps / WHOLE_TURN, time_s);
}
