// Falls: strands of water that leave an island, lean with the wind, and end in spray that drifts away.
// use: see griffin/render/passes/falls.py. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cycle.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/soft_light.glsl"

uniform sampler2D u_cloud_shadow;
uniform float u_reach;            // where a fall has faded to nothing, m

in vec3 a_position;               // in the island, m
in vec3 a_corner;                 // of a card of spray: right and up in the view, m; 1 if it is one
in vec3 a_flow;                   // across a strand -1 to 1, down the fall 0 to 1, which strand or card 0 to 1
in vec4 a_place;                  // of the island from the eye, m; size
in vec2 a_turn;                   // cosine and sine

out vec3 v_colour;                // on the screen
out vec3 v_flow;
out vec3 v_spray;                 // place on its card, -1 to 1; 1 if it is one
out float v_solid;                // 0 to 1

const vec3 FOAM_LIT = vec3(0.93, 0.95, 0.97);
const vec3 FOAM_SHADE = vec3(0.58, 0.66, 0.78);
const vec3 BROOK_LIT = vec3(0.20, 0.52, 0.56);
const vec3 BROOK_SHADE = vec3(0.12, 0.36, 0.42);
const float LEAN_S = 1.1;         // of the wind, at the fall's end
const float DRIFT_S = 2.6;        // of the wind, while a card of spray lives
const float LIVES_PER_S = 0.16;   // of such a card
const float SINK_M = 9.0;         // meanwhile

void main() {
    mat3 turn = mat3(a_turn.x, 0.0, -a_turn.y, 0.0, 1.0, 0.0, a_turn.y, 0.0, a_turn.x);
    float age = fract(a_flow.z + cycle_turn(LIVES_PER_S, u_eye.w)) * a_corner.z;
    vec3 rel = a_place.xyz + turn * a_position * a_place.w;
    float down2 = a_flow.y * a_flow.y;
    rel.xz += u_wind.xy * (LEAN_S * down2 * a_flow.y + DRIFT_S * age * age) * a_place.w;
    rel.y -= SINK_M * age * a_place.w;
    vec3 right = vec3(-rel.z, 0.0, rel.x) * inversesqrt(dot(rel.xz, rel.xz) + 1e-6);
    vec2 corner = a_corner.xy * (a_place.w * (0.55 + 0.9 * age));
    rel += right * corner.x + vec3(0.0, corner.y, 0.0);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);

    vec3 out_way = turn * vec3(a_position.x, 0.0, a_position.z) * 0.02;
    vec3 normal = normalize(out_way + vec3(0.0, 0.5, 0.0));
    // Clear where it runs over the meadow, white where it falls.
    float foam = smoothstep(0.5, 1.0, a_flow.y / BROOK_FRAC);
    SoftSurface surface = SoftSurface(mix(BROOK_LIT, FOAM_LIT, foam), mix(BROOK_SHADE, FOAM_SHADE, foam), foam, 0.35, 0.0);
    vec3 colour = soft_light(surface, normal, normalize(-rel), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    float covered = texture(u_cloud_shadow, cloud_shadow_place(rel, u_eye.xyz, u_sun_direction.xyz, u_drift.xy)).r;
    colour = cloud_shadowed(colour, covered * u_wind.z);
    v_colour = scene_screen(scene_haze(colour, rel)) * scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));
    v_flow = a_flow;
    v_spray = vec3(sign(a_corner.xy), a_corner.z);
    float lives = a_corner.z > 0.5 ? 4.0 * age * (1.0 - age) : 1.0;
    // No card before the eye: what is very near fades.
    v_solid = lives * clamp((u_reach - length(a_place.xyz)) / (0.15 * u_reach), 0.0, 1.0)
            * clamp(length(rel) / 30.0 - 0.3 * a_corner.z, 0.0, 1.0);
}
