// Perch: bark and leaves in wrapped light; a leaf keeps its crown's normal on both sides, so crowns read as
// round masses.
// use: both faces of every triangle are drawn. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/soft_light.glsl"

uniform float u_rim_frac;
uniform float u_through_frac;
uniform float u_furrow_frac;  // how dark the bark's grooves are

in vec3 v_rel;
in vec3 v_normal;
in vec3 v_lit;
in vec3 v_shade;
in vec3 v_local;
in vec3 v_around_thin;
out vec4 o_colour;

// Furrows that wind along a branch: 0 on the ridge, 1 in the groove.
float furrow_frac(vec2 around, vec3 local) {
    float turn = atan(around.y, around.x);
    float along = local.x + local.y + local.z;
    float wave = sin(9.0 * turn + 2.4 * sin(1.3 * along + 2.0 * turn) + 1.1 * sin(4.7 * along));
    float crack = sin(5.0 * along + 3.0 * sin(3.0 * turn));
    return smoothstep(0.15, 0.95, wave) * (0.75 + 0.25 * crack);
}

void main() {
    float wood = min(dot(v_around_thin.xy, v_around_thin.xy), 1.0);
    float depth = wood > 0.0 ? wood * u_furrow_frac * furrow_frac(v_around_thin.xy, v_local) : 0.0;
    SoftSurface surface = SoftSurface(
        mix(v_lit, v_shade * 0.7, depth), v_shade * (1.0 - 0.4 * depth), v_around_thin.z, u_through_frac, u_rim_frac);
    vec3 colour = soft_light(surface, normalize(v_normal), normalize(-v_rel), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    o_colour = scene_finish(scene_haze(colour, v_rel), gl_FragCoord.xy);
}
