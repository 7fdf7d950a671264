// Perch: its crown as leaf cards, the same as flora's.
// use: with perch_cards.vert, as flora_cards.frag. Licence: MIT, our own.
#include "flora_cards.frag"
