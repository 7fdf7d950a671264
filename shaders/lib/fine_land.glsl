// Land by the pixel: turf, rock, stones and snow are told apart here, by heights that textures hold, and lit.
// Like lib/scene.glsl it has inputs and uniforms of its own: four fragment shaders differ only in what they
// look up. With TRIPLANAR defined, rock is seen from three sides at three scales (15 looks into textures where
// there is rock or snow, 6 elsewhere); without, from the one side that the slope faces (3 and 2).
// use: Land land_here(), vec3 land_seen(Land land, float sun_seen), vec4 land_finish(vec3 linear)
// units: metres, linear colours. Licence: MIT, our own.
// Source of the bumps: M. Mikkelsen, "Surface Gradient Based Bump Mapping Framework" (2020).
#include "lib/scene.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/cycle.glsl"
#include "lib/ground_light.glsl"

uniform sampler2D u_detail;       // see griffin/render/detail.py, as the next
uniform sampler2D u_relief;
uniform vec3 u_surfaces[LAND_COLOURS]; // pairs: a colour in the sun, and in the shade
uniform vec3 u_key;               // these four: GroundLamp
uniform vec3 u_fill;
uniform vec3 u_glow;
uniform vec4 u_lamp;

// Places of the pairs in u_surfaces.
const int ROCK = 0, CLIFF = 1, SCREE = 2, SNOW = 3, FLOOR = 4, PINK = 5, YELLOW = 6;

in vec3 v_turf_lit;               // all but rock and snow, before any light
in vec3 v_turf_shade;
in vec4 v_cover;                  // of rock, of snow, of woods, of grass
in vec4 v_light;                  // sunlit, hollow, the clouds' shadow, height above the water in m
in vec3 v_normal;
in vec3 v_rel;
in vec3 v_clear_frac;             // of the air before it
in vec3 v_air;
in vec2 v_place;                  // in the textures that repeat after DETAIL_M ...
in vec2 v_wide_place;             // ... and in those after five times as much

// What is seen of a place when all of the sun reaches it, and when none does.
struct Land {
    vec3 lit;
    vec3 shade;
    float sun_frac;      // how much of the sun its slope and the hills around leave
};

const float SHORE_M = 1.0;            // of height, above and below the water
const float FLATTEST_SHORE = 0.04;    // its slope
const float SWASH_RADPS = 1.3;
const float WET = 0.35;
const vec3 FOAM = vec3(0.80, 0.83, 0.84);

GroundLamp land_lamp() {
    return GroundLamp(u_key, u_fill, u_glow, u_lamp);
}

float chance_of(float number) {
    return fract(sin(number * 12.9898) * 43758.5453);
}

// Rock's height, -1 to 1, in x, and what it adds to the surface's gradient.
struct Relief {
    vec3 heights;        // large, middle, small
    vec3 gradient;
};

#ifdef TRIPLANAR
void add_side(inout Relief relief, vec2 place, vec2 dx, vec2 dy, vec3 along_u, vec3 along_v, float weight) {
    const vec3 REPEATS = vec3(1.0, 5.0, 23.0), STEEP = vec3(2.4, 1.7, 1.0);
    for (int i = 0; i < 3; i++) {
        vec3 texel = 2.0 * textureGrad(u_relief, REPEATS[i] * place, REPEATS[i] * dx, REPEATS[i] * dy).rgb - 1.0;
        relief.heights[i] += weight * texel.x;
        relief.gradient += weight * STEEP[i] * (texel.y * along_u + texel.z * along_v);
    }
}

Relief rock_relief(vec3 place, vec3 dx, vec3 dy, vec3 normal, vec3 noise) {
    vec3 facing = normal * normal;
    facing *= facing;
    facing /= facing.x + facing.y + facing.z;
    Relief relief = Relief(vec3(0.0), vec3(0.0));
    const vec3 X = vec3(1.0, 0.0, 0.0), Y = vec3(0.0, 1.0, 0.0), Z = vec3(0.0, 0.0, 1.0);
    add_side(relief, place.xz, dx.xz, dy.xz, X, Z, facing.y);
    add_side(relief, place.zy, dx.zy, dy.zy, Z, Y, facing.x);
    add_side(relief, place.xy, dx.xy, dy.xy, X, Y, facing.z);
    return relief;
}
#else
// From the side that it faces most. Where two sides meet, the ragged edge hides the seam. The largest and the
// smallest heights are noise that is at hand.
Relief rock_relief(vec3 place, vec3 dx, vec3 dy, vec3 normal, vec3 noise) {
    vec3 facing = abs(normal) + vec3(0.0, 0.1 + 0.3 * noise.z, 0.0);
    bool is_top = facing.y > max(facing.x, facing.z);
    bool is_x = facing.x > facing.z;
    vec2 at = is_top ? place.xz : is_x ? place.zy : place.xy;
    vec2 at_dx = is_top ? dx.xz : is_x ? dx.zy : dx.xy;
    vec2 at_dy = is_top ? dy.xz : is_x ? dy.zy : dy.xy;
    vec3 along_u = !is_top && is_x ? vec3(0.0, 0.0, 1.0) : vec3(1.0, 0.0, 0.0);
    vec3 along_v = is_top ? vec3(0.0, 0.0, 1.0) : vec3(0.0, 1.0, 0.0);
    const float REPEATS = 5.0;
    vec3 texel = 2.0 * textureGrad(u_relief, REPEATS * at, REPEATS * at_dx, REPEATS * at_dy).rgb - 1.0;
    return Relief(vec3(2.0 * noise.x, texel.x, 2.0 * noise.y), 2.0 * (texel.y * along_u + texel.z * along_v));
}
#endif

// Layers by the world's height: x tone, -1 to 1; y darkness of the joint; z how the face leans, along y.
vec3 bed(float height_m, float thick_m, float width_m) {
    float layers = height_m / thick_m;
    float within = fract(layers);
    float seen = clamp(1.6 - 3.0 * width_m / thick_m, 0.0, 1.0); // layers finer than a pixel are one grey
    float edge = 2.0 * within - 1.0;
    float joint = smoothstep(0.72, 0.98, abs(edge));
    return seen * vec3(2.0 * chance_of(floor(layers)) - 1.0, joint, -edge * edge * edge);
}

Land land_here() {
    vec3 sun = u_sun_direction.xyz;
    float rock_cover = v_cover.x, snow_cover = v_cover.y, wood = v_cover.z, grass = v_cover.w;
    float height_m = v_light.w;
    float away_m = length(v_rel);
    vec3 normal = normalize(v_normal);
    vec3 place = vec3(v_place.x, height_m / DETAIL_M, v_place.y);
    vec3 dx = dFdx(place), dy = dFdy(place);
    vec4 wide = texture(u_detail, v_wide_place) - 0.5;
#ifdef TRIPLANAR
    vec4 plain = texture(u_detail, v_place) - 0.5, tussocks = texture(u_detail, 4.0 * v_place) - 0.5;
#else
    vec4 plain = texture(u_detail, 2.0 * v_place) - 0.5, tussocks = plain;
#endif
    float warped_m = height_m + 16.0 * wide.a + 3.0 * wide.r + 1.2 * tussocks.a;
    float width_m = fwidth(warped_m);

    vec3 lit = v_turf_lit, shade = v_turf_shade;
    float earth = wood * clamp((420.0 - away_m) / 290.0, 0.0, 1.0);
    // What is finer than a pixel fades before it could flicker.
    vec3 seen = clamp(1.4 - away_m / vec3(90.0, 380.0, 1500.0), 0.0, 1.0);
    float tone = 0.45 * wide.a + (0.5 * wide.r + 0.5 * seen.z * plain.r + 0.7 * seen.y * tussocks.r) * grass;
    // Where neither grass nor wood grows: gravel and scree.
    float bare = clamp(1.0 - grass - 0.6 * wood - rock_cover - snow_cover, 0.0, 1.0);
    tone += 0.9 * seen.y * tussocks.b * bare;
#ifdef TRIPLANAR
    vec4 blades = texture(u_detail, 17.0 * v_place) - 0.5;
    tone += seen.x * (0.7 * blades.r * grass + 0.9 * blades.b * bare);
    // Hummocks, which a low sun brings out.
    vec2 slopes = 2.0 * texture(u_relief, 3.0 * v_place).gb - 1.0;
    vec3 gradient = vec3(slopes.x, 0.0, slopes.y) * (0.4 * grass * seen.z);
    // Flowers in drifts, each of one colour.
    float drift = smoothstep(0.08, 0.22, wide.r + 0.5 * wide.a) * grass * (1.0 - wood);
    float dots = smoothstep(0.24, 0.40, texture(u_detail, 11.0 * v_place).r - 0.5);
    int flower = wide.b > 0.0 ? PINK : YELLOW;
    float blossom = drift * (0.07 + 0.8 * dots);
    lit += (u_surfaces[2 * flower] - lit) * blossom;
    shade += (u_surfaces[2 * flower + 1] - shade) * blossom;
#else
    vec3 gradient = vec3(0.0);
#endif
    lit = mix(lit, u_surfaces[2 * FLOOR], 0.75 * earth);
    shade = mix(shade, u_surfaces[2 * FLOOR + 1], 0.75 * earth);
    tone += 1.1 * plain.g * (wood - earth) + 0.7 * tussocks.b * earth;
    vec3 hue = 1.0 + tone * vec3(1.15, 1.0, 0.6);
    lit *= hue;
    shade *= 1.0 + 0.9 * (hue - 1.0);

    if (rock_cover > 0.01 || snow_cover > 0.01) {
        Relief relief = rock_relief(place, dx, dy, normal, vec3(wide.b, tussocks.b, tussocks.a));
        vec3 thick = bed(warped_m, 7.0, width_m), thin = bed(warped_m + 0.4 * thick.x, 1.3, width_m);
        float high = 0.55 * relief.heights.x + 0.35 * relief.heights.y + 0.12 * relief.heights.z;

        // Which it is: the higher of the two, so that turf lies in rock's hollows. Far off, both mix.
        float width = 0.07 + 0.3 * clamp(away_m / 2500.0, 0.0, 1.0);
        float turf_over = rock_cover - 0.5 + 0.8 * high + 0.12 * thick.x - 0.25 * tussocks.r;
        float rock = smoothstep(-width, width, turf_over) * smoothstep(0.02, 0.14, rock_cover);
        float stones = smoothstep(0.02, 0.2, rock_cover) * (1.0 - rock) * (1.0 - snow_cover);
        stones *= smoothstep(0.05, 0.3, relief.heights.z + 0.8 * rock_cover - 0.15);
        lit = mix(lit, u_surfaces[2 * SCREE] * (1.0 + 0.5 * relief.heights.z), stones);
        shade = mix(shade, u_surfaces[2 * SCREE + 1], stones);

        float warm = clamp(0.45 + 0.35 * sin(warped_m * 0.273) + 0.2 * thick.x, 0.0, 1.0);
        float open = clamp(0.6 - 1.6 * relief.heights.y, 0.0, 1.0); // joints open where the rock is worn
        float worn = (1.0 + 0.24 * thick.x + 0.08 * thin.x) * (1.0 - open * (0.34 * thick.y + 0.09 * thin.y));
        worn *= (1.0 + 1.25 * high) * (1.0 + 0.5 * wide.a + 0.3 * wide.r);
        lit = mix(lit, mix(u_surfaces[2 * ROCK], u_surfaces[2 * CLIFF], warm) * worn, rock);
        shade = mix(shade, mix(u_surfaces[2 * ROCK + 1], u_surfaces[2 * CLIFF + 1], warm) * worn, rock);

        // Snow fills the hollows and lies on ledges; ribs stand out of it.
        float over = snow_cover - 0.5 - 0.55 * high + 0.3 * (normal.y - 0.75);
        float snow = smoothstep(-0.6 * width, 0.6 * width, over) * smoothstep(0.02, 0.1, snow_cover);
        lit = mix(lit, u_surfaces[2 * SNOW] * (1.0 + 0.1 * plain.r), snow);
        shade = mix(shade, u_surfaces[2 * SNOW + 1], snow);

        vec3 broken = relief.gradient + vec3(0.0, 0.55 * thick.z + 0.4 * thin.z, 0.0);
        gradient = mix(gradient, broken, max(rock, 0.45 * stones)) * (1.0 - 0.85 * snow);
    }
    // A lace of foam where the water ends, which comes and goes; above it the ground is wet.
    if (abs(height_m) < SHORE_M) {
        float out_m = -height_m / max(length(normal.xz), FLATTEST_SHORE);
        float swash = sin(cycle_rad(SWASH_RADPS, u_eye.w) + 60.0 * wide.r + 25.0 * wide.a);
        float broad_m = 0.7 + away_m / 500.0;
        float from_edge = (out_m + 0.9 * swash - 0.5 * broad_m) / broad_m;
        float lace = clamp(0.75 + 2.2 * plain.b - 1.4 * tussocks.r * seen.y, 0.0, 1.0);
        float foam = exp(-from_edge * from_edge) * lace;
        float wet = smoothstep(-0.45, -0.05, -height_m) * (1.0 - smoothstep(0.0, 0.3, -height_m));
        lit = mix(lit * (1.0 - WET * wet), FOAM, 0.8 * foam);
        shade = mix(shade * (1.0 - WET * wet), FOAM * 0.45, 0.8 * foam);
    }
    vec3 bumped = normalize(normal - (gradient - normal * dot(gradient, normal)));
    GroundLamp lamp = land_lamp();
    return Land(ground_lit(lit, bumped, sun, lamp), ground_shade(shade, bumped, sun, v_light.y, lamp),
                ground_sun_frac(bumped, sun, v_light.x, lamp));
}

// Linear light that leaves it. `sun_seen`: how much of the sun no tree, tower or wing hides here, 0 to 1.
vec3 land_seen(Land land, float sun_seen) {
    vec3 colour = land.shade + (land.lit - land.shade) * (land.sun_frac * sun_seen);
    return cloud_shadowed(colour, v_light.z);
}

// Through the air, and onto the screen.
vec4 land_finish(vec3 linear_colour) {
    return scene_finish(mix(v_air, linear_colour, v_clear_frac), gl_FragCoord.xy);
}
