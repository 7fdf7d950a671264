// Clouds: paints the picture of a cloud in the hour's light.
// use: with clouds.vert, blended over the sky. Licence: MIT, our own.
uniform sampler2D u_pictures;     // sun seen, sky seen, density

in vec2 v_uv;
in vec3 v_sun;
in vec3 v_shade;
in vec3 v_rim;
in float v_solid;
out vec4 o_colour;

void main() {
    vec3 picture = texture(u_pictures, v_uv).rgb;
    vec3 body = mix(v_shade * (0.86 + 0.14 * picture.g), v_sun, picture.r);
    o_colour = vec4(body + v_rim * (picture.b * (1.0 - picture.b)), picture.b * v_solid);
}
