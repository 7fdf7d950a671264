// Water: mirrors what stands over it, the more the flatter one looks (Fresnel), broken by two ripples that run
// over each other; the sun's glint. The bed below is the land's: its colour already has the water's depth.
// The mirrored picture is the one on the screen so far, upside down about the horizon, which is true of all that
// is far away; above the screen the clear sky takes over, beside it its edge.
// use: with water.vert, blended over the land. Licence: MIT, our own.
// Source: C. Schlick, "An Inexpensive BRDF Model" (1994), for Fresnel.
#include "lib/scene.glsl"

uniform sampler2D u_ripple;       // slopes in x and z around 0.5
uniform sampler2D u_picture;      // the screen so far
uniform float u_has_picture;      // 1 or 0

in vec3 v_rel;
in vec4 v_ripples;
in vec3 v_air;
in vec4 v_clear;
out vec4 o_colour;

const float CALM_M = 900.0;       // farther ripples are smaller than a pixel: they only roughen
const float MIRROR_AT_NORMAL = 0.04;

void main() {
    float near = inversesqrt(dot(v_rel, v_rel));
    vec3 look = v_rel * near;
    vec2 slope = texture(u_ripple, v_ripples.xy).rg + texture(u_ripple, v_ripples.zw).rg - 1.0;
    slope *= 0.12 * near / (near + 1.0 / CALM_M);
    float facing = clamp(-look.y - dot(look.xz, slope), 0.0, 1.0);
    float flat_part = 1.0 - facing, flat2 = flat_part * flat_part;
    float mirror = MIRROR_AT_NORMAL + (1.0 - MIRROR_AT_NORMAL) * flat2 * flat2 * flat_part;
    vec3 bounce = vec3(look.xz + 2.0 * facing * slope, abs(look.y + 2.0 * facing)).xzy;
    vec3 seen = mix(u_sky_horizon.rgb, mix(u_sky_middle.rgb, u_sky_zenith.rgb, bounce.y), min(6.0 * bounce.y, 1.0));
    vec4 place = u_clip_from_rel * vec4(bounce, 0.0);
    vec2 uv = place.xy / place.w * 0.5 + 0.5;
    vec3 mirrored = texture(u_picture, uv).rgb;
    seen = mix(seen, mirrored * mirrored, clamp((1.0 - uv.y) * 8.0, 0.0, 1.0) * u_has_picture);
    float glint = max(dot(bounce, u_sun_direction.xyz), 0.0);
    float g2 = glint * glint, g4 = g2 * g2, g16 = g4 * g4 * g4 * g4, g64 = g16 * g16 * g16 * g16;
    seen += u_sun_light.rgb * (g64 * g64 * g64 * 2.0);
    o_colour = vec4(scene_finish(seen * v_clear.rgb + v_air, gl_FragCoord.xy).rgb, mirror * v_clear.a);
}
