import numpy as np
import pytest

from griffin.world.terrain import Terrain

WIDE_M = np.linspace(-8000.0, 8000.0, 161)


def test_same_seed_same_land_other_seed_other_land() -> None:
    x, z = WIDE_M, WIDE_M[:, None]
    assert np.array_equal(Terrain(3).height_m(x, z), Terrain(3).height_m(x, z))
    assert not np.allclose(Terrain(3).height_m(x, z), Terrain(4).height_m(x, z))


def test_heights_do_not_depend_on_how_they_are_asked_for() -> None:
    terrain = Terrain(1)
    x, z = np.meshgrid(WIDE_M, WIDE_M)
    wide = terrain.height_m(x, z)  # in several chunks
    assert wide.shape == x.shape
    for row, column in ((0, 0), (80, 81), (160, 17)):
        assert float(terrain.height_m(x[row, column], z[row, column])) == wide[row, column]
    assert terrain.height_m(5.0, 7.0).shape == ()
    assert np.array_equal(terrain.height_m(WIDE_M, WIDE_M[:, None]), wide)


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_land_has_lakes_valleys_and_ranges(seed: int) -> None:
    height = Terrain(seed).height_m(WIDE_M, WIDE_M[:, None])
    assert 0.02 < (height < Terrain.water_level_m).mean() < 0.4
    assert height.max() > 450.0
    assert height.min() > -150.0
    lowland = (height > 0.0) & (height < 150.0)
    assert lowland.mean() > 0.2


def test_land_is_continuous() -> None:
    terrain = Terrain(1)
    way_m = np.arange(0.0, 1500.0, 0.05)
    for dx, dz in ((1.0, 0.0), (0.3, 1.0)):
        steps = np.diff(terrain.height_m(1000.0 + dx * way_m, -2000.0 + dz * way_m))
        assert np.abs(steps).max() < 0.05 * 8.0  # cliffs, but no walls
        assert np.abs(np.diff(steps)).max() < 0.1  # and no jumps


def test_far_from_the_origin_it_is_still_land() -> None:
    near = Terrain(1).height_m(WIDE_M, WIDE_M[:, None])
    far = Terrain(1).height_m(WIDE_M + 3e6, WIDE_M[:, None] - 5e6)
    assert np.isfinite(far).all()
    assert 0.3 < far.std() / near.std() < 3.0


def test_surface_is_ground_or_water() -> None:
    terrain = Terrain(1)
    surface = terrain.surface_m(WIDE_M, WIDE_M[:, None])
    assert np.array_equal(surface, np.maximum(terrain.height_m(WIDE_M, WIDE_M[:, None]), 0.0))


def test_normals_are_units_that_lean_away_from_the_slope() -> None:
    terrain = Terrain(1)
    x, z = WIDE_M[::8], WIDE_M[::8, None]
    normal = terrain.normal(x, z)
    assert normal.shape == (21, 21, 3)
    assert np.allclose(np.linalg.norm(normal, axis=-1), 1.0)
    rise = terrain.height_m(x + 1.0, z) - terrain.height_m(x - 1.0, z)
    assert np.allclose(normal[..., 0] / normal[..., 1], -rise / 2.0)
    assert terrain.normal(3.0, 4.0).shape == (3,)
