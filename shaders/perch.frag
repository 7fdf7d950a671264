// Perch: bark and leaves in wrapped light; a leaf keeps its crown's normal on both sides, so crowns read as
// round masses.
// use: both faces of every triangle are drawn. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/soft_light.glsl"

uniform float u_rim_frac;
uniform float u_through_frac;

in vec3 v_rel;
in vec3 v_normal;
in vec3 v_lit;
in vec3 v_shade;
in float v_thin;
out vec4 o_colour;

void main() {
    SoftSurface surface = SoftSurface(v_lit, v_shade, v_thin, u_through_frac, u_rim_frac);
    vec3 colour = soft_light(surface, normalize(v_normal), normalize(-v_rel), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    o_colour = scene_finish(scene_haze(colour, v_rel), gl_FragCoord.xy);
}
