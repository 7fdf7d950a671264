// Land so far away that its grain is finer than a pixel: only the vertices' colours, for half the price.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 v_colour;
out vec4 o_colour;

void main() {
    o_colour = vec4(v_colour + dither(gl_FragCoord.xy), 1.0);
}
