// Griffin: feathers and fur. Wrapped light between the two colours of a surface, bars, shafts and barbs on
// the feathers, strands in the fur, sun through thin blades, a gleam on horn and eyes, and a soft rim that
// keeps it readable against land, water and sky.
// use: both faces of every triangle are drawn. Metres. With FINE_PLUMAGE (see griffin_fine.frag) barbs,
// strands and small feathers are drawn, too. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/soft_light.glsl"
#include "lib/sun_shadow.glsl"

const float SCALE_M = 0.065;   // a small feather

uniform vec3 u_bar_lit;        // linear
uniform vec3 u_bar_shade;
uniform float u_bar_spacing_m;
uniform float u_rim_frac;      // strength of the rim
uniform float u_back_rim_frac; // and how much is added against the sun
uniform float u_through_frac;  // how much sun comes through a blade
uniform float u_glow_frac;     // and how much more when one looks along its rays
uniform float u_gleam_frac;    // strength of the gleam on glossy things

in vec3 v_rel;
in vec3 v_normal;
in vec3 v_lit;
in vec3 v_shade;
in vec4 v_pattern;
in vec4 v_finish;
out vec4 o_colour;

// How much of a bar, 0 or 1, lies here; fades to its mean where bars are finer than pixels.
float bar_frac(vec4 pattern) {
    // Bars bow towards the tip and waver a little, each vane by itself.
    float bow = 0.06 * pattern.y * pattern.y + 0.012 * sin(pattern.x * 41.0 + pattern.y * 3.0);
    float turns = (pattern.x + bow) / u_bar_spacing_m;
    float width = fwidth(turns);
    float wave = abs(fract(turns) - 0.5) * 2.0;
    float bar = smoothstep(0.60 - width, 0.60 + width, wave);
    return mix(bar, 0.40, clamp(width * 1.5 - 0.4, 0.0, 1.0)) * pattern.z;
}

float shaft_frac(vec4 pattern) {
    float width = fwidth(pattern.y);
    return (1.0 - smoothstep(0.03, 0.07 + width, abs(pattern.y))) * pattern.z * 0.8;
}

// How much of a pixel a blade covers: its edges are smooth without samples. All else covers what it touches.
float blade_frac(vec4 pattern) {
    float covered = clamp((1.0 - abs(pattern.y)) / fwidth(pattern.y) + 0.15, 0.0, 1.0);
    return pattern.w > 0.9 ? covered : 1.0;
}

#ifdef FINE_PLUMAGE
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
#endif

void main() {
    vec3 normal = normalize(gl_FrontFacing ? v_normal : -v_normal);
    vec3 to_eye = normalize(-v_rel), sun = u_sun_direction.xyz;
    float fade = max(bar_frac(v_pattern), shaft_frac(v_pattern));
#ifdef FINE_PLUMAGE
    float fine = structure(v_pattern, v_finish.w);
#else
    const float fine = 1.0;
#endif
    // What sees little of the sky sees its own warm neighbours instead.
    float open_sky = v_finish.x;
    vec3 open = open_sky + open_sky * (1.0 - open_sky) * vec3(0.45, 0.10, -0.15);
    vec3 lit = mix(v_lit, u_bar_lit, fade) * fine * (0.45 + 0.55 * open);
    vec3 shade = mix(v_shade, u_bar_shade, fade) * fine * open;
    // Dark fur has less of a rim.
    SoftSurface surface = SoftSurface(lit, shade, v_pattern.w, u_through_frac,
                                      u_rim_frac * open_sky * (0.3 + 1.6 * lit.g));
    float seen = sun_seen(v_rel, normal);
    vec3 colour = soft_light(surface, normal, to_eye, sun,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb, seen);
    // Against the sun a thin blade lights up, the more the nearer one looks to the sun.
    float along_ray = max(dot(-to_eye, sun), 0.0);
    float behind = max(-dot(normal, sun), 0.0) * v_pattern.w;
    colour += lit * u_sun_light.rgb * (u_glow_frac * behind * along_ray * along_ray * seen);
    // And all edges do, as fur and down are thin there.
    float edge = 1.0 - max(dot(normal, to_eye), 0.0);
    colour += u_sun_light.rgb * (u_back_rim_frac * edge * edge * edge * along_ray * along_ray * open_sky * seen);
    // Horn, claws and eyes gleam; feathers have a breath of it.
    vec3 half_way = normalize(sun + to_eye);
    float gleam = pow(max(dot(normal, half_way), 0.0), mix(8.0, 60.0, v_finish.y)) * v_finish.y * v_finish.y;
    colour += u_sun_light.rgb * (gleam * u_gleam_frac * seen);
    o_colour = scene_finish(scene_haze(colour, v_rel), gl_FragCoord.xy);
    o_colour.a = blade_frac(v_pattern);
}
