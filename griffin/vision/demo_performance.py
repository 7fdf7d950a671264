"""A moment → what the demo pilot does: a looping performance that shows every gesture once. Pure numbers.

Each channel (an arm, the knees, the turn) is a list of marks (time, value). Between two marks a body part
moves as people's limbs do, with the least jerk: s(u) = 10 u³ - 15 u⁴ + 6 u⁵ (Flash & Hogan 1985). Only the
jump is not drawn by hand: it is the fall of a body. With the push's length p and the height h that it rises
in the air,

    take-off speed v = √(2 g h)    push lasts 2 p / v    flight lasts 2 v / g    landing mirrors the push.

Forearms and hands follow the upper arm a little later, which makes a stroke look like a stroke.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

LOOP_S = 40.0
TAKE_OFF_S = 9.6
TURN_AWAY_S = (34.9, 36.9)  # the back is wholly turned in between

_GRAVITY_MPS2 = 9.81
_JUMP_RISE_M = 0.28  # an ordinary adult's jump
_PUSH_M = 0.26  # from the crouch to the toes
_CROUCH_M = 0.20  # below standing, at the deepest point before the push
_TIPTOE_M = _PUSH_M - _CROUCH_M  # above standing, when the feet leave the floor
_SINK_S = 0.35  # from standing into the crouch
_SPEED_MPS = math.sqrt(2.0 * _GRAVITY_MPS2 * _JUMP_RISE_M)
_PUSH_S = 2.0 * _PUSH_M / _SPEED_MPS
FLIGHT_S = 2.0 * _SPEED_MPS / _GRAVITY_MPS2

_FOREARM_LAG_S = 0.05
_HAND_LAG_S = 0.09
_SWAY_RAD = 0.02  # nobody's arms are still
_BREATH_PERIOD_S = LOOP_S / 10.0  # whole periods a loop, or it would jump at the seam
_SWAY_PERIOD_S = LOOP_S / 7.0

Marks = Sequence[tuple[float, float]]


def _held(start_s: float, ease_s: float, hold_s: float, value: float) -> Marks:
    """From 0 to a value, held, and back."""
    there_s, back_s = start_s + ease_s, start_s + ease_s + hold_s
    return (start_s, 0.0), (there_s, value), (back_s, value), (back_s + ease_s, 0.0)


_REST_DEG = -79.0  # hanging arms stand off a little
_WING_DEG = 46.0  # one wing lifted on the branch
_WRIST_DEG = 40.0  # its hand, up and down: of a drawn hand the pose model shows two thirds
_BANK_DEG = 22.0
_SMALL_BANK_DEG = 16.0
_CLIMB_DEG = 33.0
_STROKE_PERIOD_S = 0.8
_STROKES: Marks = tuple(  # the down stroke is the quicker half
    mark
    for start_s in (26.5 + _STROKE_PERIOD_S * i for i in range(4))
    for mark in ((start_s, 48.0), (start_s + 0.35, -38.0))
)
_RAISE: Marks = ((1.2, _REST_DEG), (2.3, 0.0))
_JUMP_SWING: Marks = (  # back, up with the push, and out to glide
    (TAKE_OFF_S - 0.9, 0.0), (TAKE_OFF_S - 0.25, -42.0), (TAKE_OFF_S + 0.15, 40.0), (TAKE_OFF_S + 1.0, 0.0),
)  # fmt: skip
_CLIMB = _held(21.0, 1.0, 1.6, _CLIMB_DEG)
_LOWER: Marks = ((32.9, 0.0), (34.0, _REST_DEG))

_LEFT_ARM_DEG: Marks = (
    *_RAISE, *_held(2.9, 0.7, 0.3, _WING_DEG), *_JUMP_SWING, *_held(13.2, 1.0, 1.4, -_BANK_DEG),
    *_held(17.0, 1.0, 1.4, _BANK_DEG), *_CLIMB, (25.9, 0.0), *_STROKES,
    *_held(29.8, 0.9, 1.2, -_SMALL_BANK_DEG), *_LOWER,
)  # fmt: skip
_RIGHT_ARM_DEG: Marks = (
    *_RAISE, *_held(4.3, 0.7, 0.3, _WING_DEG), *_JUMP_SWING, *_held(13.2, 1.0, 1.4, _BANK_DEG),
    *_held(17.0, 1.0, 1.4, -_BANK_DEG), *_CLIMB, (25.9, 0.0), *_STROKES,
    *_held(29.8, 0.9, 1.2, _SMALL_BANK_DEG), *_LOWER,
)  # fmt: skip


def _waved(start_s: float) -> Marks:
    """A hand that hangs while its wing is lifted, bends up at the top and straightens on the way down."""
    bends = ((0.0, 0.0), (0.5, -_WRIST_DEG), (1.1, _WRIST_DEG), (1.7, 0.0))
    return tuple((start_s + after_s, bend_deg) for after_s, bend_deg in bends)


_LEFT_WRIST_DEG, _RIGHT_WRIST_DEG = _waved(2.9), _waved(4.3)
_LEAN_DEG: Marks = (  # the trunk goes a little with the bank, positive to the pilot's right
    *_held(13.2, 1.0, 1.4, -5.0), *_held(17.0, 1.0, 1.4, 5.0), *_held(29.8, 0.9, 1.2, -4.0),
)  # fmt: skip
_DUCK_M: Marks = _held(6.4, 0.7, 0.6, 0.30)
_TURN_DEG: Marks = ((34.0, 0.0), (TURN_AWAY_S[0], 180.0), (TURN_AWAY_S[1], 180.0), (37.8, 360.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmPose:
    """Angles above the horizontal, seen from the front; at -90° an arm hangs."""

    upper_rad: float
    forearm_rad: float
    hand_rad: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPose:
    """What each part of the pilot does at one moment.

    `hips_m`: above standing, negative when ducked. `feet_m`: the toes above the floor. `heels_m`: the heels
    above the toes. `lean_rad`: the trunk to the pilot's right. `turn_rad`: 0 faces the camera, grows to the
    pilot's left. `sway_m`: the hips to the pilot's left. `breath_frac`: -1 to 1.
    """

    left: ArmPose
    right: ArmPose
    hips_m: float
    feet_m: float
    heels_m: float
    lean_rad: float
    turn_rad: float
    sway_m: float
    breath_frac: float


def perform(t_s: float) -> BodyPose:
    """The pose at a moment of the performance, which repeats every `LOOP_S` seconds."""
    t_s %= LOOP_S
    hips_m, feet_m = _jump(t_s - TAKE_OFF_S)
    sway = math.sin(math.tau * t_s / _SWAY_PERIOD_S)
    return BodyPose(
        left=_arm(_LEFT_ARM_DEG, _LEFT_WRIST_DEG, t_s, 0.0),
        right=_arm(_RIGHT_ARM_DEG, _RIGHT_WRIST_DEG, t_s, 1.3),
        hips_m=hips_m - _value(_DUCK_M, t_s),
        feet_m=feet_m,
        heels_m=min(_TIPTOE_M, max(0.0, hips_m)),
        lean_rad=math.radians(_value(_LEAN_DEG, t_s)),
        turn_rad=math.radians(_value(_TURN_DEG, t_s)),
        sway_m=0.008 * sway,
        breath_frac=math.sin(math.tau * t_s / _BREATH_PERIOD_S),
    )


def _arm(marks: Marks, wrist_marks: Marks, t_s: float, phase_rad: float) -> ArmPose:
    def angle_rad(lag_s: float) -> float:
        sway = _SWAY_RAD * math.sin(math.tau * (t_s - lag_s) / _SWAY_PERIOD_S + phase_rad)
        return math.radians(_value(marks, t_s - lag_s)) + sway

    return ArmPose(
        upper_rad=angle_rad(0.0),
        forearm_rad=angle_rad(_FOREARM_LAG_S),
        hand_rad=angle_rad(_HAND_LAG_S) + math.radians(_value(wrist_marks, t_s)),
    )


def _jump(u_s: float) -> tuple[float, float]:
    """The hips above standing and the feet above the floor, `u_s` seconds after the feet have left it."""
    push_mps2 = _SPEED_MPS**2 / (2.0 * _PUSH_M)
    if u_s <= -_PUSH_S:
        return -_CROUCH_M * _ease((u_s + _PUSH_S + _SINK_S) / _SINK_S), 0.0
    if u_s <= 0.0:
        return -_CROUCH_M + push_mps2 * (u_s + _PUSH_S) ** 2 / 2.0, 0.0
    if u_s <= FLIGHT_S:
        rise_m = _SPEED_MPS * u_s - _GRAVITY_MPS2 * u_s**2 / 2.0
        return _TIPTOE_M + rise_m, rise_m
    landed_s = u_s - FLIGHT_S
    if landed_s <= _PUSH_S:
        return -_CROUCH_M + push_mps2 * (_PUSH_S - landed_s) ** 2 / 2.0, 0.0
    return -_CROUCH_M * (1.0 - _ease((landed_s - _PUSH_S) / _SINK_S)), 0.0


def _value(marks: Marks, t_s: float) -> float:
    """Between the marks about a time; before the first and after the last mark its value holds."""
    after = bisect_right(marks, t_s, key=lambda mark: mark[0])
    if after in (0, len(marks)):
        return marks[min(after, len(marks) - 1)][1]
    (start_s, start), (end_s, end) = marks[after - 1], marks[after]
    return start + (end - start) * _ease((t_s - start_s) / (end_s - start_s))


def _ease(u: float) -> float:
    u = min(1.0, max(0.0, u))
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))
