// Sky: gradient from the horizon's air to the zenith, glow and disc of the sun.
// use: after the land, with depth test; Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 v_rel;
out vec4 o_colour;

void main() {
    vec3 direction = normalize(v_rel);
    float up = max(direction.y, 0.0);
    vec3 colour = mix(u_sky_middle.rgb, u_sky_zenith.rgb, smoothstep(0.15, 0.8, up));
    colour = mix(scene_air(direction), colour, 1.0 - exp(-up * 9.0));
    float towards = max(dot(direction, u_sun_direction.xyz), 0.0);
    float t2 = towards * towards, t8 = t2 * t2 * t2 * t2, t64 = t8 * t8 * t8 * t8 * t8 * t8 * t8 * t8;
    colour += u_sun_light.rgb * (0.12 * t8 + 0.25 * t64);
    colour += u_sun_light.rgb * 6.0 * smoothstep(0.99985, 0.99993, towards);
    o_colour = scene_finish(colour, gl_FragCoord.xy);
}
