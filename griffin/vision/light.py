"""A picture → its Exposure: how bright it is, how much there is to see in it, and whether a body is lit.

From a small copy of the picture, for it is asked for while somebody plays. It keeps nothing of the picture.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.exposure import Exposure
from griffin.landmarks import Joint, Landmarks
from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2

_SMALL_PX = (64, 48)
_READ_PX = 320  # so many columns are averaged: every second or third one will do
_WHITE = 255.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LightTuning:
    """Where it is measured. Lengths are torso lengths."""

    blown_from: float = 0.98  # of white: cameras clip a little below it
    patch_torsos: float = 0.12  # half a patch's side: a face is 0.3 torsos wide
    chest_torsos: float = 0.35  # the chest's middle, below the shoulders
    beside_torsos: tuple[float, float] = (0.8, 1.6)  # from the trunk's middle: past the upper arms that hang

    def __post_init__(self) -> None:
        if not 0.0 < self.blown_from <= 1.0 or self.patch_torsos <= 0.0:
            raise ValueError("white is a part of white, and a patch has a size")
        if not 0.0 < self.beside_torsos[0] < self.beside_torsos[1]:
            raise ValueError("beside_torsos goes outwards")


_TUNING = LightTuning()


def measure_exposure(
    picture: Picture, body: Landmarks | None = None, tuning: LightTuning = _TUNING
) -> Exposure:
    """The picture's light; with a body, also that of its place and of what is beside it."""
    step = max(1, picture.shape[1] // _READ_PX)
    read = np.ascontiguousarray(picture[::step, ::step])
    small = cv2.resize(read, _SMALL_PX, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float64) / _WHITE
    low, high = np.percentile(grey, (5.0, 95.0))
    is_blown = grey >= tuning.blown_from
    rest = grey[~is_blown]
    lit, around = (None, None) if body is None else _measure_body(picture, grey, body, tuning)
    return Exposure(
        brightness=float(grey.mean()),
        spread=float(high - low),
        blown_frac=float(is_blown.mean()),
        rest=float(np.median(rest)) if rest.size else 1.0,
        body=lit,
        around=around,
    )


def _measure_body(
    picture: Picture, grey: NDArray[np.float64], body: Landmarks, tuning: LightTuning
) -> tuple[float | None, float | None]:
    points = body.picture[:, :2]
    if not np.isfinite(points).all():
        return None, None
    head = (points[Joint.LEFT_EAR] + points[Joint.RIGHT_EAR]) / 2.0
    shoulders = (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2.0
    hips = (points[Joint.LEFT_HIP] + points[Joint.RIGHT_HIP]) / 2.0
    torso = float(np.linalg.norm(hips - shoulders))
    chest = shoulders + tuning.chest_torsos * (hips - shoulders)
    patches = [_patch(picture, place, tuning.patch_torsos * torso) for place in (head, chest)]
    seen = [float(patch.mean()) / _WHITE for patch in patches if patch.size]
    aspect = picture.shape[1] / picture.shape[0]
    return max(seen, default=None), _beside(grey, aspect, head, hips, torso, tuning)


def _patch(picture: Picture, place: NDArray[np.float64], half: float) -> Picture:
    """The square about a place, as much of it as lies in the picture; both in picture heights."""
    height, width = picture.shape[:2]
    left, top = (np.clip(place - half, -1.0, 3.0) * height).astype(int)
    right, bottom = (np.clip(place + half, -1.0, 3.0) * height).astype(int) + 1
    return picture[max(0, top) : max(0, min(height, bottom)), max(0, left) : max(0, min(width, right))]


def _beside(
    grey: NDArray[np.float64],
    aspect: float,
    head: NDArray[np.float64],
    hips: NDArray[np.float64],
    torso: float,
    tuning: LightTuning,
) -> float | None:
    """The mean brightness on both sides, from the head's height to the hips'."""
    rows, columns = grey.shape
    top, bottom = (round(min(1.0, max(0.0, float(y))) * rows) for y in (head[1], hips[1]))
    middle = float(head[0] + hips[0]) / 2.0
    near, far = (torso * each for each in tuning.beside_torsos)
    strips = []
    for start, end in ((middle - far, middle - near), (middle + near, middle + far)):
        first, last = (round(min(1.0, max(0.0, x / aspect)) * columns) for x in (start, end))
        strips.append(grey[top:bottom, first:last])
    seen = [strip for strip in strips if strip.size]
    return float(np.mean([strip.mean() for strip in seen])) if seen else None
