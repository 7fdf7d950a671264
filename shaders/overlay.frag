// Overlay: a shape's colour, or what a group's shadow and outline are made of. Premultiplied, sRGB as it comes.
// use: colours blended by GL_ONE, GL_ONE_MINUS_SRC_ALPHA, masks by GL_MAX, which makes unions. Licence: MIT, our own.
#include "lib/shape_distance.glsl"

uniform float u_mask_frac;

in vec2 v_local;
in float v_down;
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
    if (v_kind == CAPSULE_KIND) return capsule_distance(v_local, v_size.x, v_size.y, v_size.z);
    if (v_kind == LEAF_KIND) return leaf_distance(v_local, v_size.x, v_size.y);
    if (v_kind == ARC_KIND) return arc_distance(v_local, v_size.x, v_size.yz, v_size.w, v_end);
    if (v_kind == TRIANGLE_KIND) return triangle_distance(v_local, v_size.xy, v_size.zw) - v_edges.w;
    float away = v_kind == ELLIPSE_KIND
        ? ellipse_distance(v_local, v_size.xy)
        : box_distance(v_local, v_size.xy, v_size.z);
    return v_edges.w > 0.0 ? abs(away) - 0.5 * v_edges.w : away;
}

// How much of a pixel lies inside an edge that is so far away, px.
float covered(float away) {
    return clamp(0.5 - away, 0.0, 1.0);
}

void main() {
    float away = distance_here();
    float shape = covered(away);
    float soft = v_edges.y - v_edges.x;
    float shadow = soft > 0.0 ? 1.0 - smoothstep(-soft, soft, away - v_edges.x) : 0.0;
    vec4 mask = vec4(shadow, covered(away - v_edges.x), shape, shape);
    float down = clamp(v_down, 0.0, 1.0);
    vec4 fill = mix(v_top, v_bottom, down);
    vec4 line = mix(v_line_top, v_line_bottom, down);
    float lined = v_edges.z > 0.0 ? max(covered(away - v_edges.z) - shape, 0.0) * line.a : 0.0;
    vec4 colour = vec4(fill.rgb, 1.0) * (fill.a * shape) + vec4(line.rgb, 1.0) * lined;
    o_colour = u_mask_frac > 0.5 ? mask : colour;
}
