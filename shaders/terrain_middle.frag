// Land where grain fades and pictures begin: both.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_detail;       // as in terrain.frag
uniform sampler2D u_pictures;     // as in terrain_far.frag

in vec3 v_colour;
in vec2 v_place;
in vec4 v_grain;
in vec2 v_picture;
in vec3 v_picture_frac;
out vec4 o_colour;

// As in terrain.frag.
const vec3 WARMTH = vec3(1.1, 1.0, 0.7);

void main() {
    vec3 colour = v_colour + texture(u_pictures, v_picture).rgb * v_picture_frac;
    float grain = dot(texture(u_detail, v_place) - 0.5, v_grain);
    o_colour = vec4(colour + colour * WARMTH * grain, 1.0);
}
