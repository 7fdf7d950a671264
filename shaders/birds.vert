// Birds: each circles in its flock and beats its wings; drawn as dark shapes.
// use: see griffin/render/passes/birds.py. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cycle.glsl"

uniform vec3 u_moved;             // of the flocks against the eye since they were placed, m
uniform vec3 u_dark;              // linear

in vec3 a_position;               // body to the right, up and back, half a span is 1
in vec4 a_middle;                 // of the flock's circle from the eye, m; its radius, m
// angle on the circle, rad; half a span, m; rise above the circle, m; beats a second
in vec4 a_bird;
in float a_round;                 // around the circle, rad/s

out vec3 v_colour;                // on the screen

const float TURN = 6.2831853;

void main() {
    float angle = a_bird.x + cycle_rad(a_round, u_eye.w);
    vec2 out_dir = vec2(cos(angle), sin(angle));
    vec2 ahead = vec2(-out_dir.y, out_dir.x) * sign(a_round);
    float wave = sin(cycle_rad(0.37, u_eye.w) + 3.0 * a_bird.x);
    vec3 middle = a_middle.xyz + u_moved + vec3(out_dir.x, 0.0, out_dir.y) * (a_middle.w * (1.0 + 0.15 * wave));
    middle.y += a_bird.z + 5.0 * wave;
    // beats for a while, then glides
    float glide = smoothstep(-0.2, 0.5, sin(cycle_rad(0.9, u_eye.w) + 9.0 * a_bird.x));
    float beat = 0.15 + glide * 0.55 * sin(TURN * cycle_turn(a_bird.w, u_eye.w) + 5.0 * a_bird.x);
    vec3 local = vec3(a_position.x, a_position.y + abs(a_position.x) * beat, a_position.z) * a_bird.y;
    vec2 right = vec2(-ahead.y, ahead.x);
    vec3 rel = middle + vec3(right.x * local.x - ahead.x * local.z, local.y, right.y * local.x - ahead.y * local.z);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    v_colour = scene_screen(scene_haze(u_dark * (1.0 + 0.5 * a_position.y), rel));
}
