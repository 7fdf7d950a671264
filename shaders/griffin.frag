// Griffin at quality low: bars and shafts on the feathers. Light, air and the screen's curve come ready-made with
// the vertices.
// use: with griffin.vert; both faces of every triangle are drawn. Licence: MIT, our own.
#include "lib/plumage.glsl"

in vec3 v_plain;
in vec3 v_bar;
in vec4 v_pattern;
out vec4 o_colour;

void main() {
    float fade = max(bar_frac(v_pattern), shaft_frac(v_pattern));
    o_colour = vec4(mix(v_plain, v_bar, fade), blade_frac(v_pattern));
}
