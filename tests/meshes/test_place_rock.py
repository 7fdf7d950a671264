import numpy as np

from griffin.linalg import vec_normalize
from griffin.meshes.place_mesh import LEVELS
from griffin.meshes.place_rock import (
    Crag,
    Turf,
    bed_borders,
    boulders,
    crag,
    facet,
    lumps,
    turf,
    weather_rock,
)

Array = np.ndarray


def circle(angle: Array) -> Array:
    return 20.0 * np.stack([np.cos(angle), np.sin(angle)], axis=1)


PILLAR = Crag(
    outline=circle,
    reach=lambda y: np.ones(len(y)),
    middle=lambda y: np.zeros((len(y), 2)),
    top_m=0.0,
    bottom_m=-30.0,
)


def test_lumps_are_smooth_and_between_0_and_1() -> None:
    place = np.random.default_rng(1).uniform(-50.0, 50.0, (500, 3))
    here, beside = lumps(place, 5.0, 3), lumps(place + 0.01, 5.0, 3)
    assert here.min() >= 0.0
    assert here.max() <= 1.0
    assert here.std() > 0.1
    assert np.abs(here - beside).max() < 0.02


def test_beds_lie_below_each_other_down_to_the_foot() -> None:
    borders = bed_borders(10.0, -40.0, 5)
    assert borders[0] == 10.0
    assert borders[-1] == -40.0
    assert (np.diff(borders) < 0.0).all()


def test_rock_looks_outwards_and_its_beds_stand_out_of_each_other() -> None:
    rock = weather_rock(crag(PILLAR, bed_borders(0.0, -30.0, 5), LEVELS[0], 7), LEVELS[0], 7)
    place = rock.position
    outwards = vec_normalize(place * [1.0, 0.0, 1.0])
    is_side = np.hypot(place[:, 0], place[:, 2]) > 12.0
    assert ((outwards * rock.normal).sum(axis=1)[is_side] > -0.2).mean() > 0.97
    assert np.hypot(place[:, 0], place[:, 2])[is_side].std() > 0.6


def test_turf_hangs_over_its_rock() -> None:
    form = Turf(outline=circle, height=lambda x, z: 0.0 * x + 1.0, seat_m=0.0, over_m=2.0)
    for level in LEVELS:
        grass = turf(form, level, 3)
        reach = np.hypot(grass.position[:, 0], grass.position[:, 2])
        assert 21.0 < reach.max() < 25.0
        is_top = (reach < 19.0) & (grass.position[:, 1] > 0.9)
        assert (grass.normal[is_top, 1] > 0.9).all()
        assert grass.position[:, 1].min() < 0.0


def test_facets_keep_the_triangles_where_they_are() -> None:
    stone = boulders(np.zeros((1, 3)), np.array([3.0]), LEVELS[2], 1)
    split = facet(stone)
    assert len(split.position) == 3 * len(stone.triangles)
    assert np.array_equal(split.position[split.triangles], stone.position[stone.triangles])


def test_boulders_lie_where_they_are_put() -> None:
    middles = np.array([[0.0, 0.0, 0.0], [30.0, 5.0, 0.0]])
    stones = boulders(middles, np.array([1.0, 3.0]), LEVELS[0], 1)
    away = np.linalg.norm(stones.position[:, None] - middles, axis=2)
    first, second = np.split(away, 2)
    assert first[:, 0].max() < 2.0
    assert second[:, 1].max() < 6.0
    outwards = vec_normalize(stones.position - np.repeat(middles, len(first), axis=0))
    assert (outwards * stones.normal).sum(axis=1).mean() > 0.5
