// Near land at quality medium and high: what it is made of, its normal and its light go to the fragments apart.
// use: see griffin/render/land_tiles.py, which also says why the tiles close. Licence: MIT, our own.
#include "lib/fine_vertex.glsl"

const float GRAIN_PER_M = 1.0 / DETAIL_M;

uniform vec2 u_grain_start;       // place of the eye in the textures that repeat after DETAIL_M ...
uniform vec2 u_wide_start;        // ... and in those after five times as much

out vec3 v_turf_lit;              // all these: see lib/fine_land.glsl
out vec3 v_turf_shade;
out vec4 v_cover;
out vec4 v_light;
out vec3 v_normal;
out vec3 v_rel;
out vec3 v_clear_frac;
out vec3 v_air;
out vec2 v_place;
out vec2 v_wide_place;
out vec3 v_picture;               // place in the atlas; how much of the picture is seen
out vec3 v_picture_gain;          // how much brighter the place is now than when its picture was made

void main() {
    FineVertex here = fine_vertex();
    gl_Position = u_clip_from_rel * vec4(here.rel, 1.0);
    v_turf_lit = here.lit;
    v_turf_shade = here.shade;
    v_cover = here.cover;
    v_light = here.light;
    v_normal = here.normal;
    v_rel = here.rel;
    v_clear_frac = here.clear_frac;
    v_air = here.air;
    v_place = u_grain_start + here.rel.xz * GRAIN_PER_M;
    v_wide_place = u_wide_start + here.rel.xz * (0.2 * GRAIN_PER_M);
    v_picture = vec3(here.picture, here.picture_part);
    v_picture_gain = fine_colour(here) / max(fine_kept_colour(here), 0.001);
}
