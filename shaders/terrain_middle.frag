// Land where grain fades and pictures begin: both.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/grain.glsl"

uniform sampler2D u_detail;
uniform sampler2D u_pictures;     // as in terrain_far.frag

in vec3 v_colour;
in vec2 v_place;
in vec4 v_grain;
in float v_border;
in vec2 v_picture;
in vec3 v_picture_frac;
out vec4 o_colour;

void main() {
    vec3 colour = v_colour + texture(u_pictures, v_picture).rgb * v_picture_frac;
    o_colour = vec4(grained(colour, texture(u_detail, v_place), v_grain, v_border), 1.0);
}
