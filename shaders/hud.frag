// HUD: words, a small picture, or a plain veil over the picture. sRGB as it comes, multiplied by its alpha.
// use: blending GL_ONE, GL_ONE_MINUS_SRC_ALPHA. Licence: MIT, our own.

const int PLAIN = 0;
const int PICTURE = 1;

uniform sampler2D u_picture; // premultiplied; of words how far shadow, outline and letters cover each pixel
uniform vec4 u_plain;        // premultiplied
uniform vec4 u_shadow;       // not premultiplied: colour and alpha of what is covered wholly
uniform vec4 u_outline;
uniform vec4 u_letters;
uniform int u_kind;
uniform float u_alpha_frac;

in vec2 v_uv;
out vec4 o_colour;

vec4 over(vec4 below, vec4 colour, float cover) {
    float alpha = colour.a * cover;
    return vec4(colour.rgb * alpha, alpha) + below * (1.0 - alpha);
}

void main() {
    vec4 picture = texture(u_picture, v_uv);
    vec4 colour = picture;
    if (u_kind == PLAIN) {
        colour = u_plain;
    } else if (u_kind != PICTURE) {
        colour = over(over(over(vec4(0.0), u_shadow, picture.r), u_outline, picture.g), u_letters, picture.b);
    }
    o_colour = colour * u_alpha_frac;
}
