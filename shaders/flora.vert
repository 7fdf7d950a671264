// Flora: places, turns and sizes one shape for each plant, bends it with the wind, and lights it. All light
// is found at the vertices, down to the screen's curve: crowns are soft, and fragments stay cheap.
// use: see griffin/render/passes/flora.py. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/soft_light.glsl"
#include "lib/plant.glsl"
#include "lib/hill_shadow.glsl"

uniform vec3 u_moved;             // of the plants against the eye since they were placed, m
uniform float u_chosen_s;         // since the plants were chosen, s
uniform float u_leafy_far;        // where leaves have faded, m
uniform float u_closest;          // nearer than this to the eye a plant is gone, m; at the double it is whole
uniform sampler2D u_cloud_shadow;

in vec3 a_position;               // one metre high
in vec3 a_normal;
in vec3 a_lit;                    // linear
in vec3 a_shade;
in vec2 a_loose_thin;             // how much it stirs, how much sun comes through: 0 to 1
in vec2 a_skin;                   // place where leaves or bark are painted, heights
in vec4 a_place;                  // of the foot from the eye; size, m
in vec3 a_turn;                   // cosine and sine times how broad it is; distance at which it has given way, m
in float a_since;                 // when it came, s after the plants were chosen: 0 or less
in vec4 a_tint;                   // halves of what its colours are multiplied by; how much of the sun it sees,
                                  // all of it also where grass has its light from the ground

out vec3 v_colour;                // in the sun, on the screen
out vec3 v_shade;                 // in the shade
out vec3 v_rel;                   // from the eye, m
out vec2 v_leaf;                  // place in the grain's texture
out vec2 v_leafy;                 // strength of the grain, and of clumps of leaves

const float LEAVES_PER_M = 0.07;  // repeats of the grain's texture
const float LEAFY_FADE = 2.0;     // leaves fade over the farther half of their reach
const float CLUMPS = 4.5;         // of what lets the sun through: crowns, not needles, bark and stone
const float THROUGH = 0.35;

void main() {
    vec3 foot = a_place.xyz + u_moved;
    float away = length(foot);
    float size = a_place.w * plant_grown(foot, a_turn.z, u_closest, u_chosen_s - a_since);
    vec3 rel = plant_rel(a_position, a_loose_thin.x, foot, size, a_turn.xy, u_eye, u_wind.xy);
    vec3 normal = plant_turned(a_normal, a_turn.xy);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    vec3 tint = 2.0 * a_tint.rgb;
    SoftSurface surface = SoftSurface(a_lit * tint, a_shade * tint, a_loose_thin.y, THROUGH, 0.0);
    vec3 lit = soft_light(surface, normal, normalize(-rel), u_sun_direction.xyz,
                          u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    vec3 shade = surface.shade * (SHADE_BASE + 0.5 * u_sky_light.rgb + 0.12);
    float covered = texture(u_cloud_shadow, cloud_shadow_place(foot, u_eye.xyz, u_sun_direction.xyz, u_drift.xy)).r;
    shade = min(shade, lit);
    float sunlit = a_tint.a >= 1.0 ? 1.0 : hills_sunlit(vec2(a_tint.a), foot, foot.y + u_eye.y, 0).x;
    vec3 light = cloud_shadowed(mix(shade, lit, sunlit), covered * u_wind.z);
    vec3 vignette = scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    v_colour = scene_screen(scene_haze(light, rel)) * vignette;
    v_shade = scene_screen(scene_haze(cloud_shadowed(shade, covered * u_wind.z), rel)) * vignette;
    v_rel = rel;
    v_leaf = a_skin * (a_place.w * LEAVES_PER_M) + a_turn.xy;  // another part of the texture for every plant
    v_leafy = clamp(LEAFY_FADE - LEAFY_FADE * away / u_leafy_far, 0.0, 1.0) * vec2(1.0, CLUMPS * a_loose_thin.y);
}
