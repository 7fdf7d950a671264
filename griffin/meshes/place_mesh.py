"""Shapes of the places, in metres, the origin at the middle of the foot (of an island, of its meadow).

A patch's `pattern` holds how far a vertex rises and sinks as it floats, in metres (0), its place on a wall in
half blocks and courses (1, 2), and what a fragment shader may draw there (3: 1 masonry, -1 beds of rock, 0
neither). `finish` holds as gloss whether it shines by itself.
"""

from griffin.meshes.mesh import Patch
from griffin.meshes.place_arch import arch
from griffin.meshes.place_island import island
from griffin.meshes.place_rock import Level
from griffin.meshes.place_tower import tower
from griffin.world.places import PlaceKind

LEVELS = (
    Level(number=0, spacing_m=8.0, is_stepped=True, is_faceted=True),
    Level(number=1, spacing_m=11.5, is_stepped=True, is_faceted=True),
    Level(number=2, spacing_m=17.0, is_stepped=False, is_faceted=False),
)
_SHAPES = {PlaceKind.TOWER: tower, PlaceKind.ARCH: arch, PlaceKind.ISLAND: island}


def place_mesh(kind: PlaceKind, level: int) -> Patch:
    """The one shape of a kind at a level (0 near, 2 far); instances turn and size it."""
    return _SHAPES[kind](LEVELS[level])
