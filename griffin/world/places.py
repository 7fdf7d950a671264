"""Places: ruined towers on hills, stone arches by the water, floating islands. Seeded and pure."""

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.world.noise import hash_u32
from griffin.world.perch import Perch
from griffin.world.terrain import Terrain

Array = NDArray[np.float64]


class PlaceKind(Enum):
    """What makes a place memorable."""

    TOWER = "tower"
    ARCH = "arch"
    ISLAND = "island"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`place_world` (3,): the middle of its foot; of an island, of its meadow."""

    kind: PlaceKind
    place_world: Array
    turn_rad: float
    size_frac: float  # of the kind's usual size


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTuning:
    """How often places stand, and where."""

    cell_m: float = 2200.0
    chance: float = 0.7  # that a cell has one
    kinds_below: tuple[float, float] = (0.45, 0.8)  # chance below the first: a tower, the second: an arch
    apart_m: float = 400.0  # from the perch, and from what its view shows
    tries: int = 24  # places that are looked at in a cell
    around_m: float = 130.0  # a hill is higher than the ground at this distance on all sides
    tower_m: tuple[float, float] = (15.0, 330.0)  # heights at which towers were built
    arch_m: tuple[float, float] = (1.0, 60.0)
    island_up_m: tuple[float, float] = (170.0, 300.0)  # above the ground or water below
    size_frac: tuple[float, float] = (0.8, 1.35)
    sunk_m: float = 1.5  # foundations
    view_island_m: tuple[float, float] = (1250.0, 0.30)  # from the perch: distance, angle to the right
    view_island_up_m: float = 75.0  # above the perch
    view_island_side_rad: float = 2.1  # which of its sides looks to the perch: its water falls on the right
    view_tower_side_rad: float = 0.1  # and of the tower: the lamp, the breach on the left
    view_tower_m: tuple[float, float] = (240.0, 900.0)  # nearest and farthest from the perch
    view_tower_rad: tuple[float, float] = (0.16, 0.5)  # to the right of its view


TUNING = PlaceTuning()
_BY_CHANCE = (PlaceKind.TOWER, PlaceKind.ARCH, PlaceKind.ISLAND)  # as `kinds_below` parts them
_KEPT_CELLS = 400  # a picture shows 25 of them


def cell_place(terrain: Terrain, column: int, row: int, tuning: PlaceTuning = TUNING) -> Place | None:
    """What stands in one cell of the land, if anything."""
    bits = hash_u32((column * 73_856_093) ^ (row * 19_349_663), terrain.seed + 17)
    chance = [float(hash_u32(bits, each)) / 2.0**32 for each in range(6)]
    if chance[0] > tuning.chance:
        return None
    kind = _BY_CHANCE[sum(chance[1] > below for below in tuning.kinds_below)]
    spot = hash_u32(np.arange(2 * tuning.tries), int(bits) & 0xFFFF).reshape(2, -1) / 2.0**32
    x = (column + 0.1 + 0.8 * spot[0]) * tuning.cell_m
    z = (row + 0.1 + 0.8 * spot[1]) * tuning.cell_m
    best = _best_site(terrain, kind, x, z, tuning)
    if best is None:
        return None
    return _stand(terrain, kind, float(x[best]), float(z[best]), chance, tuning)


def view_places(terrain: Terrain, perch: Perch, tuning: PlaceTuning = TUNING) -> tuple[Place, ...]:
    """What the first picture shows: an island above the valley, a tower on the nearest hill."""
    away_m, aside_rad = tuning.view_island_m
    x, z = (float(each) for each in _from_perch(perch, away_m, aside_rad))
    ground_m = float(terrain.surface_m(x, z))
    up_m = max(perch.position_world[1] + tuning.view_island_up_m, ground_m + tuning.island_up_m[0])
    island = Place(
        kind=PlaceKind.ISLAND,
        place_world=np.array([x, up_m, z]),
        turn_rad=_facing_rad(perch, x, z, tuning.view_island_side_rad),
        size_frac=1.25,
    )
    spot = _seen_hill(terrain, perch, tuning)
    if spot is None:
        return (island,)
    tower = _stand(terrain, PlaceKind.TOWER, *spot, [0.5] * 6, tuning)
    return island, replace(tower, turn_rad=_facing_rad(perch, *spot, tuning.view_tower_side_rad))


class LandPlaces:
    """The places of one land, for everybody who looks for them: each cell is searched once.

    Attributes:
        first: what the first picture shows.
    """

    def __init__(self, terrain: Terrain, perch: Perch, tuning: PlaceTuning = TUNING) -> None:
        self.first = view_places(terrain, perch, tuning)
        self._terrain = terrain
        self._tuning = tuning
        self._taken = [perch.position_world, *(each.place_world for each in self.first)]
        self._cells: dict[tuple[int, int], Place | None] = {}

    def in_cell(self, column: int, row: int) -> Place | None:
        """What stands in one cell, unless the perch or what the first picture shows is too near."""
        key = (column, row)
        if key not in self._cells:
            if len(self._cells) >= _KEPT_CELLS:
                self._cells.pop(next(iter(self._cells)))
            self._cells[key] = self._find(column, row)
        return self._cells[key]

    def _find(self, column: int, row: int) -> Place | None:
        found = cell_place(self._terrain, column, row, self._tuning)
        is_free = found is not None and all(
            math.dist(found.place_world[[0, 2]], each[[0, 2]]) > self._tuning.apart_m for each in self._taken
        )
        return found if is_free else None


def _facing_rad(perch: Perch, x: float, z: float, side_rad: float) -> float:
    """The turn with which a place at x and z shows a side to the perch; sides count from its X to its Z."""
    away = perch.position_world - [x, 0.0, z]
    return side_rad - math.atan2(away[2], away[0])


def _seen_hill(terrain: Terrain, perch: Perch, tuning: PlaceTuning) -> tuple[float, float] | None:
    """The place to the right of the view that stands highest before the eye, nothing in between."""
    away_m = np.geomspace(tuning.view_tower_m[0] / 4.0, tuning.view_tower_m[1], 40)
    turns = np.linspace(*tuning.view_tower_rad, 15)
    x, z = _from_perch(perch, away_m, turns[:, None])
    ground = terrain.surface_m(x, z)
    rise = (ground - perch.position_world[1]) / away_m
    before = np.maximum.accumulate(rise, axis=1)
    is_seen = (rise >= before - 1e-9) & (away_m > tuning.view_tower_m[0]) & (ground > tuning.tower_m[0])
    # A brow: the ground behind it is hidden, so that the tower stands against what is far away.
    behind = np.roll(ground, -1, axis=1)
    score = rise + 0.15 * (behind < ground) - np.abs(away_m - 480.0) / 4000.0
    score = np.where(is_seen, score, -np.inf)
    score[:, -1] = -np.inf
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    return (float(x[best]), float(z[best])) if np.isfinite(score[best]) else None


def _from_perch(perch: Perch, away_m: ArrayLike, aside_rad: ArrayLike) -> tuple[Array, Array]:
    turn = perch.heading_rad + np.asarray(aside_rad)
    return (
        perch.position_world[0] + away_m * np.sin(turn),
        perch.position_world[2] - away_m * np.cos(turn),
    )


def _best_site(terrain: Terrain, kind: PlaceKind, x: Array, z: Array, tuning: PlaceTuning) -> int | None:
    """Which of the places suits a kind best."""
    if kind is PlaceKind.ISLAND:
        return 0
    step_m = tuning.around_m
    ground = terrain.height_m(
        np.stack([x, x + step_m, x - step_m, x, x]), np.stack([z, z, z, z + step_m, z - step_m])
    )
    here, around = ground[0], ground[1:]
    low, high = tuning.tower_m if kind is PlaceKind.TOWER else tuning.arch_m
    fits = (here > low) & (here < high)
    if not fits.any():
        return None
    stands_out = here - around.mean(axis=0) - 0.6 * np.ptp(around, axis=0) * (kind is PlaceKind.ARCH)
    return int(np.argmax(np.where(fits, stands_out, -np.inf)))


def _stand(
    terrain: Terrain, kind: PlaceKind, x: float, z: float, chance: list[float], tuning: PlaceTuning
) -> Place:
    if kind is PlaceKind.ISLAND:
        low, high = tuning.island_up_m
        y = float(terrain.surface_m(x, z)) + low + (high - low) * chance[2]
    else:
        reach = np.array([-4.0, 0.0, 4.0])
        y = float(terrain.height_m(x + reach, z + reach[:, None]).min()) - tuning.sunk_m
    small, large = tuning.size_frac
    return Place(
        kind=kind,
        place_world=np.array([x, y, z]),
        turn_rad=2.0 * math.pi * chance[3],
        size_frac=small + (large - small) * chance[4],
    )
