// The sun's disc, nearly white, and its glow: what bloom would give, without a pass of its own.
// use: with sun.vert, blended over the sky. Licence: MIT, our own.
#include "lib/scene.glsl"

in vec2 v_corner;
out vec4 o_colour;

// 0.9 degrees across, nearly twice the true sun, as painters have it; the rim fades
// over the rest of the card.
const float DISC = 0.031;

void main() {
    float away = length(v_corner);
    float disc = 1.0 - smoothstep(DISC * 0.85, DISC, away);
    float rim = max(1.0 - away, 0.0);
    float glow = 0.42 * rim * rim * rim + 0.75 * exp(-26.0 * away) * rim;
    o_colour = vec4(scene_finish(u_sun_light.rgb * 2.2, gl_FragCoord.xy).rgb, max(disc, min(glow, 1.0)));
}
