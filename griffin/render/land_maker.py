"""What the land's background worker makes: tiles, their pictures, the hills' shadow. No OpenGL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.render.land_light import HillBlock, LandLight
from griffin.render.land_pictures import TilePicture, tile_picture
from griffin.render.land_tiles import LandPlan, Tile, TileMesh
from griffin.world.ground_colour import Ground
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import ShadingMaps


@dataclass(frozen=True, slots=True)
class PictureOf:
    """A wish: the picture of a tile whose mesh is ready, in a light."""

    tile: Tile
    light: LandLight


LandWish: TypeAlias = Tile | PictureOf | HillBlock
LandPart: TypeAlias = TileMesh | TilePicture | NDArray[np.float64]
MeshMaker: TypeAlias = Callable[[Tile, LandPlan, Terrain, Ground, ShadingMaps], TileMesh]


class LandMaker:
    """Makes what is wished for. Belongs to one thread."""

    def __init__(
        self, mesh: MeshMaker, plan: LandPlan, terrain: Terrain, light: LandLight, picture_px: int
    ) -> None:
        self._mesh = mesh
        self._light = light
        self._picture_px = picture_px
        self._ground = Ground(terrain.seed, light.sun)
        self._shading = ShadingMaps(terrain, light.sun)
        self._land = (plan, terrain, self._ground, self._shading)

    def make(self, wish: LandWish) -> LandPart:
        """A picture or a block of shadow in its wish's light; a mesh, whose wish names none, in the last."""
        if isinstance(wish, Tile):
            return self._mesh(wish, *self._land)
        if wish.light != self._light:
            self._light = wish.light
            self._ground.turn_to(wish.light.sun)
            self._shading.turn_to(wish.light.sun)
        if isinstance(wish, HillBlock):
            return self._shading.shadow_m(wish.cell_m, wish.column, wish.row)
        return tile_picture(wish.tile, self._picture_px, *self._land)
