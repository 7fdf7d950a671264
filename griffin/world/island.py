"""What eye and ear both need of a floating island: its outline, its brook and the path of its fall. Pure.

Metres in the island's frame at its usual size: from its meadow's middle, which lies at height 0.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import vec_normalize

Array = NDArray[np.float64]

RADIUS_M = 42.0
BROOK_RAD = 1.047  # the way from the spring to the rim
SPRING_M = 19.0  # from the middle
POOL_M = 5.0
OVER_M = 1.8  # how far the turf stands over the rock
SPRING_LEVEL_M, RIM_LEVEL_M = 2.6, 1.4  # the water's


@dataclass(frozen=True, slots=True, kw_only=True)
class FallPath:
    """The water's way from the spring to the end of its fall."""

    brook_frac: float = 0.135  # of the way down: from the spring to the rim
    drop_m: float = 92.0  # beyond the island's lowest rock
    reach_m: float = 5.0  # how far out it falls

    def __post_init__(self) -> None:
        if not 0.0 < self.brook_frac < 1.0:
            raise ValueError("the brook is a part of the water's way")


FALL = FallPath()


def outline(angle: Array) -> Array:
    """The rock's edge below the turf: places (n, 2) for angles (n,)."""
    edge = (
        0.93
        + 0.15 * np.sin(2.0 * angle + 0.8)
        + 0.08 * np.sin(5.0 * angle)
        + 0.06 * np.sin(9.0 * angle + 2.0)
    )
    return np.asarray(RADIUS_M * edge[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))


def water_m(along_m: Array) -> Array:
    """How high the water stands so far from the middle, along the brook."""
    frac = np.clip((along_m - SPRING_M - POOL_M) / (_rock_m() - SPRING_M - POOL_M), 0.0, 1.0)
    return np.asarray(SPRING_LEVEL_M + (RIM_LEVEL_M - SPRING_LEVEL_M) * frac)


def lip() -> tuple[Array, Array]:
    """Where the water leaves the island (3,), and the direction (3,) in which it goes."""
    way = vec_normalize(np.array([math.cos(BROOK_RAD), 0.0, math.sin(BROOK_RAD)]))
    return way * (_rock_m() + OVER_M) + [0.0, RIM_LEVEL_M, 0.0], way


def fall_path(down: Array, path: FallPath = FALL) -> Array:
    """Along the brook, over the rim, and down: places (n, 3) for parts (n,) of the way, 0 to 1."""
    start, way = lip()
    brook = np.clip(down / path.brook_frac, 0.0, 1.0)
    fall = np.clip((down - path.brook_frac) / (1.0 - path.brook_frac), 0.0, 1.0)
    begin_m = SPRING_M + 3.5
    along = begin_m + (math.hypot(start[0], start[2]) - begin_m) * brook + path.reach_m * np.sqrt(fall)
    up = water_m(along) + 0.12 - path.drop_m * fall**1.3
    return np.asarray(way * along[:, None] + np.array([0.0, 1.0, 0.0]) * up[:, None])


def _rock_m() -> float:
    """How far the rock reaches where the brook leaves it."""
    return float(np.linalg.norm(outline(np.array([BROOK_RAD]))))
