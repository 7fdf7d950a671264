"""How much of a picture flashes: nobody who is sensitive to light may be harmed by the game.

A point flashes when its brightness changes by more than half, and back, within a second. The game's rule is
that this never happens to more than a tenth of the picture. (The general flash of WCAG 2.2, 2.3.1, counts
smaller changes, but allows three of them in a second and a quarter of the field of view.)
"""

import numpy as np
from numpy.typing import NDArray

MOST_FRAC = 0.1  # of the picture
DARKEST = 0.1  # of full brightness: what is darker is black to an eye that sees the rest
LUMA = (0.2126, 0.7152, 0.0722)  # of red, green, blue as the screen shows them. Source: ITU-R BT.709


def brightness_of(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(H, W) 0 to 1, of (H, W, 3) uint8 RGB."""
    return np.asarray(picture @ np.array(LUMA) / 255.0)


def flashing_frac(brightness: NDArray[np.float64], rate_hz: float, within_s: float = 1.0) -> float:
    """The largest part of the picture, 0 to 1, that flashes in any stretch of time as long as `within_s`.

    `brightness`: (N, H, W) of the pictures of a sequence, `rate_hz` a second.
    """
    seen = np.maximum(brightness, DARKEST)
    length = min(len(seen), round(within_s * rate_hz) + 1)
    return max(_part(seen[first : first + length]) for first in range(len(seen) - length + 1))


def _part(seen: NDArray[np.float64]) -> float:
    """The part of the points that change by more than half, there and back, in these pictures."""
    lowest_before, lowest_after = np.minimum.accumulate(seen), np.minimum.accumulate(seen[::-1])[::-1]
    highest_before, highest_after = np.maximum.accumulate(seen), np.maximum.accumulate(seen[::-1])[::-1]
    is_peak = seen > 2.0 * np.maximum(lowest_before, lowest_after)
    is_trough = 2.0 * seen < np.minimum(highest_before, highest_after)
    return float((is_peak | is_trough).any(axis=0).mean())
