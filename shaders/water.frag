// Water: mirrors what stands over it, the more the flatter one looks (Fresnel), broken by ripples; the sun's
// glint. The bed below is the land's: its colour already has the water's depth.
// The mirrored picture is the one drawn up to now, or one shortly before, upside down about the horizon,
// which is true of all that is far away; above the screen the clear sky takes over, beside it its edge.
// use: with water.vert, blended over the land. Licence: MIT, our own.
// All is mixed as it looks on the screen, where the mirrored picture is already; on still water
// one sees no difference.
// Source: C. Schlick, "An Inexpensive BRDF Model" (1994), for Fresnel.
#include "lib/scene.glsl"

uniform sampler2D u_ripple;       // slopes in x and z of two patterns around 0.5
// how much of either pattern: they take turns, so that the water never stands
uniform vec2 u_ripple_mix;
uniform sampler2D u_picture;      // the screen before the water, of this picture or of one shortly before
uniform vec4 u_ripple_shift;      // in u_picture: what one step in x and one in z are, at distance 1 ...
uniform vec2 u_ripple_rise;       // ... and one up

in vec3 v_rel;
in vec3 v_air;
in vec3 v_clear;
in vec3 v_mirror;
in vec2 v_ripple;
flat in vec3 v_low_sky;
flat in vec3 v_high_sky;
flat in vec3 v_glint;
out vec4 o_colour;

const float STEEPEST = 0.24;
const float CALM_PER_M = 1.0 / 900.0;  // farther ripples are smaller than a pixel: they only roughen
const float MIRROR_AT_NORMAL = 0.02;

void main() {
    float near = inversesqrt(dot(v_rel, v_rel));
    vec3 look = v_rel * near;
    vec4 ripple = texture(u_ripple, v_ripple) - 0.5;
    vec2 slope = (ripple.xy * u_ripple_mix.x + ripple.zw * u_ripple_mix.y) * (STEEPEST * near / (near + CALM_PER_M));
    float facing = clamp(-look.y - dot(look.xz, slope), 0.0, 1.0);
    float flat_part = 1.0 - facing, flat2 = flat_part * flat_part;
    float mirror = MIRROR_AT_NORMAL + (1.0 - MIRROR_AT_NORMAL) * flat2 * flat2 * flat_part;
    vec2 lean = 2.0 * facing * slope;
    vec2 uv = v_mirror.xy * (0.5 / v_mirror.z) + 0.5 + u_ripple_shift.xy * lean.x + u_ripple_shift.zw * lean.y
        - u_ripple_rise * (2.0 * dot(look.xz, slope));
    vec3 mirrored = texture(u_picture, uv).rgb;
    vec3 sky = mix(v_low_sky, v_high_sky, min(-5.0 * look.y, 1.0));
    vec3 seen = mix(sky, mirrored, clamp((1.0 - uv.y) * 8.0, 0.0, 1.0));
    float glint = max(dot(vec3(look.x + lean.x, abs(look.y + 2.0 * facing), look.z + lean.y), u_sun_direction.xyz), 0.0);
    float g2 = glint * glint, g4 = g2 * g2, g16 = g4 * g4 * g4 * g4, g64 = g16 * g16 * g16 * g16;
    // A glint is brighter than any mirror: it covers the bed as well.
    float shine = min(g64 * 0.16 + g64 * g64 * g64 * 0.6, 1.0);
    o_colour = vec4(mix(mix(v_air, seen, v_clear), v_glint, min(3.0 * shine, 1.0)), max(mirror, shine));
}
