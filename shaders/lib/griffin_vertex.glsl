// The griffin's skinned surface: each vertex on two joints, its small feathers lifted by the wind.
// use: GriffinVertex griffin_vertex(); a_position, a_normal in the body's frame at rest; block Joints;
// u_rel_from_body. Metres. After lib/scene.glsl. Licence: MIT, our own.

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

struct GriffinVertex {
    vec3 rel;     // from the eye
    vec3 normal;  // of the world, of any length
};

GriffinVertex griffin_vertex() {
    mat4 skin = u_skin[a_joints.x] * (1.0 - a_second_weight) + u_skin[a_joints.y] * a_second_weight;
    mat4 rel_from_rest = u_rel_from_body * skin;
    // The wave runs backwards and outwards, on both sides alike.
    float wave = 0.6 + 0.4 * sin(u_ruffle.y + 5.0 * abs(a_position.x) - 7.0 * a_position.z);
    vec3 lifted = a_position + a_normal * (a_finish.z * u_ruffle.x * wave);
    return GriffinVertex((rel_from_rest * vec4(lifted, 1.0)).xyz, mat3(rel_from_rest) * a_normal);
}
