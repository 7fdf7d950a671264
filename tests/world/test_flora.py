import numpy as np
import pytest

from griffin.world.flora import MEADOW_PLANTS, SIZES_M, TREES, Flora, Plant
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
    assert {int(kind) for kind in meadow["kind"]} <= MEADOW_PLANTS


def test_grass_stands_in_clumps() -> None:
    flora = Flora(TERRAIN, SUN)
    meadow = np.concatenate([flora.meadow(column, -30) for column in range(8)])
    tufts = meadow[meadow["kind"] == Plant.TUFT]
    counts, *_ = np.histogram2d(*tufts["place"][:, [0, 2]].T, bins=(64, 8))  # squares of 4 m
    counts = counts[counts.sum(axis=1) > 0]
    assert counts.var() > 1.5 * counts.mean()  # chance alone would make them equal


def test_woods_have_undergrowth_and_dead_wood(woods: np.ndarray) -> None:
    counts = np.bincount(woods["kind"], minlength=len(Plant))
    trees = counts[sorted(TREES)].sum()
    assert 0.005 * trees < counts[Plant.DEAD] < 0.05 * trees
    assert counts[Plant.LOG] > 5
    flora = Flora(TERRAIN, SUN)
    columns = [int(each) for each in (woods["place"][:40, [0, 2]] / flora.tuning.meadow_cell_m).ravel()]
    meadow = np.concatenate([flora.meadow(x, z) for x, z in zip(columns[::2], columns[1::2], strict=True)])
    ferns = meadow["place"][meadow["kind"] == Plant.FERN]
    assert len(ferns) > 10
    near = np.linalg.norm(ferns[:, None, [0, 2]] - woods["place"][:, [0, 2]], axis=-1).min(axis=1)
    assert np.median(near) < 12.0  # they stand among the trees


def test_willows_stand_by_the_water_and_birches_more_often_there() -> None:
    flora = Flora(TERRAIN, SUN)
    x, z = (each.ravel() for each in np.meshgrid(np.arange(-40, 40), np.arange(-40, 40)))
    height = TERRAIN.height_m((x + 0.5) * 128.0, (z + 0.5) * 128.0)
    shore = np.flatnonzero((height > 0.0) & (height < 8.0))[:20]
    high = np.flatnonzero((height > 60.0) & (height < 200.0))[:20]
    low_land = np.concatenate([flora.woods(int(x[i]), int(z[i])) for i in shore])
    uplands = np.concatenate([flora.woods(int(x[i]), int(z[i])) for i in high])
    willows = low_land[low_land["kind"] == Plant.WILLOW]
    assert len(willows) > 5
    assert willows["place"][:, 1].max() < flora.tuning.willow_m
    assert not (uplands["kind"] == Plant.WILLOW).any()

    def birch_frac(plants: np.ndarray) -> float:
        trees = plants[np.isin(plants["kind"], list(TREES))]
        return float((trees["kind"] == Plant.BIRCH).mean())

    assert birch_frac(low_land) > 1.5 * birch_frac(uplands)


def test_nothing_grows_on_snow() -> None:
    flora = Flora(TERRAIN, SUN)
    x, z = (each.ravel() for each in np.meshgrid(np.arange(-30, 30, 2), np.arange(-30, 30, 2)))
    height = TERRAIN.height_m((x + 0.5) * 128.0, (z + 0.5) * 128.0)
    peaks = np.flatnonzero(height > 600.0)[:6]
    assert len(peaks) > 0
    grown = np.concatenate([flora.woods(int(x[i]), int(z[i])) for i in peaks])
    assert not np.isin(grown["kind"][grown["place"][:, 1] > 600.0], list(TREES)).any()


def test_trees_stand_in_no_rows_and_not_evenly(woods: np.ndarray) -> None:
    """Within a wood, places 20 m wide hold very different numbers of trees; no column of the grid shows."""
    spacing_m = Flora(TERRAIN, SUN).tuning.wood_spacing_m
    trees = woods["place"][np.isin(woods["kind"], list(TREES))]
    phase = np.exp(2j * np.pi * trees[:, [0, 2]] / spacing_m).mean(axis=0)
    assert (np.abs(phase) < 0.08).all()
    counts = np.unique(np.floor(trees[:, [0, 2]] / 20.0), axis=0, return_counts=True)[1]
    assert counts.std() > 0.4 * counts.mean()


def test_young_trees_stand_along_the_edges(woods: np.ndarray) -> None:
    oaks = woods[woods["kind"] == Plant.FIR]
    young = oaks["size_m"] < 0.9 * SIZES_M[Plant.FIR][0]
    assert 0.1 < young.mean() < 0.75
    trees = woods["place"][np.isin(woods["kind"], list(TREES))]

    def neighbours(places: np.ndarray) -> float:
        away = np.linalg.norm(places[:, None, [0, 2]] - trees[:, [0, 2]], axis=-1)
        return float((away < 25.0).sum(axis=1).mean())

    assert neighbours(oaks["place"][young][:300]) < neighbours(oaks["place"][~young][:300])


def test_every_plant_knows_the_slope_at_its_foot(woods: np.ndarray) -> None:
    place = woods["place"][:200]
    rise = TERRAIN.height_m(place[:, 0] + 4.0, place[:, 2]) - TERRAIN.height_m(place[:, 0], place[:, 2])
    assert np.allclose(woods["slope"][:200, 0], rise / 4.0, atol=1e-5)


def test_logs_lie_across_the_slope(woods: np.ndarray) -> None:
    logs = woods[woods["kind"] == Plant.LOG]
    along = np.stack([np.cos(logs["turn_rad"]), -np.sin(logs["turn_rad"])], axis=1)
    rise = np.abs(np.einsum("ij,ij->i", along, logs["slope"]))
    steep = np.linalg.norm(logs["slope"], axis=1)
    assert (rise <= 0.5 * steep + 1e-6).all()


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


def test_another_sun_lights_the_grass_and_moves_nothing() -> None:
    flora, evening = Flora(TERRAIN, SUN), sun_at(18.5)
    before = flora.meadow(3, 4)
    flora.turn_to(evening)
    turned, fresh = flora.meadow(3, 4), Flora(TERRAIN, evening).meadow(3, 4)
    assert np.array_equal(turned, fresh)
    assert np.array_equal(turned["place"], before["place"])
    assert (turned["tint"] != before["tint"]).any()
