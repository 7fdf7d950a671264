"""FlightState → GriffinPose: where every joint of the griffin is. Pure: the same state gives the same pose.

The wings are the player's arms: left is left, the upper arm's angle is the wing's elevation and the elbow's
fold folds the wing. Anatomy clamps both. Everything else (neck, tail, legs, heave) is led by the same state,
so that a mirrored state gives the mirrored pose.
"""

import math
from dataclasses import dataclass

import numpy as np

from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_from_attitude, mat_rotate_x, mat_translate
from griffin.scene.frame import GriffinPose
from griffin.scene.legs import LegShape, blend_legs, reach_leg
from griffin.scene.posture import CreatureShape, joints_of
from griffin.scene.skeleton import MEASURE, TAIL_JOINTS
from griffin.scene.stroke import Stroke, beat
from griffin.scene.wing import WingShape


@dataclass(frozen=True, slots=True, kw_only=True)
class RigTuning:
    """How far and how fast the creature moves. Angles are what looked right against photographs of eagles."""

    lowest_wing_rad: float = math.radians(-48.0)  # further down the tips would meet under the belly
    highest_wing_rad: float = math.radians(72.0)  # further up they would meet above the back
    glide_dihedral_rad: float = math.radians(4.0)
    arms_down_rad: tuple[float, float] = (math.radians(-35.0), math.radians(-72.0))  # resting from, fully
    folding_arm_rad: tuple[float, float] = (math.radians(-15.0), math.radians(-75.0))  # the same on the perch
    resting_wing_rad: float = math.radians(-4.0)  # what resting arms make of the wings in flight
    resting_fold_frac: float = 0.22
    folded_wing_rad: float = math.radians(-68.0)  # on the perch: like a roof over the flanks
    folded_tuck_m: float = 0.085
    longest_elbow_rad: float = math.radians(130.0)  # a fully folded arm
    flying_fold_limit_frac: float = 0.52  # a W, never a closed wing in the air
    dive_path_rad: tuple[float, float] = (math.radians(-12.0), math.radians(-40.0))
    dive_fold_frac: float = 0.34
    glide_bend_rad: float = math.radians(20.0)  # of the outer primaries under the griffin's own weight
    most_bend_rad: float = math.radians(36.0)
    glide_twist_rad: float = math.radians(-10.0)  # leading edge up: shows the wings' backs to the eye behind
    takeoff_s: float = 0.45  # from standing to flying
    stand_m: float = 0.74  # the middle of the body above the bough
    duck_m: float = 0.24
    rise_m: float = 0.10
    stand_pitch_rad: float = math.radians(17.0)
    duck_pitch_rad: float = math.radians(-12.0)  # added while ducked
    fore_sole_perch: tuple[float, float, float] = (0.17, 0.0, -0.56)  # where the talons grip; right side
    hind_sole_perch: tuple[float, float, float] = (0.17, 0.0, 0.42)
    look_yaw_per_roll: float = 0.45
    look_roll_per_roll: float = -0.35  # the head stays more level than the body
    look_limit_rad: float = math.radians(35.0)
    fly_neck_pitch_rad: float = math.radians(-19.0)  # stretched forwards
    slow_mps: tuple[float, float] = (8.0, 12.0)  # below: legs and fan out; above: tucked
    tail_sway_rad: float = math.radians(4.0)  # a segment, up and down, by itself
    tail_sway_hz: float = 0.42
    tail_lag_rad: float = 0.9  # of phase from one segment to the next
    tail_swing_rad: float = math.radians(7.0)  # a segment, to the sides
    tail_swing_lean_rad: float = 0.09  # the lean at which it swings fully: no player holds the arms so level
    tail_steer_per_roll: float = 0.20  # a segment swings out of the turn
    tail_hang_rad: float = math.radians(-8.0)  # on the perch, at the root
    breath_m: float = 0.012
    breath_hz: float = 0.35

    def __post_init__(self) -> None:
        if not self.lowest_wing_rad < 0.0 < self.highest_wing_rad:
            raise ValueError("the wing must be able to go below and above the level")
        if self.takeoff_s <= 0.0:
            raise ValueError("takeoff_s must be positive")


TUNING = RigTuning()

Four = tuple[float, float, float, float]

FLY_FORELEG = LegShape(
    upper_rad=math.radians(58.0), lower_rad=math.radians(-72.0), foot_rad=math.radians(52.0)
)
FLY_HINDLEG = LegShape(
    upper_rad=math.radians(50.0), lower_rad=math.radians(90.0), foot_rad=math.radians(112.0)
)
LAND_FORELEG = LegShape(
    upper_rad=math.radians(8.0), lower_rad=math.radians(-34.0), foot_rad=math.radians(-24.0)
)
LAND_HINDLEG = LegShape(
    upper_rad=math.radians(-18.0), lower_rad=math.radians(22.0), foot_rad=math.radians(-20.0)
)


def smooth_between(value: float, start: float, end: float) -> float:
    """0 at `start`, 1 at `end` (which may lie below), smooth at both."""
    t = min(max((value - start) / (end - start), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


def mix(a: float, b: float, frac: float) -> float:
    """From `a` (0) to `b` (1)."""
    return a + (b - a) * frac


def _perched_wing(arm_rad: float, elbow_rad: float) -> WingShape:
    """A wing on the perch: hanging arms fold it away, raised arms spread it."""
    down = smooth_between(arm_rad, *TUNING.folding_arm_rad)
    elbow = smooth_between(elbow_rad, 0.0, TUNING.longest_elbow_rad)
    fold = 1.0 - (1.0 - down) * (1.0 - 0.8 * elbow)
    raised = min(max(arm_rad, TUNING.lowest_wing_rad), TUNING.highest_wing_rad)
    return WingShape(
        elevation_rad=mix(raised, TUNING.folded_wing_rad, down),
        arm_fold_frac=fold,
        hand_fold_frac=fold,
        bend_rad=0.3 * TUNING.glide_bend_rad * (1.0 - fold),
        wrist_lift_rad=0.05 * (1.0 - fold),
        tuck_m=TUNING.folded_tuck_m * down,
    )


def _flying_wing(state: FlightState, arm_rad: float, elbow_rad: float, stroke: Stroke) -> WingShape:
    """A wing in the air: the arm while the player steers, the beat while the griffin strokes."""
    down = smooth_between(arm_rad, *TUNING.arms_down_rad)
    raised = min(max(arm_rad, TUNING.arms_down_rad[0]), TUNING.highest_wing_rad)
    elevation = mix(raised, TUNING.resting_wing_rad, down) + TUNING.glide_dihedral_rad
    dive = smooth_between(state.path_rad, *TUNING.dive_path_rad)
    elbow = smooth_between(elbow_rad, 0.0, TUNING.longest_elbow_rad)
    fold = 1.0 - (1.0 - TUNING.resting_fold_frac * down) * (1.0 - 0.6 * elbow) * (
        1.0 - TUNING.dive_fold_frac * dive
    )
    load = 1.0 / max(math.cos(state.roll_rad), 0.5) + stroke.push_frac
    own = state.stroke_frac
    arm_fold = mix(fold, max(stroke.arm_fold_frac, 0.5 * fold), own)
    hand_fold = mix(fold, max(stroke.hand_fold_frac, 0.5 * fold), own)
    return WingShape(
        elevation_rad=mix(elevation, stroke.elevation_rad, own),
        twist_rad=mix(TUNING.glide_twist_rad, stroke.twist_rad, own),
        arm_fold_frac=min(arm_fold, TUNING.flying_fold_limit_frac),
        hand_fold_frac=min(hand_fold, TUNING.flying_fold_limit_frac),
        elbow_lift_rad=mix(math.radians(-3.0), stroke.elbow_lift_rad, own),
        wrist_lift_rad=mix(math.radians(5.0), stroke.wrist_lift_rad, own),
        bend_rad=min(TUNING.glide_bend_rad * load * (1.0 - 0.6 * fold), TUNING.most_bend_rad)
        * mix(1.0, stroke.bend_frac, own),
    )


def _blend_wings(a: WingShape, b: WingShape, frac: float) -> WingShape:
    names = WingShape.__dataclass_fields__
    return WingShape(**{n: mix(getattr(a, n), getattr(b, n), frac) for n in names})


def _lean_rad(state: FlightState, perched_frac: float) -> float:
    """Where it leans, positive to the right: the roll in the air, the line of the arms on the perch."""
    arms = 0.5 * (state.left_wing_rad - state.right_wing_rad)
    return mix(state.roll_rad, min(max(arms, -0.6), 0.6), perched_frac)


def _tail_pitches(state: FlightState, perched_frac: float) -> Four:
    hang = (TUNING.tail_hang_rad, 0.0, 0.12, 0.35)  # along the bough, the tuft curled up
    trail = (-0.05, 0.03, 0.06, 0.09)
    a, b, c, d = (
        mix(trail[i], hang[i], perched_frac) + TUNING.tail_sway_rad * _tail_wave(state, i)
        for i in range(len(TAIL_JOINTS))
    )
    return a, b, c, d


def _tail_yaws(state: FlightState, lean_rad: float) -> Four:
    """Out of the turn, and a lazy swing, whose side is the lean's: a mirrored state swings mirrored."""
    steer_rad = TUNING.tail_steer_per_roll * lean_rad
    swing_rad = TUNING.tail_swing_rad * math.tanh(lean_rad / TUNING.tail_swing_lean_rad)
    a, b, c, d = (steer_rad + swing_rad * _tail_wave(state, i + 1) for i in range(len(TAIL_JOINTS)))
    return a, b, c, d


def _tail_wave(state: FlightState, segment: int) -> float:
    """A wave that runs down the tail and grows on its way."""
    phase = 2.0 * math.pi * TUNING.tail_sway_hz * state.time_s
    return (0.4 + 0.3 * segment) * math.sin(phase - segment * TUNING.tail_lag_rad)


def _standing_body(state: FlightState) -> tuple[float, float]:
    """How high the body stands above the bough, and its pitch."""
    body = state.body_frac
    height_m = TUNING.stand_m + body * (TUNING.rise_m if body > 0.0 else TUNING.duck_m)
    height_m += TUNING.breath_m * math.sin(2.0 * math.pi * TUNING.breath_hz * state.time_s)
    return height_m, TUNING.stand_pitch_rad + TUNING.duck_pitch_rad * max(0.0, -body)


def _standing_legs(height_m: float, pitch_rad: float) -> tuple[LegShape, LegShape]:
    """Right fore and hind leg with the soles where they grip, whatever the body does above them."""
    body_from_perch = np.linalg.inv(mat_translate([0.0, height_m, 0.0]) @ mat_rotate_x(pitch_rad))
    fore = (body_from_perch @ np.array([*TUNING.fore_sole_perch, 1.0]))[:3]
    hind = (body_from_perch @ np.array([*TUNING.hind_sole_perch, 1.0]))[:3]
    return reach_leg(MEASURE.foreleg, fore, pitch_rad), reach_leg(MEASURE.hindleg, hind, pitch_rad - 0.2)


def _perched_frac(state: FlightState) -> float:
    if state.mode is FlightMode.PERCHED:
        return 1.0
    if state.mode is FlightMode.RETURNING:
        return 0.0
    return 1.0 - smooth_between(state.mode_s, 0.0, TUNING.takeoff_s)


def shape_griffin(state: FlightState) -> CreatureShape:
    """What bends how much in this state."""
    perched = _perched_frac(state)
    stroke = beat(state.stroke_phase_rad)
    left = _blend_wings(
        _flying_wing(state, state.left_wing_rad, state.left_elbow_rad, stroke),
        _perched_wing(state.left_wing_rad, state.left_elbow_rad),
        perched,
    )
    right = _blend_wings(
        _flying_wing(state, state.right_wing_rad, state.right_elbow_rad, stroke),
        _perched_wing(state.right_wing_rad, state.right_elbow_rad),
        perched,
    )
    height_m, pitch_rad = _standing_body(state)
    fore_stand, hind_stand = _standing_legs(height_m, pitch_rad)
    slow = 1.0 - smooth_between(state.speed_mps, *TUNING.slow_mps)
    fore = blend_legs(blend_legs(FLY_FORELEG, LAND_FORELEG, slow), fore_stand, perched)
    hind = blend_legs(blend_legs(FLY_HINDLEG, LAND_HINDLEG, 0.8 * slow), hind_stand, perched)
    lean = min(max(_lean_rad(state, perched), -TUNING.look_limit_rad * 2.0), TUNING.look_limit_rad * 2.0)
    neck_pitch = mix(TUNING.fly_neck_pitch_rad, 0.0, perched)
    body_pitch = mix(state.pitch_rad, pitch_rad, perched)
    return CreatureShape(
        left_wing=left,
        right_wing=right,
        neck_pitch_rad=neck_pitch,
        head_pitch_rad=-neck_pitch - 0.6 * body_pitch,
        look_yaw_rad=TUNING.look_yaw_per_roll * lean,
        look_roll_rad=TUNING.look_roll_per_roll * lean,
        tail_pitch_rad=_tail_pitches(state, perched),
        tail_yaw_rad=_tail_yaws(state, lean),
        fan_spread_rad=mix(0.06 + 0.22 * slow + 0.08 * abs(lean), -0.05, perched),
        fan_pitch_rad=mix(0.04 - 0.3 * slow, -0.25, perched),
        left_foreleg=fore,
        right_foreleg=fore,
        left_hindleg=hind,
        right_hindleg=hind,
    )


def pose_griffin(state: FlightState) -> GriffinPose:
    """The griffin's joints and its place, from the state alone."""
    perched = _perched_frac(state)
    height_m, pitch_rad = _standing_body(state)
    heave_m = beat(state.stroke_phase_rad).heave_m * state.stroke_frac * (1.0 - perched)
    # On the perch the state's place is under the feet, in flight it is the middle of the body.
    is_perched = state.mode is FlightMode.PERCHED
    lift_m = height_m if is_perched else (height_m - TUNING.stand_m) * perched + heave_m
    attitude = mat_from_attitude(
        state.heading_rad,
        mix(state.pitch_rad, pitch_rad, perched),
        state.roll_rad * (1.0 - perched),
    )
    place = mat_translate(np.asarray(state.position_world) + np.array([0.0, lift_m, 0.0]))
    return GriffinPose(world_from_body=place @ attitude, body_from_joint=joints_of(shape_griffin(state)))
