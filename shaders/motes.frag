// Motes: soft round specks, added to the picture.
// use: with motes.vert, blended by addition. Licence: MIT, our own.
in vec3 v_light;
in vec2 v_corner;
out vec4 o_colour;

void main() {
    float round = max(1.0 - dot(v_corner, v_corner), 0.0);
    o_colour = vec4(v_light, round * round);
}
