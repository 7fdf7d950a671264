"""Decibels, and where a sound is between the two loudspeakers. Pure.

A pan is -1 (left) to 1 (right). Gains multiply what a file holds: 1 is as it was recorded.
"""

import math
from typing import TypeAlias

from griffin.easing import clamp

Sides: TypeAlias = tuple[float, float]  # gain left and right

SILENCE: Sides = (0.0, 0.0)
SIDE_FRAC = 0.45  # pan of what lies straight to one side: 6.8 dB louder there, as a head shades the other ear


def gain_of(level_db: float) -> float:
    """The gain that changes a level by so many decibels."""
    return float(10.0 ** (level_db / 20.0))


def pan_sides(gain: float, pan: float) -> Sides:
    """Equal power, both sides at `gain` in the middle; no side is louder than the file."""
    angle = (clamp(pan, -1.0, 1.0) + 1.0) * math.pi / 4.0
    loud = gain * math.sqrt(2.0)
    return min(1.0, loud * math.cos(angle)), min(1.0, loud * math.sin(angle))


def add_sides(first: Sides, second: Sides) -> Sides:
    """What two sources of one noise make together: their powers add."""
    return math.hypot(first[0], second[0]), math.hypot(first[1], second[1])


def scale_sides(sides: Sides, gain: float) -> Sides:
    """Both sides louder or softer."""
    return sides[0] * gain, sides[1] * gain


def cap_sides(sides: Sides) -> Sides:
    """No side louder than the file: mixers can't."""
    return min(1.0, sides[0]), min(1.0, sides[1])
