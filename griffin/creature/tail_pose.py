"""The tail and the fan above it: a chain of springs that lags behind the body, steers, sways and flicks.

Five links: four segments and the tuft. Each is drawn to its own rest, follows a part of the swing of the one
before it, and is slower than that one: so a movement of the body runs down the tail like a wave.
"""

import math
from dataclasses import dataclass

import numpy as np

from griffin.easing import mix
from griffin.flight.state import FlightState

LINKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TailTuning:
    """How the tail is carried and how it moves; angles of each link to the one before."""

    trail_rad: tuple[float, ...] = (-0.05, 0.03, 0.06, 0.09, 0.04)  # in flight, a little curled up
    hang_rad: tuple[float, ...] = (-0.20, -0.10, 0.10, 0.38, 0.10)  # on the perch down past the bough
    rate_radps: tuple[float, ...] = (11.0, 9.5, 8.0, 7.0, 8.5)  # of the springs
    damping: float = 0.32  # of critical: it swings two times before it rests
    follow_frac: float = 0.45  # of the swing of the link before it
    sway_rad: float = math.radians(3.0)  # up and down
    swing_rad: float = math.radians(5.0)  # to the sides
    sway_hz: float = 0.42
    lag_rad: float = 0.9  # of phase from one link to the next
    growth_frac: float = 0.45  # what each further link sways more
    steer_per_lean: float = 0.16  # a link swings out of the turn
    drag_s: float = 0.10  # how far a link lags behind a turning body
    fan_open_rad: float = 0.08
    fan_brake_rad: float = 0.36  # added when it brakes
    fan_per_lean: float = 0.08
    fan_perched_rad: float = -0.05
    fan_level_rad: float = 0.04
    fan_lower_rad: float = -0.46  # when it brakes
    fan_hang_rad: float = -0.25
    pitch_hz: float = 3.0  # how fast the tail's memory of the body's pitch fades

    def __post_init__(self) -> None:
        if not {len(self.trail_rad), len(self.hang_rad), len(self.rate_radps)} == {LINKS}:
            raise ValueError("each of the five links needs its numbers")
        if not 0.0 < self.damping < 1.0:
            raise ValueError("a tail that doesn't swing is a stick: damping must be within 0 to 1")


TUNING = TailTuning()
_HANG_MORE = tuple(hang - trail for trail, hang in zip(TUNING.trail_rad, TUNING.hang_rad, strict=True))
# What pulls each link: by its swing, and by its speed.
_PULLS = tuple((-(rate * rate), 2.0 * TUNING.damping * rate) for rate in TUNING.rate_radps)
_STRENGTH = 1.0 + TUNING.growth_frac * np.arange(LINKS)
_PHASE = TUNING.lag_rad * np.arange(LINKS)

Links = tuple[float, ...]  # a number for each


@dataclass(frozen=True, slots=True, kw_only=True)
class TailSprings:
    """Where the links are and how fast they move; yaw is positive to the right."""

    pitch_rad: Links = (0.0,) * LINKS
    yaw_rad: Links = (0.0,) * LINKS
    pitch_radps: Links = (0.0,) * LINKS
    yaw_radps: Links = (0.0,) * LINKS
    body_pitch_rad: float = 0.0  # as it was a moment ago


def settle_tail(state: FlightState, perched_frac: float, side_frac: float, lean_rad: float) -> TailSprings:
    """The tail at rest in a state."""
    pitch_rad, yaw_rad = _wanted(state, perched_frac, side_frac, lean_rad, state.pitch_rad)
    return TailSprings(pitch_rad=pitch_rad, yaw_rad=yaw_rad, body_pitch_rad=state.pitch_rad)


def step_tail(
    tail: TailSprings,
    state: FlightState,
    perched_frac: float,
    side_frac: float,
    lean_rad: float,
    dt_s: float,
) -> TailSprings:
    """The tail `dt_s` later. Semi-implicit Euler: stable while rate times step stays well below 2."""
    wanted_pitch, wanted_yaw = _wanted(state, perched_frac, side_frac, lean_rad, tail.body_pitch_rad)
    pitch_rad, pitch_radps = _swing(tail.pitch_rad, tail.pitch_radps, wanted_pitch, dt_s)
    yaw_rad, yaw_radps = _swing(tail.yaw_rad, tail.yaw_radps, wanted_yaw, dt_s)
    keep = math.exp(-TUNING.pitch_hz * dt_s)
    return TailSprings(
        pitch_rad=pitch_rad,
        yaw_rad=yaw_rad,
        pitch_radps=pitch_radps,
        yaw_radps=yaw_radps,
        body_pitch_rad=state.pitch_rad + (tail.body_pitch_rad - state.pitch_rad) * keep,
    )


def _swing(angles: Links, speeds: Links, wanted: Links, dt_s: float) -> tuple[Links, Links]:
    """Angles and speeds of the links after a step towards where each is drawn to."""
    stepped = []
    before = 0.0  # how far the link before has swung out
    for angle, speed, rest, (by_swing, by_speed) in zip(angles, speeds, wanted, _PULLS, strict=True):
        there = rest + TUNING.follow_frac * before
        before = angle - rest
        speed += (by_swing * (angle - there) - by_speed * speed) * dt_s
        stepped.append((angle + speed * dt_s, speed))
    moved_angles, moved_speeds = zip(*stepped, strict=True)
    return moved_angles, moved_speeds


def _wanted(
    state: FlightState, perched_frac: float, side_frac: float, lean_rad: float, body_pitch_rad: float
) -> tuple[Links, Links]:
    """Pitch and yaw that each link is drawn to."""
    waves = np.sin(2.0 * math.pi * TUNING.sway_hz * state.time_s - _PHASE) * _STRENGTH
    # A body that pitches up leaves its tail behind: the tail points to where the body pointed before.
    behind_rad = 0.35 * (body_pitch_rad - state.pitch_rad) * (1.0 - perched_frac)
    yaw = TUNING.steer_per_lean * lean_rad + TUNING.drag_s * state.turn_radps
    swing = TUNING.swing_rad * side_frac
    wanted = [
        (trail + more * perched_frac + TUNING.sway_rad * wave - behind_rad, yaw + swing * wave)
        for trail, more, wave in zip(TUNING.trail_rad, _HANG_MORE, waves.tolist(), strict=True)
    ]
    pitches, yaws = zip(*wanted, strict=True)
    return pitches, yaws


def fan_shape(brake_frac: float, lean_rad: float, perched_frac: float) -> tuple[float, float]:
    """How far the fan is spread, and how far it is lifted."""
    spread_rad = TUNING.fan_open_rad + TUNING.fan_brake_rad * brake_frac + TUNING.fan_per_lean * abs(lean_rad)
    pitch_rad = TUNING.fan_level_rad + TUNING.fan_lower_rad * brake_frac
    return (
        mix(spread_rad, TUNING.fan_perched_rad, perched_frac),
        mix(pitch_rad, TUNING.fan_hang_rad, perched_frac),
    )
