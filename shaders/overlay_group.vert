// Overlay: a strip of a group in the picture, and where it lies in the sheet.
// use: with overlay_group.frag. Licence: MIT, our own.

uniform vec2 u_picture_px;  // size of the picture

in vec4 a_rect;          // in the picture: left, bottom, width, height, px
in vec4 a_cell;          // from the picture to the sheet, px; first colour's row and second's in the picture, px
in vec4 a_alphas;        // outline, shadow, group
in vec4 a_line_top;      // colours of the outline, sRGB
in vec4 a_line_bottom;

flat out ivec2 v_shift_px;         // from the picture to the sheet
noperspective out float v_down;    // from the first colour to the second
flat out vec3 v_alphas;
flat out vec3 v_line_top;
flat out vec3 v_line_bottom;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float((gl_VertexID >> 1) & 1));
    vec2 at = a_rect.xy + corner * a_rect.zw;
    v_shift_px = ivec2(a_cell.xy);
    v_down = (a_cell.z - at.y) / max(a_cell.z - a_cell.w, 1e-3);
    v_alphas = a_alphas.xyz;
    v_line_top = a_line_top.rgb;
    v_line_bottom = a_line_bottom.rgb;
    gl_Position = vec4(2.0 * at / u_picture_px - 1.0, 0.0, 1.0);
}
