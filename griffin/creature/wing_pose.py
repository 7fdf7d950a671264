"""The player's arm → the griffin's wing: one arm, one wing, in the air and on the perch.

The upper arm's angle is the wing's elevation, one to one where anatomy allows it; the elbow's fold folds the
wing; a raised hand lifts the wing's hand, a lowered one droops and flexes it. Arms that hang mean rest: on
the perch they put the wing away, in the air they make a relaxed glide.
"""

import math
from dataclasses import dataclass
from operator import attrgetter

from griffin.creature.life import Life, arrive_frac, shake_frac
from griffin.creature.stroke import STROKE, beat
from griffin.creature.wing import WingShape
from griffin.easing import clamp, mix, smooth_between
from griffin.flight.state import FlightState


@dataclass(frozen=True, slots=True, kw_only=True)
class WingTuning:
    """How an arm becomes a wing. Angles are what looked right against photographs of eagles."""

    lowest_rad: float = math.radians(-48.0)  # further down the tips would meet under the belly
    highest_rad: float = math.radians(72.0)  # further up they would meet above the back
    longest_elbow_rad: float = math.radians(130.0)  # of a fully folded arm
    wrist_gain: float = 1.1  # at first: of a bent hand the pose model shows two thirds
    wrist_most_rad: float = math.radians(30.0)  # people bend theirs by 70 deg, birds hardly by half of that
    wrist_limits_rad: tuple[float, float] = (math.radians(-36.0), math.radians(36.0))  # with the stroke's own
    hand_limits_rad: tuple[float, float] = (math.radians(-66.0), math.radians(80.0))  # above the level
    droop_fold_frac: float = 0.2  # a hand that droops all the way is flexed by so much
    flexed_fold_frac: float = 0.72  # and with the stroke's own flexion by no more than this
    perched_elbow_fold_frac: float = 0.8  # what a folded arm alone folds of the wing on the perch
    flying_elbow_fold_frac: float = 0.6
    perched_rest_rad: tuple[float, float] = (math.radians(-15.0), math.radians(-75.0))  # arm: from, fully
    folded_wing_rad: float = math.radians(-68.0)  # like a roof over the flanks
    folded_tuck_m: float = 0.085
    flying_rest_rad: tuple[float, float] = (math.radians(-35.0), math.radians(-72.0))  # arm: from, fully
    resting_wing_rad: float = math.radians(-4.0)  # what resting arms make of the wings in flight
    resting_fold_frac: float = 0.22
    dive_path_rad: tuple[float, float] = (math.radians(-12.0), math.radians(-36.0))
    dive_fold_frac: float = 0.56
    dive_hand_frac: float = 0.2  # the hand may fold so much further than the arm
    flying_fold_limit_frac: float = 0.58  # a W, never a closed wing in the air
    stroke_keeps_arm_frac: float = 0.6  # of the arm's angle, while the griffin beats by itself
    stroke_keeps_fold_frac: float = 0.5  # of the arm's fold, while the griffin beats by itself
    stroke_keeps_wrist_frac: float = 0.6  # of the hand's bend, while the griffin beats by itself
    dihedral_rad: float = math.radians(4.0)
    stroke_rate_radps: tuple[float, float] = (
        1.0,
        5.0,
    )  # of the arm: from here it strokes, here it does so fully
    flare_twist_rad: float = math.radians(-30.0)  # the braking wing stands against the air,
    flare_lift_rad: float = math.radians(6.0)
    flare_sweep_rad: float = math.radians(24.0)  # reaches forwards,
    flare_cup_rad: float = math.radians(-14.0)  # and is hollow: the hand comes forwards still more
    flare_hand_fold_frac: float = 0.07  # its primaries overlap at their base, and their tips stay apart
    flare_bend_frac: float = 0.4
    lift_limp_frac: float = 0.8  # on the way up the tips carry nothing
    trim_rad: float = math.radians(0.9)
    trim_twist_frac: float = 1.5
    flutter_mps: tuple[float, float] = (10.0, 40.0)
    flutter_rad: float = math.radians(2.4)
    shake_flutter_rad: float = math.radians(5.0)
    twist_rad: float = math.radians(-12.0)  # leading edge up: shows the wings' backs to the eye behind
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
        if not self.wrist_limits_rad[0] < 0.0 < self.wrist_limits_rad[1] or self.wrist_most_rad <= 0.0:
            raise ValueError("a hand must be able to bend up and down")
        for start, end in (self.perched_rest_rad, self.flying_rest_rad):
            if not end < start < 0.0:
                raise ValueError("an arm rests below the level, the more the lower it hangs")


TUNING = WingTuning()
_NUMBERS = tuple(WingShape.__dataclass_fields__)
_read_numbers = attrgetter(*_NUMBERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmNow:
    """One arm as the player holds it, and how it moves: its rate, and its place beside the slow posture."""

    arm_rad: float
    elbow_rad: float
    wrist_rad: float = 0.0
    rate_radps: float = 0.0


def perched_wing(arm: ArmNow, life: Life) -> WingShape:
    """A wing on the perch: hanging arms fold it away, raised arms spread it."""
    down = smooth_between(arm.arm_rad, *TUNING.perched_rest_rad)
    elbow = smooth_between(arm.elbow_rad, 0.0, TUNING.longest_elbow_rad)
    fold = 1.0 - (1.0 - down) * (1.0 - TUNING.perched_elbow_fold_frac * elbow)
    raised = clamp(arm.arm_rad, TUNING.lowest_rad, TUNING.highest_rad)
    wing = WingShape(
        elevation_rad=mix(raised, TUNING.folded_wing_rad, down),
        arm_fold_frac=fold,
        hand_fold_frac=fold,
        bend_rad=TUNING.perched_bend_frac * TUNING.bend_rad * (1.0 - fold),
        wrist_lift_rad=TUNING.wrist_lift_rad * (1.0 - fold),
        tuck_m=TUNING.folded_tuck_m * down,
    )
    wing = blend_wings(wing, STRETCHED, life.stretch_frac)
    return blend_wings(wing, ARRIVING, arrive_frac(life))


def flying_wing(state: FlightState, life: Life, arm: ArmNow, outwards: float) -> WingShape:
    """A wing in the air: the arm, and on top of it the beat while the griffin strokes by itself.

    `outwards` is +1 for the right wing and -1 for the left: small trims go against each other.
    """
    steered = _steered_wing(state, life, arm, outwards)
    if state.stroke_frac <= 0.0:
        return steered
    return blend_wings(steered, _beating_wing(state, steered), state.stroke_frac)


def _steered_wing(state: FlightState, life: Life, arm: ArmNow, outwards: float) -> WingShape:
    """The wing as the arm holds it. The player's own strokes press it down stretched, bring it up flexed."""
    down = smooth_between(arm.arm_rad, *TUNING.flying_rest_rad)
    raised = clamp(arm.arm_rad, TUNING.flying_rest_rad[0], TUNING.highest_rad)
    push = smooth_between(-arm.rate_radps, *TUNING.stroke_rate_radps) * (1.0 - down)
    lift = smooth_between(arm.rate_radps, *TUNING.stroke_rate_radps) * (1.0 - down)
    trim_rad, lag_rad = _trim_rad(state, life, outwards), STROKE.hand_lag_rad * (push - lift)
    dive, flare = smooth_between(state.path_rad, *TUNING.dive_path_rad), life.gear_frac
    fold = _flying_fold(dive, down, arm.elbow_rad)
    most, dive_hand = TUNING.flying_fold_limit_frac, TUNING.dive_hand_frac * dive
    hand_fold = dive_hand + TUNING.flare_hand_fold_frac * flare
    resting_rad = mix(raised, TUNING.resting_wing_rad, down)
    stroke_twist_rad = STROKE.down_twist_rad * push + STROKE.up_twist_rad * lift
    return WingShape(
        elevation_rad=resting_rad + TUNING.dihedral_rad + TUNING.flare_lift_rad * flare + trim_rad,
        sweep_rad=TUNING.flare_sweep_rad * flare,
        twist_rad=TUNING.twist_rad
        + TUNING.flare_twist_rad * flare
        + TUNING.trim_twist_frac * trim_rad
        + stroke_twist_rad,
        arm_fold_frac=min(fold + STROKE.arm_fold_frac * lift, most),
        hand_fold_frac=min(fold + STROKE.hand_fold_frac * lift + hand_fold, most + dive_hand),
        elbow_lift_rad=TUNING.elbow_lift_rad + 0.5 * lag_rad,
        wrist_lift_rad=TUNING.wrist_lift_rad + TUNING.flare_cup_rad * flare + lag_rad,
        bend_rad=_bend_rad(state, push + TUNING.flare_bend_frac * flare, fold)
        * (1.0 - TUNING.lift_limp_frac * lift),
    )


def _beating_wing(state: FlightState, steered: WingShape) -> WingShape:
    """The wing that beats by itself: around where the arm holds it, so that the arm still shows."""
    stroke, kept = beat(state.stroke_phase_rad), TUNING.stroke_keeps_fold_frac
    arm_rad = TUNING.stroke_keeps_arm_frac * (steered.elevation_rad - TUNING.dihedral_rad)
    return WingShape(
        elevation_rad=clamp(stroke.elevation_rad + arm_rad, TUNING.lowest_rad, TUNING.highest_rad),
        twist_rad=stroke.twist_rad,
        arm_fold_frac=max(stroke.arm_fold_frac, kept * steered.arm_fold_frac),
        hand_fold_frac=max(stroke.hand_fold_frac, kept * steered.hand_fold_frac),
        elbow_lift_rad=stroke.elbow_lift_rad,
        wrist_lift_rad=stroke.wrist_lift_rad,
        bend_rad=_bend_rad(state, stroke.push_frac, kept * steered.arm_fold_frac) * stroke.bend_frac,
    )


def _bend_rad(state: FlightState, push_frac: float, fold_frac: float) -> float:
    """The tips under what they carry: the griffin's weight, the more in a turn, and the stroke's push."""
    load = min(1.0 / max(math.cos(state.roll_rad), 0.1), TUNING.steepest_load_frac)
    bend_rad = min(TUNING.bend_rad * (load + push_frac), TUNING.most_bend_rad)
    return bend_rad * (1.0 - TUNING.folded_bend_frac * fold_frac)


def bend_hand(wing: WingShape, arm: ArmNow, stroke_frac: float) -> tuple[float, float]:
    """A wing's lift of the wrist and fold of the hand, with the player's own hand on top of what it does.

    A raised hand lifts, a lowered one droops.

    A folded wing has little of a hand to be bent. One that is high already lifts its hand less, or the tips
    would cross above the back; a low one droops it less, or they would meet below the belly. What the wing
    does without the hand is never held back.
    """
    kept = mix(1.0, TUNING.stroke_keeps_wrist_frac, stroke_frac) * (1.0 - wing.arm_fold_frac)
    most_rad = TUNING.wrist_most_rad
    bend_rad = kept * most_rad * math.tanh(TUNING.wrist_gain * arm.wrist_rad / most_rad)
    forearm_rad, own_rad = wing.elevation_rad + wing.elbow_lift_rad, wing.wrist_lift_rad
    lowest_rad = max(TUNING.wrist_limits_rad[0], TUNING.hand_limits_rad[0] - forearm_rad)
    highest_rad = min(TUNING.wrist_limits_rad[1], TUNING.hand_limits_rad[1] - forearm_rad)
    lift_rad = clamp(own_rad + bend_rad, min(own_rad, lowest_rad), max(own_rad, highest_rad))
    own_fold = wing.hand_fold_frac
    fold = own_fold + TUNING.droop_fold_frac * max(0.0, -bend_rad) / most_rad
    return lift_rad, min(fold, max(own_fold, TUNING.flexed_fold_frac))


def flutter(state: FlightState, life: Life) -> tuple[float, float]:
    """The trembling of the flight feathers in the wind: (cosine, sine) parts of the bending."""
    wind = smooth_between(state.speed_mps, *TUNING.flutter_mps) * (1.0 - life.perched_frac)
    size_rad = TUNING.flutter_rad * wind + TUNING.shake_flutter_rad * shake_frac(life)
    return size_rad * math.cos(life.ruffle_rad), size_rad * math.sin(life.ruffle_rad)


def _trim_rad(state: FlightState, life: Life, outwards: float) -> float:
    """Small corrections of a glide: both wings breathe together, and balance against each other."""
    t = state.time_s
    together = math.sin(0.83 * t) + 0.6 * math.sin(1.71 * t + 1.0)
    against = math.sin(0.57 * t) + 0.7 * math.sin(1.37 * t + 2.0)
    return TUNING.trim_rad * (together + outwards * life.side_frac * against)


def _flying_fold(dive: float, down: float, elbow_rad: float) -> float:
    """Resting arms, bent elbows and a dive each draw the wing in a little."""
    elbow = smooth_between(elbow_rad, 0.0, TUNING.longest_elbow_rad)
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
    if frac <= 0.0:
        return a
    numbers = [mix(*pair, frac) for pair in zip(_read_numbers(a), _read_numbers(b), strict=True)]
    return WingShape(**dict(zip(_NUMBERS, numbers, strict=True)))


# What the griffin does with its wings for itself on the bough.
STRETCHED = WingShape(
    elevation_rad=math.radians(38.0),
    twist_rad=math.radians(-14.0),
    bend_rad=math.radians(8.0),
    hand_fold_frac=0.06,
)
ARRIVING = WingShape(
    elevation_rad=math.radians(50.0),
    twist_rad=math.radians(-26.0),
    arm_fold_frac=0.12,
    hand_fold_frac=0.1,
    bend_rad=math.radians(24.0),
)
