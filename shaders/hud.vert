// HUD: one rectangle, from four corners without attributes.
// use: glDrawArrays(GL_TRIANGLE_STRIP, 0, 4). Licence: MIT, our own.

uniform vec4 u_rect_ndc;  // left, bottom, width, height: -1..1 over the picture

out vec2 v_uv;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    v_uv = vec2(corner.x, 1.0 - corner.y);  // pictures come top row first
    gl_Position = vec4(u_rect_ndc.xy + corner * u_rect_ndc.zw, 0.0, 1.0);
}
