"""What sounds near a place: falls where they are drawn, shores at the water's edge, woods and ridges."""

import math

import numpy as np
import pytest

from griffin.meshes.fall_mesh import fall_mesh
from griffin.world.nearby import Lookout, waterfall_of
from griffin.world.perch import find_perch
from griffin.world.places import LandPlaces, Place, PlaceKind
from griffin.world.terrain import Terrain

TERRAIN = Terrain(1)
PLACES = LandPlaces(TERRAIN, find_perch(TERRAIN))


@pytest.fixture(scope="module")
def lookout() -> Lookout:
    return Lookout(TERRAIN, PLACES)


@pytest.mark.parametrize(("turn_rad", "size_frac"), [(0.0, 1.0), (1.1, 1.25)])
def test_a_waterfall_sounds_where_it_is_drawn(turn_rad: float, size_frac: float) -> None:
    place = Place(
        kind=PlaceKind.ISLAND,
        place_world=np.array([100.0, 300.0, -50.0]),
        turn_rad=turn_rad,
        size_frac=size_frac,
    )
    vertices, _ = fall_mesh(5, 0)
    cos, sin = math.cos(turn_rad), math.sin(turn_rad)
    drawn = vertices["a_position"] * size_frac @ np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]]).T
    drawn = drawn + place.place_world
    down = vertices["a_flow"][:, 1]
    fall = waterfall_of(place)
    assert fall.top_world == pytest.approx(drawn[(down > 0.11) & (down < 0.16)].mean(axis=0), abs=2.0)
    assert fall.foot_world == pytest.approx(drawn[down > 0.98].mean(axis=0), abs=3.0)


def test_the_island_of_the_first_view_is_heard_beside_it(lookout: Lookout) -> None:
    island = next(each for each in PLACES.first if each.kind is PlaceKind.ISLAND)
    (first, *_) = lookout.look(island.place_world).falls
    assert first.foot_world == pytest.approx(waterfall_of(island).foot_world)
    far = island.place_world + np.array([700.0, 0.0, 0.0])
    assert all(math.dist(fall.foot_world, first.foot_world) > 1.0 for fall in lookout.look(far).falls)


def test_a_shore_is_where_water_and_land_meet(lookout: Lookout) -> None:
    random = np.random.default_rng(3)
    found = 0
    for x, z in random.uniform(-3000.0, 3000.0, (400, 2)):
        shore = lookout.look(np.array([x, 50.0, z])).shore_world
        if shore is not None:
            found += 1
            around = np.linspace(-40.0, 40.0, 41)
            height = TERRAIN.height_m(shore[0] + around, shore[2] + around[:, None])
            assert height.min() < 0.0 < height.max()
    assert found > 2


def test_over_the_middle_of_a_lake_no_shore_is_near(lookout: Lookout) -> None:
    steps = np.arange(-6000.0, 6000.0, 100.0)
    height = TERRAIN.height_m(steps, steps[:, None])
    row, column = np.unravel_index(int(np.argmin(height)), height.shape)
    nearby = lookout.look(np.array([steps[column], 20.0, steps[row]]))
    if nearby.shore_world is not None:
        assert math.dist(nearby.shore_world, [steps[column], 0.0, steps[row]]) > 50.0
    assert nearby.wood_frac == 0.0
    assert nearby.wood_world is None


def test_woods_and_ridges_are_somewhere_and_not_everywhere(lookout: Lookout) -> None:
    places = np.random.default_rng(4).uniform(-3000.0, 3000.0, (80, 2))
    found = [lookout.look(np.array([x, 0.0, z])) for x, z in places]
    for values in ([each.wood_frac for each in found], [each.ridge_frac for each in found]):
        assert min(values) == pytest.approx(0.0, abs=0.02)
        assert max(values) > 0.6
    assert all(each.wood_frac > 0.0 for each in found if each.wood_world is not None)


def test_the_same_looks_find_the_same() -> None:
    def looks(lookout: Lookout) -> list[float]:
        return [lookout.look(np.array([40.0 * n, 80.0, 0.0])).wood_frac for n in range(5)]

    assert looks(Lookout(TERRAIN, PLACES)) == looks(Lookout(TERRAIN, PLACES))
