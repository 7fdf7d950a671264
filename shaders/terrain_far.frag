// Land so far away that its grain is finer than a pixel: the vertices' colours and the tile's picture.
// use: with terrain.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_pictures;     // of the tiles: square roots of linear light

in vec3 v_colour;
in vec2 v_picture;
in vec3 v_picture_frac;
out vec4 o_colour;

void main() {
    vec3 fine = texture(u_pictures, v_picture).rgb * v_picture_frac;
    o_colour = vec4(v_colour + fine, 1.0);
}
