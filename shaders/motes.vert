// Motes: keeps each in the box about the eye, lets it drift and dance, and lights it against the sun.
// use: see griffin/render/passes/motes.py. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cycle.glsl"

uniform float u_box_m;     // a side of the box
uniform float u_size_m;    // half the width of the largest
uniform vec3 u_start;      // place of the eye in the box's repeats, which drift, m
uniform float u_strength;  // 0 to 1

in vec2 a_corner;
in vec4 a_mote;            // place in the box, 0 to 1; size
in float a_dance;

out vec3 v_light;          // on the screen
out vec2 v_corner;

const float TURN = 6.2831853;
const float NEAREST_M = 2.5;

void main() {
    float phase = TURN * a_dance;
    float s = u_eye.w;
    vec3 dance = vec3(sin(cycle_rad(0.9, s) + phase), 0.6 * sin(cycle_rad(1.3, s) + 2.0 * phase),
                      cos(cycle_rad(0.7, s) + phase));
    vec3 place = a_mote.xyz * u_box_m + 0.5 * dance - u_start;
    vec3 rel = mod(place, u_box_m) - 0.5 * u_box_m;
    float away = length(rel);
    vec3 out_dir = rel / away;
    float towards = max(dot(out_dir, u_sun_direction.xyz), 0.0);
    float t3 = towards * towards * towards;
    float fade = smoothstep(NEAREST_M, 2.0 * NEAREST_M, away) * (1.0 - smoothstep(0.3 * u_box_m, 0.5 * u_box_m, away));
    v_light = scene_screen(u_sun_light.rgb) * (u_strength * fade * t3);
    v_corner = a_corner;
    vec3 right = normalize(vec3(-out_dir.z, 0.0, out_dir.x) + vec3(1e-6, 0.0, 0.0));
    vec3 up = cross(right, out_dir);
    // What isn't lit has no size: it costs no pixel.
    float size = v_light.r > 0.02 ? u_size_m * a_mote.w : 0.0;
    gl_Position = u_clip_from_rel * vec4(rel + (right * a_corner.x + up * a_corner.y) * size, 1.0);
}
