"""The griffin's own wing beat: phase → how the wing stands in it.

Phase 0 is the top. The down stroke takes 55 % of the cycle with the wing stretched, its leading edge twisted
down and its tips bent up by the air; on the way up wrist and elbow flex and the hand hangs back.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StrokeTuning:
    """The beat's size. Amplitudes as in slow films of eagles that climb."""

    down_frac: float = 0.55  # of the cycle
    mean_rad: float = math.radians(7.0)
    amplitude_rad: float = math.radians(37.0)
    down_twist_rad: float = math.radians(11.0)
    up_twist_rad: float = math.radians(-7.0)
    arm_fold_frac: float = 0.30  # in the middle of the up stroke
    hand_fold_frac: float = 0.52
    hand_lag_rad: float = math.radians(17.0)  # the hand trails behind the arm's movement
    heave_m: float = 0.11  # the body, against the wings

    def __post_init__(self) -> None:
        if not 0.0 < self.down_frac < 1.0:
            raise ValueError("down_frac must lie between 0 and 1")


STROKE = StrokeTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """The wing and the body at one phase of the beat. `push_frac` is how hard the wing presses on the air."""

    elevation_rad: float
    twist_rad: float
    arm_fold_frac: float
    hand_fold_frac: float
    elbow_lift_rad: float
    wrist_lift_rad: float
    push_frac: float
    bend_frac: float
    heave_m: float


def beat(phase_rad: float) -> Stroke:
    """The beat at a phase; any number of turns."""
    cycle = (phase_rad / (2.0 * math.pi)) % 1.0
    is_down = cycle < STROKE.down_frac
    part = cycle / STROKE.down_frac if is_down else (cycle - STROKE.down_frac) / (1.0 - STROKE.down_frac)
    height = math.cos(math.pi * part) * (1.0 if is_down else -1.0)
    strength = math.sin(math.pi * part)
    push, lift = (strength, 0.0) if is_down else (0.0, strength)
    lag_rad = STROKE.hand_lag_rad * (push - lift)
    return Stroke(
        elevation_rad=STROKE.mean_rad + STROKE.amplitude_rad * height,
        twist_rad=STROKE.down_twist_rad * push + STROKE.up_twist_rad * lift,
        arm_fold_frac=STROKE.arm_fold_frac * lift,
        hand_fold_frac=STROKE.hand_fold_frac * lift,
        elbow_lift_rad=0.5 * lag_rad,
        wrist_lift_rad=lag_rad,
        push_frac=push,
        bend_frac=1.0 - 0.8 * lift,
        heave_m=-STROKE.heave_m * height,
    )
