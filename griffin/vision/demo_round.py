"""What the demo pilot does over one round, as marks (time, value) of each channel. Pure numbers.

A round is three flights: past the tower, over the lake, and to the island in the air. Each begins at the
branch, where turning the back ends the one before, so that errors don't add up from flight to flight. The
first shows every gesture once. The pilot knows nothing of the land: that these movements lead there, on the
land of seed 1, is what `tests/vision/test_demo_round.py` proves.

Angles are degrees of the arms; at -90 an arm hangs. A tilt of 22 degrees, held for 1.4 s and eased for 1 s
on both sides, turns the griffin by about 40 degrees.
"""

from collections.abc import Sequence
from typing import TypeAlias

ROUND_S = 280.0
TAKE_OFFS_S = (9.6, 58.6, 157.6)
TURNS_AWAY_S = ((50.6, 52.6), (150.2, 152.2), (271.4, 273.4))  # the back is wholly turned in between

Marks: TypeAlias = Sequence[tuple[float, float]]

_REST_DEG = -79.0  # hanging arms stand off a little
_WING_DEG = 46.0  # one wing lifted on the branch
_WRIST_DEG = 40.0  # its hand, up and down: of a drawn hand the pose model shows two thirds
_STROKE_PERIOD_S = 0.8
_TURN_S = 0.9  # for half a turn about


def _held(start_s: float, ease_s: float, hold_s: float, value: float) -> Marks:
    """From 0 to a value, held, and back."""
    there_s, back_s = start_s + ease_s, start_s + ease_s + hold_s
    return (start_s, 0.0), (there_s, value), (back_s, value), (back_s + ease_s, 0.0)


def _raised(start_s: float) -> Marks:
    """From hanging to spread."""
    return (start_s, _REST_DEG), (start_s + 1.1, 0.0)


def _lowered(start_s: float) -> Marks:
    """From spread to hanging."""
    return (start_s, 0.0), (start_s + 1.6, _REST_DEG)


def _swung(take_off_s: float) -> Marks:
    """Back, up with the push of a jump, and out to glide."""
    swing = ((-0.9, 0.0), (-0.25, -42.0), (0.15, 40.0), (1.0, 0.0))
    return tuple((take_off_s + after_s, lift_deg) for after_s, lift_deg in swing)


def _strokes(start_s: float, count: int) -> Marks:
    """From the first one's top on; the down stroke is the quicker half."""
    beats = [start_s + _STROKE_PERIOD_S * i for i in range(count)]
    strokes = tuple(mark for beat_s in beats for mark in ((beat_s, 48.0), (beat_s + 0.35, -38.0)))
    return (start_s - 0.6, 0.0), *strokes, (beats[-1] + 1.05, 0.0)


def _waved(start_s: float) -> Marks:
    """A hand that hangs while its wing is lifted, bends up at the top and straightens on the way down."""
    bends = ((0.0, 0.0), (0.5, -_WRIST_DEG), (1.1, _WRIST_DEG), (1.7, 0.0))
    return tuple((start_s + after_s, bend_deg) for after_s, bend_deg in bends)


def _turned(away_s: tuple[float, float]) -> Marks:
    """All the way about, the back shown for a while."""
    start_s, end_s = away_s
    return (start_s - _TURN_S, 0.0), (start_s, 180.0), (end_s, 180.0), (end_s + _TURN_S, 360.0)


# Both arms.
LIFT_DEG: Marks = (
    # past the tower
    *_raised(1.2), *_swung(TAKE_OFFS_S[0]), *_held(21.0, 1.0, 1.6, 33.0), *_strokes(26.5, 4),
    *_held(34.2, 1.0, 4.2, -42.0), *_held(43.4, 0.8, 1.6, 30.0), *_lowered(48.0),
    # over the lake
    *_raised(54.4), *_swung(TAKE_OFFS_S[1]), *_strokes(64.4, 3), *_held(82.0, 1.2, 4.6, -34.0),
    *_strokes(98.0, 3), *_held(106.0, 1.0, 2.0, -24.0), *_held(124.0, 1.0, 5.0, 30.0), *_strokes(138.0, 2),
    *_lowered(147.6),
    # to the island
    *_raised(154.0), *_swung(TAKE_OFFS_S[2]), *_strokes(163.4, 4), *_held(170.0, 1.2, 12.0, 33.0),
    *_strokes(190.0, 3), *_held(198.0, 1.0, 9.0, 33.0), *_strokes(246.0, 3), *_lowered(268.8),
)  # fmt: skip
# The left arm up and the right one down: a turn to the right; the trunk goes a little with it.
TILT_DEG: Marks = (
    *_held(13.2, 1.0, 1.4, -22.0), *_held(17.0, 1.0, 1.4, 22.0), *_held(30.2, 1.0, 2.9, 28.0),
    *_held(61.0, 1.0, 0.8, -20.0), *_held(71.0, 1.0, 1.6, -16.0), *_held(76.0, 1.0, 1.8, 16.0),
    *_held(112.0, 1.0, 3.0, -24.0), *_held(119.0, 1.0, 2.4, 24.0), *_held(132.0, 1.0, 3.6, 26.0),
    *_held(160.2, 1.0, 0.6, 12.5), *_held(183.0, 1.0, 1.0, 16.0), *_held(187.0, 1.0, 1.0, -16.0),
    *_held(221.0, 1.0, 11.0, 18.0), *_held(252.0, 1.0, 3.0, -24.0),
)  # fmt: skip
# One wing at a time, on the branch.
LEFT_WING_DEG: Marks = _held(2.9, 0.7, 0.3, _WING_DEG)
RIGHT_WING_DEG: Marks = _held(4.3, 0.7, 0.3, _WING_DEG)
LEFT_WRIST_DEG: Marks = _waved(2.9)
RIGHT_WRIST_DEG: Marks = _waved(4.3)
DUCK_M: Marks = _held(6.4, 0.7, 0.6, 0.30)
TURN_DEG: tuple[Marks, ...] = tuple(_turned(away_s) for away_s in TURNS_AWAY_S)
