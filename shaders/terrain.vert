// Land: slides a tile's odd vertices onto the even ones towards the end of its range, and lays the air over all.
// use: see griffin/render/land_tiles.py, which also says why the tiles close. Licence: MIT, our own.
// Source: F. Strugar, "Continuous Distance-Dependent Level of Detail" (2009).
#include "lib/scene.glsl"

const float GRAIN_PER_M = 1.0 / 190.0;

layout(std140) uniform Tiles {
    vec4 u_tile[1024];            // north-west corner in finest cells from u_corner; cell in finest cells; level
};
uniform int u_tile_vertices;
uniform vec3 u_corner;            // a corner of finest cells near the eye: x and z from the eye; cell, m
uniform float u_eye_above;        // of the eye above the ground, m
uniform vec2 u_slide[8];          // by level: distances at which sliding begins and is complete, m
uniform float u_reach;            // where the land ends, m

in vec2 a_height;                 // own, and the even neighbour's, m
in vec4 a_colour;                 // square roots: of linear light, of grain
in vec4 a_far_colour;             // the even neighbour's on the coarser tile
in vec4 a_grid;                   // column and row in the tile, of 255; square root of woods

out vec3 v_colour;                // linear light of the land that comes through the air
out vec3 v_air;                   // light of the air before it
out vec4 v_grain;                 // place in the grain texture; strength of grain and of crowns

void main() {
    // Places are counted in whole cells up to the last step: what two tiles share is the same to the last bit.
    vec4 tile = u_tile[gl_VertexID / u_tile_vertices];
    vec2 grid = floor(a_grid.xy * 255.0 + 0.5);
    vec2 place = u_corner.xy + (tile.xy + grid * tile.z) * u_corner.z;
    float away = sqrt(dot(place, place) + u_eye_above * u_eye_above);
    vec2 band = u_slide[int(tile.w)];
    float slide = clamp((away - band.x) / (band.y - band.x), 0.0, 1.0);
    grid -= (grid - 2.0 * floor(0.5 * grid)) * slide;
    place = u_corner.xy + (tile.xy + grid * tile.z) * u_corner.z;
    vec3 rel = vec3(place.x, mix(a_height.x, a_height.y, slide) - u_eye.y, place.y);
    gl_Position = u_clip_from_rel * vec4(rel, 1.0);
    vec4 colour = mix(a_colour, a_far_colour, slide);
    float rest = 1.0 - smoothstep(0.7 * u_reach, 0.97 * u_reach, away);
    vec3 clear_frac = scene_clear_frac(rel) * rest;
    v_colour = colour.rgb * colour.rgb * clear_frac;
    v_air = scene_air(rel) * (1.0 - clear_frac);
    v_grain = vec4((u_eye.xz + rel.xz) * GRAIN_PER_M, 1.3 * colour.a * colour.a, 1.5 * a_grid.z * a_grid.z);
}
