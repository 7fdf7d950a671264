// Griffin: feathers and fur. Wrapped light between the two colours of a surface, bars and shafts on the
// feathers, sun through thin blades, and a soft rim that keeps it readable against land, water and sky.
// use: both faces of every triangle are drawn. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/soft_light.glsl"

uniform vec3 u_bar_lit;        // linear
uniform vec3 u_bar_shade;
uniform float u_bar_spacing_m;
uniform float u_rim_frac;      // strength of the rim
uniform float u_through_frac;  // how much sun comes through a blade

in vec3 v_rel;
in vec3 v_normal;
in vec3 v_lit;
in vec3 v_shade;
in vec4 v_pattern;
out vec4 o_colour;

// How much of a bar, 0 or 1, lies here; fades to its mean where bars are finer than pixels.
float bar_frac(vec4 pattern) {
    float turns = (pattern.x + 0.05 * pattern.y * pattern.y) / u_bar_spacing_m;
    float width = fwidth(turns);
    float wave = abs(fract(turns) - 0.5) * 2.0;
    float bar = smoothstep(0.56 - width, 0.56 + width, wave);
    return mix(bar, 0.44, clamp(width * 1.5 - 0.4, 0.0, 1.0)) * pattern.z;
}

float shaft_frac(vec4 pattern) {
    float width = fwidth(pattern.y);
    return (1.0 - smoothstep(0.04, 0.08 + width, abs(pattern.y))) * pattern.z * 0.8;
}

void main() {
    vec3 normal = normalize(gl_FrontFacing ? v_normal : -v_normal);
    float fade = max(bar_frac(v_pattern), shaft_frac(v_pattern));
    SoftSurface surface = SoftSurface(
        mix(v_lit, u_bar_lit, fade), mix(v_shade, u_bar_shade, fade), v_pattern.w, u_through_frac, u_rim_frac);
    vec3 colour = soft_light(surface, normal, normalize(-v_rel), u_sun_direction.xyz,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb);
    o_colour = scene_finish(scene_haze(colour, v_rel), gl_FragCoord.xy);
}
