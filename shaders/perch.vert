// Perch: the old tree; its leaves stir in the wind. Lit at the vertices, which are close together.
// use: a_position, a_normal in the perch's frame (feet of the griffin at the origin). Metres.
// Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/soft_light.glsl"
#include "lib/perch_sway.glsl"

uniform mat4 u_rel_from_perch;
uniform float u_sway_m;   // how far the loosest leaf moves
uniform float u_sway_hz;
uniform float u_rim_frac;
uniform float u_through_frac;

in vec3 a_position;
in vec3 a_normal;
in vec3 a_lit;      // linear colour in the sun
in vec3 a_shade;    // and in the shade
// how loose 0..1; cosine and sine around a branch, or place on a skin of leaves, m; how thin 0..1
in vec4 a_pattern;

out vec3 v_colour;  // in the sun, on the screen
out vec3 v_shade;   // in the shade
out vec3 v_rel;     // from the eye, m
out vec3 v_bark;    // of wood: cosine and sine around a branch, way along it
out vec3 v_leaf;    // of leaves: place in the grain's texture, whether leaves are painted there

const float LEAVES_PER_M = 0.16;  // repeats of the grain's texture

void main() {
    vec3 position = perch_swayed(a_position, a_pattern.x, u_eye.w, u_sway_m, u_sway_hz);
    vec4 rel = u_rel_from_perch * vec4(position, 1.0);
    gl_Position = u_clip_from_rel * rel;
    vec3 normal = normalize(mat3(u_rel_from_perch) * a_normal);
    SoftSurface surface = SoftSurface(a_lit, a_shade, a_pattern.w, u_through_frac, u_rim_frac);
    vec3 colour = soft_light(surface, normal, normalize(-rel.xyz), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    vec3 shade = soft_light(surface, normal, normalize(-rel.xyz), u_sun_direction.xyz,
                            u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb, 0.0);
    vec3 vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    v_colour = scene_screen(scene_haze(colour, rel.xyz)) * vignette;
    v_shade = scene_screen(scene_haze(shade, rel.xyz)) * vignette;
    v_rel = rel.xyz;
    v_bark = vec3(a_pattern.yz, a_position.x + a_position.y + a_position.z);
    v_leaf = vec3(LEAVES_PER_M * a_pattern.yz, float(a_pattern.w < 1.0));
}
