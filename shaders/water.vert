// Water: a level disc about the eye at the lakes' height.
// use: see griffin/render/water.py. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform float u_water_level;      // world, m

in vec2 a_place;                  // from the eye, m

out vec3 v_rel;

void main() {
    v_rel = vec3(a_place.x, u_water_level - u_eye.y, a_place.y);
    gl_Position = u_clip_from_rel * vec4(v_rel, 1.0);
}
