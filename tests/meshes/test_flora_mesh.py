import numpy as np
import pytest

from griffin.meshes.flora_mesh import CARD_KINDS, LEVELS, plant_mesh
from griffin.meshes.mesh import Patch
from griffin.world.flora import CONIFERS, DEAD_WOOD, MEADOW_PLANTS, TREES, Plant

SOLID = [kind for kind in Plant if kind not in MEADOW_PLANTS]
LEAFY = sorted((TREES | {Plant.BUSH}) - CONIFERS)


def brightness(patch: Patch, where: np.ndarray) -> float:
    return float(patch.lit[where].mean())


@pytest.mark.parametrize("is_fine", [False, True])
@pytest.mark.parametrize("kind", list(Plant))
def test_shapes_are_a_metre_high_and_stand_on_the_ground(kind: Plant, is_fine: bool) -> None:
    patch = plant_mesh(kind, 0, is_fine=is_fine)
    if kind is Plant.LOG:  # which lies, a metre long
        assert np.ptp(patch.position[:, 0]) == pytest.approx(1.0, abs=0.1)
    else:
        assert 0.5 < patch.position[:, 1].max() < 1.25
    assert -0.25 < patch.position[:, 1].min() < 0.2


@pytest.mark.parametrize("is_fine", [False, True])
@pytest.mark.parametrize("kind", list(Plant))
def test_normals_are_units_and_colours_are_light(kind: Plant, is_fine: bool) -> None:
    for level in range(LEVELS):
        patch = plant_mesh(kind, level, is_fine=is_fine)
        assert np.allclose(np.linalg.norm(patch.normal, axis=1), 1.0, atol=1e-6)
        assert (patch.lit >= 0.0).all()
        assert (patch.lit < 1.3).all()
        assert (patch.shade >= 0.0).all()
        assert (patch.pattern[:, [0, 3]] <= 1.0).all()


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
    if kind is Plant.DEAD:
        return  # its boughs are too thin to be seen from far
    widths = [np.abs(patch.position[:, [0, 2]]).max() for patch in levels]
    assert max(widths) < 1.6 * min(widths)


@pytest.mark.parametrize("kind", SOLID)
def test_near_shapes_are_cheap_where_the_processor_draws(kind: Plant) -> None:
    assert len(plant_mesh(kind, 0).triangles) <= 160  # a few dozen stand so near
    assert len(plant_mesh(kind, 1).triangles) <= 38
    assert len(plant_mesh(kind, 2).triangles) <= 9


def test_fine_shapes_are_within_what_a_small_gpu_draws() -> None:
    """A few hundred trees stand so near, some thousands at the middle level, most of a wood is far."""
    for kind in SOLID:
        counts = [len(plant_mesh(kind, level, is_fine=True).triangles) for level in range(LEVELS)]
        assert counts[0] <= 1000, kind
        assert counts[1] <= 220, kind
        assert counts[2] <= 40, kind
    assert all(len(plant_mesh(kind, 2, is_fine=True).triangles) <= 16 for kind in CONIFERS)


@pytest.mark.parametrize("kind", sorted(CARD_KINDS))
def test_fine_shapes_keep_within_the_leaf_picture(kind: Plant) -> None:
    for level in range(LEVELS):
        uv = plant_mesh(kind, level, is_fine=True).pattern[:, 1:3]
        assert (uv > 0.0).all()
        assert (uv < 1.0).all()


@pytest.mark.parametrize("is_fine", [False, True])
@pytest.mark.parametrize("kind", LEAFY)
def test_crowns_have_lit_tops_and_dark_undersides(kind: Plant, is_fine: bool) -> None:
    for level in range(LEVELS):
        patch = plant_mesh(kind, level, is_fine=is_fine)
        is_leaf = patch.pattern[:, 3] > 0.0
        height = patch.position[:, 1]
        low, high = np.quantile(height[is_leaf], [0.2, 0.8])
        top, foot = is_leaf & (height >= high), is_leaf & (height <= low)
        assert brightness(patch, top) > 1.35 * brightness(patch, foot)


@pytest.mark.parametrize("is_fine", [False, True])
@pytest.mark.parametrize("kind", sorted(CONIFERS))
def test_conifers_are_dark_inside_and_warm_at_the_tips(kind: Plant, is_fine: bool) -> None:
    patch = plant_mesh(kind, 0, is_fine=is_fine)
    reach = np.hypot(patch.position[:, 0], patch.position[:, 2])
    is_low = (patch.position[:, 1] < 0.6) & (patch.pattern[:, 0] > 0.0)
    inside, tips = is_low & (reach < 0.04), is_low & (reach > 0.1)
    assert brightness(patch, inside) < 0.6 * brightness(patch, tips)
    warmth = patch.lit[is_low, 0] / patch.lit[is_low, 2]
    assert warmth[patch.lit[is_low].mean(axis=1).argmax()] > 1.5 * warmth.min()


@pytest.mark.parametrize("is_fine", [False, True])
@pytest.mark.parametrize("kind", sorted(TREES | {Plant.DEAD}))
def test_trunks_are_dark_at_the_ground(kind: Plant, is_fine: bool) -> None:
    patch = plant_mesh(kind, 0, is_fine=is_fine)
    is_wood = (patch.pattern[:, 3] == 0.0) & (patch.pattern[:, 0] == 0.0)
    foot = is_wood & (patch.position[:, 1] < 0.02)
    above = is_wood & (patch.position[:, 1] > 0.15)
    assert brightness(patch, foot) < 0.85 * brightness(patch, above)


def test_kinds_differ_in_their_greens() -> None:
    hues = set()
    for kind in sorted(TREES - {Plant.SPRUCE}):  # which has the fir's
        patch = plant_mesh(kind, 0)
        red, green, blue = (
            patch.lit[patch.pattern[:, 3] > 0.0].sum(axis=0) if kind in LEAFY else patch.lit.sum(0)
        )
        hues.add((round(red / green, 2), round(blue / green, 2)))
    assert len(hues) == len(TREES) - 1


def test_dead_wood_has_no_leaves() -> None:
    for kind in DEAD_WOOD:
        assert not plant_mesh(kind, 0, is_fine=True).pattern[:, 3].any()


def test_leaves_are_painted_evenly_on_a_crown() -> None:
    """On the upper half of a crown no place is drawn out by much more than others: no streaks."""
    patch = plant_mesh(Plant.OAK, 0)
    triangles = patch.triangles
    is_leaf = patch.pattern[triangles, 3].min(axis=1) > 0.0
    is_high = patch.position[triangles, 1].min(axis=1) > 0.6
    edges = triangles[is_leaf & is_high][:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    long = np.linalg.norm(np.diff(patch.position[edges], axis=1), axis=-1)
    painted = np.linalg.norm(np.diff(patch.pattern[edges, 1:3], axis=1), axis=-1)
    low, high = np.percentile(painted / long, [10, 90])
    assert 0.0 < high < 5.0 * low


@pytest.mark.parametrize("kind", [Plant.OAK, Plant.POPLAR, Plant.BUSH, Plant.ROCK, Plant.WILLOW])
def test_triangles_look_outwards(kind: Plant) -> None:
    patch = plant_mesh(kind, 0)
    a, b, c = (patch.position[patch.triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    along = np.einsum("ij,ij->i", face, patch.normal[patch.triangles].mean(axis=1))
    assert (along > 0).mean() > 0.9
    middle = (a + b + c) / 3.0
    is_aside = np.abs(face[:, 1]) < 0.5 * np.linalg.norm(face, axis=1)
    outer = is_aside & (np.hypot(middle[:, 0], middle[:, 2]) > 0.6 * np.abs(patch.position[:, 0]).max())
    assert (np.einsum("ij,ij->i", face[:, [0, 2]], middle[:, [0, 2]])[outer] > 0.0).all()
