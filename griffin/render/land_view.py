"""What of the land's tiles a picture sees, and how much of each. Plain arrays, no OpenGL.

Tiles are rows of upright boxes; columns: middle x and z, half a side, lowest, highest, and whatever follows.
"""

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from griffin.render.context import DrawContext

Boxes = NDArray[np.float64]


class SurfaceDetail(IntEnum):
    """What a tile shows beside its vertices' colours: every texture fetch costs."""

    CLOSE = 0  # grain and finer grain
    NEAR = 1  # grain
    MIDDLE = 2  # grain and the tile's picture
    FAR = 3  # the picture
    BARE = 4


def choose_details(
    has_grain: NDArray[np.bool_], has_picture: NDArray[np.bool_], is_close: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """The `SurfaceDetail` of each tile, by what it has and by its distance."""
    details = np.full(len(has_grain), SurfaceDetail.BARE, dtype=np.int8)
    details[has_picture] = SurfaceDetail.FAR
    details[has_grain] = SurfaceDetail.NEAR
    details[has_grain & is_close] = SurfaceDetail.CLOSE
    details[has_grain & has_picture] = SurfaceDetail.MIDDLE
    return details


def nearest_m(boxes: Boxes, eye: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the eye to the nearest point of each box."""
    level_m, _ = level_spans_m(boxes, eye)
    upright_m = np.maximum(boxes[:, 3] - eye[1], eye[1] - boxes[:, 4])
    return np.asarray(np.hypot(level_m, np.maximum(upright_m, 0.0)))


def level_spans_m(boxes: Boxes, eye: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the nearest and the farthest point of each box are from the eye, seen from above."""
    aside = np.abs(boxes[:, :2] - eye[[0, 2]])
    half = boxes[:, 2:3]
    nearest, farthest = np.maximum(aside - half, 0.0), aside + half
    return np.hypot(nearest[:, 0], nearest[:, 1]), np.hypot(farthest[:, 0], farthest[:, 1])


def meets_view(context: "DrawContext", boxes: Boxes) -> NDArray[np.bool_]:
    """Which boxes may be seen."""
    eye = context.eye_world
    x, z, half = boxes[:, 0] - eye[0], boxes[:, 1] - eye[2], boxes[:, 2]
    middle_y = (boxes[:, 3] + boxes[:, 4]) / 2.0 - eye[1]
    half_y = (boxes[:, 4] - boxes[:, 3]) / 2.0
    m = context.clip_from_rel
    planes = np.stack([m[3] + m[0], m[3] - m[0], m[3] + m[1], m[3] - m[1], m[3] + m[2]])[..., None]
    distance = planes[:, 0] * x + planes[:, 1] * middle_y + planes[:, 2] * z + planes[:, 3]
    room = (np.abs(planes[:, 0]) + np.abs(planes[:, 2])) * half + np.abs(planes[:, 1]) * half_y
    return np.asarray((distance + room > 0.0).all(axis=0))
