"""The baked shade: open ground is bright, what lies under something is darker, the same each time."""

import numpy as np
import pytest

from griffin.meshes.mesh import grid_triangles, make_patch, merge
from griffin.meshes.openness import OpennessTuning, bake_openness, sphere_directions


def plate(size_m: float, y_m: float) -> object:
    axis = np.linspace(-0.5 * size_m, 0.5 * size_m, 15)
    z, x = np.meshgrid(axis, axis, indexing="ij")
    grid = np.stack([x, np.full_like(x, y_m), z], axis=-1).reshape(-1, 3)
    return make_patch(grid, grid_triangles(15, 15))


def test_directions_are_units_all_around() -> None:
    directions = sphere_directions(32)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=1), 1.0)
    np.testing.assert_allclose(directions.mean(axis=0), 0.0, atol=0.05)


def test_a_plate_in_the_open_sees_all_of_the_sky() -> None:
    alone = plate(1.0, 0.0)
    np.testing.assert_allclose(bake_openness(alone, alone), 1.0, atol=0.01)


def test_what_lies_under_a_roof_is_dark_in_the_middle() -> None:
    floor, roof = plate(1.0, 0.0), plate(1.0, 0.2)
    frac = bake_openness(floor, merge([floor, roof])).reshape(15, 15)
    assert frac[7, 7] < 0.5
    assert frac[0, 0] > frac[7, 7]


def test_the_bake_repeats() -> None:
    floor, roof = plate(1.0, 0.0), plate(1.0, 0.2)
    around = merge([floor, roof])
    assert bake_openness(floor, around).tobytes() == bake_openness(floor, around).tobytes()


def test_it_wants_directions() -> None:
    with pytest.raises(ValueError, match="directions"):
        OpennessTuning(directions=2)
