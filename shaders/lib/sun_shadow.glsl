// How much of the sun a point sees past what stands on the land. Without shadow maps (SUN_CASCADES is 0): all.
// use: float sun_seen(vec3 rel, vec3 normal), 0 to 1, in fragment shaders
// units: metres; rel = world axes with the origin at the eye. Licence: MIT, our own.

#if SUN_CASCADES > 0
layout(std140) uniform SunShadow {
    mat4 u_map_from_rel[SUN_MAPS];   // to -1..1 each way: near, far
    vec4 u_texels_m;          // size of either map's texels
};
uniform sampler2DArrayShadow u_sun_shadow;

const vec2 SUN_TAPS[5] = vec2[](vec2(0.0, 0.0), vec2(0.9, 0.35), vec2(-0.9, -0.35), vec2(-0.35, 0.9), vec2(0.35, -0.9));

// One map's answer, and how far the point lies within it (0 at its edge, 1 well inside).
vec2 sun_seen_in(int map, vec3 rel, vec3 normal) {
    // A surface lies in its own shadow by half a texel: it is looked at a little above itself.
    vec3 place = (u_map_from_rel[map] * vec4(rel + normal * (1.2 * u_texels_m[map]), 1.0)).xyz;
    vec2 out2 = abs(place.xy);
    float inside = clamp((1.0 - max(out2.x, out2.y)) * 8.0, 0.0, 1.0);
    if (inside <= 0.0) return vec2(1.0, 0.0);
    vec3 uvd = 0.5 + 0.5 * place;
    float seen = 0.0;
    for (int tap = 0; tap < SUN_SHADOW_TAPS; tap++) {
        seen += texture(u_sun_shadow, vec4(uvd.xy + SUN_TAPS[tap] * SUN_TEXEL, float(map), min(uvd.z, 1.0)));
    }
    return vec2(seen / float(SUN_SHADOW_TAPS), inside);
}

float sun_seen(vec3 rel, vec3 normal) {
    vec2 near = sun_seen_in(0, rel, normal);
#if SUN_CASCADES > 1
    if (near.y >= 1.0) return near.x;
    vec2 far = sun_seen_in(1, rel, normal);
    return mix(mix(1.0, far.x, far.y), near.x, near.y);
#else
    return mix(1.0, near.x, near.y);
#endif
}
#else
float sun_seen(vec3 rel, vec3 normal) {
    return 1.0;
}
#endif
