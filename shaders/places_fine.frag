// Places, fine: the same with joints, beds and grain, where a pixel costs little.
// use: as places.frag. Licence: MIT, our own.
#define FINE_STONE
#include "places.frag"
