// Clouds: paints the picture of a cloud in the hour's light.
// use: with clouds.vert, blended over the sky. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_pictures;     // sun seen, sky seen, density

in vec2 v_uv;
in vec3 v_air;
in vec3 v_sun;
in vec3 v_shade;
in float v_solid;
out vec4 o_colour;

void main() {
    vec3 picture = texture(u_pictures, v_uv).rgb;
    vec3 light = mix(v_shade * (0.72 + 0.28 * picture.g), v_sun, picture.r);
    o_colour = vec4(scene_finish(light + v_air, gl_FragCoord.xy).rgb, picture.b * v_solid);
}
