// Griffin at quality medium and high: feathers and fur, with bars, shafts and barbs on the feathers, small feathers
// where none is modelled, and strands in the fur.
// use: with griffin_fine.vert; both faces of every triangle are drawn. Metres. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/plumage.glsl"
#include "lib/plumage_light.glsl"
#include "lib/sun_shadow.glsl"

const float SCALE_M = 0.065;   // a small feather

uniform vec3 u_bar_lit;        // linear
uniform vec3 u_bar_shade;

in vec3 v_rel;
in vec3 v_normal;
in vec3 v_lit;
in vec3 v_shade;
in vec4 v_pattern;
in vec4 v_finish;
out vec4 o_colour;

float hash(vec2 p) {
    return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453);
}

float noise(vec2 p) {
    vec2 cell = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(cell), hash(cell + vec2(1.0, 0.0)), f.x),
               mix(hash(cell + vec2(0.0, 1.0)), hash(cell + vec2(1.0, 1.0)), f.x), f.y);
}

// Small feathers where none is modelled, about 1: rows of scallops, light at the edge and dark at the root.
float scales(vec2 at) {
    vec2 cell = at / SCALE_M;
    float row = floor(cell.x);
    float shift = 0.5 * mod(row, 2.0);
    vec2 f = vec2(cell.x - row, fract(cell.y + shift) - 0.5);
    float edge = f.x + 1.6 * f.y * f.y;  // a scallop's rim bows forwards
    float size = max(fwidth(cell.x), fwidth(cell.y));
    float shade = mix(0.78, 1.12, smoothstep(0.0, 0.9, fract(edge))) * (0.94 + 0.12 * hash(vec2(row, floor(cell.y + shift))));
    return mix(shade, 0.97, smoothstep(0.35, 0.9, size));
}

// Streaks along y, about 0; they fade where they are finer than pixels.
float strands(vec2 at) {
    float size = max(fwidth(at.x), 0.5 * fwidth(at.y));
    float streaks = noise(at) + 0.5 * noise(at * vec2(0.37, 0.6) + 17.0) - 0.75;
    return streaks * (1.0 - smoothstep(0.5, 1.6, size));
}

// Fine structure, about 1: barbs that leave the shaft at an angle, strands of fur that lie along the body.
float structure(vec4 pattern, float fur) {
    if (fur < -0.5) return scales(pattern.xy);
    if (pattern.w > 0.5) {
        vec2 barbs = vec2((pattern.x - 0.06 * abs(pattern.y)) * 130.0, 1.5 * pattern.y);
        return 1.0 + 0.30 * strands(barbs);
    }
    float coat = 0.55 * strands(pattern.yx * vec2(70.0, 9.0)) + 0.40 * strands(pattern.yx * vec2(15.0, 3.6) + 5.0);
    return 1.0 + coat * fur;
}

void main() {
    vec3 normal = normalize(gl_FrontFacing ? v_normal : -v_normal);
    float fade = max(bar_frac(v_pattern), shaft_frac(v_pattern));
    float fine = structure(v_pattern, v_finish.w);
    vec3 colour = plumage_light(mix(v_lit, u_bar_lit, fade) * fine, mix(v_shade, u_bar_shade, fade) * fine,
                                v_pattern.w, v_finish.xy, normal, normalize(-v_rel), sun_seen(v_rel, normal));
    o_colour = scene_finish(scene_haze(colour, v_rel), gl_FragCoord.xy);
    o_colour.a = blade_frac(v_pattern);
}
