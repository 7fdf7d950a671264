// Land under the eye: the grain a second time, seven times finer, so that the ground stays sharp and shows
// its speed.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/grain.glsl"

uniform sampler2D u_detail;

in vec3 v_colour;
in vec2 v_place;
in vec4 v_grain;
in float v_border;
in float v_close;
out vec4 o_colour;

const float FINER = 7.0;          // whole: the texture's repeats then end at the same places

void main() {
    vec4 fine = (texture(u_detail, FINER * v_place) - 0.5) * v_close;
    o_colour = vec4(grained(v_colour, texture(u_detail, v_place) + fine, v_grain, v_border), 1.0);
}
