from functools import cache

import numpy as np
import pytest

from griffin.world.terrain import Terrain

SEEDS = [1, 2, 7]
NEAR_M = np.arange(-3000.0, 3000.0, 10.0)
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


@cache
def near(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Heights of 6 km at cells of 10 m, and their slopes in degrees, rows along z."""
    height = Terrain(seed).height_m(NEAR_M, NEAR_M[:, None])
    south, east = np.gradient(height, 10.0)
    return height, np.degrees(np.arctan(np.hypot(east, south)))


@pytest.mark.parametrize("seed", SEEDS)
def test_land_has_lakes_valleys_and_ranges(seed: int) -> None:
    height = Terrain(seed).height_m(WIDE_M, WIDE_M[:, None])
    assert 0.02 < (height < Terrain.water_level_m).mean() < 0.4
    assert height.max() > 450.0
    assert height.min() > -150.0
    lowland = (height > 0.0) & (height < 150.0)
    assert lowland.mean() > 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_rock_stands_in_faces_between_ledges(seed: int) -> None:
    height, slope_deg = near(seed)
    dry = height > 0.0
    assert 0.02 < (dry & (slope_deg > 55.0)).mean() < 0.12
    # Of the ground that is steep enough for rock, much is a face, and hardly any a wall.
    rock = dry & (slope_deg > 39.0)
    assert (slope_deg[rock] > 52.0).mean() > 0.36
    assert (slope_deg[dry] > 78.0).mean() < 0.002
    # Within 100 m of most faces there is a ledge to land on.
    face = np.argwhere(dry & (slope_deg > 58.0))
    row, column = face[(face > 10).all(axis=1) & (face < len(NEAR_M) - 11).all(axis=1)].T
    ways = np.arange(-10, 11)
    around = np.stack(
        [slope_deg[row + step, column] for step in ways] + [slope_deg[row, column + step] for step in ways]
    )
    assert (around < 18.0).any(axis=0).mean() > 0.58


@pytest.mark.parametrize("seed", SEEDS)
def test_faces_are_20_to_90_m_high(seed: int) -> None:
    height, slope_deg = near(seed)
    highs_m = []
    for heights, slopes in zip(height[::7], slope_deg[::7], strict=True):
        is_face = np.concatenate([[False], (slopes > 50.0) & (heights > 0.0), [False]])
        begins, ends = np.flatnonzero(np.diff(is_face.astype(int))).reshape(-1, 2).T
        highs_m += [np.ptp(heights[begin:end]) for begin, end in zip(begins, ends, strict=True)]
    highs = np.array(highs_m)
    assert (highs > 20.0).mean() > 0.45
    assert (highs > 120.0).mean() < 0.05


def test_valley_floors_are_meadows_to_land_on() -> None:
    parts = []
    for seed in SEEDS:
        height, slope_deg = near(seed)
        parts.append(((height > 0.5) & (height < 60.0) & (slope_deg < 6.0)).mean())
    assert np.mean(parts) > 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_far_tiles_are_no_saw(seed: int) -> None:
    # Cells of 128 m, far away: how much a corner sticks out of its neighbours' plane.
    steps = np.arange(-6400.0, 6400.0, 128.0)
    height = Terrain(seed).surface_m(steps, steps[:, None])
    bend_m = (
        height[1:-1, 1:-1]
        - (height[:-2, 1:-1] + height[2:, 1:-1] + height[1:-1, :-2] + height[1:-1, 2:]) / 4.0
    )
    assert np.abs(bend_m).mean() < 15.0
    assert np.quantile(np.abs(bend_m), 0.99) < 85.0


def test_all_land_lies_between_the_bounds_the_drawing_knows() -> None:
    steps = np.arange(-24_000.0, 24_000.0, 400.0)
    for seed in range(1, 9):
        height = Terrain(seed).height_m(steps, steps[:, None])
        assert height.min() > -100.0
        assert height.max() < 1250.0


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
