import math

import numpy as np
import pytest

from griffin.world.perch import Perch, find_perch
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain

SEEDS = [1, 2, 3, 11]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_perch_is_always_the_same(seed: int) -> None:
    a, b = find_perch(Terrain(seed)), find_perch(Terrain(seed))
    assert np.array_equal(a.position_world, b.position_world)
    assert a.heading_rad == b.heading_rad


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tree_stands_on_a_brow_over_a_valley(seed: int) -> None:
    terrain = Terrain(seed)
    perch = find_perch(terrain)
    x, y, z = perch.trunk_world
    assert float(terrain.height_m(x, z)) == pytest.approx(y)
    assert y > 60.0
    ahead = np.array([math.sin(perch.heading_rad), -math.cos(perch.heading_rad)])
    below = terrain.surface_m(x + ahead[0] * np.array([60.0, 300.0]), z + ahead[1] * np.array([60.0, 300.0]))
    assert (below < y - np.array([12.0, 40.0])).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_griffin_sits_free_of_the_ground(seed: int) -> None:
    terrain = Terrain(seed)
    perch = find_perch(terrain)
    feet = perch.position_world
    assert feet[1] - float(terrain.height_m(feet[0], feet[2])) > 3.0
    assert 2.0 < np.hypot(*(feet - perch.trunk_world)[[0, 2]]) < 6.0


def test_the_sun_stands_at_two_o_clock() -> None:
    perch = find_perch(Terrain(1))
    assert math.degrees(sun_at().azimuth_rad - perch.heading_rad) == pytest.approx(60.0)


def test_the_perchs_frame_has_the_feet_at_its_origin_and_the_view_ahead() -> None:
    perch = Perch(
        position_world=np.array([10.0, 50.0, -7.0]),
        heading_rad=math.pi / 2.0,  # along +X
        trunk_world=np.array([12.0, 45.0, -4.0]),
    )
    assert np.allclose(perch.world_from_perch @ [0.0, 0.0, 0.0, 1.0], [10.0, 50.0, -7.0, 1.0])
    assert np.allclose(perch.world_from_perch @ [0.0, 0.0, -1.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    assert np.allclose(perch.trunk_perch, [3.0, -5.0, -2.0])
