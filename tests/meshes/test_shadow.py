"""The shadow's net lies on the land along the sun's rays, and knows the bough from the leaves."""

import math

import numpy as np
import pytest

from griffin.meshes.perch_tree import perch_tree
from griffin.meshes.shadow import TUNING, ShadowNet, ShadowTuning, frame_of_rays, shaded_wood

SUN = np.array([0.5, 0.5, math.sqrt(0.5)])
MIDDLE = np.array([10.0, 30.0, -5.0])


def flat(x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
    return np.full(np.shape(x_m), 4.0)


def hilly(x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
    return np.asarray(3.0 + 2.0 * np.sin(0.1 * x_m) + 1.5 * np.cos(0.13 * z_m))


def test_the_frame_looks_along_the_rays() -> None:
    frame = frame_of_rays(SUN)
    np.testing.assert_allclose(frame @ frame.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(frame[2], SUN)
    assert frame[1, 1] > 0.0
    assert np.linalg.det(frame) == pytest.approx(1.0)


@pytest.mark.parametrize("land", [flat, hilly])
def test_the_net_lies_on_the_land_and_on_the_rays(land: object) -> None:
    net = ShadowNet(land, SUN)  # type: ignore[arg-type]
    points, below_m = net.fall(MIDDLE)
    lifted = TUNING.lift_m + TUNING.lift_frac * below_m
    np.testing.assert_allclose(points[:, 1] - lifted, land(points[:, 0], points[:, 2]), atol=0.05)  # type: ignore[operator]
    away = (points - np.array([0.0, 1.0, 0.0]) * lifted[:, None] - MIDDLE) @ net.frame.T
    np.testing.assert_allclose(away[:, :2] / TUNING.half_m, net.mask, atol=1e-9)
    np.testing.assert_allclose(-away[:, 2], below_m, atol=1e-9)


def test_it_follows_a_flying_griffin_from_picture_to_picture() -> None:
    net = ShadowNet(hilly, SUN)
    net.fall(MIDDLE)
    for i in range(40):
        points, below_m = net.fall(MIDDLE + np.array([0.3 * i, 0.02 * i, -0.2 * i]))
    lifted = TUNING.lift_m + TUNING.lift_frac * below_m
    np.testing.assert_allclose(points[:, 1] - lifted, hilly(points[:, 0], points[:, 2]), atol=0.05)


def test_of_the_tree_only_the_wood_below_the_feet_is_shaded() -> None:
    tree = perch_tree(np.array([3.4, -4.6, 1.4]))
    points, normals, triangles = shaded_wood(tree)
    assert 20 < len(points) < 400
    assert len(normals) == len(points)
    assert points[:, 1].max() <= TUNING.wood_above_m
    assert triangles.max() == len(points) - 1


def test_a_net_needs_cells() -> None:
    with pytest.raises(ValueError, match="cells"):
        ShadowTuning(cells=1)


def test_a_net_that_turned_with_the_sun_falls_where_a_new_one_does() -> None:
    later = np.array([0.55, 0.45, 0.7])
    later /= np.linalg.norm(later)
    turned, fresh = ShadowNet(hilly, SUN), ShadowNet(hilly, later)
    turned.fall(MIDDLE)
    turned.turn_to(later)
    for _ in range(30):
        turned.fall(MIDDLE)
        fresh.fall(MIDDLE)
    assert np.allclose(turned.fall(MIDDLE)[0], fresh.fall(MIDDLE)[0], atol=0.02)
