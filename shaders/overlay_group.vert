// Overlay: a group's rectangle in the picture, and its cell in the sheet.
// use: with overlay_group.frag. Licence: MIT, our own.

uniform vec2 u_picture_px;  // size of the picture

in vec2 a_corner;        // -1 or 1 each way
in vec4 a_rect;          // in the picture: left, bottom, width, height, px
in vec4 a_cell;          // left and bottom in the sheet, px; first colour's row and second's in the picture, px
in vec4 a_alphas;        // outline, shadow, group
in vec4 a_line_top;      // colours of the outline, sRGB
in vec4 a_line_bottom;

out vec2 v_sheet_px;
out float v_down;        // from the first colour to the second
flat out vec3 v_alphas;
flat out vec3 v_line_top;
flat out vec3 v_line_bottom;

void main() {
    vec2 part = (0.5 + 0.5 * a_corner) * a_rect.zw;
    vec2 at = a_rect.xy + part;
    v_sheet_px = a_cell.xy + part;
    v_down = (a_cell.z - at.y) / max(a_cell.z - a_cell.w, 1e-3);
    v_alphas = a_alphas.xyz;
    v_line_top = a_line_top.rgb;
    v_line_bottom = a_line_bottom.rgb;
    gl_Position = vec4(2.0 * at / u_picture_px - 1.0, 0.0, 1.0);
}
