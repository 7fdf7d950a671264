// The light on the ground, the same as griffin/world/ground_colour.py bakes into pictures and vertices.
// use: float ground_sun_frac(vec3 normal, vec3 sun, float sunlit, GroundLamp),
// vec3 ground_lit(vec3 lit, vec3 normal, vec3 sun, GroundLamp),
// vec3 ground_shade(vec3 shade, vec3 normal, vec3 sun, float hollow, GroundLamp)
// units: unit vectors of the world, linear colours. Licence: MIT, our own.

struct GroundLamp {
    vec3 key;            // times a surface's colour in the sun
    vec3 fill;           // times its colour in the shade
    vec3 glow;           // what the bright side of a low sun's sky adds to the shade of slopes towards it
    vec4 numbers;        // what it adds to all shade; cosine of full sun; gain of facing it; a hollow's shade
};

// How much of the sun a surface has, 0 to 1; `sunlit`: how much of it no hill hides.
float ground_sun_frac(vec3 normal, vec3 sun, float sunlit, GroundLamp lamp) {
    return clamp(dot(normal, sun) / lamp.numbers.y, 0.0, 1.0) * sunlit;
}

vec3 ground_lit(vec3 lit, vec3 normal, vec3 sun, GroundLamp lamp) {
    return lit * lamp.key * (1.0 + lamp.numbers.z * smoothstep(lamp.numbers.y, 1.0, dot(normal, sun)));
}

vec3 ground_shade(vec3 shade, vec3 normal, vec3 sun, float hollow, GroundLamp lamp) {
    float open_sky = 1.0 - lamp.numbers.w * clamp(hollow, 0.0, 1.0) - 0.25 * (1.0 - normal.y);
    float facing = clamp(0.3 + 1.2 * dot(normal.xz, normalize(sun.xz)), 0.0, 1.0);
    return shade * lamp.fill * open_sky * (1.0 + lamp.numbers.x + lamp.glow * facing);
}
