// Shadow cards: lays each on the slope from a plant's foot away from the sun, as long as the plant's shadow.
// use: see griffin/render/passes/plant_shadows.py. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/plant.glsl"

uniform vec3 u_moved;   // of the plants against the eye since they were placed, m
uniform float u_chosen_s; // since the plants were chosen, s
uniform vec3 u_tint;    // what a shadow leaves of the picture, on the screen

in vec2 a_corner;       // across -1 to 1, along 0 to 1
in vec4 a_place;        // of the foot from the eye; size, m
in vec3 a_turn;         // cosine and sine times how broad the plant is; distance at which its card is gone, m
in vec4 a_tint;         // its last: how much of the sun it sees
in vec2 a_slope;        // of the ground, rise over run along x and z
in float a_since;       // when it came, s after the plants were chosen: 0 or less
in vec2 a_form;         // half its crown's breadth of its height; 1 pointed, 0 round

out vec2 v_card;
out vec3 v_tint;
out float v_pointed;

const float FLATTEST = 0.22;     // rise of the sun's rays over the ground: no shadow is longer than that makes it
const float NEARER = 0.985;      // at the same pixel but before the ground, which is drawn in coarse cells
const float FADE_FRAC = 0.3;

void main() {
    vec3 foot = a_place.xyz + u_moved;
    vec2 along = -normalize(u_sun_direction.xz);
    float level = length(u_sun_direction.xz);
    float rise = max(u_sun_direction.y / level + dot(a_slope, along), FLATTEST);
    float length_m = a_place.w / rise;
    float half_m = a_place.w * a_form.x * length(a_turn.xy);
    // A round crown's shadow begins behind the foot: the trunk is thin.
    float begin_m = a_form.y > 0.5 ? -0.3 * half_m : 0.12 * length_m - 0.5 * half_m;
    vec2 offset = along * mix(begin_m, length_m, a_corner.y) + vec2(-along.y, along.x) * (half_m * a_corner.x);
    vec3 rel = foot + vec3(offset.x, dot(a_slope, offset), offset.y);
    gl_Position = u_clip_from_rel * vec4(rel * NEARER, 1.0);
    float fade = clamp((a_turn.z - length(foot)) / (FADE_FRAC * a_turn.z), 0.0, 1.0);
    fade *= smoothstep(0.0, COMING_S, u_chosen_s - a_since);
    float clear = scene_clear_frac(rel).g;
    v_tint = mix(vec3(1.0), u_tint, fade * clear * a_tint.a * (1.0 - 0.35 * u_sun_direction.w));
    v_card = a_corner;
    v_pointed = a_form.y;
}
