// Shadow: a patch that lies on the land, the water or the bough, and knows where
// the griffin's mask falls on it.
// use: a_rel, metres from the eye; a_mask, -1..1 across the mask; a_below, metres along the sun's ray.
// Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 a_rel;
in vec2 a_mask;
in float a_below;
in float a_facing;  // how squarely the surface faces the sun, 0..1

out vec3 v_rel;
out vec2 v_mask;
out float v_below;
out float v_facing;

void main() {
    v_rel = a_rel;
    v_mask = a_mask;
    v_below = a_below;
    v_facing = a_facing;
    gl_Position = u_clip_from_rel * vec4(a_rel, 1.0);
}
