"""Frame: one picture and the moment at which it was taken. What sources hand to the pose model."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin.landmarks import PictureSpan
from griffin.vision.opencv import cv2
from griffin.vision.orientation import Orientation

# Larger pictures only cost time: the model looks for bodies at 224x224, and at one body at 256x256. Smaller
# ones lose small bodies: of people far away 640 found a tenth fewer than 960, and 960 as many as 1768.
LONG_SIDE_PX = 960

Picture = NDArray[np.uint8]
"""(height, width, 3), red, green, blue, never mirrored."""

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A picture; `captured_s` is when its light fell on the sensor, as near as the source knows.

    `image`: the whole of it as the pose model's own picture, where somebody has made that ahead of time.
    """

    captured_s: float
    picture: Picture
    image: Any = field(default=None, compare=False, repr=False)


_HIDDEN = 114  # a middle grey: no edge is taken for a limb


def hide_outside(picture: Picture, span: PictureSpan | None) -> Picture:
    """The picture with nothing to be seen outside these columns; the same where there is no span."""
    if span is None:
        return picture
    height, width = picture.shape[:2]
    left, right = (min(max(round(edge * height), 0), width) for edge in (span.left, span.right))
    shown: Picture = picture.copy()
    shown[:, :left] = _HIDDEN
    shown[:, max(left, right) :] = _HIDDEN
    return shown


def hide_box(picture: Picture, *, left: float, top: float, right: float, bottom: float) -> Picture:
    """A copy of the picture with nothing to be seen in this rectangle, in picture heights."""
    height = picture.shape[0]
    first, last, upper, lower = (max(0, round(edge * height)) for edge in (left, right, top, bottom))
    shown: Picture = picture.copy()
    shown[upper:lower, first:last] = _HIDDEN
    return shown


def fit(picture: Picture, *, pixel_aspect: float = 1.0, long_side_px: int = LONG_SIDE_PX) -> Picture:
    """The picture with square pixels, scaled down so that its longer side is no longer than that.

    `pixel_aspect`: the width of a pixel in its heights.
    """
    height, width = picture.shape[:2]
    shown_width, shown_height = width * max(1.0, pixel_aspect), height * max(1.0, 1.0 / pixel_aspect)
    scale = min(1.0, long_side_px / max(shown_width, shown_height))
    size = (max(1, round(shown_width * scale)), max(1, round(shown_height * scale)))
    if size == (width, height):
        return picture
    # Averaging areas would look smoother, but what is left sharper is found more often.
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def from_opencv(picture: NDArray[np.uint8]) -> Picture:
    """What OpenCV has read, whose colours come the other way round: blue first."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def set_upright(picture: Picture, orientation: Orientation) -> Picture:
    """The picture turned and, where the source mirrors, mirrored back: in this order."""
    turn = _TURNS.get(orientation.rotation.turn_deg)
    if turn is not None:
        picture = np.asarray(cv2.rotate(picture, turn), np.uint8)
    if orientation.is_mirrored:
        picture = np.asarray(cv2.flip(picture, 1), np.uint8)
    return picture
