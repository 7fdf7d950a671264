"""Where the griffin's shadow falls: a small net of points is let down along the sun's rays onto the land.

Pure: a frame that looks along the rays, the net on the land in it, and the part of the perch's wood that a
standing griffin can shade.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array, vec_normalize
from griffin.meshes.mesh import Indices, Patch, grid_triangles

SurfaceHeight = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowTuning:
    """Size and fineness of the net."""

    half_m: float = 4.6  # around the body's middle: spread wings and tail fit in
    cells: int = 12  # along a side; the land is smooth at this scale
    first_falls: int = 10  # times that a point is let down where it starts anew
    falls: int = 1  # and where the last picture already had it nearly there: 0.5 ms of the processor
    damping: float = 0.8  # of a fall: on a slope as steep as the sun the way down would swing
    jump_m: float = 6.0  # a griffin that moves farther than this between two pictures was relocated
    lift_m: float = 0.05  # above the land, so that the land doesn't hide it
    lift_frac: float = 0.004  # and of the distance below: far land is drawn in coarser cells
    wood_m: float = 3.4  # around the feet: which part of the bough may be shaded
    wood_above_m: float = 0.10

    def __post_init__(self) -> None:
        if self.cells < 2 or self.falls < 1 or self.first_falls < self.falls:
            raise ValueError("a net needs cells, and falls to come down")


TUNING = ShadowTuning()


def frame_of_rays(sun_world: Array) -> Array:
    """(3, 3) rows: right, up and towards the sun, unit vectors of the world."""
    right = vec_normalize(np.cross([0.0, 1.0, 0.0], sun_world))
    return np.stack([right, np.cross(sun_world, right), sun_world])


class ShadowNet:
    """The net on the land below one griffin. It remembers where it lay, for the next picture."""

    def __init__(self, surface_m: SurfaceHeight, sun_world: Array, tuning: ShadowTuning = TUNING) -> None:
        """`surface_m(x_m, z_m)`: height of ground or water. `sun_world`: towards the sun, which is up."""
        self._surface_m = surface_m
        self._tuning = tuning
        side = np.linspace(-1.0, 1.0, tuning.cells + 1)
        up, right = np.meshgrid(side, side, indexing="ij")
        self.mask = np.stack([right.ravel(), up.ravel()], axis=1)
        self.triangles: Indices = grid_triangles(len(side), len(side))
        self._below_m: Array | None = None
        self._middle = np.zeros(3)
        self.turn_to(sun_world)

    def turn_to(self, sun_world: Array) -> None:
        """The sun has moved a little: the net falls along its rays from now on."""
        self.frame = frame_of_rays(sun_world)
        self._offsets = self._tuning.half_m * (self.mask @ self.frame[:2])

    def fall(self, middle_world: Array) -> tuple[Array, Array]:
        """The net below a body: (n, 3) points of the world, and (n,) how far below along the ray."""
        tuning, sun = self._tuning, self.frame[2]
        starts = middle_world + self._offsets
        has_jumped = np.linalg.norm(middle_world - self._middle) > tuning.jump_m
        if self._below_m is None or has_jumped:
            height_m = float(self._surface_m(middle_world[:1], middle_world[2:])[0])
            self._below_m = np.full(len(starts), max(0.0, (middle_world[1] - height_m) / sun[1]))
            falls = tuning.first_falls
        else:
            falls = tuning.falls
        below_m = self._below_m
        for _ in range(falls):
            points = starts - below_m[:, None] * sun
            gap_m = points[:, 1] - self._surface_m(points[:, 0], points[:, 2])
            below_m = below_m + tuning.damping * gap_m / sun[1]
        self._below_m, self._middle = below_m, np.array(middle_world, dtype=np.float64)
        points = starts - below_m[:, None] * sun
        points[:, 1] += tuning.lift_m + tuning.lift_frac * np.maximum(below_m, 0.0)
        return points, below_m


def shaded_wood(tree: Patch, tuning: ShadowTuning = TUNING) -> tuple[Array, Array, Indices]:
    """Of a tree in the perch's frame the wood below the feet: points (n, 3), normals (n, 3), triangles.

    Wood differs from leaves in its pattern, which holds a direction around the branch.
    """
    near = np.linalg.norm(tree.position, axis=1) < tuning.wood_m
    is_wood = np.abs(tree.pattern[:, 1:3]).sum(axis=1) > 0.5
    keep = near & is_wood & (tree.position[:, 1] < tuning.wood_above_m)
    triangles = tree.triangles[keep[tree.triangles].all(axis=1)]
    used, renumbered = np.unique(triangles, return_inverse=True)
    return tree.position[used], tree.normal[used], renumbered.reshape(triangles.shape)
