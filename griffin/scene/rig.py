"""FlightState → GriffinPose: where every joint of the griffin is. Pure: the same state gives the same pose.

The wings are the player's arms (`wing_pose`), left is left. Everything else (neck, tail, legs, heave) is led
by the same state, so that a mirrored state gives the mirrored pose.
"""

import math
from dataclasses import dataclass

import numpy as np

from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_from_attitude, mat_rotate_x, mat_translate
from griffin.scene.easing import clamp, mix, smooth_between
from griffin.scene.frame import GriffinPose
from griffin.scene.legs import LegShape, blend_legs, reach_leg
from griffin.scene.posture import CreatureShape, joints_of
from griffin.scene.skeleton import MEASURE
from griffin.scene.stroke import beat
from griffin.scene.tail_pose import fan_shape, tail_pitches, tail_yaws
from griffin.scene.wing import WingShape
from griffin.scene.wing_pose import blend_wings, flying_wing, perched_wing


def _leg(upper_deg: float, lower_deg: float, foot_deg: float) -> LegShape:
    return LegShape(
        upper_rad=math.radians(upper_deg), lower_rad=math.radians(lower_deg), foot_rad=math.radians(foot_deg)
    )


TUCKED_FORELEG, TRAILING_HINDLEG = _leg(58.0, -72.0, 52.0), _leg(50.0, 90.0, 112.0)
LANDING_FORELEG, LANDING_HINDLEG = _leg(8.0, -34.0, -24.0), _leg(-4.0, 36.0, 6.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RigTuning:
    """How the body stands, looks and tucks its legs."""

    takeoff_s: float = 0.45  # from standing to flying
    stand_m: float = 0.74  # the middle of the body above the bough
    duck_m: float = 0.24
    rise_m: float = 0.10
    stand_pitch_rad: float = math.radians(17.0)
    duck_pitch_rad: float = math.radians(-12.0)  # added while ducked
    fore_sole_perch: tuple[float, float, float] = (0.17, 0.0, -0.56)  # where the talons grip; right side
    hind_sole_perch: tuple[float, float, float] = (0.17, 0.0, 0.42)
    hind_foot_rad: float = -0.2  # the hind foot stands so far forward of the body's own down
    breath_m: float = 0.012
    breath_hz: float = 0.35
    look_yaw_per_lean: float = 0.45
    look_roll_per_lean: float = -0.35  # the head stays more level than the body
    look_pitch_per_pitch: float = -0.6
    most_lean_rad: float = math.radians(70.0)
    most_perched_lean_rad: float = math.radians(35.0)
    flying_neck_rad: float = math.radians(-19.0)  # stretched forwards
    slow_mps: tuple[float, float] = (8.0, 12.0)  # below: legs and fan out; above: tucked

    def __post_init__(self) -> None:
        if self.takeoff_s <= 0.0:
            raise ValueError("takeoff_s must be positive")
        if not 0.0 < self.duck_m < self.stand_m:
            raise ValueError("a ducked body must stay above the bough")


TUNING = RigTuning()


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


def shape_griffin(state: FlightState) -> CreatureShape:
    """What bends how much in this state."""
    perched = _perched_frac(state)
    slow = 1.0 - smooth_between(state.speed_mps, *TUNING.slow_mps)
    lean_rad = _lean_rad(state, perched)
    height_m, standing_pitch_rad = _standing_body(state)
    foreleg, hindleg = _legs(height_m, standing_pitch_rad, slow, perched)
    neck_rad = TUNING.flying_neck_rad * (1.0 - perched)
    body_pitch_rad = mix(state.pitch_rad, standing_pitch_rad, perched)
    fan_spread_rad, fan_pitch_rad = fan_shape(slow, lean_rad, perched)
    return CreatureShape(
        left_wing=_wing(state, state.left_wing_rad, state.left_elbow_rad, perched),
        right_wing=_wing(state, state.right_wing_rad, state.right_elbow_rad, perched),
        neck_pitch_rad=neck_rad,
        head_pitch_rad=TUNING.look_pitch_per_pitch * body_pitch_rad - neck_rad,
        look_yaw_rad=TUNING.look_yaw_per_lean * lean_rad,
        look_roll_rad=TUNING.look_roll_per_lean * lean_rad,
        tail_pitch_rad=tail_pitches(state, perched),
        tail_yaw_rad=tail_yaws(state, lean_rad),
        fan_spread_rad=fan_spread_rad,
        fan_pitch_rad=fan_pitch_rad,
        left_foreleg=foreleg,
        right_foreleg=foreleg,
        left_hindleg=hindleg,
        right_hindleg=hindleg,
    )


def _perched_frac(state: FlightState) -> float:
    """1 on the perch, 0 in the air, between them just after take-off."""
    if state.mode is FlightMode.PERCHED:
        return 1.0
    if state.mode is FlightMode.RETURNING:
        return 0.0
    return 1.0 - smooth_between(state.mode_s, 0.0, TUNING.takeoff_s)


def _wing(state: FlightState, arm_rad: float, elbow_rad: float, perched_frac: float) -> WingShape:
    in_flight = flying_wing(state, arm_rad, elbow_rad)
    return blend_wings(in_flight, perched_wing(arm_rad, elbow_rad), perched_frac)


def _lean_rad(state: FlightState, perched_frac: float) -> float:
    """Where it leans, positive to the right: the roll in the air, the line of the arms on the perch."""
    arms_rad = 0.5 * (state.left_wing_rad - state.right_wing_rad)
    arms_rad = clamp(arms_rad, -TUNING.most_perched_lean_rad, TUNING.most_perched_lean_rad)
    return mix(clamp(state.roll_rad, -TUNING.most_lean_rad, TUNING.most_lean_rad), arms_rad, perched_frac)


def _standing_body(state: FlightState) -> tuple[float, float]:
    """How high the body stands above the bough, and its pitch."""
    body = state.body_frac
    height_m = TUNING.stand_m + body * (TUNING.rise_m if body > 0.0 else TUNING.duck_m)
    height_m += TUNING.breath_m * math.sin(2.0 * math.pi * TUNING.breath_hz * state.time_s)
    return height_m, TUNING.stand_pitch_rad + TUNING.duck_pitch_rad * max(0.0, -body)


def _legs(
    height_m: float, pitch_rad: float, slow_frac: float, perched_frac: float
) -> tuple[LegShape, LegShape]:
    """Fore and hind leg: on the perch with the soles where they grip, whatever the body does above them."""
    body_from_perch = np.linalg.inv(mat_translate([0.0, height_m, 0.0]) @ mat_rotate_x(pitch_rad))
    fore_sole = (body_from_perch @ np.array([*TUNING.fore_sole_perch, 1.0]))[:3]
    hind_sole = (body_from_perch @ np.array([*TUNING.hind_sole_perch, 1.0]))[:3]
    fore_stand = reach_leg(MEASURE.foreleg, fore_sole, pitch_rad)
    hind_stand = reach_leg(MEASURE.hindleg, hind_sole, pitch_rad + TUNING.hind_foot_rad)
    fore_fly = blend_legs(TUCKED_FORELEG, LANDING_FORELEG, slow_frac)
    hind_fly = blend_legs(TRAILING_HINDLEG, LANDING_HINDLEG, slow_frac)
    return blend_legs(fore_fly, fore_stand, perched_frac), blend_legs(hind_fly, hind_stand, perched_frac)
