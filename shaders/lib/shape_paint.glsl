// What a shape gives its group, once it is known how far a pixel is from its edge. Premultiplied, sRGB as it comes.
// use: from overlay.frag and overlay_round.frag; lengths in pixels. Licence: MIT, our own.

// How much of a pixel lies inside an edge that is so far away.
float shape_cover(float away) {
    return clamp(0.5 - away, 0.0, 1.0);
}

// Shadow, outline and shape; `falloff`: of the shadow from the outline's edge on, a pixel, 0 for none.
vec4 shape_mask(float away, float outline, float falloff) {
    float lit = clamp(0.5 + (away - outline) * falloff, 0.0, 1.0);
    float shadow = falloff > 0.0 ? 1.0 - lit * lit * (3.0 - 2.0 * lit) : 0.0;
    float shape = shape_cover(away);
    return vec4(shadow, shape_cover(away - outline), shape, shape);
}

// A fill, and about it a line of that breadth; both colours come with their alpha, not yet multiplied.
vec4 shape_colour(float away, vec4 fill, float breadth, vec4 line) {
    float shape = shape_cover(away);
    float lined = breadth > 0.0 ? max(shape_cover(away - breadth) - shape, 0.0) * line.a : 0.0;
    return vec4(fill.rgb, 1.0) * (fill.a * shape) + vec4(line.rgb, 1.0) * lined;
}
