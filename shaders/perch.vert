// Perch: the old tree; its leaves stir in the wind.
// use: a_position, a_normal in the perch's frame (feet of the griffin at the origin). Metres.
// Licence: MIT, our own.
#include "lib/scene.glsl"

uniform mat4 u_rel_from_perch;
uniform float u_sway_m;   // how far the loosest leaf moves
uniform float u_sway_hz;

in vec3 a_position;
in vec3 a_normal;
in vec3 a_lit;      // linear colour in the sun
in vec3 a_shade;    // and in the shade
in vec4 a_pattern;  // how loose 0..1, cosine and sine around a branch (0, 0 for leaves), how thin 0..1

out vec3 v_rel;
out vec3 v_normal;
out vec3 v_lit;
out vec3 v_shade;
out vec3 v_local;
out vec3 v_around_thin;

const float TURN = 6.2831853;

void main() {
    float phase = TURN * u_sway_hz * u_eye.w + dot(a_position, vec3(1.3, 0.7, 1.9));
    vec3 sway = vec3(sin(phase), 0.4 * sin(1.7 * phase), cos(0.8 * phase)) * (u_sway_m * a_pattern.x);
    vec4 rel = u_rel_from_perch * vec4(a_position + sway, 1.0);
    v_rel = rel.xyz;
    v_normal = mat3(u_rel_from_perch) * a_normal;
    v_lit = a_lit;
    v_shade = a_shade;
    v_local = a_position;
    v_around_thin = a_pattern.yzw;
    gl_Position = u_clip_from_rel * rel;
}
