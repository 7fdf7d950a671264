// What a leaf card shows: which leaf is there, how bright, how warm, and how much sun it gets.
// use: float leaf_there(float alpha, vec4 rel), vec3 leaf_colour(vec4 leaf, vec3 colour, vec3 shade, float lit,
// float clear_frac)
// in fragment shaders only
// units: leaf is a texel of griffin/render/leaf_cards.py: bright, sun, warm, there; colours are the screen's.
// Source of the sharp edge: B. Golus, "Anti-aliased Alpha Test" (article). Licence: MIT, our own.

const float LEAF_EDGE_BEGIN = 0.3;  // of the cosine at which a card is whole that was seen from its edge
const float LEAF_SUN = 1.28;  // times the sun of a texel, whose mean is below 1: whole crowns would look shaded
const vec3 LEAF_WARM = vec3(0.28, 0.08, -0.28);

// How much of a pixel a card covers. Seen from its edge it would be a stripe, so there it fades; rel.w is the
// cosine to the eye at which it is whole, 0 for what is no card.
float leaf_there(float alpha, vec4 rel) {
    vec3 face = cross(dFdx(rel.xyz), dFdy(rel.xyz));
    float turned = abs(dot(face, rel.xyz)) * inversesqrt(dot(face, face) * dot(rel.xyz, rel.xyz) + 1e-20);
    float there = alpha * smoothstep(LEAF_EDGE_BEGIN * rel.w, rel.w + 0.001, turned + 0.002);
    return clamp((there - 0.5) / max(fwidth(there), 0.001) + 0.5, 0.0, 1.0);
}

// The card's colour; `lit` 0 to 1: how much of the sun reaches it. The colours hold the air already, which no
// leaf is darker or brighter than: `clear_frac` of what a leaf adds comes through.
vec3 leaf_colour(vec4 leaf, vec3 colour, vec3 shade, float lit, float clear_frac) {
    vec3 own = 2.0 * leaf.r * (1.0 + (leaf.b - 0.5) * LEAF_WARM);
    return mix(shade, colour, min(LEAF_SUN * leaf.g, 1.0) * lit) * mix(vec3(1.0), own, clear_frac);
}
