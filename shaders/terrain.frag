// Land: grain. Light, shadow, air and the screen's curve come ready-made with the vertices.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/grain.glsl"

uniform sampler2D u_detail;

in vec3 v_colour;
in vec2 v_place;
in vec4 v_grain;
in float v_border;
out vec4 o_colour;

void main() {
    o_colour = vec4(grained(v_colour, texture(u_detail, v_place), v_grain, v_border), 1.0);
}
