import numpy as np
import pytest

from griffin.meshes.flora_mesh import LEVELS, plant_mesh
from griffin.world.flora import MEADOW_PLANTS, Plant

SOLID = [kind for kind in Plant if kind not in MEADOW_PLANTS]


@pytest.mark.parametrize("kind", list(Plant))
def test_shapes_are_a_metre_high_and_stand_on_the_ground(kind: Plant) -> None:
    patch = plant_mesh(kind, 0)
    assert 0.7 < patch.position[:, 1].max() < 1.25
    assert -0.25 < patch.position[:, 1].min() < 0.2
    assert np.allclose(np.linalg.norm(patch.normal, axis=1), 1.0, atol=1e-6)


def test_a_kind_without_a_shape_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody has made a shape"):
        plant_mesh(len(Plant), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("is_fine", [False, True])
@pytest.mark.parametrize("kind", SOLID)
def test_farther_shapes_have_fewer_triangles_and_the_same_outline(kind: Plant, is_fine: bool) -> None:
    levels = [plant_mesh(kind, level, is_fine=is_fine) for level in range(LEVELS)]
    counts = [len(patch.triangles) for patch in levels]
    assert counts[0] > counts[1] > counts[2]
    heights = [patch.position[:, 1].max() for patch in levels]
    assert np.ptp(heights) < 0.2
    widths = [np.abs(patch.position[:, [0, 2]]).max() for patch in levels]
    assert max(widths) < 1.6 * min(widths)


@pytest.mark.parametrize("kind", SOLID)
def test_near_shapes_are_cheap_where_the_processor_draws(kind: Plant) -> None:
    assert len(plant_mesh(kind, 0).triangles) <= 160  # a few dozen stand so near
    assert len(plant_mesh(kind, 1).triangles) <= 32
    assert len(plant_mesh(kind, 2).triangles) <= 8


def test_leaves_are_painted_evenly_on_a_crown() -> None:
    """On the upper half of a crown no place is drawn out by much more than others: no streaks."""
    patch = plant_mesh(Plant.OAK, 0, is_fine=True)
    triangles = patch.triangles
    is_leaf = patch.pattern[triangles, 3].min(axis=1) > 0.0
    is_high = patch.position[triangles, 1].min(axis=1) > 0.6
    edges = triangles[is_leaf & is_high][:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    long = np.linalg.norm(np.diff(patch.position[edges], axis=1), axis=-1)
    painted = np.linalg.norm(np.diff(patch.pattern[edges, 1:3], axis=1), axis=-1)
    low, high = np.percentile(painted / long, [10, 90])
    assert 0.0 < high < 5.0 * low


@pytest.mark.parametrize("kind", [Plant.OAK, Plant.POPLAR, Plant.BUSH, Plant.ROCK])
def test_triangles_look_outwards(kind: Plant) -> None:
    patch = plant_mesh(kind, 0)
    a, b, c = (patch.position[patch.triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    along = np.einsum("ij,ij->i", face, patch.normal[patch.triangles].mean(axis=1))
    assert (along > 0).mean() > 0.9
