// Overlay: a group out of its cell: shadow, outline and colours as one thing, which only then gets its alpha.
// use: blending GL_ONE, GL_ONE_MINUS_SRC_ALPHA. Licence: MIT, our own.

uniform sampler2D u_sheet;  // colours, premultiplied; and masks: shadow, outline, shapes
uniform int u_masks_px;     // from the colours up to the masks
uniform vec3 u_shade;       // of shadows, sRGB

flat in ivec2 v_shift_px;
noperspective in float v_down;
flat in vec3 v_alphas;
flat in vec3 v_line_top;
flat in vec3 v_line_bottom;
out vec4 o_colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy) + v_shift_px;
    vec4 colour = texelFetch(u_sheet, at, 0);
    vec4 mask = texelFetch(u_sheet, at + ivec2(0, u_masks_px), 0);
    vec4 outline = vec4(mix(v_line_top, v_line_bottom, clamp(v_down, 0.0, 1.0)), 1.0) * (mask.g * v_alphas.x);
    vec4 below = outline + vec4(u_shade, 1.0) * (mask.r * v_alphas.y * (1.0 - outline.a));
    o_colour = (colour + below * (1.0 - max(mask.b, colour.a))) * v_alphas.z;
}
