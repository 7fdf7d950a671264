// Perch: the wood, with furrows in its bark.
// use: both faces of every triangle are drawn. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/sun_shadow.glsl"

uniform float u_furrow_frac;  // how dark the bark's grooves are

in vec3 v_colour;
in vec3 v_shade;
in vec3 v_rel;
in vec3 v_bark;
out vec4 o_colour;

void main() {
    // Two bundles of furrows, each running along the branch and winding a little.
    float wind = sin(2.3 * v_bark.z);
    float wave = sin(17.0 * v_bark.x + 1.6 * wind + 0.8 * v_bark.z) * sin(15.0 * v_bark.y - 1.9 * wind);
    float depth = u_furrow_frac * smoothstep(-0.35, 0.8, wave);
    vec3 colour = mix(v_shade, v_colour, sun_seen(v_rel, u_sun_direction.xyz));
    o_colour = vec4(colour * (1.0 - depth * vec3(0.5, 0.49, 0.42)), 1.0);
}
