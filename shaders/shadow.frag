// Shadow: takes the sun's light away where the griffin's mask falls, the softer the further it has to fall.
// use: blended by multiplication over the picture. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"

uniform sampler2D u_mask;       // 1 where the griffin keeps the sun off; with mipmaps
uniform float u_texel_m;        // size of the mask's finest texel
uniform float u_softest_m;      // of the edge right below the griffin
uniform vec3 u_shadow_tint;     // what is left of the picture, as it is on the screen
uniform vec2 u_fade_m;          // along the ray: from here the shadow fades, here it is gone

in vec3 v_rel;
in vec2 v_mask;
in float v_below;
in float v_facing;
out vec4 o_colour;

const float SUN_RAD = 0.0093;   // the sun's width, which blurs all shadows

void main() {
    float soft_m = u_softest_m + SUN_RAD * max(v_below, 0.0);
    float dark = textureLod(u_mask, 0.5 + 0.5 * v_mask, log2(soft_m / u_texel_m)).r;
    dark *= v_facing * step(0.0, v_below) * (1.0 - smoothstep(u_fade_m.x, u_fade_m.y, v_below));
    dark *= dot(scene_clear_frac(v_rel), vec3(1.0 / 3.0));
    o_colour = vec4(mix(vec3(1.0), u_shadow_tint, clamp(dark, 0.0, 1.0)), 1.0);
}
