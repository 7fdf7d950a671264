// From linear light to the screen.
// use: vec3 filmic(vec3), vec3 srgb_from_linear(vec3), float dither(vec2 pixel)
// Licence: MIT, our own.

// Leaves shadows and middle tones as the palette has them, and rolls off towards white above the shoulder.
vec3 filmic(vec3 linear_colour) {
    const float SHOULDER = 0.62;
    vec3 over = max(linear_colour - SHOULDER, 0.0);
    return min(linear_colour, SHOULDER) + over / (1.0 + over / (1.0 - SHOULDER));
}

// The sRGB curve, within 0.4 % of IEC 61966-2-1, by square roots alone.
// Source: fit in the manner of C. Hanson-Smith / I. Taylor, "sRGB approximations" (2012).
vec3 srgb_from_linear(vec3 linear_colour) {
    vec3 s1 = sqrt(linear_colour);
    vec3 s2 = sqrt(s1);
    vec3 s3 = sqrt(s2);
    return max(0.585122381 * s1 + 0.783140355 * s2 - 0.368262736 * s3, 0.0);
}

// Plus or minus half a level of 8 bits, in a fine pattern that the eye takes for nothing.
// Source: J. Jimenez, "Next Generation Post Processing in Call of Duty" (2014), interleaved gradient noise.
float dither(vec2 pixel) {
    return (fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}
