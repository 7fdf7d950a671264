import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from griffin.world.perch import find_perch
from griffin.world.places import TUNING, LandPlaces, Place, PlaceKind, cell_place, view_places
from griffin.world.terrain import Terrain

TERRAIN = Terrain(1)


@pytest.fixture(scope="module")
def places() -> list[Place]:
    cells = [(column, row) for column in range(-5, 5) for row in range(-5, 5)]
    return [found for cell in cells if (found := cell_place(TERRAIN, *cell))]


def test_a_land_has_all_kinds_and_empty_cells(places: list[Place]) -> None:
    assert {each.kind for each in places} == set(PlaceKind)
    assert 30 < len(places) < 90


def test_the_same_cell_has_always_the_same() -> None:
    first, second = cell_place(TERRAIN, 1, -2), cell_place(Terrain(1), 1, -2)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert np.array_equal(first.place_world, second.place_world)


def test_towers_and_arches_stand_on_dry_ground_and_islands_float(places: list[Place]) -> None:
    for each in places:
        x, y, z = each.place_world
        above_m = y - float(TERRAIN.surface_m(x, z))
        if each.kind is PlaceKind.ISLAND:
            assert above_m >= TUNING.island_up_m[0] - 1e-6
        else:
            assert -12.0 < above_m < 0.0
            assert float(TERRAIN.height_m(x, z)) > 0.0


def test_the_first_picture_has_a_tower_and_an_island_before_it() -> None:
    perch = find_perch(TERRAIN)
    found = view_places(TERRAIN, perch)
    assert {each.kind for each in found} == {PlaceKind.ISLAND, PlaceKind.TOWER}
    ahead = np.array([np.sin(perch.heading_rad), 0.0, -np.cos(perch.heading_rad)])
    for each in found:
        rel = each.place_world - perch.position_world
        assert rel @ ahead > 0.8 * np.linalg.norm(rel * [1, 0, 1])


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_they_turn_the_same_side_to_the_perch_in_every_land(seed: int) -> None:
    terrain = Terrain(seed)
    perch = find_perch(terrain)
    sides = {PlaceKind.ISLAND: TUNING.view_island_side_rad, PlaceKind.TOWER: TUNING.view_tower_side_rad}
    for each in view_places(terrain, perch):
        cos, sin = np.cos(each.turn_rad), np.sin(each.turn_rad)
        turn = np.array([[cos, sin], [-sin, cos]])  # as shaders/places.vert turns x and z
        side = sides[each.kind]
        looks = turn @ [np.cos(side), np.sin(side)]
        away = (perch.position_world - each.place_world)[[0, 2]]
        assert looks @ away > 0.999 * np.linalg.norm(away)


class CountingTerrain(Terrain):
    """A land that counts how often it is asked for heights."""

    asked = 0

    def height_m(self, x_m: ArrayLike, z_m: ArrayLike) -> NDArray[np.float64]:
        self.asked += 1
        return super().height_m(x_m, z_m)


def test_each_cell_is_searched_once() -> None:
    terrain = CountingTerrain(1)
    places = LandPlaces(terrain, find_perch(terrain))
    cells = [(column, row) for column in range(-2, 2) for row in range(-2, 2)]
    found = [places.in_cell(*cell) for cell in cells]
    asked = terrain.asked
    again = [places.in_cell(*cell) for cell in cells]
    assert terrain.asked == asked
    assert all(first is second for first, second in zip(found, again, strict=True))


def test_nothing_stands_before_the_perch_and_what_is_seen_from_it() -> None:
    perch = find_perch(TERRAIN)
    tuning = replace(TUNING, chance=1.0, apart_m=3000.0)
    places = LandPlaces(TERRAIN, perch, tuning)
    taken = [perch.position_world, *(each.place_world for each in places.first)]
    column, row = (math.floor(perch.position_world[axis] / tuning.cell_m) for axis in (0, 2))
    near = [places.in_cell(column + x, row + z) for x in (-1, 0, 1) for z in (-1, 0, 1)]
    for each in near:
        if each is not None:
            away_m = [math.dist(each.place_world[[0, 2]], other[[0, 2]]) for other in taken]
            assert min(away_m) > tuning.apart_m
    assert places.in_cell(column, row) is None
