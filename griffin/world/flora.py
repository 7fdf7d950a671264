"""What stands on the ground, one by one: trees, bushes, rocks, tufts and flowers. Seeded and pure.

Every candidate is a point of an endless jittered grid, and all about it comes from a hash of its place in the
grid: so a plant is the same whichever cell it is made with, and from whichever side one comes. Whether it is
there is the ground's affair: woods stand where the ground is coloured as wood, thin out at the edges, grow
small towards the tree line, and leave rock, snow and shores free.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import vec_normalize
from griffin.world.ground_colour import Cover, Ground
from griffin.world.noise import hash_u32, smoothstep
from griffin.world.palette import PALETTE
from griffin.world.perch import Perch
from griffin.world.sun import SunLight
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import Shading, ShadingMaps

Array = NDArray[np.float64]


class Plant(IntEnum):
    """Kinds of things; rocks count as plants here.

    A number is the kind's row in tables; that one is lower than another means nothing.
    """

    FIR = 0
    SPRUCE = 1
    OAK = 2
    POPLAR = 3
    AUTUMN = 4
    BUSH = 5
    ROCK = 6
    TUFT = 7
    FLOWER = 8


CONIFERS = frozenset({Plant.FIR, Plant.SPRUCE})
TREES = CONIFERS | {Plant.OAK, Plant.POPLAR, Plant.AUTUMN}
MEADOW_PLANTS = frozenset({Plant.TUFT, Plant.FLOWER})  # small and many, seen from near only
_IS_TREE = np.array([kind in TREES for kind in Plant])

# `rank` 0 to 1 is when a thing gives way to distance: the lowest last. `tint` multiplies its colours, 255 is
# twice; the fourth is how much of the sun it sees.
PLANT = np.dtype(
    [
        ("place", "f8", 3),
        ("size_m", "f4"),
        ("turn_rad", "f4"),
        ("rank", "f4"),
        ("kind", "u1"),
        ("tint", "u1", 4),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloraTuning:
    """How densely things stand, and how large they are."""

    wood_cell_m: float = 128.0
    wood_spacing_m: float = 8.0
    meadow_cell_m: float = 32.0
    meadow_spacing_m: float = 1.6
    edge_wood: tuple[float, float] = (0.2, 0.65)  # ground's wood at which trees begin and stand close
    bush_chance: float = 0.3  # along the edges
    lone_chance: float = 0.014  # trees in the open
    rock_chance: float = 0.09  # on rocky ground
    lone_rock_chance: float = 0.008
    autumn_chance: float = 0.05  # art direction: one in twenty
    steepest: float = 0.95  # rise over run that still holds a tree
    lowest_m: float = 2.0  # above the water
    dwarf_m: tuple[float, float] = (200.0, 420.0)  # trees grow small from here on up
    hue_frac: float = 0.08
    light_frac: float = 0.14
    flower_chance: float = 0.3
    span_m: float = 4.0  # over which the ground's slope is measured
    clearing_m: float = 15.0  # around the perch's trunk
    view_m: float = 160.0  # before the perch, to this distance, nothing stands higher than the feet


# Height in metres of the smallest and the largest.
SIZES_M = {
    Plant.FIR: (9.0, 16.0),
    Plant.SPRUCE: (10.0, 17.0),
    Plant.OAK: (7.0, 12.0),
    Plant.POPLAR: (9.0, 14.0),
    Plant.AUTUMN: (7.0, 11.0),
    Plant.BUSH: (1.2, 2.8),
    Plant.ROCK: (0.5, 3.6),
    Plant.TUFT: (0.45, 1.0),
    Plant.FLOWER: (0.4, 0.7),
}
_SIZE_LOW, _SIZE_HIGH = np.array([SIZES_M[kind] for kind in Plant]).T
_FLOWER_TINTS = np.array([[1.0, 1.0, 1.0], [1.05, 1.25, 1.3], [1.1, 1.25, 0.45]])  # pink, white, yellow


class Flora:
    """All plants of one land under one sun. Belongs to one thread, as its shading maps do."""

    def __init__(
        self, terrain: Terrain, sun: SunLight, perch: Perch | None = None, tuning: FloraTuning = FloraTuning()
    ) -> None:
        """Keeps the `perch` and its view free."""
        self._terrain = terrain
        self._ground = Ground(terrain.seed, sun)
        self._shading = ShadingMaps(terrain, sun)
        self._perch = perch
        self.tuning = tuning

    def woods(self, column: int, row: int) -> NDArray[np.void]:
        """Trees, bushes and rocks (PLANT) of one cell of `wood_cell_m`."""
        t = self.tuning
        x, z, chance = self._candidates(column, row, t.wood_cell_m, t.wood_spacing_m)
        height, normal, shading = self._survey(x, z)
        cover = self._ground.cover(x, z, height, normal, shading)
        kind, is_there = self._choose(cover, height, chance)
        plants = self._make(kind, x, z, height, shading, chance)
        dwarf = 1.0 - 0.65 * smoothstep(*t.dwarf_m, height)
        plants["size_m"] *= np.where(_IS_TREE[kind], dwarf, 1.0)
        sunk = np.where(kind == Plant.ROCK, 0.25, 0.02) * plants["size_m"]
        plants["place"][:, 1] -= sunk + np.minimum(cover.slope, 1.0) * 0.04 * plants["size_m"]
        return plants[is_there & self._leaves_view(plants)]

    def meadow(self, column: int, row: int) -> NDArray[np.void]:
        """Tufts and flowers (PLANT) of one cell of `meadow_cell_m`; tufts take the ground's own colour."""
        t = self.tuning
        x, z, chance = self._candidates(column, row, t.meadow_cell_m, t.meadow_spacing_m)
        height, normal, shading = self._survey(x, z)
        cover = self._ground.cover(x, z, height, normal, shading)
        grass = (1.0 - cover.rock) * (1.0 - cover.snow) * (1.0 - cover.gravel) * (1.0 - 0.7 * cover.wood)
        flowery = smoothstep(0.0, 0.5, cover.mottle + 0.5 * cover.crown) * t.flower_chance
        kind = np.where(chance[4] < flowery, Plant.FLOWER, Plant.TUFT)
        plants = self._make(kind, x, z, height, shading, chance)
        light = self._ground.colour(x, z, height, normal, shading)[:, :3] / PALETTE.meadow.lit
        light *= (1.0 + t.light_frac * (2.0 * chance[5] - 1.0))[:, None]
        is_tuft = kind == Plant.TUFT
        plants["tint"][is_tuft, :3] = _tint(light[is_tuft])
        plants["tint"][is_tuft, 3] = 255
        colour = (chance[6] * len(_FLOWER_TINTS)).astype(int)
        plants["tint"][~is_tuft, :3] = _tint(_FLOWER_TINTS[colour[~is_tuft]])
        plants["place"][:, 1] -= 0.05
        grows: NDArray[np.bool_] = (chance[3] < grass) & (height > 1.4) & (cover.slope < 1.0)
        return plants[grows]

    def _candidates(
        self, column: int, row: int, cell_m: float, spacing_m: float
    ) -> tuple[Array, Array, Array]:
        """x, z (n,) and eight numbers from 0 to 1 (8, n) of every point of a cell's grid."""
        count = round(cell_m / spacing_m)
        steps = np.arange(count)
        at_x, at_z = (each.ravel() for each in np.meshgrid(column * count + steps, row * count + steps))
        seed = self._terrain.seed + round(spacing_m * 10.0)
        bits = hash_u32((at_x * 73_856_093) ^ (at_z * 19_349_663), seed)
        chance = np.stack([hash_u32(bits, 40 + each) / 2.0**32 for each in range(8)])
        x = (at_x + 0.08 + 0.84 * chance[0]) * (cell_m / count)
        z = (at_z + 0.08 + 0.84 * chance[1]) * (cell_m / count)
        return x, z, chance

    def _survey(self, x: Array, z: Array) -> tuple[Array, Array, Shading]:
        span_m = self.tuning.span_m
        height, east, south = self._terrain.height_m(
            np.stack([x, x + span_m, x]), np.stack([z, z, z + span_m])
        )
        normal = vec_normalize(np.stack([height - east, np.full_like(x, span_m), height - south], axis=-1))
        return height, normal, self._shading.read(x, z, height, cell_m=span_m)

    def _choose(
        self, cover: Cover, height: Array, chance: Array
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Which kind stands at each place, and whether it does."""
        t = self.tuning
        wood = smoothstep(*t.edge_wood, cover.wood)
        holds = (cover.slope < t.steepest) & (height > t.lowest_m) & (cover.snow < 0.4)
        is_tree = holds & ((chance[2] < wood) | (chance[3] < t.lone_chance * (1.0 - cover.rock)))
        is_edge = (cover.wood > 0.03) & (cover.wood < 0.6) & holds
        is_bush = ~is_tree & is_edge & (chance[4] < t.bush_chance)
        stony = t.rock_chance * cover.rock + t.lone_rock_chance * (1.0 + 4.0 * cover.gravel)
        is_rock = ~is_tree & ~is_bush & (chance[5] < stony) & (cover.snow < 0.7) & (height > -1.0)
        is_leafy = chance[4] < 0.1 + 0.85 * cover.leafy
        leafy = np.where(chance[6] < 0.72, Plant.OAK, Plant.POPLAR)
        leafy = np.where(chance[7] < t.autumn_chance, Plant.AUTUMN, leafy)
        tree = np.where(is_leafy, leafy, np.where(chance[6] < 0.6, Plant.FIR, Plant.SPRUCE))
        kind = np.where(is_tree, tree, np.where(is_bush, Plant.BUSH, Plant.ROCK))
        return kind, is_tree | is_bush | is_rock

    def _make(
        self, kind: NDArray[np.int64], x: Array, z: Array, height: Array, shading: Shading, chance: Array
    ) -> NDArray[np.void]:
        t = self.tuning
        plants = np.zeros(len(x), dtype=PLANT)
        plants["place"] = np.stack([x, height, z], axis=-1)
        grown = np.where(kind == Plant.ROCK, chance[6] ** 4, chance[7])
        plants["size_m"] = _SIZE_LOW[kind] + (_SIZE_HIGH - _SIZE_LOW)[kind] * grown
        plants["turn_rad"] = 2.0 * np.pi * chance[5]
        plants["rank"] = chance[3]
        plants["kind"] = kind
        hue = t.hue_frac * (2.0 * chance[[1, 0, 2]].T - 1.0)
        plants["tint"][:, :3] = _tint((1.0 + hue) * (1.0 + t.light_frac * (2.0 * chance[4] - 1.0))[:, None])
        plants["tint"][:, 3] = np.rint(255.0 * shading.sunlit)
        return plants

    def _leaves_view(self, plants: NDArray[np.void]) -> NDArray[np.bool_]:
        """Which plants stand neither on the perch nor in its view."""
        perch = self._perch
        if perch is None:
            return np.ones(len(plants), dtype=bool)
        rel = plants["place"] - perch.position_world
        from_trunk = np.hypot(*(plants["place"] - perch.trunk_world)[:, [0, 2]].T)
        ahead = rel[:, 0] * np.sin(perch.heading_rad) - rel[:, 2] * np.cos(perch.heading_rad)
        away = np.hypot(rel[:, 0], rel[:, 2])
        top = rel[:, 1] + plants["size_m"]
        hides = (away < self.tuning.view_m) & (ahead > -14.0) & (top > -2.0 - 0.12 * np.maximum(ahead, 0.0))
        return np.asarray((from_trunk > self.tuning.clearing_m) & ~hides)


def _tint(factor: Array) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(127.5 * factor), 0.0, 255.0), dtype=np.uint8)
