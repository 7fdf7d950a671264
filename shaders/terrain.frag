// Land: grain. Light, shadow, air and the screen's curve come ready-made with the vertices.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_detail;       // around 0.5: tufts of grass, roof of crowns, cracked rock, patches

in vec3 v_colour;
in vec2 v_place;
in vec4 v_grain;
out vec4 o_colour;

// What stands higher catches the sun: it turns a little warmer, and hollows a little cooler.
const vec3 WARMTH = vec3(1.1, 1.0, 0.7);

void main() {
    float grain = dot(texture(u_detail, v_place) - 0.5, v_grain);
    o_colour = vec4(v_colour + v_colour * WARMTH * grain, 1.0);
}
