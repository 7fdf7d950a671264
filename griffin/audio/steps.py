"""The mixer's beat, and gains in its steps. Pure.

The mixer changes a gain at once, at the border of a buffer. Small steps are not heard as clicks: at most one
decibel, as long as the sound is loud enough for a step to be heard at all.
"""

from griffin.audio.loudness import Sides, gain_of

RATE_HZ = 48_000  # of the mixer and of all files: one of another rate would change its length
BUFFER = 1024  # samples; smaller ones crackle on PipeWire
BUFFER_S = BUFFER / RATE_HZ

FINE_DB = -24.0  # below this a gain may jump
_FINE = gain_of(FINE_DB)
_STEP = gain_of(1.0)


def step_gain(gain: float, wanted: float) -> float:
    """The gain of the next buffer, on the way to what is wanted."""
    if wanted > gain:
        return min(wanted, max(gain, _FINE / _STEP) * _STEP)
    lower = gain / _STEP
    return wanted if lower <= _FINE else max(wanted, lower)


def step_sides(sides: Sides, wanted: Sides) -> Sides:
    """The same for both sides."""
    return step_gain(sides[0], wanted[0]), step_gain(sides[1], wanted[1])
