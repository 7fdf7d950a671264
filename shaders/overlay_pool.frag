// Overlay: a soft ground, darkest in its middle.
// use: blending GL_ONE, GL_ONE_MINUS_SRC_ALPHA. Licence: MIT, our own.

uniform vec3 u_shade;  // sRGB

in vec2 v_unit;
flat in float v_alpha;
out vec4 o_colour;

void main() {
    o_colour = vec4(u_shade, 1.0) * (v_alpha * (1.0 - smoothstep(0.0, 1.0, length(v_unit))));
}
