// Flora made of leaf cards: places, turns, sizes and bends them as flora.vert does, and finds two colours at
// each vertex, one in the sun and one in the shade. Which of them shows where, the leaves decide.
// use: see griffin/render/passes/flora.py. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/soft_light.glsl"
#include "lib/leaf_light.glsl"
#include "lib/plant.glsl"
#include "lib/hill_shadow.glsl"

uniform vec3 u_moved;             // of the plants against the eye since they were placed, m
uniform float u_chosen_s;         // since the plants were chosen, s
uniform float u_closest;          // nearer than this to the eye a plant is gone, m; at the double it is whole
uniform sampler2D u_cloud_shadow;

in vec3 a_position;               // one metre high
in vec3 a_normal;                 // of the crown, not of the card
in vec3 a_lit;                    // linear
in vec3 a_shade;
in vec2 a_loose_thin;             // how much it stirs, how much sun comes through: 0 to 1
in vec2 a_skin;                   // place in the leaf picture
in vec4 a_place;                  // of the foot from the eye; size, m
in vec3 a_turn;                   // cosine and sine times how broad it is; distance at which it has given way, m
in float a_since;                 // when it came, s after the plants were chosen: 0 or less
in vec4 a_tint;                   // halves of what its colours are multiplied by; how much of the sun it sees,
                                  // all of it also where grass has its light from the ground

out vec3 v_colour;                // in the sun, on the screen
out vec3 v_shade;                 // in the shade, on the screen
out vec2 v_card;                  // place in the leaf picture
out vec4 v_rel;                   // from the eye, m; cosine to the eye at which a card is whole, 0 for wood
out float v_clear;                // how much of it comes through the air

void main() {
    vec3 foot = a_place.xyz + u_moved;
    float size = a_place.w * plant_grown(foot, a_turn.z, u_closest, u_chosen_s - a_since);
    vec3 rel = plant_rel(a_position, a_loose_thin.x, foot, size, a_turn.xy, u_eye, u_wind.xy);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    vec3 sun = u_sun_direction.xyz;
    vec3 normal = normalize(plant_turned(a_normal, a_turn.xy));
    vec3 tint = 2.0 * a_tint.rgb;
    LeafLight light = leaf_light(a_lit * tint, a_shade * tint, a_loose_thin.y, normal, normalize(-rel), sun,
                                 u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    float covered = texture(u_cloud_shadow, cloud_shadow_place(foot, u_eye.xyz, sun, u_drift.xy)).r * u_wind.z;
    float sunlit = a_tint.a >= 1.0 ? 1.0 : hills_sunlit(vec2(a_tint.a), foot, foot.y + u_eye.y, 0).x;
    vec3 lit = cloud_shadowed(mix(light.shade, light.sun, sunlit), covered);
    vec3 shade = cloud_shadowed(light.shade, covered);
    vec3 air = scene_air(rel);
    vec3 clear = scene_clear_frac(rel);
    float vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1)).g;
    v_colour = scene_screen(mix(air, lit, clear)) * vignette;
    v_shade = scene_screen(mix(air, shade, clear)) * vignette;
    v_card = a_skin;
    v_clear = clear.g;
    v_rel = vec4(rel, LEAF_EDGE * a_loose_thin.y);
}
