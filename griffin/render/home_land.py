"""The land around the branch, kept as it was made: who is brought home from far away finds it there.

A flight begins on the branch, goes on for as long as one likes, and ends there within half a second, behind a
veil. By then other land has taken the places of what was seen at the beginning, and to make it anew takes
seconds. So the meshes stay in memory, 4 KB a tile at low, and their pictures, 16 KB each. No OpenGL.
"""

import math

import numpy as np
from numpy.typing import NDArray

from griffin.render.land_maker import PictureOf
from griffin.render.land_pictures import TilePicture
from griffin.render.land_tiles import Tile, TileMesh

HOME_M = 80.0  # from the trunk: the eye behind a griffin that sits, looks around or has just pushed off
FAR_M = 400.0  # nobody flies that far from one picture to the next


def is_home(eye_world: NDArray[np.float64], trunk_world: NDArray[np.float64]) -> bool:
    """Whether the eye is at the branch."""
    return math.hypot(eye_world[0] - trunk_world[0], eye_world[2] - trunk_world[2]) < HOME_M


class HomeLand:
    """Keeps what is made for an eye at home. `meshes` and `pictures` by their tiles."""

    def __init__(self, trunk_world: NDArray[np.float64]) -> None:
        self._trunk_world = trunk_world
        self._eye_world: NDArray[np.float64] | None = None
        self._is_there = False
        self.meshes: dict[Tile, TileMesh] = {}
        self.pictures: dict[Tile, tuple[PictureOf, TilePicture]] = {}

    def follow(self, eye_world: NDArray[np.float64]) -> bool:
        """The eye for which things are made from now on. Returns whether it has just been brought home."""
        before, self._eye_world = self._eye_world, eye_world.copy()
        self._is_there = is_home(eye_world, self._trunk_world)
        return self._is_there and before is not None and float(np.abs(eye_world - before).max()) > FAR_M

    def note_mesh(self, mesh: TileMesh) -> None:
        """It was made."""
        if self._is_there:
            self.meshes[mesh.tile] = mesh

    def note_picture(self, wish: PictureOf, picture: TilePicture) -> None:
        """It was made; it takes the place of one in an older light."""
        if self._is_there:
            self.pictures[wish.tile] = (wish, picture)
