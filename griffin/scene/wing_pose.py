"""The player's arm → the griffin's wing: one arm, one wing, in the air and on the perch.

The upper arm's angle is the wing's elevation, one to one where anatomy allows it; the elbow's fold folds the
wing. Arms that hang mean rest: on the perch they put the wing away, in the air they make a relaxed glide.
"""

import math
from dataclasses import dataclass

from griffin.flight.state import FlightState
from griffin.scene.easing import clamp, mix, smooth_between
from griffin.scene.stroke import beat
from griffin.scene.wing import WingShape


@dataclass(frozen=True, slots=True, kw_only=True)
class WingTuning:
    """How an arm becomes a wing. Angles are what looked right against photographs of eagles."""

    lowest_rad: float = math.radians(-48.0)  # further down the tips would meet under the belly
    highest_rad: float = math.radians(72.0)  # further up they would meet above the back
    longest_elbow_rad: float = math.radians(130.0)  # of a fully folded arm
    perched_elbow_fold_frac: float = 0.8  # what a folded arm alone folds of the wing on the perch
    flying_elbow_fold_frac: float = 0.6
    perched_rest_rad: tuple[float, float] = (math.radians(-15.0), math.radians(-75.0))  # arm: from, fully
    folded_wing_rad: float = math.radians(-68.0)  # like a roof over the flanks
    folded_tuck_m: float = 0.085
    flying_rest_rad: tuple[float, float] = (math.radians(-35.0), math.radians(-72.0))  # arm: from, fully
    resting_wing_rad: float = math.radians(-4.0)  # what resting arms make of the wings in flight
    resting_fold_frac: float = 0.22
    dive_path_rad: tuple[float, float] = (math.radians(-12.0), math.radians(-40.0))
    dive_fold_frac: float = 0.34
    flying_fold_limit_frac: float = 0.52  # a W, never a closed wing in the air
    stroke_keeps_fold_frac: float = 0.5  # of the arm's fold, while the griffin beats by itself
    dihedral_rad: float = math.radians(4.0)
    twist_rad: float = math.radians(-10.0)  # leading edge up: shows the wings' backs to the eye behind
    elbow_lift_rad: float = math.radians(-3.0)  # of a gliding wing: an M, seen from the front
    wrist_lift_rad: float = math.radians(5.0)
    bend_rad: float = math.radians(20.0)  # of the outer primaries under the griffin's own weight
    most_bend_rad: float = math.radians(36.0)
    folded_bend_frac: float = 0.6  # how much of the bend a folded wing loses
    perched_bend_frac: float = 0.3  # feathers that carry nothing hang almost straight
    steepest_load_frac: float = 2.0  # the load of the steepest turn, in weights

    def __post_init__(self) -> None:
        if not self.lowest_rad < 0.0 < self.highest_rad < math.pi / 2:
            raise ValueError("the wing must be able to go below and above the level, but not upright")
        for start, end in (self.perched_rest_rad, self.flying_rest_rad):
            if not end < start < 0.0:
                raise ValueError("an arm rests below the level, the more the lower it hangs")


TUNING = WingTuning()


def perched_wing(arm_rad: float, elbow_rad: float) -> WingShape:
    """A wing on the perch: hanging arms fold it away, raised arms spread it."""
    down = smooth_between(arm_rad, *TUNING.perched_rest_rad)
    elbow = smooth_between(elbow_rad, 0.0, TUNING.longest_elbow_rad)
    fold = 1.0 - (1.0 - down) * (1.0 - TUNING.perched_elbow_fold_frac * elbow)
    raised = clamp(arm_rad, TUNING.lowest_rad, TUNING.highest_rad)
    return WingShape(
        elevation_rad=mix(raised, TUNING.folded_wing_rad, down),
        arm_fold_frac=fold,
        hand_fold_frac=fold,
        bend_rad=TUNING.perched_bend_frac * TUNING.bend_rad * (1.0 - fold),
        wrist_lift_rad=TUNING.wrist_lift_rad * (1.0 - fold),
        tuck_m=TUNING.folded_tuck_m * down,
    )


def flying_wing(state: FlightState, arm_rad: float, elbow_rad: float) -> WingShape:
    """A wing in the air: the arm while the player steers, the beat while the griffin strokes by itself."""
    stroke, own = beat(state.stroke_phase_rad), state.stroke_frac
    down = smooth_between(arm_rad, *TUNING.flying_rest_rad)
    raised = clamp(arm_rad, TUNING.flying_rest_rad[0], TUNING.highest_rad)
    elevation_rad = mix(raised, TUNING.resting_wing_rad, down) + TUNING.dihedral_rad
    fold = _flying_fold(state, down, elbow_rad)
    kept = TUNING.stroke_keeps_fold_frac * fold
    load = min(1.0 / max(math.cos(state.roll_rad), 0.1), TUNING.steepest_load_frac) + stroke.push_frac
    bend_rad = TUNING.bend_rad * load * (1.0 - TUNING.folded_bend_frac * fold)
    limit = TUNING.flying_fold_limit_frac
    return WingShape(
        elevation_rad=mix(elevation_rad, stroke.elevation_rad, own),
        twist_rad=mix(TUNING.twist_rad, stroke.twist_rad, own),
        arm_fold_frac=min(mix(fold, max(stroke.arm_fold_frac, kept), own), limit),
        hand_fold_frac=min(mix(fold, max(stroke.hand_fold_frac, kept), own), limit),
        elbow_lift_rad=mix(TUNING.elbow_lift_rad, stroke.elbow_lift_rad, own),
        wrist_lift_rad=mix(TUNING.wrist_lift_rad, stroke.wrist_lift_rad, own),
        bend_rad=min(bend_rad, TUNING.most_bend_rad) * mix(1.0, stroke.bend_frac, own),
    )


def _flying_fold(state: FlightState, down: float, elbow_rad: float) -> float:
    """Resting arms, bent elbows and a dive each draw the wing in a little."""
    elbow = smooth_between(elbow_rad, 0.0, TUNING.longest_elbow_rad)
    dive = smooth_between(state.path_rad, *TUNING.dive_path_rad)
    open_frac = 1.0
    for most, frac in (
        (TUNING.resting_fold_frac, down),
        (TUNING.flying_elbow_fold_frac, elbow),
        (TUNING.dive_fold_frac, dive),
    ):
        open_frac *= 1.0 - most * frac
    return 1.0 - open_frac


def blend_wings(a: WingShape, b: WingShape, frac: float) -> WingShape:
    """From `a` (0) to `b` (1)."""
    names = WingShape.__dataclass_fields__
    return WingShape(**{name: mix(getattr(a, name), getattr(b, name), frac) for name in names})
