"""A moment → what the demo pilot does: its round, which it repeats. Pure numbers.

Each channel of `demo_round` (the arms, the knees, the turn) is a list of marks (time, value). Between two
marks a body part moves as human limbs do, with the least jerk: s(u) = 10 u³ - 15 u⁴ + 6 u⁵ (Flash & Hogan
1985). Only the jump isn't made of marks: it is the ballistic flight of a body. With the push's length p and
the height h that it rises in the air,

    take-off speed v = √(2 g h)    push lasts 2 p / v    flight lasts 2 v / g    landing mirrors the push.

Forearms and hands lag slightly behind the upper arm, which makes strokes look natural.
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from griffin.vision.demo_round import (
    DUCK_M,
    LEFT_WING_DEG,
    LEFT_WRIST_DEG,
    LIFT_DEG,
    RIGHT_WING_DEG,
    RIGHT_WRIST_DEG,
    ROUND_S,
    TAKE_OFFS_S,
    TILT_DEG,
    TURN_DEG,
    TURNS_AWAY_S,
    Marks,
)

LOOP_S = ROUND_S
TAKE_OFF_S = TAKE_OFFS_S[0]  # the first one
TURN_AWAY_S = TURNS_AWAY_S[0]  # the first time

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
_SWAY_RAD = 0.02  # nobody keeps their arms perfectly still
_BREATH_PERIOD_S = LOOP_S / 70.0  # whole periods a loop, or it would jump at the seam
_SWAY_PERIOD_S = LOOP_S / 49.0

_LEAN_PER_TILT = 5.0 / 22.0  # the trunk goes a little with the arms


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
    hips_m, feet_m = _jump(t_s - min(TAKE_OFFS_S, key=lambda take_off_s: abs(t_s - take_off_s)))
    sway = math.sin(math.tau * t_s / _SWAY_PERIOD_S)
    return BodyPose(
        left=_arm(_left_deg, LEFT_WRIST_DEG, t_s, 0.0),
        right=_arm(_right_deg, RIGHT_WRIST_DEG, t_s, 1.3),
        hips_m=hips_m - _value(DUCK_M, t_s),
        feet_m=feet_m,
        heels_m=min(_TIPTOE_M, max(0.0, hips_m)),
        lean_rad=math.radians(_LEAN_PER_TILT * _value(TILT_DEG, t_s)),
        turn_rad=math.radians(sum(_value(turn, t_s) for turn in TURN_DEG)),
        sway_m=0.008 * sway,
        breath_frac=math.sin(math.tau * t_s / _BREATH_PERIOD_S),
    )


def _left_deg(t_s: float) -> float:
    return _value(LIFT_DEG, t_s) + _value(TILT_DEG, t_s) + _value(LEFT_WING_DEG, t_s)


def _right_deg(t_s: float) -> float:
    return _value(LIFT_DEG, t_s) - _value(TILT_DEG, t_s) + _value(RIGHT_WING_DEG, t_s)


def _arm(arm_deg: Callable[[float], float], wrist_marks: Marks, t_s: float, phase_rad: float) -> ArmPose:
    def angle_rad(lag_s: float) -> float:
        sway = _SWAY_RAD * math.sin(math.tau * (t_s - lag_s) / _SWAY_PERIOD_S + phase_rad)
        return math.radians(arm_deg(t_s - lag_s)) + sway

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
