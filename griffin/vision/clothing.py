"""A picture and the body in it → the colours of its clothes, by which a person is known again.

Three numbers for the chest and three for the thighs, and nothing else of the picture goes on from here.
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
# ITU-R BT.601: luma and the two colour differences of blue, green and red.
_TO_YCBCR = np.array([[0.114, 0.587, 0.299], [0.5, -0.3313, -0.1687], [-0.0813, -0.4187, 0.5]])


def with_clothes(body: Landmarks, picture: Picture) -> Landmarks:
    """The same body with the colours of its clothes, from the picture in which it was seen."""
    return replace(body, clothes=measure_clothing(picture, body))


def measure_clothing(picture: Picture, body: Landmarks) -> NDArray[np.float64] | None:
    """The colours (2, 3) of chest and thighs: luma and two colour differences, in parts of 255.

    A row is NaN where that part isn't in the picture; None if neither is.
    """
    height = picture.shape[0]
    points = body.picture[:, :2] * height  # pixels
    shoulders = points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=0)
    hips = points[[Joint.LEFT_HIP, Joint.RIGHT_HIP]].mean(axis=0)
    trunk_px = math.dist(shoulders, hips)
    if trunk_px < _LEAST_TRUNK_PX:
        return None
    chest = _sample(picture, [shoulders + _CHEST_DOWN * (hips - shoulders)], _CHEST_REACH * trunk_px)
    thighs = _sample(
        picture,
        [
            points[hip] + _THIGH_DOWN * (points[knee] - points[hip])
            for hip, knee in ((Joint.LEFT_HIP, Joint.LEFT_KNEE), (Joint.RIGHT_HIP, Joint.RIGHT_KNEE))
            if min(body.visibility[hip], body.visibility[knee]) >= _LEAST_VISIBILITY
        ],
        _THIGH_REACH * trunk_px,
    )
    colours = np.stack([chest, thighs])
    return None if np.isnan(colours).all() else colours


def _sample(picture: Picture, places: list[NDArray[np.float64]], reach_px: float) -> NDArray[np.float64]:
    """The median colour of the grids around some places; NaN where they aren't in the picture."""
    height, width = picture.shape[:2]
    offsets = np.linspace(-reach_px, reach_px, _SAMPLES)
    found = []
    for x, y in places:
        columns, rows = np.rint(x + offsets).astype(int), np.rint(y + offsets).astype(int)
        columns = columns[(columns >= 0) & (columns < width)]
        rows = rows[(rows >= 0) & (rows < height)]
        found.append(picture[rows[:, None], columns[None, :]].reshape(-1, 3))
    pixels = np.concatenate(found) if found else np.empty((0, 3))
    if len(pixels) < _SAMPLES:
        return np.full(3, np.nan)
    return np.asarray(_TO_YCBCR @ np.median(pixels, axis=0) / 255.0, dtype=np.float64)
