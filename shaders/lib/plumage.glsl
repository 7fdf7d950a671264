// What is drawn on a feather: bars, its shaft, and where it ends.
// use: float bar_frac(vec4 pattern), float shaft_frac(vec4 pattern), float blade_frac(vec4 pattern), in fragment
// shaders; pattern: metres along a feather, -1..1 across it, bars 0..1, thinness 0..1. Licence: MIT, our own.

uniform float u_bar_spacing_m;

// How much of a bar, 0 or 1, lies here; fades to its mean where bars are finer than pixels.
float bar_frac(vec4 pattern) {
    // Bars bow towards the tip and waver a little, each vane by itself.
    float bow = 0.06 * pattern.y * pattern.y + 0.012 * sin(pattern.x * 41.0 + pattern.y * 3.0);
    float turns = (pattern.x + bow) / u_bar_spacing_m;
    float width = fwidth(turns);
    float wave = abs(fract(turns) - 0.5) * 2.0;
    float bar = smoothstep(0.60 - width, 0.60 + width, wave);
    return mix(bar, 0.40, clamp(width * 1.5 - 0.4, 0.0, 1.0)) * pattern.z;
}

float shaft_frac(vec4 pattern) {
    float width = fwidth(pattern.y);
    return (1.0 - smoothstep(0.03, 0.07 + width, abs(pattern.y))) * pattern.z * 0.8;
}

// How much of a pixel a blade covers: its edges are smooth without samples. All else covers what it touches.
float blade_frac(vec4 pattern) {
    float covered = clamp((1.0 - abs(pattern.y)) / fwidth(pattern.y) + 0.15, 0.0, 1.0);
    return pattern.w > 0.9 ? covered : 1.0;
}
