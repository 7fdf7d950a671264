"""Where the griffin looks: quick turns of the head and then stillness, as birds do, and blinks.

`Gaze` is the memory of it from step to step. Nothing is drawn by lot: a golden-ratio sequence gives pauses
and glances that never repeat, and what goes sideways goes to the side that the griffin last leaned to.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from griffin.easing import clamp, smooth_between
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import Array, wrap_angle

GOLDEN = 0.6180339887498949  # fractions of its multiples fill 0 to 1 evenly. Source: Weyl (1916)


@dataclass(frozen=True, slots=True, kw_only=True)
class GazeTuning:
    """How lively it looks about. Pauses as of perched eagles, a little shortened: a player waits for life."""

    blink_pause_s: tuple[float, float] = (1.8, 5.5)
    blink_s: float = 0.34  # close, hold, open
    glance_pause_s: tuple[float, float] = (1.6, 5.0)
    glance_yaw_rad: float = math.radians(46.0)
    glance_pitch_rad: tuple[float, float] = (math.radians(-20.0), math.radians(9.0))
    flying_glance_frac: float = 0.35  # in flight it looks mostly ahead
    across_frac: float = 0.6  # it looks to the other side, too, but less
    rate_radps: float = 13.0  # of the head's critically damped spring: a bird's quick turn, then still
    most_rad: float = math.radians(62.0)
    yaw_per_lean: float = 0.5
    calm_lean_rad: tuple[float, float] = (0.05, 0.4)  # a leaning griffin looks where it goes
    interest_m: tuple[float, float] = (9.0, 260.0)  # nearer it would have to look back, farther it is a speck
    interest_frac: float = 0.75  # the head's part of the way; the eye does the rest
    interest_yaw_rad: tuple[float, float] = (1.1, 1.7)  # what lies further aside is let go
    greet_s: float = 1.5  # over its shoulder at whoever it has found: long enough to be met
    greet_yaw_rad: float = math.radians(
        140.0
    )  # face and beak are seen from behind; eagles turn theirs farther
    greet_pitch_rad: float = math.radians(8.0)  # up to the eye of the picture
    greet_lean_rad: float = math.radians(35.0)  # steeper it looks where it goes
    greet_after_s: float = 1.2  # of flight: while it takes off it looks where it goes
    greet_wait_s: float = 0.1  # to learn to which side whoever comes leans; without a lean, to the right

    def __post_init__(self) -> None:
        if min(self.blink_s, self.blink_pause_s[0], self.glance_pause_s[0], self.rate_radps) <= 0.0:
            raise ValueError("times and rates must be positive")


TUNING = GazeTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaze:
    """Turns of the head beyond what steadies it, and the timers behind them. Yaw is positive to the right."""

    yaw_rad: float = 0.0
    yaw_radps: float = 0.0
    pitch_rad: float = 0.0
    pitch_radps: float = 0.0
    blink_s: float = 9.0  # since the last blink began
    blink_pause_s: float = 2.4
    blinks: int = 0
    glance_s: float = 0.0  # since the head turned last
    glance_pause_s: float = 2.0
    glances: int = 0
    glance_yaw_rad: float = 0.0  # towards the side it leaned to last
    glance_pitch_rad: float = 0.0
    greet_s: float = 9.0  # since it found somebody
    greet_side: float = 0.0  # -1 over its left shoulder, 1 over the right one, 0 not known yet


def settle_gaze(lean_rad: float) -> Gaze:
    """The gaze of a griffin that has leaned so for long."""
    return Gaze(yaw_rad=TUNING.yaw_per_lean * lean_rad)


def step_gaze(
    gaze: Gaze,
    state: FlightState,
    lean_rad: float,
    side_frac: float,
    dt_s: float,
    interests: Sequence[Array],
    *,
    has_found: bool = False,
) -> Gaze:
    """The gaze `dt_s` later.

    `side_frac`: the side it last leaned to; `interests`: places of the world; `has_found`: somebody, just
    now, whom it looks at over its shoulder.
    """
    if has_found:
        gaze = _greet(gaze)
    greet_s = 0.0 if has_found else gaze.greet_s + dt_s
    greet_side, side = gaze.greet_side, side_frac or lean_rad
    if greet_side == 0.0 and (side or greet_s >= TUNING.greet_wait_s):
        greet_side = math.copysign(1.0, side)
    blink_s, glance_s = gaze.blink_s + dt_s, gaze.glance_s + dt_s
    if blink_s >= gaze.blink_pause_s:
        gaze, blink_s = _blink(gaze), 0.0
    if glance_s >= gaze.glance_pause_s:
        gaze, glance_s = _glance(gaze, state), 0.0
    calm = 1.0 - smooth_between(abs(lean_rad), *TUNING.calm_lean_rad)
    yaw_rad = TUNING.yaw_per_lean * lean_rad + calm * side_frac * gaze.glance_yaw_rad
    pitch_rad = calm * gaze.glance_pitch_rad
    draw, there_yaw_rad, there_pitch_rad = _interest(state, interests)
    yaw_rad += draw * (there_yaw_rad - yaw_rad)
    pitch_rad += draw * (there_pitch_rad - pitch_rad)
    yaw_rad = clamp(yaw_rad, -TUNING.most_rad, TUNING.most_rad)
    if greet_s < TUNING.greet_s and _may_look_back(state, lean_rad):
        yaw_rad, pitch_rad = greet_side * TUNING.greet_yaw_rad, TUNING.greet_pitch_rad
    yaw_rad, yaw_radps = _spring(gaze.yaw_rad, gaze.yaw_radps, yaw_rad, dt_s)
    pitch_rad, pitch_radps = _spring(gaze.pitch_rad, gaze.pitch_radps, pitch_rad, dt_s)
    return replace(
        gaze,
        yaw_rad=yaw_rad,
        yaw_radps=yaw_radps,
        pitch_rad=pitch_rad,
        pitch_radps=pitch_radps,
        blink_s=blink_s,
        glance_s=glance_s,
        greet_s=greet_s,
        greet_side=greet_side,
    )


def lid_frac(gaze: Gaze) -> float:
    """How far the lids are shut, 0 to 1: quick down, a moment shut, slower up."""
    part = gaze.blink_s / TUNING.blink_s
    return smooth_between(part, 0.0, 0.4) * (1.0 - smooth_between(part, 0.5, 1.0))


def _greet(gaze: Gaze) -> Gaze:
    """Looks back at somebody, and then ahead, not aside."""
    return replace(gaze, greet_side=0.0, glance_s=-TUNING.greet_s, glance_yaw_rad=0.0, glance_pitch_rad=0.0)


def _may_look_back(state: FlightState, lean_rad: float) -> bool:
    is_taking_off = state.mode is not FlightMode.PERCHED and state.mode_s < TUNING.greet_after_s
    return abs(lean_rad) < TUNING.greet_lean_rad and not is_taking_off


def _sequence(count: int, between: tuple[float, float], start: float = 0.0) -> float:
    """The `count`th number of an even, never repeating sequence."""
    frac = (start + count * GOLDEN) % 1.0
    return between[0] + (between[1] - between[0]) * frac


def _blink(gaze: Gaze) -> Gaze:
    pause_s = _sequence(gaze.blinks, TUNING.blink_pause_s)
    return replace(gaze, blinks=gaze.blinks + 1, blink_pause_s=pause_s)


def _glance(gaze: Gaze, state: FlightState) -> Gaze:
    count = gaze.glances + 1
    is_flying = state.mode is not FlightMode.PERCHED
    yaw_frac = _sequence(count, (-TUNING.across_frac, 1.0), 0.3)
    return replace(
        gaze,
        glances=count,
        glance_pause_s=_sequence(count, TUNING.glance_pause_s, 0.5),
        glance_yaw_rad=TUNING.glance_yaw_rad * yaw_frac * (TUNING.flying_glance_frac if is_flying else 1.0),
        glance_pitch_rad=_sequence(count, TUNING.glance_pitch_rad, 0.1),
    )


def _spring(here: float, speed: float, there: float, dt_s: float) -> tuple[float, float]:
    """A critically damped spring, stepped exactly. Source: Kirmse (ed.), Game Programming Gems 4, 1.10."""
    rate = TUNING.rate_radps
    offset, keep = here - there, math.exp(-rate * dt_s)
    swing = (speed + rate * offset) * dt_s
    return there + (offset + swing) * keep, (speed - rate * swing) * keep


def _interest(state: FlightState, interests: Sequence[Array]) -> tuple[float, float, float]:
    """How strongly the nearest worthwhile place before it draws the eye, and its yaw and pitch from ahead."""
    best = (0.0, 0.0, 0.0)
    if state.mode is FlightMode.PERCHED:
        return best
    near_m, far_m = TUNING.interest_m
    for place in interests:
        x, y, z = (place - state.position_world).tolist()
        level_m = math.hypot(x, z)
        yaw_rad = wrap_angle(math.atan2(x, -z) - state.heading_rad)
        ahead = 1.0 - smooth_between(abs(yaw_rad), *TUNING.interest_yaw_rad)
        near = smooth_between(level_m, near_m, 2.0 * near_m) * (
            1.0 - smooth_between(level_m, 0.6 * far_m, far_m)
        )
        draw = TUNING.interest_frac * ahead * near
        if draw > best[0]:
            best = (draw, yaw_rad, clamp(math.atan2(y, max(level_m, 1.0)), -0.6, 0.5))
    return best
