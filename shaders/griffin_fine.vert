// Griffin at quality medium and high: what the fragments light.
// use: see lib/griffin_vertex.glsl. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/griffin_vertex.glsl"

out vec3 v_rel;
out vec3 v_normal;
out vec3 v_lit;
out vec3 v_shade;
out vec4 v_pattern;
out vec4 v_finish;

void main() {
    GriffinVertex here = griffin_vertex();
    v_rel = here.rel;
    v_normal = here.normal;
    v_lit = a_lit;
    v_shade = a_shade;
    v_pattern = a_pattern;
    v_finish = a_finish;
    gl_Position = u_clip_from_rel * vec4(here.rel, 1.0);
}
