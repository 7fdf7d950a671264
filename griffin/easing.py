"""Blending numbers: the few curves that flight and postures are made with."""

import math


def mix(a: float, b: float, frac: float) -> float:
    """From `a` (0) to `b` (1)."""
    return a + (b - a) * frac


def clamp(value: float, low: float, high: float) -> float:
    """The nearest value within `low` to `high`."""
    return min(max(value, low), high)


def smooth_between(value: float, start: float, end: float) -> float:
    """0 at `start`, 1 at `end` (which may lie below), smooth at both."""
    t = clamp((value - start) / (end - start), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def approach(value: float, target: float, rate_hz: float, dt_s: float) -> float:
    """Exponential easing: the same curve at any step length."""
    return target + (value - target) * math.exp(-rate_hz * dt_s)
