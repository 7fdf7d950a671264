// Places: stone, turf and leaves as the vertices have them.
// use: with places.vert. With FINE_STONE (see places_fine.frag) joints of masonry, beds of rock and the grain
// of turf are drawn, too; each fades before it is finer than pixels. Licence: MIT, our own.
#include "lib/scene.glsl"
#include "lib/sun_shadow.glsl"

in vec3 v_colour;
in vec3 v_shade;
in vec3 v_rel;
in vec3 v_normal;
in vec3 v_object;
in vec3 v_upright;
in vec3 v_grain;
in float v_near;
out vec4 o_colour;

#ifdef FINE_STONE
const vec2 BLOCK_M = vec2(1.95, 1.05);
const float JOINT_M = 0.045;      // half of one
const float BED_M = 1.15;
const float LAYER_M = 0.31;       // thin ones within a bed

float hash(vec2 p) {
    vec2 q = fract(p * vec2(0.1031, 0.1130));
    q += dot(q, q.yx + 33.33);
    return fract((q.x + q.y) * q.x);
}

float noise(vec2 p) {
    vec2 cell = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(cell), hash(cell + vec2(1.0, 0.0)), f.x),
               mix(hash(cell + vec2(0.0, 1.0)), hash(cell + vec2(1.0, 1.0)), f.x), f.y);
}

// 1 where a thing of that size is larger than a few pixels, 0 where it is finer than one.
float seen(float pixel, float size) {
    return 1.0 - smoothstep(0.2, 0.6, pixel / size);
}

// Joints dark, blocks of their own tone, their upper edges light and their lower ones dark; about 0.
float masonry(vec2 at, float pixel) {
    float row = floor(at.y);
    vec2 bond = vec2(0.5 * (at.x + mod(row, 2.0)), at.y);
    vec2 f = fract(bond);
    vec2 edge = min(f, 1.0 - f) * BLOCK_M;
    float gap = min(edge.x, edge.y) + 0.05 * (noise(at * 5.0) - 0.5);
    float soft = max(JOINT_M, pixel);
    float joint = (1.0 - smoothstep(JOINT_M, JOINT_M + soft, gap)) * JOINT_M / soft;
    float bevel = smoothstep(0.82, 0.97, f.y) - smoothstep(0.80, 0.97, 1.0 - f.y);
    float tone = hash(vec2(floor(bond.x), row)) - 0.5;
    float pits = noise(at * vec2(4.0, 6.0)) - 0.5;
    return (0.20 * tone - 0.55 * joint + 0.10 * bevel) * seen(pixel, 0.9) + 0.22 * pits * seen(pixel, 0.25);
}

// Thin beds that bend a little, cracks across them, pits; about 0.
float beds(vec3 at, vec3 upright, float pixel) {
    vec3 flat_on = abs(upright);
    vec2 face = flat_on.y > 1.2 * max(flat_on.x, flat_on.z) ? at.xz : flat_on.x > flat_on.z ? at.zy : at.xy;
    float y = at.y + 2.4 * noise(at.xz * 0.11) + 0.5 * noise(face * 0.35);
    float level = y / BED_M + 1.3 * noise(vec2(y * 0.4, 5.0)), thin = y / LAYER_M;
    float bed = hash(vec2(floor(level), 3.0)), layer = hash(vec2(floor(thin), 7.0));
    float under = smoothstep(0.72, 1.0, fract(-level));     // the foot of a bed lies back
    float group = floor(0.45 * level + 0.2);
    float crack_at = face.x * 0.17 + 3.0 * hash(vec2(group, 1.0)) + 0.5 * noise(vec2(0.35 * y, group));
    float crack = smoothstep(0.93, 0.99, abs(fract(crack_at) * 2.0 - 1.0)) * noise(face * 0.4 + 9.0) * 1.6;
    float steep = 1.0 - smoothstep(0.55, 0.85, abs(upright.y));
    float tone = 0.26 * (bed - 0.5) - 0.28 * under * (0.3 + 0.7 * bed) - 0.34 * crack;
    return steep * (tone * seen(pixel, BED_M) + 0.15 * (layer - 0.5) * seen(pixel, LAYER_M))
         + 0.30 * (noise(face * 0.8) - 0.5) * seen(pixel, 1.2) + 0.24 * (noise(face * 2.3) - 0.5) * seen(pixel, 0.45)
         + 0.18 * (noise(face * 7.1) - 0.5) * seen(pixel, 0.14);
}

// Tufts, leaves and bark, about 0.
float tufts(vec3 at, float pixel) {
    vec2 p = at.xz + 0.7 * at.yy;
    return 0.34 * (noise(p * 0.9) - 0.5) * seen(pixel, 1.1) + 0.38 * (noise(p * 3.1 + 7.0) - 0.5) * seen(pixel, 0.32);
}

float grain() {
    float pixel = max(length(dFdx(v_object)), length(dFdy(v_object)));
    if (v_grain.z > 0.5) return masonry(v_grain.xy, pixel);
    if (v_grain.z < -0.5) return beds(v_object, v_upright, pixel);
    return tufts(v_object, pixel);
}
#endif

void main() {
    vec3 colour = mix(v_shade, v_colour, sun_seen(v_rel, v_normal));
#ifdef FINE_STONE
    colour *= 1.0 + grain() * v_near;
#endif
    o_colour = vec4(colour + dither(gl_FragCoord.xy), 1.0);
}
