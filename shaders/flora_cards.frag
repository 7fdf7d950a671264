// Flora made of leaf cards.
// use: with flora_cards.vert; u_cut 0.5 for plain pixels, 0 where alpha becomes coverage of samples.
// Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/leaf_card.glsl"
#include "lib/sun_shadow.glsl"

uniform sampler2D u_leaves;  // bright, sun, warm, there: see griffin/render/leaf_cards.py
uniform float u_cut;

in vec3 v_colour;
in vec3 v_shade;
in vec2 v_card;
in vec4 v_rel;
in float v_clear;
out vec4 o_colour;

const float LEAF_LIFT_M = 0.5;  // towards the sun: a crown that shaded itself leaf by leaf would be all specks

void main() {
    vec4 leaf = texture(u_leaves, v_card);
    float there = leaf_there(leaf.a, v_rel);
    if (there <= u_cut) discard;
    float seen = sun_seen(v_rel.xyz + LEAF_LIFT_M * u_sun_direction.xyz, u_sun_direction.xyz);
    o_colour = vec4(leaf_colour(leaf, v_colour, v_shade, seen, v_clear), there);
}
