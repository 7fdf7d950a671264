// The fine pattern of near land.
// use: vec3 grained(vec3 screen_colour, vec4 texel, vec4 strength, float border); texel: of the detail
// texture, around 0.5: tufts of grass, roof of crowns, broken rock, patches; border: 1 where turf gives way to
// rock, 0 where it is one or the other. Licence: MIT, our own.

// What stands higher catches the sun: it turns a little warmer, and hollows a little cooler.
const vec3 WARMTH = vec3(1.1, 1.0, 0.7);
// From the mean of turf and rock to rock, as a part of the colour on the screen. With as much blue as that needs,
// dry grass would turn pink.
const vec3 ROCKWARD = vec3(0.07, -0.03, 0.12);
const float RAGGED = 5.0;         // how fast a border goes from turf to rock by the rock's height

vec3 grained(vec3 screen_colour, vec4 texel, vec4 strength, float border) {
    vec4 around = texel - 0.5;
    vec3 rockward = ROCKWARD * (border * clamp(RAGGED * around.b, -1.0, 1.0));
    return screen_colour + screen_colour * (WARMTH * dot(around, strength) + rockward);
}
