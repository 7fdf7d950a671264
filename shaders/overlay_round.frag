// Overlay: colours and masks of capsules and leaves, of which figures are made; otherwise as overlay.frag.
// use: with overlay.vert, blended as overlay.frag. Licence: MIT, our own.
#include "lib/shape_distance.glsl"
#include "lib/shape_paint.glsl"

uniform float u_mask_frac;

noperspective in vec2 v_local;
noperspective in float v_down;
flat in int v_kind;
flat in vec4 v_size;
flat in vec4 v_edges;
flat in vec4 v_top;
flat in vec4 v_bottom;
flat in vec4 v_line_top;
flat in vec4 v_line_bottom;
out vec4 o_colour;

void main() {
    float away = v_kind == CAPSULE_KIND
        ? capsule_distance(v_local, v_size.x, v_size.y, v_size.z, v_size.w)
        : leaf_distance(v_local, v_size.x, v_size.y, v_size.z);
    float down = clamp(v_down, 0.0, 1.0);
    vec4 fill = mix(v_top, v_bottom, down);
    vec4 line = mix(v_line_top, v_line_bottom, down);
    o_colour = u_mask_frac > 0.5
        ? shape_mask(away, v_edges.x, v_edges.w)
        : shape_colour(away, fill, v_edges.y, line);
}
