// HUD: lettering on its pill, or a plain veil over the picture. sRGB as it comes, multiplied by its alpha.
// use: blending GL_ONE, GL_ONE_MINUS_SRC_ALPHA. Licence: MIT, our own.

uniform sampler2D u_lettering;  // premultiplied
uniform vec4 u_plain;           // premultiplied; drawn where there is no lettering
uniform float u_lettering_frac; // 1 the lettering, 0 the plain colour
uniform float u_alpha_frac;

in vec2 v_uv;
out vec4 o_colour;

void main() {
    o_colour = mix(u_plain, texture(u_lettering, v_uv), u_lettering_frac) * u_alpha_frac;
}
