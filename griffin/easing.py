"""Blending numbers: the few curves that flight and postures are made with."""

import itertools
import math
from collections.abc import Sequence


def mix(a: float, b: float, frac: float) -> float:
    """From `a` (0) to `b` (1)."""
    return a + (b - a) * frac


def clamp(value: float, low: float, high: float) -> float:
    """The nearest value within `low` to `high`."""
    if low > value:
        value = low
    return high if high < value else value


def smooth_between(value: float, start: float, end: float) -> float:
    """0 at `start`, 1 at `end` (which may lie below), smooth at both."""
    t = (value - start) / (end - start)
    if t <= 0.0:
        return 0.0
    return 1.0 if t >= 1.0 else t * t * (3.0 - 2.0 * t)


def between_keys(keys: Sequence[tuple[float, tuple[float, ...]]], at: float) -> tuple[float, ...]:
    """Values among keys (where, values): a smoothstep from each key to the next, held beyond both ends."""
    if at <= keys[0][0]:
        return keys[0][1]
    for (start, before), (end, after) in itertools.pairwise(keys):
        if at < end:
            frac = smooth_between(at, start, end)
            return tuple([a + (b - a) * frac for a, b in zip(before, after, strict=True)])
    return keys[-1][1]


def approach(value: float, target: float, rate_hz: float, dt_s: float) -> float:
    """Exponential easing: the same curve at any step length."""
    return target + (value - target) * math.exp(-rate_hz * dt_s)
