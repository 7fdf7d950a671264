// A vertex of the land at quality medium and high: slides a tile's odd vertices onto the even ones towards the
// end of its range, and reads what the ground there is made of. Like lib/scene.glsl it has inputs and uniforms
// of its own, which two vertex shaders share.
// use: FineVertex fine_vertex(), vec3 fine_colour(FineVertex), which is the linear light that leaves it now, and
// vec3 fine_kept_colour(FineVertex), what left it when the tile's picture was made
// units: metres, linear colours; rel = world axes with the origin at the eye. Licence: MIT, our own.
// Source: F. Strugar, "Continuous Distance-Dependent Level of Detail" (2009).
#include "lib/scene.glsl"
#include "lib/cloud_shadow.glsl"
#include "lib/ground_light.glsl"
#include "lib/hill_shadow.glsl"

layout(std140) uniform Tiles {
    // north-west corner in finest cells from u_corner; cell in finest cells; picture (0 the tile has none yet,
    // 1 it is there in full) and twice the number of the light that it was made in
    vec4 u_tile[TILE_SLOTS];
};
uniform int u_tile_vertices;
uniform int u_tile_cells;
uniform ivec2 u_atlas;            // pictures in a row of the atlas; pixels along a picture's side
uniform float u_atlas_px;         // along the atlas's side
uniform vec2 u_picture_band;      // distances from which pictures are seen, and fully so, m
uniform vec3 u_corner;            // a corner of finest cells near the eye: x and z from the eye; cell, m
uniform float u_eye_above;        // of the eye above the ground, m
uniform vec2 u_slide[LAND_LEVELS]; // by level: distances at which sliding begins and is complete, m
uniform float u_reach;            // where the land ends, m
uniform sampler2D u_cloud_shadow;
uniform vec3 u_surfaces[LAND_COLOURS]; // these five: as in lib/fine_land.glsl
uniform vec3 u_key;
uniform vec3 u_fill;
uniform vec3 u_glow;
uniform vec4 u_lamp;
uniform vec3 u_kept_suns[KEPT_LIGHTS]; // the same of the lights that pictures were made in
uniform vec3 u_kept_keys[KEPT_LIGHTS];
uniform vec3 u_kept_fills[KEPT_LIGHTS];
uniform vec3 u_kept_glows[KEPT_LIGHTS];
uniform vec4 u_kept_lamps[KEPT_LIGHTS];

// Places are fixed, as programs that share the vertices leave different ones of them out.
layout(location = 0) in vec2 a_height;     // own, and the even neighbour's, m
layout(location = 1) in vec4 a_lit;        // roots of linear colours without rock and snow; sunlit
layout(location = 2) in vec4 a_shade;      // the same in the shade; rock
layout(location = 3) in vec4 a_lie;        // normal along x and z, 128 of 255 is none; snow, woods
layout(location = 4) in vec4 a_far_lit;    // the even neighbour's on the coarser tile: these three
layout(location = 5) in vec4 a_far_shade;
layout(location = 6) in vec4 a_far_lie;
layout(location = 7) in vec4 a_grid;       // column and row in the tile, of 255; hollow; grass

struct FineVertex {
    vec3 rel;
    vec3 lit;            // all but rock and snow, before any light
    vec3 shade;
    vec4 cover;          // of rock, of snow, of woods, of grass
    vec4 light;          // sunlit, hollow, the clouds' shadow, height above the water in m
    vec3 normal;
    vec3 clear_frac;     // of the air before it
    vec3 air;
    vec2 picture;        // place in the atlas
    float picture_part;  // how much of the picture is seen
    int picture_light;   // in which it was made
    float kept_sunlit;   // in that light
};

FineVertex fine_vertex() {
    int slot = gl_VertexID / u_tile_vertices;
    vec4 tile = u_tile[slot];
    vec2 grid = floor(a_grid.xy * 255.0 + 0.5);
    vec2 place = u_corner.xy + (tile.xy + grid * tile.z) * u_corner.z;
    float away = sqrt(dot(place, place) + u_eye_above * u_eye_above);
    vec2 band = u_slide[int(log2(tile.z) + 0.5)];
    float slide = clamp((away - band.x) / (band.y - band.x), 0.0, 1.0);
    grid -= (grid - 2.0 * floor(0.5 * grid)) * slide;
    place = u_corner.xy + (tile.xy + grid * tile.z) * u_corner.z;
    FineVertex here;
    here.rel = vec3(place.x, mix(a_height.x, a_height.y, slide) - u_eye.y, place.y);
    vec4 lit = mix(a_lit, a_far_lit, slide), shade = mix(a_shade, a_far_shade, slide);
    vec4 lie = mix(a_lie, a_far_lie, slide);
    here.lit = lit.rgb * lit.rgb * LAND_WHITE;
    here.shade = shade.rgb * shade.rgb * LAND_WHITE;
    here.cover = vec4(shade.a, lie.z, lie.w, a_grid.w);
    vec2 aside = (lie.xy * 255.0 - 128.0) / 127.0;
    here.normal = vec3(aside.x, sqrt(max(1.0 - dot(aside, aside), 0.0025)), aside.y);
    float rest = 1.0 - smoothstep(0.7 * u_reach, 0.97 * u_reach, away);
    here.clear_frac = scene_clear_frac(here.rel) * rest;
    here.air = scene_air(here.rel);
    vec2 sky_place = cloud_shadow_place(here.rel, u_eye.xyz, u_sun_direction.xyz, u_drift.xy);
    float clouds = texture(u_cloud_shadow, sky_place).r * u_wind.z;
    float height_m = here.rel.y + u_eye.y;
    here.picture_light = min(int(0.5 * tile.w), KEPT_LIGHTS - 1);
    vec2 sunlit = hills_sunlit(vec2(lit.a), here.rel, height_m, here.picture_light);
    here.light = vec4(sunlit.x, 2.0 * a_grid.z - 1.0, clouds, height_m);
    here.kept_sunlit = sunlit.y;
    vec2 corner_px = vec2(slot % u_atlas.x, slot / u_atlas.x) * float(u_atlas.y) + 0.5;
    here.picture = (corner_px + grid * (float(u_atlas.y - 1) / float(u_tile_cells))) / u_atlas_px;
    here.picture_part = (tile.w - 2.0 * float(here.picture_light))
        * clamp((away - u_picture_band.x) / (u_picture_band.y - u_picture_band.x), 0.0, 1.0);
    return here;
}

vec3 fine_lit(FineVertex here, float sunlit, vec3 sun, GroundLamp lamp) {
    vec3 lit = mix(here.lit, 0.5 * (u_surfaces[0] + u_surfaces[2]), here.cover.x);
    vec3 shade = mix(here.shade, 0.5 * (u_surfaces[1] + u_surfaces[3]), here.cover.x);
    lit = mix(lit, u_surfaces[6], here.cover.y);
    shade = mix(shade, u_surfaces[7], here.cover.y);
    vec3 in_sun = ground_lit(lit, here.normal, sun, lamp);
    vec3 in_shade = ground_shade(shade, here.normal, sun, here.light.y, lamp);
    return mix(in_shade, in_sun, ground_sun_frac(here.normal, sun, sunlit, lamp));
}

vec3 fine_colour(FineVertex here) {
    return fine_lit(here, here.light.x, u_sun_direction.xyz, GroundLamp(u_key, u_fill, u_glow, u_lamp));
}

vec3 fine_kept_colour(FineVertex here) {
    int then = here.picture_light;
    GroundLamp lamp = GroundLamp(u_kept_keys[then], u_kept_fills[then], u_kept_glows[then], u_kept_lamps[then]);
    return fine_lit(here, here.kept_sunlit, u_kept_suns[then], lamp);
}
