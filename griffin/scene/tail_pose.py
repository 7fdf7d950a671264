"""The tail and the fan above it: they sway by themselves, steer with the lean and brake when it gets slow."""

import math
from dataclasses import dataclass

from griffin.flight.state import FlightState
from griffin.scene.easing import mix
from griffin.scene.skeleton import TAIL_JOINTS

FourAngles = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TailTuning:
    """How the tail is carried and how it moves; angles of each of its four segments to the one before."""

    trail_rad: FourAngles = (-0.05, 0.03, 0.06, 0.09)  # in flight, a little curled up
    hang_rad: FourAngles = (-0.14, 0.0, 0.12, 0.35)  # on the perch along the bough, the tuft curled up
    sway_rad: float = math.radians(4.0)  # up and down
    swing_rad: float = math.radians(7.0)  # to the sides
    swing_lean_rad: float = 0.09  # the lean at which it swings fully: no player holds the arms so level
    sway_hz: float = 0.42
    lag_rad: float = 0.9  # of phase from one segment to the next
    root_frac: float = 0.4  # the first segment's part of the sway
    growth_frac: float = 0.3  # and what each further one adds
    steer_per_lean: float = 0.20  # a segment swings out of the turn
    fan_open_rad: float = 0.06
    fan_slow_rad: float = 0.22  # added when it is slow
    fan_per_lean: float = 0.08
    fan_perched_rad: float = -0.05
    fan_level_rad: float = 0.04
    fan_brake_rad: float = -0.3  # lowered when it is slow
    fan_hang_rad: float = -0.25


TUNING = TailTuning()


def tail_pitches(state: FlightState, perched_frac: float) -> FourAngles:
    """How much each segment lifts the next."""
    a, b, c, d = (
        mix(TUNING.trail_rad[i], TUNING.hang_rad[i], perched_frac) + TUNING.sway_rad * _wave(state, i)
        for i in range(len(TAIL_JOINTS))
    )
    return a, b, c, d


def tail_yaws(state: FlightState, lean_rad: float) -> FourAngles:
    """Out of the turn, and a lazy swing whose side is the lean's: a mirrored state swings mirrored."""
    steer_rad = TUNING.steer_per_lean * lean_rad
    swing_rad = TUNING.swing_rad * math.tanh(lean_rad / TUNING.swing_lean_rad)
    a, b, c, d = (steer_rad + swing_rad * _wave(state, i + 1) for i in range(len(TAIL_JOINTS)))
    return a, b, c, d


def fan_shape(slow_frac: float, lean_rad: float, perched_frac: float) -> tuple[float, float]:
    """How far the fan is spread, and how far it is lifted."""
    spread_rad = TUNING.fan_open_rad + TUNING.fan_slow_rad * slow_frac + TUNING.fan_per_lean * abs(lean_rad)
    pitch_rad = TUNING.fan_level_rad + TUNING.fan_brake_rad * slow_frac
    return (
        mix(spread_rad, TUNING.fan_perched_rad, perched_frac),
        mix(pitch_rad, TUNING.fan_hang_rad, perched_frac),
    )


def _wave(state: FlightState, segment: int) -> float:
    """A wave that runs down the tail and grows on its way."""
    phase = 2.0 * math.pi * TUNING.sway_hz * state.time_s
    strength = TUNING.root_frac + TUNING.growth_frac * segment
    return strength * math.sin(phase - segment * TUNING.lag_rad)
