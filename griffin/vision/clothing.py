"""A picture and the body in it → the colours of its clothes, by which a person is known again.

Only these leave this module: three numbers for the chest and three for the thighs.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from griffin.landmarks import Joint, Landmarks
from griffin.vision.frame import Picture

_SAMPLES = 7  # a side of the grid of pixels that are looked at in each place: their median is calm enough
_CHEST_DOWN = 0.35  # from the shoulders to the hips: below necklines, above hands in the lap
_CHEST_REACH = 0.18  # half a side of the chest's grid, of the trunk's length: within a slim body in profile
_THIGH_DOWN = 0.35  # from the hip to the knee: below long shirts
_THIGH_REACH = 0.08
_LEAST_TRUNK_PX = 12.0  # of smaller bodies a pixel is half background
_LEAST_VISIBILITY = 0.5
Colour = tuple[float, float, float]


def with_clothes(body: Landmarks, picture: Picture) -> Landmarks:
    """The same body with the colours of its clothes, from the picture in which it was seen."""
    return replace(body, clothes=measure_clothing(picture, body))


def measure_clothing(picture: Picture, body: Landmarks) -> NDArray[np.float64] | None:
    """The colours (2, 3) of chest and thighs: luma and two colour differences, in parts of 255.

    A row is NaN where that part isn't in the picture; None if neither is.
    """
    height = picture.shape[0]
    joints = [(height * x, height * y) for x, y, _ in body.picture[_JOINTS].tolist()]  # pixels
    left, right, left_hip, right_hip, left_knee, right_knee = joints
    shoulders, hips = _between(left, right, 0.5), _between(left_hip, right_hip, 0.5)
    trunk_px = math.dist(shoulders, hips)
    if trunk_px < _LEAST_TRUNK_PX:
        return None
    chest = _sample(picture, _between(shoulders, hips, _CHEST_DOWN), _CHEST_REACH * trunk_px)
    seen = body.visibility[_JOINTS].tolist()
    thighs = [
        _sample(picture, _between(hip, knee, _THIGH_DOWN), _THIGH_REACH * trunk_px)
        for hip, knee, visibility in (
            (left_hip, left_knee, min(seen[2], seen[4])),
            (right_hip, right_knee, min(seen[3], seen[5])),
        )
        if visibility >= _LEAST_VISIBILITY
    ]
    known = [colour for colour in thighs if colour is not None]
    if chest is None and not known:
        return None
    legs = [sum(values) / len(known) for values in zip(*known, strict=True)] if known else _UNKNOWN
    return np.array([chest or _UNKNOWN, legs])


_JOINTS = [
    Joint.LEFT_SHOULDER,
    Joint.RIGHT_SHOULDER,
    Joint.LEFT_HIP,
    Joint.RIGHT_HIP,
    Joint.LEFT_KNEE,
    Joint.RIGHT_KNEE,
]
_UNKNOWN = (math.nan, math.nan, math.nan)


def _between(a: tuple[float, float], b: tuple[float, float], part: float) -> tuple[float, float]:
    return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])


def _sample(picture: Picture, place: tuple[float, float], reach_px: float) -> Colour | None:
    """The median colour of a grid around a place; None where that isn't in the picture."""
    height, width = picture.shape[:2]
    step = max(1, round(2.0 * reach_px / (_SAMPLES - 1)))
    left, top = round(place[0] - reach_px), round(place[1] - reach_px)
    right, bottom = round(place[0] + reach_px) + 1, round(place[1] + reach_px) + 1
    if right <= 0 or bottom <= 0 or left >= width or top >= height:
        return None
    patch = picture[max(0, top) : bottom : step, max(0, left) : right : step].reshape(-1, 3)
    if len(patch) < _SAMPLES:
        return None
    # The median of each channel; numpy's own takes ten times as long for so few.
    red, green, blue = np.sort(patch, axis=0)[len(patch) // 2].tolist()
    # ITU-R BT.601: luma and the two colour differences.
    return (
        (0.114 * blue + 0.587 * green + 0.299 * red) / 255.0,
        (0.5 * blue - 0.3313 * green - 0.1687 * red) / 255.0,
        (-0.0813 * blue - 0.4187 * green + 0.5 * red) / 255.0,
    )
