// Land: slides a tile's odd vertices onto the even ones towards the end of its range, and lays cloud shadows
// and the air over all. Everything smooth is finished here, down to the screen's curve; fragments add
// only grain.
// use: see griffin/render/land_tiles.py, which also says why the tiles close. Licence: MIT, our own.
// Source: F. Strugar, "Continuous Distance-Dependent Level of Detail" (2009).
#include "lib/scene.glsl"
#include "lib/cloud_shadow.glsl"

const float GRAIN_PER_M = 1.0 / DETAIL_M;
// With height the grain sways aside, so that on slopes, where it is seen from afar, it doesn't repeat itself.
const float GRAIN_SWAY_M = 3.0;
const float GRAIN_SWAY_PER_M = 0.083;
const vec3 WOOD_FLOOR = vec3(0.58, 0.49, 0.46); // a colour of crowns turned into the earth between the trunks ...
const vec2 FLOOR_SEEN_M = vec2(220.0, 620.0);   // ... which is seen up to here; then the crowns close

layout(std140) uniform Tiles {
    // north-west corner in finest cells from u_corner; cell in finest cells; picture
    vec4 u_tile[TILE_SLOTS];
};                                // (0 the tile has none yet, 1 it is there in full)
uniform int u_tile_vertices;
uniform int u_tile_cells;
uniform ivec2 u_atlas;            // pictures in a row of the atlas; pixels along a picture's side
uniform float u_atlas_px;         // along the atlas's side
uniform vec2 u_picture_band;      // distances from which pictures are seen, and fully so, m
uniform vec3 u_corner;            // a corner of finest cells near the eye: x and z from the eye; cell, m
uniform vec2 u_grain_start;       // place of the eye in the grain's texture
uniform float u_eye_above;        // of the eye above the ground, m
uniform vec2 u_slide[LAND_LEVELS]; // by level: distances at which sliding begins and is complete, m
uniform float u_reach;            // where the land ends, m
uniform float u_grain_reach;      // where grain has faded, m
uniform float u_close_reach;      // where the finer grain under the eye has faded, m
uniform sampler2D u_cloud_shadow;

in vec2 a_height;                 // own, and the even neighbour's, m
in vec4 a_colour;                 // square roots: of linear light, of grass
in vec4 a_far_colour;             // the even neighbour's on the coarser tile
in vec4 a_grid;                   // column and row in the tile, of 255; square roots of woods and of rock
in vec4 a_far_cover;              // these two of the even neighbour on the coarser tile

out vec3 v_colour;                // on the screen
out vec2 v_place;                 // in the grain's texture
out vec4 v_grain;                 // strength of its four patterns
out float v_border;               // 1 where turf gives way to rock
out float v_close;                // strength of the finer grain
out vec2 v_picture;               // in the atlas of the tiles' pictures
out vec3 v_picture_frac;          // how much of the picture's colours is seen; v_colour then lacks as much

void main() {
    // Places are counted in whole cells up to the last step: what two tiles share is
    // the same to the last bit.
    int slot = gl_VertexID / u_tile_vertices;
    vec4 tile = u_tile[slot];
    vec2 grid = floor(a_grid.xy * 255.0 + 0.5);
    vec2 place = u_corner.xy + (tile.xy + grid * tile.z) * u_corner.z;
    float away = sqrt(dot(place, place) + u_eye_above * u_eye_above);
    vec2 band = u_slide[int(log2(tile.z) + 0.5)];
    float slide = clamp((away - band.x) / (band.y - band.x), 0.0, 1.0);
    grid -= (grid - 2.0 * floor(0.5 * grid)) * slide;
    place = u_corner.xy + (tile.xy + grid * tile.z) * u_corner.z;
    vec3 rel = vec3(place.x, mix(a_height.x, a_height.y, slide) - u_eye.y, place.y);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    vec4 colour = mix(a_colour, a_far_colour, slide);
    float rest = 1.0 - smoothstep(0.7 * u_reach, 0.97 * u_reach, away);
    vec3 clear_frac = scene_clear_frac(rel) * rest;
    float shadow = texture(u_cloud_shadow, cloud_shadow_place(rel, u_eye.xyz, u_sun_direction.xyz, u_drift.xy)).r;
    vec2 cover = mix(a_grid.zw, a_far_cover.xy, slide);
    float wood = cover.x * cover.x;
    float rock = cover.y * cover.y;
    float earth = wood * clamp((FLOOR_SEEN_M.y - away) / (FLOOR_SEEN_M.y - FLOOR_SEEN_M.x), 0.0, 1.0);
    vec3 ground = colour.rgb * colour.rgb * mix(vec3(LAND_WHITE), WOOD_FLOOR * LAND_WHITE, earth);
    vec3 light = cloud_shadowed(ground, shadow * u_wind.z);
    vec3 seen = light * clear_frac + scene_air(rel) * (1.0 - clear_frac);
    vec3 screen = scene_screen(seen);
    v_colour = screen * scene_vignette(gl_Position.xy / max(gl_Position.w, 0.1));

    // The picture is finer than the vertices' colours: what it has more than these is shown, as far as the
    // air lets it through. On the screen a colour is about the root of its light, as it is in the picture.
    float fine_frac = tile.w * clamp((away - u_picture_band.x) / (u_picture_band.y - u_picture_band.x), 0.0, 1.0);
    // Where the filmic curve bends into white, less of a difference is left.
    vec3 left = clamp((1.4 - seen) / 0.8, 0.35, 1.0);
    v_picture_frac = fine_frac * clear_frac * left * light / max(colour.rgb * screen, 0.01);
    v_colour -= v_picture_frac * colour.rgb;
    vec2 corner_px = vec2(slot % u_atlas.x, slot / u_atlas.x) * float(u_atlas.y) + 0.5;
    v_picture = (corner_px + grid * (float(u_atlas.y - 1) / float(u_tile_cells))) / u_atlas_px;
    float sway = GRAIN_SWAY_PER_M * (rel.y + u_eye.y);
    v_place = u_grain_start + (rel.xz + GRAIN_SWAY_M * vec2(sin(sway), cos(1.3 * sway))) * GRAIN_PER_M;
    float near = clear_frac.g * min(1.0, 2.0 * max(1.0 - away / u_grain_reach, 0.0));
    float grass = colour.a * colour.a;
    v_grain = vec4(0.42 * grass, 0.8 * (wood - earth), 0.9 * rock, 0.16 * grass) * near;
    v_border = 4.0 * rock * (1.0 - rock) * near;
    v_close = clamp(2.0 - 2.0 * length(rel) / u_close_reach, 0.0, 1.0);
}
