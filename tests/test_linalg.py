"""Axes and signs, one test a sign: what docs/CONVENTIONS.md says, proven."""

import math

import numpy as np
import pytest

from griffin.linalg import (
    mat_from_attitude,
    mat_from_axes,
    mat_look_at,
    mat_perspective,
    mat_rotate_x,
    mat_rotate_y,
    mat_rotate_z,
    mat_translate,
    vec_from_heading,
    vec_normalize,
    wrap_angle,
)

RIGHT = np.array([1.0, 0.0, 0.0, 0.0])
UP = np.array([0.0, 1.0, 0.0, 0.0])
FORWARD = np.array([0.0, 0.0, -1.0, 0.0])
QUARTER = math.pi / 2


def test_heading_grows_clockwise_from_above() -> None:
    np.testing.assert_allclose(mat_from_attitude(QUARTER, 0.0, 0.0) @ FORWARD, RIGHT, atol=1e-12)


def test_a_heading_points_the_way_that_an_attitude_looks() -> None:
    for heading_rad, up_rad in ((0.0, 0.0), (QUARTER, 0.0), (2.0, 0.4), (-1.0, -QUARTER)):
        forward = mat_from_attitude(heading_rad, up_rad, 0.0) @ FORWARD
        np.testing.assert_allclose(vec_from_heading(heading_rad, up_rad), forward[:3], atol=1e-12)


def test_positive_pitch_is_nose_up() -> None:
    np.testing.assert_allclose(mat_from_attitude(0.0, QUARTER, 0.0) @ FORWARD, UP, atol=1e-12)


def test_positive_roll_is_right_wing_down() -> None:
    np.testing.assert_allclose(mat_from_attitude(0.0, 0.0, QUARTER) @ RIGHT, -UP, atol=1e-12)


def test_rotations_turn_as_they_say() -> None:
    back = -FORWARD
    np.testing.assert_allclose(mat_rotate_x(QUARTER) @ UP, back, atol=1e-12)
    np.testing.assert_allclose(mat_rotate_y(QUARTER) @ back, RIGHT, atol=1e-12)
    np.testing.assert_allclose(mat_rotate_z(QUARTER) @ RIGHT, UP, atol=1e-12)


def test_the_eye_looks_along_its_minus_z_with_right_at_plus_x() -> None:
    view = mat_look_at([0.0, 2.0, 5.0], [0.0, 2.0, 0.0])
    np.testing.assert_allclose(view @ [0.0, 2.0, 0.0, 1.0], [0.0, 0.0, -5.0, 1.0], atol=1e-12)
    np.testing.assert_allclose(view @ [1.0, 3.0, 5.0, 1.0], [1.0, 1.0, 0.0, 1.0], atol=1e-12)


def test_an_eye_s_axes_are_the_rows_of_its_view() -> None:
    view = mat_look_at([1.0, 2.0, 5.0], [-3.0, 2.5, 0.0])
    right, up, back = view[:3, :3].tolist()
    np.testing.assert_allclose(mat_from_axes(right, up, back, (1.0, 2.0, 5.0)), view, atol=1e-12)


def test_projection_maps_near_and_far_to_the_ends_of_depth() -> None:
    clip = mat_perspective(QUARTER, 2.0, 0.5, 100.0)
    near, far = clip @ [0.0, 0.0, -0.5, 1.0], clip @ [0.0, 0.0, -100.0, 1.0]
    assert near[2] / near[3] == pytest.approx(-1.0)
    assert far[2] / far[3] == pytest.approx(1.0)
    corner = clip @ [20.0, 10.0, -10.0, 1.0]
    np.testing.assert_allclose(corner[:2] / corner[3], [1.0, 1.0])


def test_translate() -> None:
    point = np.array([1.0, 2.0, 3.0, 1.0])
    np.testing.assert_allclose(mat_translate([1, 1, 1]) @ point, [2, 3, 4, 1])


def test_normalize_leaves_nothing_undefined() -> None:
    np.testing.assert_allclose(vec_normalize([[3.0, 4.0], [0.0, 0.0]]), [[0.6, 0.8], [0.0, 0.0]])


@pytest.mark.parametrize(("angle", "wrapped"), [(0.0, 0.0), (math.pi, -math.pi), (7.0, 7.0 - 2 * math.pi)])
def test_angles_wrap(angle: float, wrapped: float) -> None:
    assert wrap_angle(angle) == pytest.approx(wrapped)
