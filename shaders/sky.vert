// Sky: one triangle over the whole picture, at the far plane.
// use: no attributes, three vertices. Licence: MIT, our own.
#include "lib/scene.glsl"

out vec3 v_rel;

void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2)) * 2.0 - 1.0;
    gl_Position = vec4(corner, 1.0, 1.0);
    vec4 rel = u_rel_from_clip * vec4(corner, 1.0, 1.0);
    v_rel = rel.xyz / rel.w;
}
