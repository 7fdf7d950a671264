// Light on feathers and fur: wrapped light between the two colours of a surface, sun through thin blades, a gleam
// on horn and eyes, and a soft rim that keeps the griffin readable against land, water and sky.
// use: vec3 plumage_light(vec3 lit, vec3 shade, float thin_frac, vec2 finish, vec3 normal, vec3 to_eye, float seen)
// finish: sky seen and gloss, 0 to 1; normal, to_eye: unit vectors of the world; seen: of the sun, 0 to 1. Linear
// colours. After lib/scene.glsl. Licence: MIT, our own.
#include "lib/soft_light.glsl"

uniform float u_rim_frac;      // strength of the rim
uniform float u_back_rim_frac; // and how much is added against the sun
uniform float u_through_frac;  // how much sun comes through a blade
uniform float u_glow_frac;     // and how much more when one looks along its rays
uniform float u_gleam_frac;    // strength of the gleam on glossy things

vec3 plumage_light(vec3 lit, vec3 shade, float thin_frac, vec2 finish, vec3 normal, vec3 to_eye, float seen) {
    vec3 sun = u_sun_direction.xyz;
    // What sees little of the sky sees its own warm neighbours instead.
    float open_sky = finish.x;
    vec3 open = open_sky + open_sky * (1.0 - open_sky) * vec3(0.45, 0.10, -0.15);
    lit *= 0.45 + 0.55 * open;
    shade *= open;
    // Dark fur has less of a rim.
    float rim_frac = u_rim_frac * open_sky * (0.3 + 1.6 * lit.g);
    SoftSurface surface = SoftSurface(lit, shade, thin_frac, u_through_frac, rim_frac);
    vec3 colour = soft_light(surface, normal, to_eye, sun,
                             u_sun_light.rgb, u_sky_light.rgb, u_ground_light.rgb, seen);
    // Against the sun a thin blade lights up, the more the nearer one looks to the sun.
    float along_ray = max(dot(-to_eye, sun), 0.0);
    float behind = max(-dot(normal, sun), 0.0) * thin_frac;
    colour += lit * u_sun_light.rgb * (u_glow_frac * behind * along_ray * along_ray * seen);
    // And all edges do, as fur and down are thin there.
    float edge = 1.0 - max(dot(normal, to_eye), 0.0);
    colour += u_sun_light.rgb * (u_back_rim_frac * edge * edge * edge * along_ray * along_ray * open_sky * seen);
    // Horn, claws and eyes gleam; feathers have a breath of it.
    vec3 half_way = normalize(sun + to_eye);
    float gleam = pow(max(dot(normal, half_way), 0.0), mix(8.0, 60.0, finish.y)) * finish.y * finish.y;
    return colour + u_sun_light.rgb * (gleam * u_gleam_frac * seen);
}
