// Griffin at quality low: lit at its vertices, down to the screen's curve, once in its own colours and once in
// those of its bars; the fragments choose between the two.
// use: see lib/griffin_vertex.glsl. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/griffin_vertex.glsl"
#include "lib/plumage_light.glsl"

uniform vec3 u_bar_lit;        // linear
uniform vec3 u_bar_shade;

out vec3 v_plain;   // on the screen
out vec3 v_bar;     // on the screen
out vec4 v_pattern;

void main() {
    GriffinVertex here = griffin_vertex();
    gl_Position = u_clip_from_rel * vec4(here.rel, 1.0);
    vec3 to_eye = normalize(-here.rel);
    vec3 normal = normalize(here.normal);
    normal *= dot(normal, to_eye) < 0.0 ? -1.0 : 1.0;  // a feather has two sides
    vec3 plain = plumage_light(a_lit, a_shade, a_pattern.w, a_finish.xy, normal, to_eye, 1.0);
    vec3 bar = plumage_light(u_bar_lit, u_bar_shade, a_pattern.w, a_finish.xy, normal, to_eye, 1.0);
    vec3 vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    v_plain = scene_screen(scene_haze(plain, here.rel)) * vignette;
    v_bar = scene_screen(scene_haze(bar, here.rel)) * vignette;
    v_pattern = a_pattern;
}
