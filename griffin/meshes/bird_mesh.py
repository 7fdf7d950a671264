"""Birds: the shape of one, and where flocks circle over the land. Plain arrays, no OpenGL."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import hash_u32
from griffin.world.terrain import Terrain

# `a_middle`: the circle's middle and radius; `a_bird`: angle on the circle, half the span, rise above it,
# beats a second; `a_round`: speed around the circle.
BIRD = np.dtype([("a_middle", "f4", 4), ("a_bird", "f4", 4), ("a_round", "f4")])

# Body, tail and two wings of two triangles: x right, y up, z back; half a span is 1.
_POINTS = np.array(
    [
        (0.0, 0.0, -0.42), (0.09, 0.0, 0.0), (-0.09, 0.0, 0.0), (0.0, 0.0, 0.46), (0.45, 0.08, -0.16),
        (0.42, 0.05, 0.14), (1.0, 0.0, 0.1), (-0.45, 0.08, -0.16), (-0.42, 0.05, 0.14), (-1.0, 0.0, 0.1),
    ]
)  # fmt: skip
_TRIANGLES = [(0, 2, 1), (1, 2, 3), (0, 1, 4), (1, 5, 4), (4, 5, 6), (0, 7, 2), (2, 7, 8), (7, 9, 8)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BirdTuning:
    """How many birds there are, and how they fly."""

    cell_m: float = 750.0  # one flock at most in each
    flock_chance: float = 0.4
    hunter_chance: float = 0.2  # a lone, larger bird instead of a flock
    most_in_flock: int = 16
    reach_m: float = 1900.0  # farther, a bird is less than a pixel
    half_span_m: float = 0.75
    hunter_half_span_m: float = 1.5
    radius_m: tuple[float, float] = (30.0, 110.0)
    above_m: tuple[float, float] = (25.0, 110.0)  # the ground or water below
    speed_mps: float = 11.0
    beats_hz: float = 2.6
    spread_rad: float = 0.5  # of a flock along its circle
    replace_m: float = 200.0  # searches for flocks anew once the camera has moved this far


TUNING = BirdTuning()


def bird_mesh() -> tuple[NDArray[np.void], NDArray[np.uint16]]:
    """Vertices and triangles of one bird."""
    vertices = np.zeros(len(_POINTS), dtype=[("a_position", "f4", 3)])
    vertices["a_position"] = _POINTS
    return vertices, np.array(_TRIANGLES, dtype=np.uint16).ravel()


def flock_birds(terrain: Terrain, column: int, row: int, tuning: BirdTuning = TUNING) -> NDArray[np.void]:
    """The birds (BIRD) of one cell, with the world's place of their circle's middle in `a_middle`."""
    bits = hash_u32((column * 73_856_093) ^ (row * 19_349_663), terrain.seed + 71)
    chance = hash_u32(np.arange(8 + 3 * tuning.most_in_flock), int(bits)) / 2.0**32
    if chance[0] > tuning.flock_chance:
        return np.zeros(0, dtype=BIRD)
    is_hunter = chance[1] < tuning.hunter_chance
    count = 1 if is_hunter else 5 + int(chance[2] * (tuning.most_in_flock - 5))
    x, z = (column + chance[3]) * tuning.cell_m, (row + chance[4]) * tuning.cell_m
    ground_m = float(terrain.surface_m(x, z))
    above_m = tuning.above_m[0] + (tuning.above_m[1] - tuning.above_m[0]) * chance[5] * (
        2.0 if is_hunter else 1.0
    )
    radius_m = tuning.radius_m[0] + (tuning.radius_m[1] - tuning.radius_m[0]) * chance[6]
    own = chance[8:].reshape(3, -1)[:, :count]
    birds = np.zeros(count, dtype=BIRD)
    birds["a_middle"] = (x, ground_m + above_m, z, radius_m)
    birds["a_bird"][:, 0] = 6.0 * chance[7] + tuning.spread_rad * own[0]
    birds["a_bird"][:, 1] = (tuning.hunter_half_span_m if is_hunter else tuning.half_span_m) * (
        0.85 + 0.3 * own[1]
    )
    birds["a_bird"][:, 2] = 14.0 * (own[2] - 0.5)
    birds["a_bird"][:, 3] = tuning.beats_hz * (0.4 if is_hunter else 0.9 + 0.2 * float(own[1].mean()))
    birds["a_middle"][:, 3] += 12.0 * (own[1] - 0.5)
    birds["a_round"] = math.copysign(tuning.speed_mps / radius_m, chance[7] - 0.5)
    return birds
