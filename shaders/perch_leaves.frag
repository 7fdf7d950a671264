// Perch: leaves painted on the clumps' skins; single leaves are as the vertices have them.
// use: with perch.vert, both faces of every triangle are drawn. Licence: MIT, our own.
uniform sampler2D u_leaves;   // around 0.5: tufts, crowns, rock, patches

in vec3 v_colour;
in vec3 v_leaf;
out vec4 o_colour;

void main() {
    vec4 grain = texture(u_leaves, v_leaf.xy) - 0.5;
    o_colour = vec4(v_colour * (1.0 + v_leaf.z * (0.8 * grain.r + 1.3 * grain.g)), 1.0);
}
