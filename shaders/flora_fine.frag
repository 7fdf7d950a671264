// Flora where a texture is cheap: leaves and needles on the skins.
// use: with flora.vert. Licence: MIT, our own.
uniform sampler2D u_detail;       // around 0.5: tufts, crowns, rock, patches

in vec3 v_colour;
in vec3 v_leaf;
out vec4 o_colour;

void main() {
    vec4 grain = texture(u_detail, v_leaf.xy) - 0.5;
    float leaf = v_leaf.z * (0.95 * grain.r + 0.5 * grain.a);
    o_colour = vec4(v_colour * (1.0 + leaf), 1.0);
}
