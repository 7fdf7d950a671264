"""What stands on the ground, one by one: trees, bushes, dead wood, rocks, ferns, grass. Seeded and pure.

Every candidate is a point of an endless jittered and warped grid, and all about it comes from a hash of its
place in the grid: so a plant is the same whichever cell it is made with, and from whichever side one comes.
Whether it is there is the ground's affair: woods stand where the ground is coloured as wood, grow small
towards the tree line, and leave rock and snow free. Slow noises make stands of them: dense and open places,
kinds that keep together, young trees along the edges and in gaps.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import vec_normalize
from griffin.world.ground_colour import Cover, Ground
from griffin.world.noise import GradientNoise, hash_u32, smoothstep
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
    BIRCH = 9
    WILLOW = 10
    DEAD = 11  # a trunk that still stands
    LOG = 12  # one that fell; its size is its length
    FERN = 13


CONIFERS = frozenset({Plant.FIR, Plant.SPRUCE})
TREES = CONIFERS | {Plant.OAK, Plant.POPLAR, Plant.AUTUMN, Plant.BIRCH, Plant.WILLOW}
DEAD_WOOD = frozenset({Plant.DEAD, Plant.LOG})
MEADOW_PLANTS = frozenset({Plant.TUFT, Plant.FLOWER, Plant.FERN})  # small and many, seen from near only
_IS_TREE = np.array([kind in TREES for kind in Plant])

# `rank` 0 to 1 is when a thing gives way to distance: the lowest last. `tint` multiplies its colours, 255 is
# twice; the fourth is how much of the sun it sees. `breadth` is how much broader it is than others of its
# kind, `slope` the ground's rise over run along x and z at its foot.
PLANT = np.dtype(
    [
        ("place", "f8", 3),
        ("size_m", "f4"),
        ("turn_rad", "f4"),
        ("rank", "f4"),
        ("breadth", "f4"),
        ("slope", "f4", 2),
        ("kind", "u1"),
        ("tint", "u1", 4),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloraTuning:
    """How densely things stand, and how large they are."""

    wood_cell_m: float = 128.0
    wood_spacing_m: float = 7.11  # 18 to a cell
    meadow_cell_m: float = 32.0
    meadow_spacing_m: float = 1.4
    warp_m: float = 5.0  # how far places are moved by a slow noise, so that no rows are seen ...
    warp_size_m: float = 34.0  # ... and how slow it is
    stand_size_m: float = 44.0  # dense and open places in a wood
    kin_size_m: float = 90.0  # places where one kind keeps together
    stand: tuple[float, float] = (
        0.92,
        0.9,
    )  # of the places in a wood that hold a tree: mean, and +- by noise
    edge_wood: tuple[float, float] = (0.12, 0.6)  # ground's wood at which trees begin and stand close
    ragged: float = 0.22  # how far a wood's edge wanders, of the ground's wood
    young_chance: float = 0.12  # of a tree to be young in the midst of a wood ...
    young_edge_chance: float = 0.45  # ... and how much more at its edge
    young_size: tuple[float, float] = (0.32, 0.75)  # of the grown tree
    bush_chance: float = 0.3  # along the edges
    bramble_chance: float = 0.16  # in a wood, where no tree stands
    lone_chance: float = 0.008  # trees in the open ...
    group_chance: float = 0.05  # ... and where they keep together
    waterside_chance: float = 0.20  # birches and willows on low ground by the water
    waterside_m: tuple[float, float] = (16.0, 5.0)  # above the water: there they begin and stand close
    willow_m: float = 5.5  # higher above the water, no willow
    birch_chance: float = 0.09  # in woods, apart from stands of birches
    snag_chance: float = 0.014  # of a tree in a wood to be dead ...
    high_snag_chance: float = 0.05  # ... and at the tree line
    log_chance: float = 0.03  # in a wood, where no tree stands
    log_slope: float = 0.45  # rise over run on which a log stays
    rock_chance: float = 0.09  # on rocky ground
    lone_rock_chance: float = 0.008
    autumn_chance: float = 0.05  # art direction: one in twenty
    steepest: float = 0.95  # rise over run that still holds a tree
    lowest_m: float = 2.0  # above the water
    dwarf_m: tuple[float, float] = (200.0, 420.0)  # trees grow small from here on up
    hue_frac: float = 0.05  # each on its own
    hue_axis: tuple[float, float, float] = (0.20, 0.05, -0.12)  # from one green to the other, +-
    light_frac: float = 0.14
    breadth: tuple[float, float] = (0.88, 1.28)
    flower_chance: float = 0.3
    clump_size_m: float = 7.0  # grass stands together, with bare turf between
    clump: tuple[float, float] = (-0.35, 0.25)  # of that noise: below it grass is sparse, above it dense
    clump_least_frac: float = 0.06  # of the tufts grow between clumps
    clump_least_size_frac: float = 0.6  # of a tuft's size there
    fern_wood: tuple[float, float] = (0.1, 0.4)  # ground's wood at which ferns begin and take over
    fern_frac: float = 0.34  # of the places for grass that hold a fern where it is densest
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
    Plant.BIRCH: (7.0, 12.5),
    Plant.WILLOW: (6.0, 10.5),
    Plant.DEAD: (5.0, 10.0),
    Plant.LOG: (4.0, 8.0),
    Plant.FERN: (0.6, 1.3),
}
_SIZE_LOW, _SIZE_HIGH = np.array([SIZES_M[kind] for kind in Plant]).T
_FLOWER_TINTS = np.array([[1.0, 1.0, 1.0], [1.05, 1.25, 1.3], [1.1, 1.25, 0.45]])  # pink, white, yellow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Candidates (n,): where they are, what is there, and `chance` (12, n) from 0 to 1."""

    x: Array
    z: Array
    height: Array
    normal: Array
    shading: Shading
    chance: Array
    stand: Array  # how dense it is here, how much one kind keeps to itself, how old it is: about -1 to 1
    kin: Array
    age: Array

    @property
    def slope(self) -> Array:
        """(n, 2) rise over run along x and z."""
        return np.asarray(-self.normal[:, [0, 2]] / self.normal[:, 1:2])


_WARP_X, _WARP_Z, _STAND, _KIN, _AGE, _CLUMP = 300, 310, 320, 330, 340, 350


class Flora:
    """All plants of one land under one sun at a time. Belongs to one thread, as its shading maps do."""

    def __init__(
        self, terrain: Terrain, sun: SunLight, perch: Perch | None = None, tuning: FloraTuning = FloraTuning()
    ) -> None:
        """Keeps the `perch` and its view free."""
        self._terrain = terrain
        self._ground = Ground(terrain.seed, sun)
        self._noise = GradientNoise(terrain.seed ^ 0xF10A)
        self._shading = ShadingMaps(terrain, sun)
        self._perch = perch
        self.tuning = tuning

    def turn_to(self, sun: SunLight) -> None:
        """Light what grows from now on by another sun. Nothing grows elsewhere for that."""
        self._ground.turn_to(sun)
        self._shading.turn_to(sun)

    def woods(self, column: int, row: int) -> NDArray[np.void]:
        """Trees, bushes, dead wood and rocks (PLANT) of one cell of `wood_cell_m`."""
        t = self.tuning
        at = self._places(column, row, t.wood_cell_m, t.wood_spacing_m)
        cover = self._ground.cover(at.x, at.z, at.height, at.normal, at.shading)
        kind, is_there = self._choose(cover, at)
        plants = self._make(kind, at)
        dwarf = 1.0 - 0.65 * smoothstep(*t.dwarf_m, at.height)
        is_young = at.chance[8] < t.young_chance + t.young_edge_chance * (
            smoothstep(0.75, 0.2, cover.wood) + 0.6 * smoothstep(0.1, 0.5, at.age)
        )
        low, high = t.young_size
        young = np.where(is_young, low + (high - low) * at.chance[9], 1.0)
        plants["size_m"] *= np.where(_IS_TREE[kind], dwarf * young, 1.0)
        sunk = np.where(kind == Plant.ROCK, 0.25, 0.02) * plants["size_m"]
        plants["place"][:, 1] -= sunk + np.minimum(cover.slope, 1.0) * 0.04 * plants["size_m"]
        is_log = kind == Plant.LOG  # along the slope it would stand in the air
        plants["turn_rad"][is_log] = np.arctan2(*at.slope.T)[is_log] + 0.5 * at.chance[6][is_log]
        return plants[is_there & self._leaves_view(plants)]

    def meadow(self, column: int, row: int) -> NDArray[np.void]:
        """Grass, flowers, ferns (PLANT) of a cell of `meadow_cell_m`; grass takes the ground's own colour."""
        t = self.tuning
        at = self._places(column, row, t.meadow_cell_m, t.meadow_spacing_m)
        chance = at.chance
        cover = self._ground.cover(at.x, at.z, at.height, at.normal, at.shading)
        soil = (1.0 - cover.rock) * (1.0 - cover.snow) * (1.0 - cover.gravel)
        fern = smoothstep(*t.fern_wood, cover.wood) * np.clip(0.4 + at.stand, 0.0, 1.0)
        is_fern = chance[8] < 0.7 * fern
        flowery = smoothstep(0.0, 0.5, cover.mottle + 0.5 * cover.crown) * t.flower_chance
        kind = np.where(chance[4] < flowery, Plant.FLOWER, Plant.TUFT)
        is_tuft = ~is_fern & (kind == Plant.TUFT)
        is_flower = ~is_fern & ~is_tuft
        kind[is_fern] = Plant.FERN
        plants = self._make(kind, at)
        light = self._ground.colour(at.x, at.z, at.height, at.normal, at.shading)[:, :3] / PALETTE.meadow.lit
        light *= (1.0 + t.light_frac * (2.0 * chance[5] - 1.0))[:, None]
        plants["tint"][is_tuft, :3] = _tint(light[is_tuft])
        plants["tint"][is_tuft, 3] = 255
        colour = (chance[6] * len(_FLOWER_TINTS)).astype(int)
        plants["tint"][is_flower, :3] = _tint(_FLOWER_TINTS[colour[is_flower]])
        plants["place"][:, 1] -= 0.05
        clump = smoothstep(
            *t.clump,
            self._noise.sample(at.x / t.clump_size_m, at.z / t.clump_size_m, np.array([[_CLUMP]]))[0],
        )
        least, least_size = t.clump_least_frac, t.clump_least_size_frac
        plants["size_m"][is_tuft] *= (least_size + (1.0 - least_size) * clump)[is_tuft]
        share = np.where(is_fern, t.fern_frac, 1.0 - 0.7 * cover.wood)
        share = np.where(is_tuft, share * (least + (1.0 - least) * clump), share)
        grows: NDArray[np.bool_] = (chance[3] < soil * share) & (at.height > 1.4) & (cover.slope < 1.0)
        return plants[grows]

    def _places(self, column: int, row: int, cell_m: float, spacing_m: float) -> _Places:
        """Every point of a cell's grid, moved; some lie a little outside the cell."""
        t, noise = self.tuning, self._noise.sample
        count = round(cell_m / spacing_m)
        steps = np.arange(count)
        at_x, at_z = (each.ravel() for each in np.meshgrid(column * count + steps, row * count + steps))
        seed = self._terrain.seed + round(spacing_m * 10.0)
        bits = hash_u32((at_x * 73_856_093) ^ (at_z * 19_349_663), seed)
        chance = np.stack([hash_u32(bits, 40 + each) / 2.0**32 for each in range(12)])
        x = (at_x + chance[0]) * (cell_m / count)
        z = (at_z + chance[1]) * (cell_m / count)
        warp = noise(x / t.warp_size_m, z / t.warp_size_m, np.array([[_WARP_X], [_WARP_Z]]))
        x, z = x + warp[0] * min(t.warp_m, spacing_m), z + warp[1] * min(t.warp_m, spacing_m)
        sizes_m = np.array([t.stand_size_m, t.kin_size_m, t.kin_size_m])[:, None]
        stand, kin, age = noise(x / sizes_m, z / sizes_m, np.array([[_STAND], [_KIN], [_AGE]]))
        span_m = t.span_m
        height, east, south = self._terrain.height_m(
            np.stack([x, x + span_m, x]), np.stack([z, z, z + span_m])
        )
        normal = vec_normalize(np.stack([height - east, np.full_like(x, span_m), height - south], axis=-1))
        shading = self._shading.read(x, z, height, cell_m=span_m)
        return _Places(
            x=x,
            z=z,
            height=height,
            normal=normal,
            shading=shading,
            chance=chance,
            stand=stand,
            kin=kin,
            age=age,
        )

    def _choose(self, cover: Cover, at: _Places) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Which kind stands at each place, and whether it does."""
        t, chance, height = self.tuning, at.chance, at.height
        mean, spread = t.stand
        wood = smoothstep(*t.edge_wood, cover.wood + t.ragged * at.stand * (cover.wood > 0.0))
        wood *= np.clip(mean + spread * at.stand, 0.08, 1.0)
        holds = (cover.slope < t.steepest) & (height > t.lowest_m) & (cover.snow < 0.4)
        lone = (t.lone_chance + t.group_chance * smoothstep(0.2, 0.55, at.stand)) * (1.0 - cover.rock)
        by_water = t.waterside_chance * smoothstep(*t.waterside_m, height) * smoothstep(-0.05, 0.35, at.kin)
        by_water *= (cover.slope < 0.5) * (1.0 - cover.rock)
        is_of_water = holds & (chance[10] < by_water)
        is_tree = is_of_water | (holds & ((chance[2] < wood) | (chance[3] < lone)))
        is_wood = holds & (cover.wood > 0.3)
        is_edge = holds & (cover.wood > 0.03) & (cover.wood < 0.6)
        bush = np.where(is_edge, t.bush_chance * np.clip(0.6 + 1.4 * at.stand, 0.1, 1.5), 0.0)
        is_bush = ~is_tree & (chance[4] < np.maximum(bush, t.bramble_chance * is_wood))
        is_log = ~is_tree & ~is_bush & is_wood & (chance[11] < t.log_chance) & (cover.slope < t.log_slope)
        stony = t.rock_chance * cover.rock + t.lone_rock_chance * (1.0 + 4.0 * cover.gravel)
        is_rock = ~(is_tree | is_bush | is_log) & (chance[5] < stony) & (cover.snow < 0.7) & (height > -1.0)
        tree = np.where(is_of_water, self._water_tree(at), self._wood_tree(cover, at))
        kind = np.where(is_tree, tree, np.where(is_bush, Plant.BUSH, Plant.ROCK))
        kind = np.where(is_log, Plant.LOG, kind)
        return kind, is_tree | is_bush | is_log | is_rock

    def _water_tree(self, at: _Places) -> NDArray[np.int64]:
        is_willow = (at.height < self.tuning.willow_m) & (at.chance[6] < 0.65)
        return np.where(is_willow, Plant.WILLOW, Plant.BIRCH)

    def _wood_tree(self, cover: Cover, at: _Places) -> NDArray[np.int64]:
        """Broadleaf or conifer as the ground says; of these the kinds that keep together here; some dead."""
        t, chance = self.tuning, at.chance
        is_leafy = chance[4] < 0.1 + 0.85 * cover.leafy
        poplar = 0.06 + 0.5 * smoothstep(0.2, 0.5, -at.kin)
        leafy = np.where(chance[6] < poplar, Plant.POPLAR, Plant.OAK)
        leafy = np.where(chance[7] < t.autumn_chance, Plant.AUTUMN, leafy)
        tree = np.where(is_leafy, leafy, np.where(chance[6] < 0.55 + 0.9 * at.kin, Plant.FIR, Plant.SPRUCE))
        birch = t.birch_chance + (0.2 + 0.4 * cover.leafy) * smoothstep(0.2, 0.5, at.kin)
        birch += 0.2 * cover.leafy * smoothstep(0.7, 0.2, cover.wood)
        tree = np.where(chance[10] < birch, Plant.BIRCH, tree)
        snag = t.snag_chance + t.high_snag_chance * smoothstep(*t.dwarf_m, at.height)
        return np.where((chance[11] < snag) & (cover.wood > 0.15), Plant.DEAD, tree)

    def _make(self, kind: NDArray[np.int64], at: _Places) -> NDArray[np.void]:
        t, chance = self.tuning, at.chance
        plants = np.zeros(len(at.x), dtype=PLANT)
        plants["place"] = np.stack([at.x, at.height, at.z], axis=-1)
        grown = np.where(kind == Plant.ROCK, chance[6] ** 4, chance[7])
        plants["size_m"] = _SIZE_LOW[kind] + (_SIZE_HIGH - _SIZE_LOW)[kind] * grown
        plants["turn_rad"] = 2.0 * np.pi * chance[5]
        plants["rank"] = chance[3]
        low, high = t.breadth
        plants["breadth"] = low + (high - low) * chance[9]
        plants["slope"] = at.slope
        plants["kind"] = kind
        hue = t.hue_frac * (2.0 * chance[[1, 0, 2]].T - 1.0)
        green = 0.7 * (2.0 * chance[11] - 1.0) + 0.6 * np.clip(at.age, -1.0, 1.0)
        hue += green[:, None] * np.array(t.hue_axis) * (kind != Plant.ROCK)[:, None]
        plants["tint"][:, :3] = _tint((1.0 + hue) * (1.0 + t.light_frac * (2.0 * chance[4] - 1.0))[:, None])
        plants["tint"][:, 3] = np.rint(255.0 * at.shading.sunlit)
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
