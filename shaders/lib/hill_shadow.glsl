// How much of the sun no hill hides, while the hour goes by: griffin/render/hill_shadow.py has the maps.
// use: vec2 hills_sunlit(vec2 still, vec3 rel, float height_m, int light), in vertex shaders: now, and in one of
// the lights that pictures were made in, 0 to 1; `still` is the answer for an hour that stands still. Where
// there are no shadow maps (SUN_CASCADES is 0) it always does.
// units: metres; rel = world axes with the origin at the eye. Licence: MIT, our own.

#if SUN_CASCADES > 0
layout(std140) uniform Hills {
    vec4 u_hills_weights;     // of each light in what the shadow is now
    vec4 u_hills_start;       // places of the eye in the maps: near, far
    vec4 u_hills_reach;       // repeats in a metre: near, far; whether the maps are there
    vec4 u_hills_bands;       // from the eye, where the far map takes over; depth at which shadow begins, is full; m
};
uniform sampler2D u_hills_near;   // heights of the shadow's surface under each light, m
uniform sampler2D u_hills_far;

vec2 hills_sunlit(vec2 still, vec3 rel, float height_m, int light) {
    if (u_hills_reach.z < 0.5) return still;
    float far = clamp((length(rel.xz) - u_hills_bands.x) / (u_hills_bands.y - u_hills_bands.x), 0.0, 1.0);
    vec4 surfaces = vec4(0.0);
    if (far < 1.0) {
        surfaces = (1.0 - far) * textureLod(u_hills_near, u_hills_start.xy + rel.xz * u_hills_reach.x, 0.0);
    }
    if (far > 0.0) {
        surfaces += far * textureLod(u_hills_far, u_hills_start.zw + rel.xz * u_hills_reach.y, 0.0);
    }
    vec2 depths_m = vec2(dot(surfaces, u_hills_weights), surfaces[light]) - height_m;
    return 1.0 - smoothstep(vec2(u_hills_bands.z), vec2(u_hills_bands.w), depths_m);
}
#else
vec2 hills_sunlit(vec2 still, vec3 rel, float height_m, int light) {
    return still;
}
#endif
