"""The perch: where in the seeded land the old tree stands, and which way the griffin looks from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.world.terrain import Terrain

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Perch:
    """`position_world` (3,): where the griffin's feet are on the bough; `trunk_world` (3,): foot of the trunk."""

    position_world: Array
    heading_rad: float
    trunk_world: Array


def find_perch(terrain: Terrain) -> Perch:
    """The best view near the origin."""
    ground_m = float(terrain.surface_m(0.0, 0.0))
    return Perch(
        position_world=np.array([0.0, ground_m + 8.0, 0.0]),
        heading_rad=1.2,
        trunk_world=np.array([0.0, ground_m, 0.0]),
    )
