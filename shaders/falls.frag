// Falls: strands that run down in streaks and fray, and soft balls of spray.
// use: with falls.vert, blended over what is there. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/cycle.glsl"

in vec3 v_colour;
in vec3 v_flow;
in vec3 v_spray;
in float v_solid;
out vec4 o_colour;

const float FALL_PER_S = 0.42;    // of its height
const float SPRAY_FRAC = 0.46;    // how much one card covers at its middle

void main() {
    float across = v_flow.x, down = v_flow.y;
    // Water falls ever faster: streaks grow longer on their way.
    float run = sqrt(down + 0.02) * 2.0;
    float wide_run = 9.0 * run - cycle_rad(9.0 * FALL_PER_S, u_eye.w);
    float narrow_run = 23.0 * run - cycle_rad(23.0 * FALL_PER_S, u_eye.w);
    float phase = 41.0 * v_flow.z;
    float streak = 0.5 + 0.28 * sin(9.0 * across + phase + 1.7 * sin(wide_run + phase))
                 + 0.22 * sin(5.0 * across - narrow_run + 3.0 * phase);
    float edge = 1.0 - across * across;
    float frayed = clamp(edge * 1.7 - (0.15 + 1.25 * down) * streak, 0.0, 1.0);
    float water = frayed * clamp(1.9 * (1.0 - down), 0.0, 1.0) * (0.92 - 0.35 * down);
    float ball = max(1.0 - dot(v_spray.xy, v_spray.xy), 0.0);
    float solid = mix(water, SPRAY_FRAC * ball * ball, v_spray.z) * v_solid;
    vec3 colour = v_colour * (1.0 - 0.14 * streak * (1.0 - v_spray.z));
    o_colour = vec4(colour + dither(gl_FragCoord.xy), solid);
}
