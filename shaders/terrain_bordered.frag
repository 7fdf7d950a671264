// Near land at quality medium: the border of turf and rock, and rock from the side that it faces.
// use: with terrain_fine.vert. Licence: MIT, our own.
#include "lib/fine_land.glsl"
#include "lib/sun_shadow.glsl"

out vec4 o_colour;

void main() {
    o_colour = land_finish(land_seen(land_here(), sun_seen(v_rel, normalize(v_normal))));
}
