// Sky: the grid's colours, brought to the screen.
// use: with sky.vert, after the land, with depth test. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 v_colour;
out vec4 o_colour;

void main() {
    o_colour = vec4(v_colour + dither(gl_FragCoord.xy), 1.0);
}
