// Shadows of the clouds on the land: one pattern that drifts with the wind.
// use: vec2 cloud_shadow_place(vec3 rel, vec4 eye, vec3 sun, vec2 wind_mps),
// vec3 cloud_shadowed(vec3 linear, float frac)
// units: metres from the eye; eye.w is the world's time in s. Licence: MIT, our own.

const float CLOUD_SHADOWS_PER_M = 1.0 / 9200.0;  // one repeat of the pattern
const vec3 CLOUD_SHADE = vec3(0.40, 0.48, 0.66); // what is left of the light: the blue sky's

// Where in the pattern the cloud stands that lies between a point and the sun.
vec2 cloud_shadow_place(vec3 rel, vec4 eye, vec3 sun, vec2 wind_mps) {
    float up_m = max(CLOUD_BASE_M - eye.y - rel.y, 0.0) / max(sun.y, 0.2);
    return (eye.xz + rel.xz + sun.xz * up_m - wind_mps * eye.w) * CLOUD_SHADOWS_PER_M;
}

// Light that is left where so much of the sun is covered.
vec3 cloud_shadowed(vec3 linear, float covered_frac) {
    return linear * mix(vec3(1.0), CLOUD_SHADE, covered_frac);
}
