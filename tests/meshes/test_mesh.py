"""Patches: tubes close and face outwards, merging and mirroring keep them whole."""

import numpy as np
import pytest

from griffin.linalg import mat_rotate_y, mat_translate
from griffin.meshes.mesh import Patch, curve, hang, merge, mirror, place, skin_places, tube


def column(*, rows: int = 4, columns: int = 7) -> Patch:
    """A tube along +Z, its rings counter-clockwise seen along its way."""
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    rings = [np.stack([np.sin(angle), np.cos(angle), np.full(columns, z)], axis=1) for z in range(rows)]
    return tube(np.stack(rings))


def signed_volume(patch: Patch) -> float:
    a, b, c = (patch.position[patch.triangles[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def test_a_tube_is_closed_and_faces_outwards() -> None:
    patch = column(columns=60)
    assert signed_volume(patch) == pytest.approx(3.0 * np.pi, rel=0.01)
    edges = np.sort(patch.triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()


def test_a_mirrored_patch_still_faces_outwards() -> None:
    patch = place(column(), mat_translate([2.0, 0.0, 0.0]))
    other = mirror(patch, lambda joint: joint + 5)
    assert signed_volume(other) == pytest.approx(signed_volume(patch))
    np.testing.assert_allclose(other.position[:, 0], -patch.position[:, 0])
    assert set(other.joints.ravel()) == {5}


def test_merging_keeps_every_triangle_on_its_own_vertices() -> None:
    first, second = column(), place(column(), mat_rotate_y(0.5) @ mat_translate([9.0, 0.0, 0.0]))
    whole = merge([first, second])
    assert signed_volume(whole) == pytest.approx(signed_volume(first) + signed_volume(second))


def test_weights_between_two_joints_are_clipped() -> None:
    patch = hang(column(), 3, 4, np.linspace(-1.0, 2.0, 30))
    assert patch.weights.min() == 0.0
    np.testing.assert_allclose(patch.weights.sum(axis=1), 1.0)


def test_a_curve_goes_through_its_knots() -> None:
    knots = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0], [4.0, 4.0]])
    np.testing.assert_allclose(curve(knots, 7)[::2], knots, atol=1e-12)


def test_skin_places_are_true_in_area_and_lie_around_the_top() -> None:
    """A ring around the top of a ball is as large on the skin's map as on the ball."""
    up_rad = np.array([0.0, 0.4, 1.2, 2.0])
    direction = np.stack([np.sin(up_rad), np.cos(up_rad), np.zeros(4)], axis=1)
    places = skin_places(direction, 3.0)
    assert np.allclose(places[:, 0], 3.0 * 2.0 * np.sin(up_rad / 2.0))
    assert np.allclose(places[:, 1], 0.0)
    assert np.isfinite(skin_places(np.array([[0.0, -1.0, 0.0]]), 3.0)).all()
