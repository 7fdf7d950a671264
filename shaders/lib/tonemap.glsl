// From linear light to the screen.
// use: vec3 filmic(vec3), vec3 screen_from_linear(vec3), vec3 contrasted(vec3 screen),
// vec3 split_toned(vec3 screen, float dusk_frac), float dither(vec2 pixel)
// Licence: MIT, our own.

// Leaves shadows and middle tones as the palette has them, and bends smoothly into white above the shoulder.
// A parabola rather than a fraction: divisions are dear on the software rasteriser.
vec3 filmic(vec3 linear_colour) {
    const float SHOULDER = 0.6;
    vec3 over = clamp((linear_colour - SHOULDER) * (0.5 / (1.0 - SHOULDER)), 0.0, 1.0);
    return min(linear_colour, SHOULDER) + (1.0 - SHOULDER) * over * (2.0 - over);
}

// The screen's curve is taken as a square, here and where the palette is read (griffin/world/palette.py): so
// a colour of the table comes out exactly as written, for a third of the price of the true sRGB curve.
vec3 screen_from_linear(vec3 linear_colour) {
    return sqrt(linear_colour);
}

// An S about the middle tones: what is lit and what is shaded part a little more.
vec3 contrasted(vec3 screen) {
    return screen + 0.42 * screen * (1.0 - screen) * (screen - 0.40);
}

// Under a low sun the lights turn golden, and the shade loses some of its colour, as it does to the eye.
vec3 split_toned(vec3 screen, float dusk_frac) {
    const vec3 LIGHT = vec3(1.10, 0.98, 0.82), SHADE = vec3(0.97, 0.97, 1.10);
    float grey = dot(screen, vec3(0.30, 0.59, 0.11));
    float is_light = clamp(1.8 * grey - 0.35, 0.0, 1.0);
    vec3 toned = mix(mix(screen, vec3(grey), 0.3) * SHADE, screen * LIGHT, is_light);
    return mix(screen, toned, dusk_frac);
}

// Plus or minus half a level of 8 bits, in a fine pattern that the eye takes for nothing.
// Source: J. Jimenez, "Next Generation Post Processing in Call of Duty" (2014), interleaved gradient noise.
float dither(vec2 pixel) {
    return (fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}
