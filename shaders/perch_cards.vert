// Perch: its crown as leaf cards, which stir in the wind; two colours as in flora_cards.vert.
// use: with perch_cards.frag, both faces of every card are drawn; a_position, a_normal in the perch's frame.
// Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/soft_light.glsl"
#include "lib/leaf_light.glsl"
#include "lib/perch_sway.glsl"

uniform mat4 u_rel_from_perch;
uniform float u_sway_m;   // how far the loosest leaf moves
uniform float u_sway_hz;

in vec3 a_position;
in vec3 a_normal;   // of the crown, not of the card
in vec3 a_lit;      // linear colour in the sun
in vec3 a_shade;    // and in the shade
in vec4 a_pattern;  // how loose 0..1; place in the leaf picture; how thin 0..1

out vec3 v_colour;  // in the sun, on the screen
out vec3 v_shade;   // in the shade, on the screen
out vec2 v_card;    // place in the leaf picture
out vec4 v_rel;     // from the eye, m; cosine to the eye at which a card is whole
out float v_clear;  // how much of it comes through the air

void main() {
    vec3 position = perch_swayed(a_position, a_pattern.x, u_eye.w, u_sway_m, u_sway_hz);
    vec3 rel = (u_rel_from_perch * vec4(position, 1.0)).xyz;
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    vec3 normal = normalize(mat3(u_rel_from_perch) * a_normal);
    LeafLight light = leaf_light(a_lit, a_shade, a_pattern.w, normal, normalize(-rel), u_sun_direction.xyz,
                                 u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    float vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1)).g;
    v_colour = scene_screen(scene_haze(light.sun, rel)) * vignette;
    v_shade = scene_screen(scene_haze(light.shade, rel)) * vignette;
    v_card = a_pattern.yz;
    v_clear = scene_clear_frac(rel).g;
    v_rel = vec4(rel, LEAF_EDGE * a_pattern.w);
}
