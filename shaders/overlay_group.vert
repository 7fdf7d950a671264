// Overlay: a strip of a group in the picture, and where it lies in the sheet.
// use: with overlay_group.frag. Licence: MIT, our own.

uniform vec2 u_picture_px;          // size of the picture
uniform vec3 u_paints[PAINT_ENDS];  // sRGB: each paint's two ends, one after the other

in vec4 a_rect;          // in the picture: left, bottom, width, height, px
in vec4 a_cell;          // from the picture to the sheet, px; first colour's row and second's in the picture, px
in vec4 a_look;          // alpha of outline, shadow, group; paint of the outline

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
    v_alphas = a_look.xyz;
    int paint = 2 * int(a_look.w);
    v_line_top = u_paints[paint];
    v_line_bottom = u_paints[paint + 1];
    gl_Position = vec4(2.0 * at / u_picture_px - 1.0, 0.0, 1.0);
}
