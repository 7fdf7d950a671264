// Places: stone as the vertices have it; waterfalls run down in streaks and fray into nothing.
// use: with places.vert. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec3 v_colour;
in vec3 v_fall;
out vec4 o_colour;

const float FALL_PER_S = 0.55;    // of its height

void main() {
    float down = v_fall.y - FALL_PER_S * u_eye.w;
    float streak = 0.5 + 0.25 * sin(19.0 * v_fall.x + 2.0 * sin(31.0 * down)) + 0.25 * sin(7.0 * v_fall.x - 41.0 * down);
    float thick = (1.0 - v_fall.x * v_fall.x) * (1.25 - v_fall.y) - 0.35 * streak * v_fall.y;
    if (v_fall.z > 0.5 && thick < 0.12 + 0.35 * v_fall.y) discard;
    vec3 colour = v_colour * (1.0 - 0.16 * v_fall.z * streak);
    o_colour = vec4(colour + dither(gl_FragCoord.xy), 1.0);
}
