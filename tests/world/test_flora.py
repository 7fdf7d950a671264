import numpy as np
import pytest

from griffin.world.flora import SIZES_M, TREES, Flora, Plant
from griffin.world.perch import find_perch
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain

TERRAIN, SUN = Terrain(1), sun_at()
CELLS = [(column, row) for column in range(-4, 4) for row in range(-12, -4)]


@pytest.fixture(scope="module")
def woods() -> np.ndarray:
    flora = Flora(TERRAIN, SUN)
    return np.concatenate([flora.woods(*cell) for cell in CELLS])


def test_every_cell_is_the_same_whenever_it_is_made() -> None:
    first, second = Flora(TERRAIN, SUN), Flora(TERRAIN, SUN)
    first.woods(5, 5)
    assert np.array_equal(first.woods(-3, 7), second.woods(-3, 7))
    assert np.array_equal(first.meadow(-3, 7), second.meadow(-3, 7))


def test_trees_of_every_kind_stand_on_the_ground(woods: np.ndarray) -> None:
    place = woods["place"]
    depth = TERRAIN.height_m(place[:, 0], place[:, 2]) - place[:, 1]
    assert (depth >= 0.0).all()
    assert (depth < 1.2).all()
    assert set(woods["kind"]) >= {Plant.FIR, Plant.SPRUCE, Plant.OAK, Plant.POPLAR, Plant.AUTUMN, Plant.ROCK}


def test_woods_leave_the_water_and_the_snow_free(woods: np.ndarray) -> None:
    trees = woods[np.isin(woods["kind"], list(TREES))]
    assert len(trees) > 500
    assert trees["place"][:, 1].min() > TERRAIN.water_level_m + 1.0
    assert trees["place"][:, 1].max() < 560.0


def test_woods_have_edges_and_clearings() -> None:
    flora = Flora(TERRAIN, SUN)
    counts = np.array([np.isin(flora.woods(*cell)["kind"], list(TREES)).sum() for cell in CELLS])
    assert (counts < 12).any()
    assert (counts > 90).any()


def test_sizes_are_those_of_the_art_direction(woods: np.ndarray) -> None:
    for kind in (Plant.FIR, Plant.OAK):
        sizes = woods["size_m"][woods["kind"] == kind]
        assert sizes.max() <= SIZES_M[kind][1]
        assert sizes.std() > 0.5


def test_grass_has_the_ground_s_colour_and_keeps_off_the_water() -> None:
    meadow = np.concatenate([Flora(TERRAIN, SUN).meadow(column, -30) for column in range(8)])
    assert (meadow["place"][:, 1] > 1.0).all()
    assert {int(kind) for kind in meadow["kind"]} <= {Plant.TUFT, Plant.FLOWER}


def test_the_perch_keeps_its_view() -> None:
    perch = find_perch(TERRAIN)
    flora = Flora(TERRAIN, SUN, perch)
    at = np.floor(perch.trunk_world[[0, 2]] / flora.tuning.wood_cell_m).astype(int)
    near = np.concatenate([flora.woods(at[0] + dx, at[1] + dz) for dx in (-1, 0, 1) for dz in (-1, 0, 1)])
    assert np.hypot(*(near["place"] - perch.trunk_world)[:, [0, 2]].T).min() > 14.0
    for away_m in (20.0, 60.0, 120.0):
        spot = perch.position_world + away_m * np.array(
            [np.sin(perch.heading_rad), 0, -np.cos(perch.heading_rad)]
        )
        close = np.hypot(*(near["place"] - spot)[:, [0, 2]].T) < 8.0
        assert (near["place"][close, 1] + near["size_m"][close] < perch.position_world[1]).all()
