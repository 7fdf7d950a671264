// Land: grain, then air; light, shadow and colour come ready-made with the vertices.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_detail;       // grain and crowns around 0.5

in vec3 v_colour;
in vec3 v_air;
in vec4 v_grain;
out vec4 o_colour;

void main() {
    float grain = dot(texture(u_detail, v_grain.xy).rg - 0.5, v_grain.zw);
    o_colour = scene_finish(v_colour * (1.0 + grain) + v_air, gl_FragCoord.xy);
}
