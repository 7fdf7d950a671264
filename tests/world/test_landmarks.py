import numpy as np
import pytest

from griffin.world.landmarks import TUNING, Landmark, LandmarkKind, cell_landmark, view_landmarks
from griffin.world.perch import find_perch
from griffin.world.terrain import Terrain

TERRAIN = Terrain(1)


@pytest.fixture(scope="module")
def landmarks() -> list[Landmark]:
    cells = [(column, row) for column in range(-5, 5) for row in range(-5, 5)]
    return [found for cell in cells if (found := cell_landmark(TERRAIN, *cell))]


def test_a_land_has_all_kinds_and_empty_places(landmarks: list[Landmark]) -> None:
    assert {each.kind for each in landmarks} == set(LandmarkKind)
    assert 30 < len(landmarks) < 90


def test_the_same_cell_has_always_the_same() -> None:
    first, second = cell_landmark(TERRAIN, 1, -2), cell_landmark(Terrain(1), 1, -2)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert np.array_equal(first.place_world, second.place_world)


def test_towers_and_arches_stand_on_dry_ground_and_islands_float(landmarks: list[Landmark]) -> None:
    for each in landmarks:
        x, y, z = each.place_world
        above_m = y - float(TERRAIN.surface_m(x, z))
        if each.kind is LandmarkKind.ISLAND:
            assert above_m >= TUNING.island_up_m[0] - 1e-6
        else:
            assert -12.0 < above_m < 0.0
            assert float(TERRAIN.height_m(x, z)) > 0.0


def test_the_first_picture_has_a_tower_and_an_island_before_it() -> None:
    perch = find_perch(TERRAIN)
    found = view_landmarks(TERRAIN, perch)
    assert {each.kind for each in found} == {LandmarkKind.ISLAND, LandmarkKind.TOWER}
    ahead = np.array([np.sin(perch.heading_rad), 0.0, -np.cos(perch.heading_rad)])
    for each in found:
        rel = each.place_world - perch.position_world
        assert rel @ ahead > 0.8 * np.linalg.norm(rel * [1, 0, 1])
