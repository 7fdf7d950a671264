"""The waterfall of an island: strands that widen and part, and cards of spray; metres, in the island's frame.

Vertices rather than a patch, for they are blended and turn to the eye: see shaders/falls.vert.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array
from griffin.meshes.mesh import Indices, grid_triangles
from griffin.world.island import FALL, fall_path, lip
from griffin.world.noise import hash_uniform

FALL_VERTEX = np.dtype([("a_position", "f4", 3), ("a_corner", "f4", 3), ("a_flow", "f4", 3)])


@dataclass(frozen=True, slots=True, kw_only=True)
class FallTuning:
    """The fall's form about its path."""

    brook_m: float = 0.9  # half of the brook, at the spring
    wide_m: tuple[float, float] = (2.1, 6.5)  # half of all strands, at the rim and at the end
    rows: int = 20


TUNING = FallTuning()


def fall_mesh(strands: int, cards: int, tuning: FallTuning = TUNING) -> tuple[NDArray[Any], Indices]:
    """Vertices (FALL_VERTEX) and triangles (m, 3) of so many strands and cards of spray."""
    _, way = lip()
    side = np.array([-way[2], 0.0, way[0]])
    parts = [_strand(number, strands, way, side, tuning) for number in range(strands)]
    parts += [_card(number, cards, side, tuning) for number in range(cards)]
    strip = grid_triangles(tuning.rows, 3)
    quad = np.array([[0, 1, 2], [0, 2, 3]])
    faces = [strip] * strands + [quad] * cards
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    triangles = np.concatenate([face + first for face, first in zip(faces, starts, strict=True)])
    return np.concatenate(parts), triangles


def _strand(number: int, count: int, way: Array, side: Array, tuning: FallTuning) -> NDArray[Any]:
    toss = hash_uniform((3,), 210 + number)
    down = np.linspace(0.0, 1.0, tuning.rows) ** 1.4
    fall = np.clip((down - FALL.brook_frac) / (1.0 - FALL.brook_frac), 0.0, 1.0)
    brook = np.clip(down / FALL.brook_frac, 0.0, 1.0)
    all_m = tuning.brook_m + (tuning.wide_m[0] - tuning.brook_m) * brook**2
    all_m = all_m + (tuning.wide_m[1] - tuning.wide_m[0]) * fall
    place = 0.0 if count == 1 else (2.0 * number / (count - 1) - 1.0) * 0.62
    middle = all_m * (place + 0.12 * np.sin(4.0 * fall + 6.0 * toss[0]) * fall)
    half = all_m * (0.62 - 0.28 * fall) * (0.8 + 0.4 * toss[1])
    path = fall_path(down) + way * (1.6 * (toss[2] - 0.5) * fall)[:, None]
    across = np.array([-1.0, 0.0, 1.0])
    bend = 1.1 * np.sin(math.pi * brook) * np.sin(2.0 * math.pi * brook)  # it winds a little
    shift = (middle + bend)[:, None] + half[:, None] * across
    vertices = np.zeros((tuning.rows, 3), dtype=FALL_VERTEX)
    vertices["a_position"] = path[:, None] + side * shift[..., None]
    vertices["a_flow"][..., 0] = across
    vertices["a_flow"][..., 1] = down[:, None]
    vertices["a_flow"][..., 2] = toss[0]
    return vertices.ravel()


def _card(number: int, count: int, side: Array, tuning: FallTuning) -> NDArray[Any]:
    """Spray along the lower part, larger towards the end."""
    toss = hash_uniform((3,), 240 + number)
    fall = 0.5 + 0.5 * (number + 0.5) / count
    down = np.array([FALL.brook_frac + (1.0 - FALL.brook_frac) * fall])
    size = (3.5 + 15.0 * (down[0] - 0.5)) * (0.7 + 0.6 * toss[1])
    place = fall_path(down)[0] + side * 2.0 * tuning.wide_m[1] * 0.5 * (toss[2] - 0.5)
    vertices = np.zeros(4, dtype=FALL_VERTEX)
    vertices["a_position"] = place
    vertices["a_corner"] = [(-size, -size, 1), (size, -size, 1), (size, size, 1), (-size, size, 1)]
    vertices["a_flow"][:, 1] = down
    vertices["a_flow"][:, 2] = (number * 0.618) % 1.0
    return vertices
