"""Which cells of plants a picture needs, and which plants of them it shows. Plain arrays, no OpenGL."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from griffin.world.flora import DEAD_WOOD, MEADOW_PLANTS, PLANT, Plant

Array = NDArray[np.float64]

LONG_AGO_S = -1e6
_GROWN_S = 60.0  # after which no plant is coming any more

# What vertex shaders want of one plant: foot from the eye and size; cosine and sine of its turn times how
# broad it is, and the distance at which it has given way; tint; the ground's rise over run along x and z;
# when it came, s after it was chosen: 0 or less.
PLANT_INSTANCE = np.dtype(
    [
        ("a_place", "f4", 4),
        ("a_turn", "f4", 3),
        ("a_tint", "u1", 4),
        ("a_slope", "f4", 2),
        ("a_since", "f4"),
    ]
)


class CellKey(NamedTuple):
    """A cell of woods, or of meadow; `column` along x and `row` along z count in cells of their kind."""

    is_meadow: bool
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloraPlan:
    """How far plants are seen, and where their shapes grow coarser; metres."""

    tree_reach_m: float = 1300.0
    bush_reach_m: float = 420.0
    rock_reach_m: float = 500.0
    meadow_reach_m: float = 64.0
    near_m: float = 75.0  # trees nearer than this have the finest shape ...
    middle_m: float = 260.0  # ... and nearer than this the middle one
    leafy_m: float = 75.0  # leaves, needles and bark are painted on what is nearer
    thinning: float = 0.62  # the fewest-ranked plants give way at (1 - this) of the reach
    most_triangles: int = 18_000  # if more would be drawn, reaches shrink
    rooms: tuple[int, int, int] = (300, 900, 2400)  # of one kind, by level
    meadow_room: int = 3000  # of tufts, flowers or ferns

    high_m: float = 700.0  # so high above the ground, trees are seen twice as far, though fewer of them

    def tree_reach_at_m(self, above_m: float) -> float:
        """How far trees are seen from so high above the ground."""
        return self.tree_reach_m * (1.0 + min(1.0, max(0.0, above_m) / self.high_m))

    def reaches_m(self, above_m: float) -> Array:
        """(kinds,) how far each kind is seen at most."""
        reaches = np.full(len(Plant), self.tree_reach_at_m(above_m))
        reaches[Plant.BUSH] = self.bush_reach_m
        reaches[Plant.ROCK] = self.rock_reach_m
        reaches[list(DEAD_WOOD)] = self.bush_reach_m
        reaches[list(MEADOW_PLANTS)] = self.meadow_reach_m
        return reaches


def cells_around(
    eye: Array, reach_m: float, cell_m: float, *, is_meadow: bool
) -> list[tuple[float, CellKey]]:
    """Distance and key of all cells within reach of the eye, the nearest first."""
    half = math.ceil(reach_m / cell_m)
    at_x, at_z = math.floor(eye[0] / cell_m), math.floor(eye[2] / cell_m)
    steps = np.arange(-half, half + 1)
    column, row = (each.ravel() for each in np.meshgrid(at_x + steps, at_z + steps))
    dx = np.abs((column + 0.5) * cell_m - eye[0]) - 0.5 * cell_m
    dz = np.abs((row + 0.5) * cell_m - eye[2]) - 0.5 * cell_m
    away = np.hypot(np.maximum(dx, 0.0), np.maximum(dz, 0.0))
    order = np.argsort(away, kind="stable")
    order = order[away[order] < reach_m]
    return [(float(away[i]), CellKey(is_meadow, int(column[i]), int(row[i]))) for i in order]


def since_chosen_s(shown_s: float, chosen_s: float) -> float:
    """How long plants have been chosen, as their shaders want it: for a float of 32 bits it stays small."""
    return min(shown_s - chosen_s, _GROWN_S)


class PlantChoice:
    """The plants that one picture shows, grouped by kind and level."""

    def __init__(self, plan: FloraPlan, levels: int) -> None:
        self._plan = plan
        self._levels = levels
        self._has_levels = np.array([kind not in MEADOW_PLANTS for kind in Plant])

    def choose(
        self,
        cells: Iterable[NDArray[np.void]],
        eye: Array,
        planes: Array,
        *,
        above_m: float,
        reach_frac: float,
        since_s: Sequence[float] = (),
    ) -> tuple[NDArray[np.void], NDArray[np.int64]]:
        """Instances in the order of kind and level, and how many there are of each (kinds * levels,).

        `planes` (p, 4): a point from the eye is in view where all of them are positive. `since_s`: when each
        cell came, unless all have been there for long.
        """
        cells = list(cells)
        plants = _joined(cells)
        came_s = since_s or [LONG_AGO_S] * len(cells)
        rel = plants["place"] - eye
        kind = plants["kind"]
        keep_frac = (1.0 - self._plan.thinning * plants["rank"]) * reach_frac
        reach_m = self._plan.reaches_m(above_m)[kind] * keep_frac
        away2 = np.einsum("ij,ij->i", rel, rel)
        inside = away2 < reach_m * reach_m
        depth = rel @ planes[:, :3].T + planes[:, 3]
        inside &= (depth > -plants["size_m"][:, None]).all(axis=1)
        found = np.flatnonzero(inside)
        kind, away = kind[found].astype(np.int64), np.sqrt(away2[found])
        level = (away > self._plan.near_m).astype(np.int64) + (away > self._plan.middle_m)
        group = kind * self._levels + np.where(self._has_levels[kind], level, 0)
        order = np.argsort(group, kind="stable")
        found = found[order]
        chosen = np.empty(len(found), dtype=PLANT_INSTANCE)
        chosen["a_place"][:, :3] = rel[found]
        chosen["a_place"][:, 3] = plants["size_m"][found]
        turn = plants["turn_rad"][found]
        breadth = plants["breadth"][found]
        chosen["a_turn"][:, 0] = np.cos(turn) * breadth
        chosen["a_turn"][:, 1] = np.sin(turn) * breadth
        chosen["a_turn"][:, 2] = reach_m[found]
        chosen["a_tint"] = plants["tint"][found]
        chosen["a_slope"] = plants["slope"][found]
        chosen["a_since"] = np.repeat(came_s, [len(cell) for cell in cells])[found]
        return chosen, np.bincount(group, minlength=len(Plant) * self._levels)


def _joined(cells: Sequence[NDArray[np.void]]) -> NDArray[np.void]:
    """All plants of all cells: for a tenth of what `np.concatenate` takes to compare the fields."""
    plants = np.empty(sum(len(cell) for cell in cells), dtype=PLANT)
    end = 0
    for cell in cells:
        begin, end = end, end + len(cell)
        plants[begin:end] = cell
    return plants


def within_budget(reach_frac: float, triangles: int, most_triangles: int) -> float:
    """The reach for the next choice: shrinks at once when there is too much, and grows back slowly."""
    if triangles > most_triangles:
        return max(0.3, reach_frac * math.sqrt(most_triangles / triangles))
    if triangles < 0.85 * most_triangles:
        return min(1.0, reach_frac * 1.02)
    return reach_frac


def view_planes(clip_from_rel: Array, margin: float) -> Array:
    """(4, 4): unit planes at a picture's sides, `margin` wider; positive is inside."""
    m = clip_from_rel.copy()
    m[:2] /= 1.0 + margin
    planes = np.stack([m[3] + m[0], m[3] - m[0], m[3] + m[1], m[3] - m[1]])
    length = np.linalg.norm(planes[:, :3], axis=1, keepdims=True)
    return np.asarray(planes / length)
