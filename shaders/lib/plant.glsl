// Where a plant stands and how it moves: all that decides where its vertices are, for whoever draws plants.
// use: float plant_grown(vec3 foot, float reach_m, float closest_m, float age_s), vec3 plant_turned(vec3, vec2 turn),
// vec3 plant_rel(vec3 position, float loose, vec3 foot, float size_m, vec2 turn, vec4 eye, vec2 wind_mps)
// units: metres from the eye; position is of a plant one metre high; turn is cosine and sine, times how broad
// the plant is; eye.w is the world's time in s. Licence: MIT, our own.
#include "lib/cycle.glsl"

const float COMING_S = 0.9;     // in which a plant grows that wasn't made in time
const float GROW_FRAC = 0.14;   // of its distance over which a plant grows from nothing
const float SWAY_FRAC = 0.0026; // of the height, for each m/s of wind
const float SWAY_RADPS = 1.7;

// How much of its size a plant has: none at the distance where it has given way, and none right before the eye.
float plant_grown(vec3 foot, float reach_m, float closest_m, float age_s) {
    float away = length(foot);
    float grown = clamp((reach_m - away) / (GROW_FRAC * reach_m), 0.0, 1.0);
    return grown * clamp(away / closest_m - 1.0, 0.0, 1.0) * smoothstep(0.0, COMING_S, age_s);
}

vec3 plant_turned(vec3 way, vec2 turn) {
    return vec3(turn.x * way.x + turn.y * way.z, way.y, turn.x * way.z - turn.y * way.x);
}

vec3 plant_rel(vec3 position, float loose, vec3 foot, float size_m, vec2 turn, vec4 eye, vec2 wind_mps) {
    vec3 turned = plant_turned(position, turn);
    float phase = cycle_rad(SWAY_RADPS, eye.w) + dot(foot.xz + eye.xz, vec2(0.11, 0.07)) + position.y;
    turned.xz += wind_mps * (SWAY_FRAC * loose) * (0.6 + sin(phase));
    return foot + turned * size_m;
}
