// Sky: a coarse grid over the whole picture, at the far plane. The sky is so smooth that its colour is found
// at the grid's corners only, which the software rasteriser thanks for.
// use: see griffin/render/passes/sky.py. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec2 a_corner;                 // -1 to 1 across and up the picture

out vec3 v_colour;                // on the screen

void main() {
    gl_Position = vec4(a_corner, 1.0, 1.0);
    vec4 rel = u_rel_from_clip * vec4(a_corner, 1.0, 1.0);
    v_colour = scene_screen(scene_sky(normalize(rel.xyz / rel.w))) * scene_vignette(a_corner);
}
