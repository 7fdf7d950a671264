// Land that shows neither grain nor a picture: under water, or not painted yet. Only the vertices' colours.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 v_colour;
out vec4 o_colour;

void main() {
    o_colour = vec4(v_colour + dither(gl_FragCoord.xy), 1.0);
}
