import numpy as np

from griffin.tools.stage import make_stage
from griffin.tools.vantage import best_apart, fan, places_ahead, survey_square
from griffin.world.sun import sun_at


def test_a_grid_reads_what_the_land_has() -> None:
    stage = make_stage(1)
    grid = survey_square(stage, sun_at(), ahead_m=200.0, half_m=160.0, cell_m=20.0)
    x, z = grid.places(2, 3)
    assert np.allclose(grid.read(grid.height, x, z), stage.terrain.surface_m(x, z))
    assert np.array_equal(grid.read(grid.height, x + 9.0, z - 9.0), grid.read(grid.height, x, z))
    assert (grid.sunlit >= 0.0).all()
    assert (grid.sunlit <= 1.0).all()


def test_places_ahead_lie_north_of_a_heading_of_0_and_to_its_right() -> None:
    x, z = places_ahead(
        np.zeros(1), np.zeros(1), np.zeros(1), np.array([10.0, 10.0]), np.array([0.0, np.pi / 2])
    )
    assert np.allclose(x, [[0.0, 10.0]])
    assert np.allclose(z, [[-10.0, 0.0]])


def test_a_fan_has_each_range_at_each_bearing() -> None:
    ranges, bearings = fan(np.array([1.0, 2.0]), np.array([-0.5, 0.0, 0.5]))
    assert len(set(zip(ranges, bearings, strict=True))) == 6


def test_the_best_places_lie_apart() -> None:
    score, x = np.array([3.0, 2.9, 1.0, 0.5]), np.array([0.0, 1.0, 50.0, 100.0])
    assert best_apart(score, x, np.zeros(4), apart_m=10.0, most=2).tolist() == [0, 2]
