// Overlay: a shape's colour, or what a group's shadow and outline are made of. Premultiplied, sRGB as it comes.
// use: colours blended by GL_ONE, GL_ONE_MINUS_SRC_ALPHA, masks by GL_MAX, which makes unions. Licence: MIT, our own.
#include "lib/shape_distance.glsl"
#include "lib/shape_paint.glsl"

uniform float u_mask_frac;

noperspective in vec2 v_local;
noperspective in float v_down;
flat in int v_kind;
flat in vec4 v_size;
flat in vec2 v_end;
flat in vec4 v_edges;
flat in vec4 v_top;
flat in vec4 v_bottom;
flat in vec4 v_line_top;
flat in vec4 v_line_bottom;
out vec4 o_colour;

float distance_here() {
    if (v_kind == ARC_KIND) return arc_distance(v_local, v_size.x, v_size.yz, v_size.w, v_end);
    float stroke = v_edges.z;
    if (v_kind == TRIANGLE_KIND) return triangle_distance(v_local, v_size.xy, v_size.zw) - stroke;
    float away = v_kind == ELLIPSE_KIND
        ? ellipse_distance(v_local, v_size.xy)
        : box_distance(v_local, v_size.xy, v_size.z);
    return stroke > 0.0 ? abs(away) - 0.5 * stroke : away;
}

void main() {
    float away = distance_here();
    float down = clamp(v_down, 0.0, 1.0);
    vec4 fill = mix(v_top, v_bottom, down);
    vec4 line = mix(v_line_top, v_line_bottom, down);
    o_colour = u_mask_frac > 0.5
        ? shape_mask(away, v_edges.x, v_edges.w)
        : shape_colour(away, fill, v_edges.y, line);
}
