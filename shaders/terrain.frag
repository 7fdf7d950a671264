// Land: grain, then air; light, shadow and colour come ready-made with the vertices.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_detail;       // grain around 0.5

in vec3 v_colour;
in vec4 v_air;
in vec3 v_grain;
out vec4 o_colour;

const float FINE_PER_M = 1.0 / 19.0;
const float BROAD_PER_M = 1.0 / 160.0;

void main() {
    float grain = texture(u_detail, v_grain.xy * FINE_PER_M).r + texture(u_detail, v_grain.yx * BROAD_PER_M).r;
    vec3 colour = v_colour * (1.0 + (grain - 1.0) * v_grain.z);
    o_colour = scene_finish(mix(v_air.rgb, colour, v_air.a), gl_FragCoord.xy);
}
