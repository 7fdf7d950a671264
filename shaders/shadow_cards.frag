// Shadow cards: a soft ellipse or a soft wedge.
// use: with shadow_cards.vert, blended by multiplication over the land. Licence: MIT, our own.
in vec2 v_card;
in vec3 v_tint;
in float v_pointed;
out vec4 o_colour;

void main() {
    float along = 2.0 * v_card.y - 1.0;
    float ellipse = 1.0 - v_card.x * v_card.x - along * along;
    float wedge = 1.2 * (1.0 - v_card.y - abs(v_card.x)) * min(6.0 * v_card.y, 1.0);
    float dark = clamp(2.0 * mix(ellipse, wedge, v_pointed), 0.0, 1.0);
    o_colour = vec4(mix(vec3(1.0), v_tint, dark), 1.0);
}
