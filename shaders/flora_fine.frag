// Flora where a texture is cheap: leaves, needles and bark on the skins, seen along the axis that each part faces most.
// One look into the texture: the borders between two views are lost among the leaves.
// use: with flora.vert. Licence: MIT, our own.
// Source: R. Geiss, "Generating Complex Procedural Terrains Using the GPU", GPU Gems 3 (2007), for the three views.
uniform sampler2D u_detail;       // around 0.5: tufts, crowns, rock, patches

in vec3 v_colour;
in vec3 v_skin;
in vec3 v_facing;
in vec2 v_leafy;
out vec4 o_colour;

void main() {
    vec3 facing = abs(v_facing);
    vec2 aside = facing.x > facing.z ? v_skin.zy : v_skin.xy;
    vec4 grain = texture(u_detail, facing.y > max(facing.x, facing.z) ? v_skin.xz : aside) - 0.5;
    float leaf = v_leafy.x * (0.8 * grain.r + 0.4 * grain.a) + v_leafy.y * grain.g;
    o_colour = vec4(v_colour * (1.0 + leaf), 1.0);
}
