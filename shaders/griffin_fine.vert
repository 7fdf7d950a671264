// Griffin, fine: the vertices are the same.
// use: as griffin.vert. Licence: MIT, our own.
#include "griffin.vert"
