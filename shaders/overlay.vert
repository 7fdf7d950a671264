// Overlay: a quad that just bounds a shape, in its group's cell of the sheet. All its corners have one row.
// use: with overlay.frag or overlay_round.frag; GL_CLIP_DISTANCE0 to 3 are on where cells cut shapes off: see
// griffin/render/passes/overlay.py. Licence: MIT, our own.
// Shapes come in u, y down; the sheet is in pixels, y up.

uniform vec2 u_sheet_px;    // size of the sheet: colours in its lower half, masks in its upper
uniform float u_scale;      // pixels a u
uniform float u_mask_frac;  // 1 masks, 0 colours
uniform vec3 u_paints[PAINT_ENDS];  // sRGB: each paint's two ends, one after the other
uniform float u_reach;      // of a shadow, of its softness

// At fixed places, so that both programs read one vertex array.
layout(location = 0) in vec4 a_first;    // the shape's numbers, u and radians: griffin/render/overlay_shapes.py
layout(location = 1) in vec4 a_second;   // three more; the kind
layout(location = 2) in vec4 a_look;     // alpha; line, u; paint; 0 where an earlier shape has made the same mask
layout(location = 3) in vec4 a_outline;  // breadth, softness of the shadow, u; paint; alpha
layout(location = 4) in vec4 a_place;    // the canvas' origin in the sheet, px; first colour's y and second's, u
layout(location = 5) in vec4 a_cell;     // left, bottom, right, top, px

noperspective out vec2 v_local;               // in the shape's own frame, px
noperspective out float v_down;               // from the first colour to the second
flat out int v_kind;
flat out vec4 v_size;           // px
flat out vec2 v_end;
flat out vec4 v_edges;          // outline, line, stroke or rounding, px; how a shadow falls off, a px
flat out vec4 v_top;            // not yet multiplied by alpha
flat out vec4 v_bottom;
flat out vec4 v_line_top;
flat out vec4 v_line_bottom;
out float gl_ClipDistance[4];

vec2 direction(vec2 way) {
    float far = length(way);
    return far > 1e-6 ? way / far : vec2(1.0, 0.0);
}

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float((gl_VertexID >> 1) & 1));
    v_kind = int(a_second.w);
    vec4 first = a_first * u_scale;
    vec4 second = a_second * u_scale;
    vec2 origin = first.xy;
    vec2 axis = vec2(1.0, 0.0);
    float side = 1.0;
    vec2 low = vec2(0.0);
    vec2 high = vec2(0.0);
    float extra = 0.0;
    v_size = vec4(0.0);
    v_end = vec2(0.0);
    if (v_kind == CAPSULE_KIND) {
        vec2 way = first.zw - first.xy;
        float far = length(way);
        vec2 radii = second.xy;
        if (far <= abs(radii.x - radii.y)) {  // one disc lies within the other
            origin = radii.x >= radii.y ? first.xy : first.zw;
            radii = vec2(max(radii.x, radii.y));
            far = 0.0;
        }
        axis = direction(way);
        float broad = max(radii.x, radii.y);
        low = vec2(-radii.x, -broad);
        high = vec2(far + radii.y, broad);
        float slant = far > 0.0 ? (radii.x - radii.y) / far : 0.0;
        v_size = vec4(far, radii.x, slant, slant * inversesqrt(max(1.0 - slant * slant, 1e-6)));
    } else if (v_kind == ARC_KIND) {
        float half_sweep = clamp(0.5 * abs(a_second.z), 1e-4, 3.1415927);
        float middle = a_second.y + 0.5 * a_second.z;
        axis = vec2(cos(middle), sin(middle));
        side = a_second.z < 0.0 ? -1.0 : 1.0;
        v_end = vec2(cos(half_sweep), sin(half_sweep));
        vec2 breadths = vec2(first.w, second.x);
        float broad = 0.5 * max(breadths.x, breadths.y);
        float high_y = first.z * (half_sweep < 1.5707963 ? v_end.y : 1.0) + broad;
        low = vec2(first.z * v_end.x - broad, -high_y);
        high = vec2(first.z + broad, high_y);
        v_size = vec4(first.z, breadths, half_sweep);
    } else if (v_kind == LEAF_KIND) {
        vec2 way = first.zw - first.xy;
        origin = 0.5 * (first.xy + first.zw);
        axis = direction(way);
        float half_long = max(0.5 * length(way), 1e-2);
        float half_broad = clamp(second.x, 1e-2, half_long);
        high = vec2(half_long, half_broad);
        low = -high;
        v_size.xyz = vec3(high, 0.5 * (half_long * half_long - half_broad * half_broad) / half_broad);
    } else if (v_kind == TRIANGLE_KIND) {
        vec2 to_second = first.zw - first.xy;
        vec2 to_third = second.xy - first.xy;
        low = min(min(to_second, to_third), 0.0);
        high = max(max(to_second, to_third), 0.0);
        v_size = vec4(to_second, to_third);
        extra = second.z;
    } else {  // a box or an ellipse
        high = max(first.zw, 1e-2);
        low = -high;
        extra = second.z;
        v_size = vec4(high, second.x, 0.0);
        if (v_kind == BOX_KIND) {
            axis = vec2(cos(a_second.y), sin(a_second.y));
            v_size.z = min(second.x, min(high.x, high.y));
        }
    }
    bool is_mask = u_mask_frac > 0.5;
    float outline = a_outline.x * u_scale;
    float line = a_look.y * u_scale;
    float soft = a_outline.y * u_reach * u_scale;
    v_edges = vec4(outline, line, extra, soft > 0.0 ? 0.5 / soft : 0.0);
    float grown = (is_mask ? outline + soft : line) + extra + 1.0;
    bool is_seen = is_mask ? a_look.w > 0.5 : max(a_look.x, line) > 0.0;
    v_local = is_seen ? mix(low - grown, high + grown, corner) : vec2(0.0);
    vec2 across = side * vec2(-axis.y, axis.x);
    vec2 at = origin + axis * v_local.x + across * v_local.y;
    v_down = (at.y / u_scale - a_place.z) / max(a_place.w - a_place.z, 1e-3);
    int paint = 2 * int(a_look.z);
    int line_paint = 2 * int(a_outline.z);
    v_top = vec4(u_paints[paint], a_look.x);
    v_bottom = vec4(u_paints[paint + 1], a_look.x);
    v_line_top = vec4(u_paints[line_paint], a_outline.w);
    v_line_bottom = vec4(u_paints[line_paint + 1], a_outline.w);
    vec2 place = a_place.xy + vec2(at.x, -at.y);
    gl_ClipDistance[0] = place.x - a_cell.x;
    gl_ClipDistance[1] = place.y - a_cell.y;
    gl_ClipDistance[2] = a_cell.z - place.x;
    gl_ClipDistance[3] = a_cell.w - place.y;
    place.y += is_mask ? 0.5 * u_sheet_px.y : 0.0;
    gl_Position = vec4(2.0 * place / u_sheet_px - 1.0, 0.0, 1.0);
}
