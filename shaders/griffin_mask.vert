// Griffin's mask: the skinned surface as the sun sees it, flat.
// use: a_position in the body's frame at rest; block Joints; u_mask_from_body. Metres. Licence: MIT, our own.

layout(std140) uniform Joints {
    mat4 u_skin[JOINT_COUNT];  // body at rest -> body as posed, in the skeleton's order
};
uniform mat4 u_mask_from_body;  // to -1..1 across the mask, along the sun's rays

in vec3 a_position;
in uvec2 a_joints;
in float a_second_weight;

void main() {
    mat4 skin = u_skin[a_joints.x] * (1.0 - a_second_weight) + u_skin[a_joints.y] * a_second_weight;
    gl_Position = u_mask_from_body * (skin * vec4(a_position, 1.0));
}
