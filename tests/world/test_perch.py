import math
from functools import cache

import numpy as np
import pytest

from griffin.world.perch import Perch, find_perch
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain

SEEDS = [1, 2, 3, 11]
STEP_M = 40.0


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


def first_view(terrain: Terrain, perch: Perch) -> tuple[float, float]:
    """What the camera behind the perch sees: the part of directions that meet a lake within 5 km, and the
    longest stretch of water or valley floor (m) in one direction, most of it in sight."""
    ahead = np.array([math.sin(perch.heading_rad), -math.cos(perch.heading_rad)])
    eye_x, eye_z = perch.position_world[[0, 2]] - 9.0 * ahead
    eye_y = perch.position_world[1] + 3.0
    turns = perch.heading_rad + np.radians(np.linspace(-40.0, 40.0, 41))[:, None]
    away_m = np.arange(STEP_M, 8000.0, STEP_M)
    ground = terrain.surface_m(eye_x + np.sin(turns) * away_m, eye_z - np.cos(turns) * away_m)
    rise = (ground - eye_y) / away_m
    is_seen = rise >= np.maximum.accumulate(rise, axis=1) - 1e-9
    is_lake = (ground <= terrain.water_level_m) & is_seen & (away_m < 5000.0)
    slope = np.abs(ground[:, 10:] - ground[:, :-10]) / (10.0 * STEP_M)  # over 400 m: a valley, not a ledge
    is_floor = (ground[:, 5:-5] < eye_y - 60.0) & (slope < 0.08)
    longest = 0.0
    for floor, seen in zip(is_floor, is_seen[:, 5:-5], strict=True):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], floor, [False]]).astype(int)))
        for begin, end in edges.reshape(-1, 2):
            if seen[begin:end].mean() > 0.6:
                longest = max(longest, float(seen[begin:end].sum()) * STEP_M)
    return float(is_lake.any(axis=1).mean()), longest


@cache
def start(seed: int) -> tuple[Terrain, Perch]:
    terrain = Terrain(seed)
    return terrain, find_perch(terrain)


@pytest.mark.parametrize("seed", range(1, 21))
def test_the_first_view_shows_a_lake_or_a_long_valley(seed: int) -> None:
    lake_frac, valley_m = first_view(*start(seed))
    assert lake_frac >= 0.25 or valley_m >= 2000.0


@pytest.mark.parametrize("seed", range(1, 21))
def test_no_bank_or_hill_stands_before_the_camera(seed: int) -> None:
    terrain, perch = start(seed)
    ahead = np.array([math.sin(perch.heading_rad), -math.cos(perch.heading_rad)])
    eye_x, eye_z = perch.position_world[[0, 2]] - 9.0 * ahead
    turns = perch.heading_rad + np.radians(np.linspace(-35.0, 35.0, 15))[:, None]
    away_m = np.geomspace(10.0, 300.0, 20)
    ground = terrain.surface_m(eye_x + np.sin(turns) * away_m, eye_z - np.cos(turns) * away_m)
    assert ((ground - perch.position_world[1] - 3.0) / away_m).max(axis=1).mean() < -0.05


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
