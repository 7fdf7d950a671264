// Flora: brings the vertices' colours to the screen.
// use: with flora.vert. Licence: MIT, our own.
#include "lib/sun_shadow.glsl"

in vec3 v_colour;
in vec3 v_shade;
in vec3 v_rel;
out vec4 o_colour;

void main() {
    o_colour = vec4(mix(v_shade, v_colour, sun_seen(v_rel, vec3(0.0, 1.0, 0.0))), 1.0);
}
