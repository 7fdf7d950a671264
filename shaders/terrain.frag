// Land: grain, then air; light, shadow and colour come ready-made with the vertices.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_detail;       // grain around 0.5

in vec3 v_colour;
in vec3 v_air;
in vec3 v_grain;
out vec4 o_colour;

void main() {
    float grain = texture(u_detail, v_grain.xy).r - 0.5;
    o_colour = scene_finish(v_colour * (1.0 + grain * v_grain.z) + v_air, gl_FragCoord.xy);
}
