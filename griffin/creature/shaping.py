"""FlightState and Life → CreatureShape: what bends how much. Pure, and blind to the moment before.

The wings are the player's arms (`wing_pose`), left is left. All else (neck, tail, legs, heave) is led by the
same state and by the griffin's own life, so that a mirrored state and life give the mirrored shape.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from griffin.creature.gaze import lid_frac
from griffin.creature.legs import LegShape, blend_legs, reach_leg
from griffin.creature.life import Life, arrive_frac, lean_of, shake_frac
from griffin.creature.posture import CreatureShape
from griffin.creature.skeleton import MEASURE
from griffin.creature.stroke import beat
from griffin.creature.tail_pose import fan_shape
from griffin.creature.wing import WingShape
from griffin.creature.wing_pose import ArmNow, bend_hand, blend_wings, flutter, flying_wing, perched_wing
from griffin.easing import clamp, mix, smooth_between
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import Array, mat_rotate_x, mat_translate


def _leg(upper_deg: float, lower_deg: float, foot_deg: float) -> LegShape:
    return LegShape(
        upper_rad=math.radians(upper_deg), lower_rad=math.radians(lower_deg), foot_rad=math.radians(foot_deg)
    )


TUCKED_FORELEG, TRAILING_HINDLEG = _leg(66.0, -88.0, 74.0), _leg(58.0, 92.0, 118.0)
LANDING_FORELEG, LANDING_HINDLEG = _leg(-18.0, -54.0, -40.0), _leg(-36.0, 20.0, -24.0)
SPRINGING_FORELEG, SPRINGING_HINDLEG = _leg(40.0, -30.0, 50.0), _leg(24.0, 30.0, 40.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapingTuning:
    """How the body stands, springs, looks and tucks its legs."""

    stand_m: float = 0.74  # the middle of the body above the bough
    duck_m: float = 0.24
    rise_m: float = 0.10
    stand_pitch_rad: float = math.radians(17.0)
    duck_pitch_rad: float = math.radians(-12.0)  # added while ducked
    stretch_pitch_rad: float = math.radians(-9.0)  # the breast goes down while the wings go up
    fore_sole_perch: tuple[float, float, float] = (0.17, 0.0, -0.56)  # where the talons grip; right side
    hind_sole_perch: tuple[float, float, float] = (0.17, 0.0, 0.42)
    hind_foot_rad: float = -0.2  # the hind foot, forward of the body's own down
    spring_s: float = 0.42  # from the bough until the body is where the flight has it
    crouch_m: float = 0.15  # first of all it goes down
    crouch_s: float = 0.16
    push_off_s: tuple[float, float] = (0.10, 0.36)  # the feet leave the bough
    trail_s: tuple[float, float] = (0.30, 0.85)  # and are tucked
    cry_s: tuple[float, float] = (0.15, 1.1)  # of the eagle's cry at take-off
    cry_rad: float = math.radians(24.0)
    breath_m: float = 0.012
    look_roll_per_roll: float = -0.72  # the head stays level while the body banks
    look_pitch_per_pitch: float = -0.75
    steady_neck_rad_per_m: float = 1.3  # the neck gives way to the heave, so that the head stays where it is
    flying_neck_rad: float = math.radians(-19.0)  # stretched forwards
    braking_neck_rad: float = math.radians(-4.0)  # drawn up
    flare_pitch_rad: float = math.radians(16.0)  # added to the body while it brakes
    arm_heave_m_per_rad: float = 0.13  # the body goes against the player's strokes
    most_arm_heave_m: float = 0.14
    neck_yaw_frac: float = 0.4  # of a look; the head does the rest
    stern_lid_rad: float = math.radians(4.0)
    shut_lid_rad: float = math.radians(86.0)
    ear_mps: tuple[float, float] = (10.0, 38.0)  # the wind lays the ears back
    ear_back_rad: float = math.radians(-38.0)
    grip_rad: float = math.radians(22.0)  # toes around the bough
    tucked_grip_rad: float = math.radians(58.0)
    open_grip_rad: float = math.radians(-16.0)  # before it lands
    ruffle_mps: tuple[float, float] = (8.0, 36.0)
    ruffle_m: float = 0.022
    shake_ruffle_m: float = 0.05
    shake_roll_rad: float = math.radians(9.0)
    shake_hz: float = 5.0

    def __post_init__(self) -> None:
        if not 0.0 < self.duck_m < self.stand_m:
            raise ValueError("a ducked body must stay above the bough")
        if not 0.0 < self.crouch_s < self.spring_s:
            raise ValueError("the crouch comes before the spring ends")


TUNING = ShapingTuning()


def shape_griffin(state: FlightState, life: Life) -> CreatureShape:
    """What bends how much in this state of the flight and of its own life."""
    perched = smooth_between(life.perched_frac, 0.0, 1.0)
    lean_rad = lean_of(state, perched)
    height_m, standing_pitch_rad = _standing_body(state, life)
    flying_pitch_rad = state.pitch_rad + TUNING.flare_pitch_rad * life.gear_frac
    body_pitch_rad = mix(flying_pitch_rad, standing_pitch_rad, perched)
    shake = shake_frac(life) * math.sin(2.0 * math.pi * TUNING.shake_hz * life.shake_s)
    heave_m = _heave_m(state, life) * (1.0 - perched)
    steady_rad = TUNING.steady_neck_rad_per_m * heave_m
    flying_neck_rad = mix(TUNING.flying_neck_rad, TUNING.braking_neck_rad, life.gear_frac)
    neck_rad = flying_neck_rad * (1.0 - perched) - steady_rad
    fan_spread_rad, fan_pitch_rad = fan_shape(max(life.gear_frac, arrive_frac(life)), lean_rad, perched)
    wind = smooth_between(state.speed_mps, *TUNING.ruffle_mps) * (1.0 - perched)
    pitch, yaw = life.tail.pitch_rad, life.tail.yaw_rad
    foreleg, hindleg = _legs(state, life, height_m, standing_pitch_rad)
    flutter_rad = flutter(state, life)
    return CreatureShape(
        left_wing=_wing(state, life, perched, 0, flutter_rad),
        right_wing=_wing(state, life, perched, 1, flutter_rad),
        neck_pitch_rad=neck_rad,
        head_pitch_rad=TUNING.look_pitch_per_pitch * body_pitch_rad - neck_rad + life.gaze.pitch_rad,
        look_yaw_rad=life.gaze.yaw_rad,
        look_roll_rad=TUNING.look_roll_per_roll * state.roll_rad * (1.0 - perched)
        - 0.35 * lean_rad * perched
        + 1.4 * TUNING.shake_roll_rad * shake * life.side_frac,
        neck_yaw_frac=TUNING.neck_yaw_frac,
        beak_open_rad=_cry_rad(state),
        lid_rad=mix(TUNING.stern_lid_rad, TUNING.shut_lid_rad, lid_frac(life.gaze)),
        ear_back_rad=TUNING.ear_back_rad * smooth_between(state.speed_mps, *TUNING.ear_mps) * (1.0 - perched),
        grip_rad=_grip_rad(life, perched),
        tail_pitch_rad=pitch[:4],
        tail_yaw_rad=yaw[:4],
        tuft_pitch_rad=pitch[4],
        tuft_yaw_rad=yaw[4],
        fan_spread_rad=fan_spread_rad,
        fan_pitch_rad=fan_pitch_rad,
        left_foreleg=foreleg,
        right_foreleg=foreleg,
        left_hindleg=hindleg,
        right_hindleg=hindleg,
        body_pitch_rad=body_pitch_rad,
        body_roll_rad=state.roll_rad * (1.0 - perched) + TUNING.shake_roll_rad * shake * life.side_frac,
        lift_m=_lift_m(state, height_m, perched) + heave_m,
        ruffle_m=TUNING.ruffle_m * wind + TUNING.shake_ruffle_m * shake_frac(life),
    )


def spring_m(state: FlightState) -> float:
    """How far along its path the body lags behind the flight: it crouches and springs before it flies."""
    if state.mode is not FlightMode.FLYING or state.mode_s >= TUNING.spring_s:
        return 0.0
    return state.speed_mps * state.mode_s * (1.0 - smooth_between(state.mode_s, 0.0, TUNING.spring_s))


def _wing(
    state: FlightState, life: Life, perched_frac: float, side: int, flutter_rad: tuple[float, float]
) -> WingShape:
    shown = state.arms.right if side else state.arms.left
    arm = ArmNow(
        arm_rad=shown.wing_rad,
        elbow_rad=shown.elbow_rad,
        wrist_rad=shown.wrist_rad,
        rate_radps=life.arms_radps[side],
    )
    wing = flying_wing(state, life, arm, 1.0 if side else -1.0)
    if perched_frac > 0.0:
        wing = blend_wings(wing, perched_wing(arm, life), perched_frac)
    wrist_lift_rad, hand_fold_frac = bend_hand(wing, arm, state.stroke_frac)
    return replace(
        wing,
        wrist_lift_rad=wrist_lift_rad,
        hand_fold_frac=hand_fold_frac,
        flutter_cos_rad=flutter_rad[0],
        flutter_sin_rad=flutter_rad[1],
    )


def _standing_body(state: FlightState, life: Life) -> tuple[float, float]:
    """How high the body stands above the bough, and its pitch."""
    body = state.body_frac
    height_m = TUNING.stand_m + body * (TUNING.rise_m if body > 0.0 else TUNING.duck_m)
    height_m += TUNING.breath_m * math.sin(life.breath_rad)
    pitch_rad = TUNING.stand_pitch_rad + TUNING.duck_pitch_rad * max(0.0, -body)
    return height_m, pitch_rad + TUNING.stretch_pitch_rad * life.stretch_frac


def _heave_m(state: FlightState, life: Life) -> float:
    """The body against the wings: those of its own beat, and those of the player's strokes."""
    own_m = beat(state.stroke_phase_rad).heave_m * state.stroke_frac if state.stroke_frac > 0.0 else 0.0
    left_rad, right_rad = (
        arm_rad - slow_rad for arm_rad, slow_rad in zip(life.arms_rad, life.arms_slow_rad, strict=True)
    )
    swing_rad = (left_rad + right_rad) / 2.0
    arms_m = clamp(-TUNING.arm_heave_m_per_rad * swing_rad, -TUNING.most_arm_heave_m, TUNING.most_arm_heave_m)
    return own_m + arms_m * (1.0 - state.stroke_frac)


def _lift_m(state: FlightState, height_m: float, perched_frac: float) -> float:
    crouch_frac = 0.0
    if state.mode is FlightMode.FLYING and state.mode_s < TUNING.crouch_s:
        crouch_frac = math.sin(math.pi * state.mode_s / TUNING.crouch_s) ** 2
    return (height_m - TUNING.stand_m) * perched_frac - TUNING.crouch_m * crouch_frac


def _cry_rad(state: FlightState) -> float:
    if state.mode is not FlightMode.FLYING:
        return 0.0
    part = (state.mode_s - TUNING.cry_s[0]) / (TUNING.cry_s[1] - TUNING.cry_s[0])
    return TUNING.cry_rad * smooth_between(part, 0.0, 0.2) * (1.0 - smooth_between(part, 0.7, 1.0))


def _grip_rad(life: Life, perched_frac: float) -> float:
    in_air_rad = mix(TUNING.tucked_grip_rad, TUNING.open_grip_rad, life.gear_frac)
    return mix(in_air_rad, TUNING.grip_rad, perched_frac)


def _legs(state: FlightState, life: Life, height_m: float, pitch_rad: float) -> tuple[LegShape, LegShape]:
    """Fore and hind leg: on the perch with the soles where they grip, whatever the body does above them."""
    away_m = 0.0
    hold = smooth_between(life.perched_frac, 0.0, 1.0)
    if state.mode is FlightMode.FLYING:
        away_m = state.speed_mps * state.mode_s - spring_m(state)
        height_m = TUNING.stand_m + _lift_m(state, height_m, hold) + away_m * math.sin(state.path_rad)
        pitch_rad = mix(state.pitch_rad, pitch_rad, hold)
        hold = 1.0 - smooth_between(state.mode_s, *TUNING.push_off_s)
    stand = _standing_legs(height_m, away_m * math.cos(state.path_rad), pitch_rad) if hold > 0.0 else None
    fore_fly = blend_legs(TUCKED_FORELEG, LANDING_FORELEG, life.gear_frac)
    hind_fly = blend_legs(TRAILING_HINDLEG, LANDING_HINDLEG, life.gear_frac)
    if state.mode is FlightMode.FLYING and state.mode_s < TUNING.trail_s[1]:
        sprung = 1.0 - smooth_between(state.mode_s, *TUNING.trail_s)
        fore_fly = blend_legs(fore_fly, SPRINGING_FORELEG, sprung)
        hind_fly = blend_legs(hind_fly, SPRINGING_HINDLEG, sprung)
    if stand is None:
        return fore_fly, hind_fly
    return blend_legs(fore_fly, stand[0], hold), blend_legs(hind_fly, stand[1], hold)


def _standing_legs(height_m: float, ahead_m: float, pitch_rad: float) -> tuple[LegShape, LegShape]:
    """The right legs with their soles on the bough, the body being above and ahead of its place there."""
    body_from_perch = np.linalg.inv(mat_translate([0.0, height_m, -ahead_m]) @ mat_rotate_x(pitch_rad))

    def sole(place: tuple[float, float, float]) -> Array:
        return np.asarray((body_from_perch @ np.array([*place, 1.0]))[:3])

    fore = reach_leg(MEASURE.foreleg, sole(TUNING.fore_sole_perch), pitch_rad)
    hind = reach_leg(MEASURE.hindleg, sole(TUNING.hind_sole_perch), pitch_rad + TUNING.hind_foot_rad)
    return fore, hind
