// Light on leaves: soft as on all that grows, and green and golden where the sun comes through them.
// use: after lib/soft_light.glsl; LeafLight leaf_light(vec3 lit, vec3 shade, float thin_frac, vec3 normal,
// vec3 to_eye, vec3 sun, vec3 sun_light, vec3 sky_light, vec3 ground_light)
// units: unit vectors of the world, linear colours. Licence: MIT, our own.

// Cosine to the eye at which a card is whole: leaves lie this way and that, needles and fronds rather flat.
const float LEAF_EDGE = 0.52;  // times how thin it is

struct LeafLight {
    vec3 sun;    // as it looks where the sun gets
    vec3 shade;  // as it looks where it doesn't
};

const vec3 LEAF_THROUGH = vec3(0.55, 0.46, 0.12);  // of the sun that comes through: green and gold
const float LEAF_RIM = 0.12;                       // of the light around a crown's edge, times how thin it is
const float LEAF_AGAINST = 1.3;                    // more of it where one looks towards the sun

LeafLight leaf_light(vec3 lit, vec3 shade, float thin_frac, vec3 normal, vec3 to_eye,
                     vec3 sun, vec3 sun_light, vec3 sky_light, vec3 ground_light) {
    SoftSurface surface = SoftSurface(lit, shade, 0.0, 0.0, LEAF_RIM * thin_frac);
    vec3 bright = soft_light(surface, normal, to_eye, sun, sun_light, sky_light, ground_light);
    float against = max(-dot(to_eye, sun), 0.0);
    float behind = max(-dot(normal, sun), 0.0) + 0.25;
    bright += lit * sun_light * LEAF_THROUGH * (thin_frac * behind * (0.5 + LEAF_AGAINST * against * against));
    vec3 fill = mix(ground_light, sky_light, 0.5 + 0.5 * normal.y);
    return LeafLight(bright, min(shade * (SHADE_BASE + fill), bright));
}
