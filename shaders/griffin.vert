// Griffin: a skinned surface, each vertex on two joints, its small feathers lifted by the wind.
// use: a_position, a_normal in the body's frame at rest; block Joints; u_rel_from_body. Metres.
// Licence: MIT, our own.
#include "lib/scene.glsl"

layout(std140) uniform Joints {
    mat4 u_skin[JOINT_COUNT];  // body at rest -> body as posed, in the skeleton's order
};
uniform mat4 u_rel_from_body;
uniform vec2 u_ruffle;  // how far the wind lifts a loose tip (m), and where its wave is (rad)

in vec3 a_position;
in vec3 a_normal;
in vec3 a_lit;      // linear colour in the sun
in vec3 a_shade;    // and in the shade
in vec4 a_pattern;  // metres along a feather, -1..1 across it, bars 0..1, thinness 0..1
in vec4 a_finish;   // sky seen 0..1, gloss 0..1, looseness 0..1, fur 0..1
in uvec2 a_joints;
in float a_second_weight;

out vec3 v_rel;
out vec3 v_normal;
out vec3 v_lit;
out vec3 v_shade;
out vec4 v_pattern;
out vec4 v_finish;

void main() {
    mat4 skin = u_skin[a_joints.x] * (1.0 - a_second_weight) + u_skin[a_joints.y] * a_second_weight;
    mat4 rel_from_rest = u_rel_from_body * skin;
    // The wave runs backwards and outwards, on both sides alike.
    float wave = 0.6 + 0.4 * sin(u_ruffle.y + 5.0 * abs(a_position.x) - 7.0 * a_position.z);
    vec3 lifted = a_position + a_normal * (a_finish.z * u_ruffle.x * wave);
    vec4 rel = rel_from_rest * vec4(lifted, 1.0);
    v_rel = rel.xyz;
    v_normal = mat3(rel_from_rest) * a_normal;
    v_lit = a_lit;
    v_shade = a_shade;
    v_pattern = a_pattern;
    v_finish = a_finish;
    gl_Position = u_clip_from_rel * rel;
}
