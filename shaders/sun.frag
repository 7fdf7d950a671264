// The sun's disc, nearly white, and its glow: what bloom would give, without a pass of its own.
// use: with sun.vert, blended over the sky. Licence: MIT, our own.
uniform float u_half_width;       // of the card at distance 1: the glow ends with it

in vec2 v_corner;
flat in vec3 v_light;
out vec4 o_colour;

const float DISC = 0.0093;        // 0.9 degrees across, nearly twice the true sun, as painters have it
const float CORE_PER_M = 87.0;    // how fast the inner glow falls, at distance 1

void main() {
    float out_frac = length(v_corner);
    float away = out_frac * u_half_width;
    float disc = 1.0 - smoothstep(DISC * 0.85, DISC, away);
    float rim = max(1.0 - out_frac, 0.0);
    float glow = 0.42 * rim * rim * rim + 0.75 * exp(-CORE_PER_M * away) * rim;
    o_colour = vec4(v_light, max(disc, min(glow, 1.0)));
}
