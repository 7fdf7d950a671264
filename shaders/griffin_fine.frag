// Griffin, fine: the same with barbs, strands and small feathers, where a pixel costs nothing.
// use: as griffin.frag. Licence: MIT, our own.
#define FINE_PLUMAGE
#include "griffin.frag"
