// Light on fur, feathers, leaves and bark: wrapped around the form, between a surface's two colours.
// use: vec3 soft_light(SoftSurface, vec3 normal, vec3 to_eye, vec3 sun, vec3 sun_light,
// vec3 sky_light, vec3 ground_light)
// units: unit vectors of the world, linear colours. Source: half Lambert, Valve (2004).
// Licence: MIT, our own.

struct SoftSurface {
    vec3 lit;            // as it looks in full sun
    vec3 shade;          // as it looks in the shade
    float thin_frac;     // 0 a body, 1 a blade or leaf that the sun shines through
    float through_frac;  // how much of the sun then comes through
    float rim_frac;      // strength of the bright edge
};

const float SUN_TINT = 0.75;   // the palette's lit colours hold some of the sun's warmth already
const float KEY = 1.44;        // the sun's light is stronger than the palette has it, and the shade deeper
const vec3 SHADE_BASE = vec3(0.42, 0.41, 0.39); // before the sky above and the ground below add theirs
const float THIN_RIM = 0.2;    // blades seen edge-on would all be rim

// `seen`: how much of the sun's light gets here, 0 to 1.
vec3 soft_light(SoftSurface surface, vec3 normal, vec3 to_eye, vec3 sun,
                vec3 sun_light, vec3 sky_light, vec3 ground_light, float seen) {
    float towards = dot(normal, sun);
    float wrapped = 0.5 + 0.5 * towards;
    float key = wrapped * wrapped * (1.6 - 0.6 * wrapped) * seen;  // a little fuller than the square
    vec3 fill = mix(ground_light, sky_light, 0.5 + 0.5 * normal.y);
    vec3 in_sun = surface.lit * mix(vec3(1.0), sun_light, SUN_TINT) * KEY;
    vec3 colour = mix(surface.shade * (SHADE_BASE + fill), in_sun, key);
    colour += surface.lit * sun_light * (max(-towards, 0.0) * surface.thin_frac * surface.through_frac * seen);
    float edge = 1.0 - max(dot(normal, to_eye), 0.0);
    vec3 rim_light = mix(sky_light * 1.5, sun_light, clamp(0.5 + 0.8 * towards, 0.0, 1.0) * seen);
    return colour + rim_light * (edge * edge * edge * surface.rim_frac * mix(1.0, THIN_RIM, surface.thin_frac));
}

vec3 soft_light(SoftSurface surface, vec3 normal, vec3 to_eye, vec3 sun,
                vec3 sun_light, vec3 sky_light, vec3 ground_light) {
    return soft_light(surface, normal, to_eye, sun, sun_light, sky_light, ground_light, 1.0);
}
