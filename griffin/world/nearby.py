"""What sounds near a place of the land: waterfalls, shores, woods, ridges. Seeded and pure.

    position ──look──► Nearby: points of the world that are heard, and how much wood and ridge is around

A look costs as much as a step of the flight, so whoever flies looks a few times a second; what is found are
places of the world, which stay where they are until the next look.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from griffin.easing import smooth_between
from griffin.world.ground_colour import Ground
from griffin.world.island import FALL, fall_path
from griffin.world.places import TUNING as PLACES
from griffin.world.places import LandPlaces, Place, PlaceKind
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import Shading

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """One island's water. `top_world`, `foot_world` (3,): where its fall begins and ends."""

    top_world: Array
    foot_world: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """What is near a place.

    `falls`: the nearest first. `shore_world` (3,): the nearest shore, None where none is in reach.
    `wood_world` (3,): the thickest wood in reach, None where there is none. `wood_frac`: how much of the
    ground around stands under trees. `ridge_frac`: how far the ground stands out above the land around.
    """

    falls: tuple[Waterfall, ...] = ()
    shore_world: Array | None = None
    wood_world: Array | None = None
    wood_frac: float = 0.0
    ridge_frac: float = 0.0


NOTHING_NEARBY = Nearby()


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyTuning:
    """How far a look reaches. Sounds are gone at these distances."""

    rings_m: tuple[float, ...] = (30.0, 70.0, 150.0)
    rays: int = 8
    wood_rings: int = 2  # the inner ones: a wood farther away is not heard
    ridge_m: tuple[float, float] = (8.0, 40.0)  # above the outermost ring's mean: a ridge begins, and is one
    fall_reach_m: float = 600.0
    most_falls: int = 2
    least_wood_frac: float = 0.15  # less than this is no wood

    def __post_init__(self) -> None:
        if list(self.rings_m) != sorted(self.rings_m) or min(self.rings_m) <= 0.0:
            raise ValueError("rings_m must grow")
        if not 1 <= self.wood_rings < len(self.rings_m):
            raise ValueError("the outermost ring is the land around, not the wood")


TUNING = NearbyTuning()
# Where an island's water leaves its rim, and where it is spray: in the island's frame at its usual size.
_TOP, _FOOT = fall_path(np.array([FALL.brook_frac, 1.0]))


def waterfall_of(place: Place) -> Waterfall:
    """The waterfall of an island."""
    cos, sin = math.cos(place.turn_rad), math.sin(place.turn_rad)
    world_from_island = place.size_frac * np.array([[cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, cos]])
    return Waterfall(
        top_world=place.place_world + world_from_island @ _TOP,
        foot_world=place.place_world + world_from_island @ _FOOT,
    )


class Lookout:
    """Looks around in one land. It keeps what it has found, and looks into one new cell of places a look."""

    def __init__(self, terrain: Terrain, places: LandPlaces, tuning: NearbyTuning = TUNING) -> None:
        self._terrain = terrain
        self._places = places
        self._tuning = tuning
        self._cells: dict[tuple[int, int], Waterfall | None] = {}
        self._first = [waterfall_of(each) for each in places.first if each.kind is PlaceKind.ISLAND]
        turns = np.arange(tuning.rays) * (2.0 * math.pi / tuning.rays)
        away_m = np.array(tuning.rings_m)[:, None]
        self._x = np.append((away_m * np.sin(turns)).ravel(), 0.0)  # ring by ring, then the middle
        self._z = np.append((-away_m * np.cos(turns)).ravel(), 0.0)

    @cached_property
    def _ground(self) -> Ground:
        """Made at the first look: the first picture needs none."""
        return Ground(self._terrain.seed, sun_at())  # its woods don't depend on the sun

    def look(self, position_world: Array) -> Nearby:
        """What is near a place (3,)."""
        x, z = self._x + position_world[0], self._z + position_world[2]
        height = self._terrain.height_m(x, z)
        here_m = float(height[-1])
        rings = height[:-1].reshape(-1, self._tuning.rays)
        wood, thickest = self._woods(x, z, height, rings)
        return Nearby(
            falls=self._falls(position_world),
            shore_world=self._shore(position_world, here_m, rings),
            wood_world=thickest,
            wood_frac=wood,
            ridge_frac=smooth_between(here_m - float(rings[-1].mean()), *self._tuning.ridge_m),
        )

    def _shore(self, position_world: Array, here_m: float, rings: Array) -> Array | None:
        """The nearest point at which one of the rays crosses the water's edge."""
        level_m = self._terrain.water_level_m
        above = np.vstack([np.full(self._tuning.rays, here_m), rings]) - level_m
        away_m = np.array([0.0, *self._tuning.rings_m])[:, None]
        crosses = (above[:-1] > 0.0) != (above[1:] > 0.0)
        if not crosses.any():
            return None
        inner, outer = above[:-1], above[1:]
        along = inner / np.where(crosses, inner - outer, 1.0)
        edge_m = np.where(crosses, away_m[:-1] + along * (away_m[1:] - away_m[:-1]), np.inf)
        ring, ray = np.unravel_index(int(np.argmin(edge_m)), edge_m.shape)
        turn = 2.0 * math.pi * ray / self._tuning.rays
        shift = float(edge_m[ring, ray]) * np.array([math.sin(turn), 0.0, -math.cos(turn)])
        shore = position_world + shift
        shore[1] = level_m
        return np.asarray(shore)

    def _woods(self, x: Array, z: Array, height: Array, rings: Array) -> tuple[float, Array | None]:
        """How much of the ground is wood, and where it is thickest."""
        tuning = self._tuning
        count = tuning.wood_rings * tuning.rays
        slope = _slopes(height[-1], rings, np.array(tuning.rings_m))[:count]
        normal = np.zeros((count, 3))
        normal[:, 1] = 1.0 / np.sqrt(1.0 + slope**2)
        shading = Shading(sunlit=np.ones(count), hollow=np.zeros(count))
        cover = self._ground.cover(x[:count], z[:count], height[:count], normal, shading)
        wood = np.asarray(cover.wood * (1.0 - cover.rock))
        best = int(np.argmax(wood))
        if wood[best] < tuning.least_wood_frac:
            return float(wood.mean()), None
        return float(wood.mean()), np.array([x[best], height[best], z[best]])

    def _falls(self, position_world: Array) -> tuple[Waterfall, ...]:
        """The nearest waterfalls that are known."""
        near: list[tuple[float, Waterfall]] = []
        for fall in self._known_falls(position_world):
            away_m = math.dist(fall.foot_world[[0, 2]], position_world[[0, 2]])
            if away_m < self._tuning.fall_reach_m:
                near.append((away_m, fall))
        near.sort(key=lambda each: each[0])
        return tuple(fall for _, fall in near[: self._tuning.most_falls])

    def _known_falls(self, position_world: Array) -> list[Waterfall]:
        reach_m = self._tuning.fall_reach_m
        low_x, low_z, high_x, high_z = (
            math.floor((position_world[axis] + side * reach_m) / PLACES.cell_m)
            for side in (-1.0, 1.0)
            for axis in (0, 2)
        )
        keys = [(x, z) for x in range(low_x, high_x + 1) for z in range(low_z, high_z + 1)]
        for key in [key for key in keys if key not in self._cells][:1]:
            self._cells[key] = self._look_into(key)
        return self._first + [found for key in keys if (found := self._cells.get(key)) is not None]

    def _look_into(self, key: tuple[int, int]) -> Waterfall | None:
        place = self._places.in_cell(*key)
        return waterfall_of(place) if place is not None and place.kind is PlaceKind.ISLAND else None


def _slopes(here_m: float, rings: Array, away_m: Array) -> Array:
    """Rise over run at the rings' points, ring by ring, from the points beside them."""
    inward = np.vstack([np.full(rings.shape[1], here_m), rings[:-1]])
    run_m = np.diff(away_m, prepend=0.0)[:, None]
    radial = (rings - inward) / run_m
    across_m = 2.0 * away_m * math.sin(2.0 * math.pi / rings.shape[1])
    across = (np.roll(rings, -1, axis=1) - np.roll(rings, 1, axis=1)) / across_m[:, None]
    return np.asarray(np.hypot(radial, across).ravel())
