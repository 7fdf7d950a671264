// Near land at quality high: rock from three sides, tussocks, flowers.
// use: with terrain_fine.vert. Licence: MIT, our own.
#define TRIPLANAR
#include "lib/fine_land.glsl"
#include "lib/sun_shadow.glsl"

out vec4 o_colour;

void main() {
    o_colour = land_finish(land_seen(land_here(), sun_seen(v_rel, normalize(v_normal))));
}
