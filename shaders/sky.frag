// Sky: gradient from the horizon's air to the zenith, glow and disc of the sun.
// use: with sky.vert, after the land, with depth test. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 v_rel;
out vec4 o_colour;

// Cosines of the disc's edge: 0.9 degrees across, nearly twice the true sun, as painters have it.
const float DISC_OUTER = 0.999954;
const float DISC_INNER = 0.999978;

void main() {
    vec3 direction = normalize(v_rel);
    float disc = smoothstep(DISC_OUTER, DISC_INNER, dot(direction, u_sun_direction.xyz));
    o_colour = scene_finish(scene_sky(direction) + u_sun_light.rgb * (3.0 * disc), gl_FragCoord.xy);
}
