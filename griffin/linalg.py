"""Vectors, matrices and quaternions on numpy arrays; column vectors, right-handed, radians.

A matrix names target then source: `clip_from_view @ view_from_world @ world_from_body`.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_IDENTITY = np.eye(4)


def vec_normalize(vector: ArrayLike) -> Array:
    """The vector(s) (..., n) at length 1; a vector of no length stays zero."""
    v = np.asarray(vector, dtype=np.float64)
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    return v / np.where(length > 0.0, length, 1.0)


def vec_from_heading(heading_rad: float, up_rad: float = 0.0) -> Array:
    """Unit vector (3,) of the world: clockwise from -Z as seen from above, then up."""
    level = math.cos(up_rad)
    return np.array([level * math.sin(heading_rad), math.sin(up_rad), -level * math.cos(heading_rad)])


def mat_translate(offset: ArrayLike) -> Array:
    """(4, 4) that moves points by `offset` (3,)."""
    m: Array = _IDENTITY.copy()
    m[:3, 3] = offset
    return m


def mat_rotate_x(angle_rad: float) -> Array:
    """(4, 4) about +X: +Y turns towards +Z."""
    return _rotate(1, 2, angle_rad)


def mat_rotate_y(angle_rad: float) -> Array:
    """(4, 4) about +Y: +Z turns towards +X."""
    return _rotate(2, 0, angle_rad)


def mat_rotate_z(angle_rad: float) -> Array:
    """(4, 4) about +Z: +X turns towards +Y."""
    return _rotate(0, 1, angle_rad)


def _rotate(axis: int, towards: int, angle_rad: float) -> Array:
    m: Array = _IDENTITY.copy()
    m[axis, axis] = m[towards, towards] = math.cos(angle_rad)
    sin = math.sin(angle_rad)
    m[axis, towards], m[towards, axis] = -sin, sin
    return m


def mat_perspective(fov_y_rad: float, aspect: float, near_m: float, far_m: float) -> Array:
    """clip_from_view (4, 4) for OpenGL's clip space; `aspect` is width over height."""
    f = 1.0 / math.tan(fov_y_rad / 2.0)
    m = np.zeros((4, 4))
    m[0, 0] = f / aspect
    m[1, 1] = f
    m[2, 2] = (far_m + near_m) / (near_m - far_m)
    m[2, 3] = 2.0 * far_m * near_m / (near_m - far_m)
    m[3, 2] = -1.0
    return m


def mat_from_axes(
    right_world: Sequence[float],
    up_world: Sequence[float],
    back_world: Sequence[float],
    eye_world: Sequence[float],
) -> Array:
    """view_from_world (4, 4) of an eye whose axes are these unit vectors (3,) of the world."""
    rows = [
        [*axis, -(axis[0] * eye_world[0] + axis[1] * eye_world[1] + axis[2] * eye_world[2])]
        for axis in (right_world, up_world, back_world)
    ]
    return np.array([*rows, [0.0, 0.0, 0.0, 1.0]])


def mat_look_at(
    eye_world: ArrayLike, target_world: ArrayLike, up_world: ArrayLike = (0.0, 1.0, 0.0)
) -> Array:
    """view_from_world (4, 4) of an eye that looks along its own -Z at the target."""
    eye = np.asarray(eye_world, dtype=np.float64)
    back = vec_normalize(eye - np.asarray(target_world, dtype=np.float64))
    right = vec_normalize(np.cross(np.asarray(up_world, dtype=np.float64), back))
    up = np.cross(back, right)
    m = np.eye(4)
    m[:3, :3] = np.stack([right, up, back])
    m[:3, 3] = -m[:3, :3] @ eye
    return m


def mat_from_attitude(heading_rad: float, pitch_rad: float, roll_rad: float) -> Array:
    """world_from_body (4, 4) without place: heading clockwise from above, nose up, right wing down."""
    return mat_rotate_y(-heading_rad) @ mat_rotate_x(pitch_rad) @ mat_rotate_z(-roll_rad)


def wrap_angle(angle_rad: float) -> float:
    """The same angle within -pi (included) to pi (excluded)."""
    return (angle_rad + math.pi) % (2.0 * math.pi) - math.pi
