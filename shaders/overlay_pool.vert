// Overlay: the quad about a pool.
// use: with overlay_pool.frag. Licence: MIT, our own.

uniform vec2 u_picture_px;  // size of the picture

in vec4 a_ellipse;   // its middle in the picture and its radii, px, y up
in float a_alpha;

out vec2 v_unit;     // 1 long at the pool's edge
flat out float v_alpha;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float((gl_VertexID >> 1) & 1));
    v_unit = 2.0 * corner - 1.0;
    v_alpha = a_alpha;
    gl_Position = vec4(2.0 * (a_ellipse.xy + v_unit * a_ellipse.zw) / u_picture_px - 1.0, 0.0, 1.0);
}
