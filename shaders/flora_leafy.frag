// Near flora: leaves, needles and bark on the skins.
// use: with flora.vert. Licence: MIT, our own.
#include "lib/sun_shadow.glsl"

uniform sampler2D u_detail;       // around 0.5: tufts, crowns, rock, patches

in vec3 v_colour;
in vec3 v_shade;
in vec3 v_rel;
in vec2 v_leaf;
in vec2 v_leafy;
out vec4 o_colour;

void main() {
    vec4 grain = texture(u_detail, v_leaf) - 0.5;
    vec3 colour = mix(v_shade, v_colour, sun_seen(v_rel, vec3(0.0, 1.0, 0.0)));
    float leaf = v_leafy.x * (0.8 * grain.r + 0.4 * grain.a) + v_leafy.y * grain.g;
    o_colour = vec4(colour * (1.0 + leaf), 1.0);
}
