// Signed distances to flat shapes, each in a frame of its own: below 0 inside, exact outside but for the ellipse
// and a tapered arc.
// use: from overlay.frag; all lengths in pixels, angles in radians.
// Source: Inigo Quilez, "2D distance functions", https://iquilezles.org/articles/distfunctions2d/ (MIT).

// The hull of a disc at 0 and one at (far, 0); `slant` is (first radius - second radius) / far. Of the discs between
// the two, the nearest is the one from whose middle the hull's normal leads here.
float capsule_distance(vec2 at, float far, float first_radius, float slant, float normal_x_by_y) {
    float middle = clamp(at.x - abs(at.y) * normal_x_by_y, 0.0, far);
    return length(at - vec2(middle, 0.0)) - (first_radius - slant * middle);
}

// A stroke about 0 from the angle -half_sweep to +half_sweep; `ends`: cosine and sine of half_sweep.
float arc_distance(vec2 at, float radius, vec2 breadths, float half_sweep, vec2 ends) {
    float angle = atan(at.y, at.x);
    float breadth = mix(breadths.x, breadths.y, clamp(0.5 + 0.5 * angle / half_sweep, 0.0, 1.0));
    float stroke = abs(length(at) - radius) - 0.5 * breadth;
    vec2 end = radius * ends;
    float caps = min(length(at - vec2(end.x, -end.y)) - 0.5 * breadths.x, length(at - end) - 0.5 * breadths.y);
    return abs(angle) <= half_sweep ? min(stroke, caps) : caps;
}

// What two circles have in common: tips at (-half_long, 0) and (half_long, 0); the circles' middles are `aside` from 0.
float leaf_distance(vec2 at, float half_long, float half_broad, float aside) {
    at = abs(at);
    bool is_tip = half_long * at.y < aside * (at.x - half_long);
    vec2 middle = is_tip ? vec2(half_long, 0.0) : vec2(0.0, -aside);
    return length(at - middle) - (is_tip ? 0.0 : aside + half_broad);
}

float box_distance(vec2 at, vec2 half_size, float corner) {
    vec2 beyond = abs(at) - half_size + corner;
    return length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - corner;
}

// To first order: exact at the edge and on the axes.
float ellipse_distance(vec2 at, vec2 radii) {
    vec2 unit = at / radii;
    float level = length(unit);
    return level * (level - 1.0) / max(length(unit / radii), 1e-6);
}

// Corners at 0, `second` and `third`.
float triangle_distance(vec2 at, vec2 second, vec2 third) {
    vec2 edge_1 = third - second;
    vec2 from_1 = at - second;
    vec2 from_2 = at - third;
    float turn = sign(second.y * third.x - second.x * third.y);
    vec2 to_0 = at - second * clamp(dot(at, second) / dot(second, second), 0.0, 1.0);
    vec2 to_1 = from_1 - edge_1 * clamp(dot(from_1, edge_1) / dot(edge_1, edge_1), 0.0, 1.0);
    vec2 to_2 = from_2 + third * clamp(dot(from_2, -third) / dot(third, third), 0.0, 1.0);
    vec2 nearest = min(
        min(
            vec2(dot(to_0, to_0), turn * (at.x * second.y - at.y * second.x)),
            vec2(dot(to_1, to_1), turn * (from_1.x * edge_1.y - from_1.y * edge_1.x))
        ),
        vec2(dot(to_2, to_2), turn * (from_2.y * third.x - from_2.x * third.y))
    );
    return -sqrt(nearest.x) * sign(nearest.y);
}
