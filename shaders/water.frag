// Water: mirrors the sky more the flatter one looks (Fresnel), broken by two ripples that run over each other;
// the sun's glint. The bed below is the land's: its colour already has the water's depth.
// use: with water.vert, blended over the land; u_ripple holds slopes around 0.5. Licence: MIT, our own.
// Source: C. Schlick, "An Inexpensive BRDF Model" (1994), for Fresnel.
#include "lib/scene.glsl"

uniform sampler2D u_ripple;       // slopes in x and z around 0.5
uniform vec4 u_drift;             // offsets of the two ripples, in their own repeats
uniform vec3 u_shore;             // what the low part of the mirrored view shows, linear
uniform float u_reach;            // where the land ends, m

in vec3 v_rel;
out vec4 o_colour;

const float LARGE_PER_M = 1.0 / 61.0;
const float SMALL_PER_M = 1.0 / 17.0;
const float CALM_M = 900.0;       // farther ripples are smaller than a pixel: they only roughen
const float MIRROR_AT_NORMAL = 0.03;

void main() {
    float away = length(v_rel);
    vec3 look = v_rel / away;
    vec2 place = u_eye.xz + v_rel.xz;
    vec2 slope = texture(u_ripple, place * LARGE_PER_M + u_drift.xy).rg
               + texture(u_ripple, place.yx * SMALL_PER_M + u_drift.zw).rg - 1.0;
    slope *= 0.11 / (1.0 + away / CALM_M);
    vec3 normal = vec3(slope.x, 1.0, slope.y);
    float facing = clamp(-dot(look, normal), 0.0, 1.0);
    float flat_part = 1.0 - facing, flat2 = flat_part * flat_part;
    float mirror = MIRROR_AT_NORMAL + (1.0 - MIRROR_AT_NORMAL) * flat2 * flat2 * flat_part;
    vec3 bounce = look + 2.0 * facing * normal;
    bounce.y = abs(bounce.y);
    vec3 seen = scene_sky(normalize(bounce));
    seen = mix(u_shore, seen, smoothstep(0.0, 0.16, bounce.y));
    vec3 clear_frac = scene_clear_frac(v_rel);
    float glint = max(dot(normalize(bounce), u_sun_direction.xyz), 0.0);
    float g2 = glint * glint, g8 = g2 * g2 * g2 * g2, g64 = g8 * g8 * g8 * g8 * g8 * g8 * g8 * g8;
    seen = mix(scene_air(v_rel), seen + u_sun_light.rgb * (g64 * g64 * 2.5), clear_frac);
    float rest = 1.0 - smoothstep(0.7 * u_reach, 0.95 * u_reach, away);
    o_colour = vec4(scene_finish(seen, gl_FragCoord.xy).rgb, mirror * rest);
}
