// The fine pattern of near land.
// use: vec3 grained(vec3 screen_colour, vec4 texel, vec4 strength); texel: of the detail texture, around 0.5:
// tufts of grass, roof of crowns, cracked rock, patches. Licence: MIT, our own.

// What stands higher catches the sun: it turns a little warmer, and hollows a little cooler.
const vec3 WARMTH = vec3(1.1, 1.0, 0.7);

vec3 grained(vec3 screen_colour, vec4 texel, vec4 strength) {
    return screen_colour + screen_colour * WARMTH * dot(texel - 0.5, strength);
}
