// The sun's disc: a small card about its direction, at the far plane.
// use: see griffin/render/passes/sky.py. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform float u_half_width;       // of the card at distance 1: the disc and its glow

in vec2 a_corner;                 // -1 to 1

out vec2 v_corner;
flat out vec3 v_light;            // on the screen

void main() {
    vec3 sun = u_sun_direction.xyz;
    vec3 right = normalize(vec3(-sun.z, 0.0, sun.x));
    vec3 up = cross(right, sun);
    vec4 clip = u_clip_from_rel * vec4(sun + u_half_width * (a_corner.x * right + a_corner.y * up), 0.0);
    gl_Position = clip.xyww;
    v_corner = a_corner;
    v_light = scene_screen(u_sun_light.rgb * 2.2);
}
