"""The colours of somebody's clothes, remembered: by these a person is known again.

A colour is luma and two colour differences. Luma counts half: it goes with the light, from step to step.
"""

import math

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]  # (2, 3): chest and thighs; a row that wasn't seen is NaN
_LUMA_WEIGHT = 0.5


def colour_distance(one: Colours | None, other: Colours | None) -> float | None:
    """How far apart the clothes are, 0 to about 1; None where they can't be compared."""
    distances = _distances(one, other)
    return sum(distances) / len(distances) if distances else None


def _distances(one: Colours | None, other: Colours | None) -> list[float]:
    """Of those parts that are known of both."""
    if one is None or other is None:
        return []
    return [
        math.hypot(_LUMA_WEIGHT * (a[0] - b[0]), a[1] - b[1], a[2] - b[2])
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
        if not (math.isnan(a[0]) or math.isnan(b[0]))
    ]


class ClothesMemory:
    """One person's colours: their mean over the last seconds."""

    def __init__(self, learn_s: float) -> None:
        self._learn_s = learn_s
        self._time_s: float | None = None
        self._known_s = 0.0
        self.colours: Colours | None = None

    def learn(self, now_s: float, colours: Colours | None) -> None:
        """Take the colours seen now."""
        if colours is None:
            return
        dt_s = now_s - self._time_s if self._time_s is not None else 0.0
        self._time_s = now_s
        if self.colours is None:
            self.colours = colours.copy()
            return
        self._known_s = min(self._known_s + dt_s, self._learn_s)
        share = dt_s / (self._known_s + dt_s) if dt_s > 0.0 else 0.0
        known = self.colours
        mixed = known + share * (colours - known)
        self.colours = np.where(np.isnan(known), colours, np.where(np.isnan(colours), known, mixed))

    def distance(self, colours: Colours | None) -> float | None:
        """How far these colours are from the known ones; None where they can't be compared."""
        return colour_distance(self.colours, colours)

    def least_distance(self, colours: Colours | None) -> float:
        """How far the part is off that is most alike; 0 where none can be compared."""
        return min(_distances(self.colours, colours), default=0.0)
