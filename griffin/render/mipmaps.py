"""A picture's smaller levels, by averages. Plain arrays, no OpenGL.

A driver can make them, too. But one that draws with the processor compiles a shader for it at every start,
which takes longer than all pictures together take here.
"""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def smaller_levels(picture: Pixels) -> list[Pixels]:
    """The levels below (H, W, channels) or (H, W), the largest first, each half as wide and half as high.

    They end where a side is odd, so with a single pixel if both sides are powers of two. There are none where
    the shorter side isn't one: a few of them would be as bad as none.
    """
    levels: list[Pixels] = []
    short = min(picture.shape[:2])
    if short & (short - 1):
        return levels
    while _halves(picture.shape[0]) and _halves(picture.shape[1]) and max(picture.shape[:2]) > 1:
        if picture.shape[1] > 1:
            picture = _mean(picture[:, ::2], picture[:, 1::2])
        if picture.shape[0] > 1:
            picture = _mean(picture[::2], picture[1::2])
        levels.append(picture)
    return levels


def _halves(side_px: int) -> bool:
    return side_px == 1 or side_px % 2 == 0


def _mean(one: Pixels, other: Pixels) -> Pixels:
    """Rounded up, as llvmpipe does it: across first, then along."""
    return (one | other) - ((one ^ other) >> 1)
