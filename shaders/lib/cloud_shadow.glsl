// Shadows of the clouds on the land: one pattern that drifts with the wind.
// use: vec2 cloud_shadow_place(vec3 rel, vec3 eye, vec3 sun, vec2 drift_m),
// vec3 cloud_shadowed(vec3 linear, float frac)
// units: metres from the eye; drift_m is how far the pattern has drifted. Licence: MIT, our own.

const vec3 CLOUD_SHADE = vec3(0.40, 0.48, 0.66);  // what is left of the light: the blue sky's

// Where in the pattern the cloud stands that lies between a point and the sun.
vec2 cloud_shadow_place(vec3 rel, vec3 eye, vec3 sun, vec2 drift_m) {
    float up_m = max(CLOUD_BASE_M - eye.y - rel.y, 0.0) / max(sun.y, 0.2);
    return (eye.xz + rel.xz + sun.xz * up_m - drift_m) / CLOUD_SHADOWS_M;
}

// Light that is left where so much of the sun is covered.
vec3 cloud_shadowed(vec3 linear, float covered_frac) {
    return linear * mix(vec3(1.0), CLOUD_SHADE, covered_frac);
}
