// The same as terrain_bordered.frag, where it gives way to the tile's picture.
// use: with terrain_fine.vert. Licence: MIT, our own.
#include "lib/fine_land.glsl"
#include "lib/sun_shadow.glsl"

uniform sampler2D u_pictures;     // as in terrain_far.frag

in vec3 v_picture;                // place in the atlas; how much of the picture is seen
in vec3 v_picture_gain;           // how much brighter the place is now than when its picture was made
out vec4 o_colour;

void main() {
    vec3 root = texture(u_pictures, v_picture.xy).rgb;
    vec3 picture = cloud_shadowed(root * root * v_picture_gain * LAND_WHITE, v_light.z);
    vec3 near = land_seen(land_here(), sun_seen(v_rel, normalize(v_normal)));
    o_colour = land_finish(mix(near, picture, v_picture.z));
}
