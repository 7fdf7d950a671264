// Griffin's mask: 1 where the griffin keeps the sun off.
// use: drawn into a texture of one channel, cleared to 0. Licence: MIT, our own.
out vec4 o_colour;

void main() {
    o_colour = vec4(1.0);
}
