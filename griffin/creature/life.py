"""What the griffin does by itself: it breathes, blinks, looks about, swings its tail, shakes, stretches.

`Life` is its memory from one simulation step to the next, `step_life` the only thing that changes it. Both
are pure. Everything sideways goes to the side that the griffin last leaned to, so that a mirrored flight has
a mirrored life.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from griffin.creature.gaze import Gaze, settle_gaze, step_gaze
from griffin.creature.tail_pose import TailSprings, settle_tail, step_tail
from griffin.easing import approach, clamp, smooth_between
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeTuning:
    """How lively it is."""

    settle_s: float = 0.3  # between perch and flight: no pose may jump, and none may lag
    gear_hz: float = 8.0  # legs out and in
    slow_mps: tuple[float, float] = (10.5, 13.5)  # below: legs and fan out; above: tucked
    low_m: tuple[float, float] = (6.0, 16.0)  # above ground or water
    side_lean_rad: float = 0.03  # the least lean that counts as to one side
    side_hz: float = 1.5
    breath_hz: tuple[float, float] = (0.32, 0.9)  # at rest, and after strokes
    ruffle_hz: float = 6.5
    still_radps: float = 0.25  # slower arms are still
    stretch_after_s: float = 14.0
    stretch_s: float = 3.6
    stretch_cancel_hz: float = 9.0
    wet_m: tuple[float, float] = (3.2, 5.5)  # above water: spray reaches it, and doesn't
    wet_s: float = 0.8  # of spray until it wants to shake
    shake_s: float = 1.0
    arrive_s: float = 0.9  # wings high above the bough, then folded
    arm_slow_hz: float = 1.2  # what is slower than this is posture, what is faster is a stroke
    arm_rate_hz: float = 14.0

    def __post_init__(self) -> None:
        if min(self.settle_s, self.stretch_s, self.shake_s, self.arrive_s) <= 0.0:
            raise ValueError("times must be positive")
        if not 0.0 < self.wet_m[0] < self.wet_m[1]:
            raise ValueError("wet_m must grow")


TUNING = LifeTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The griffin's own memory. Fractions are 0 to 1; `side_frac` is -1 left to 1 right."""

    perched_frac: float = 1.0
    gear_frac: float = 0.0  # legs and fan out, to brake and to land
    side_frac: float = 0.0
    breath_rad: float = 0.0
    ruffle_rad: float = 0.0
    gaze: Gaze = field(default_factory=Gaze)
    still_s: float = 0.0
    stretch_frac: float = 0.0
    wet_frac: float = 0.0
    shake_s: float = 9.0  # since the last shake began
    arrive_s: float = 9.0  # since it came back to the bough
    arms_rad: tuple[float, float] = (0.0, 0.0)  # left and right, as last seen
    arms_slow_rad: tuple[float, float] = (0.0, 0.0)
    arms_radps: tuple[float, float] = (0.0, 0.0)
    tail: TailSprings = field(default_factory=TailSprings)


def settle_life(state: FlightState) -> Life:
    """The life of a griffin that has been in this state for long: for stills, and for the first picture."""
    arms = _arms(state)
    has_flown_s = math.inf if state.mode is FlightMode.RETURNING else state.mode_s
    is_perched = state.mode is FlightMode.PERCHED
    perched_frac = 1.0 if is_perched else 1.0 - clamp(has_flown_s / TUNING.settle_s, 0.0, 1.0)
    lean_rad = lean_of(state, perched_frac)
    life = Life(
        perched_frac=perched_frac,
        gear_frac=_wanted_gear(state),
        side_frac=clamp(0.2 * lean_rad / TUNING.side_lean_rad, -1.0, 1.0),
        breath_rad=2.0 * math.pi * TUNING.breath_hz[0] * state.time_s,
        arms_rad=arms,
        arms_slow_rad=arms,
        gaze=settle_gaze(lean_rad),
    )
    return replace(life, tail=settle_tail(state, life.perched_frac, life.side_frac, lean_rad))


def step_life(
    life: Life,
    state: FlightState,
    dt_s: float,
    *,
    interests: Sequence[Array] = (),
    is_over_water: bool = False,
    has_found: bool = False,
) -> Life:
    """The life `dt_s` later, the griffin having come into `state`. Same arguments, same result.

    `interests`: places of the world (3,) that are worth a look. `has_found`: somebody, just now.
    """
    arrive_s = 0.0 if _has_arrived(life, state, dt_s) else life.arrive_s + dt_s
    side_frac, perched_frac = _step_side(life, state, dt_s), _step_perched(life, state, dt_s)
    (left_radps, left_slow_rad), (right_radps, right_slow_rad) = _step_arms(life, state, dt_s)
    breath_rad, ruffle_rad = _step_rhythms(life, state, dt_s)
    is_still = max(abs(left_radps), abs(right_radps)) < TUNING.still_radps
    is_idle = is_still and state.mode is FlightMode.PERCHED and perched_frac >= 1.0
    still_s, stretch_frac = _step_stretch(life, dt_s, is_idle=is_idle)
    wet_frac, shake_s = _step_shake(life, state, dt_s, is_over_water=is_over_water)
    lean_rad = lean_of(state, perched_frac)
    return Life(
        perched_frac=perched_frac,
        gear_frac=approach(life.gear_frac, _wanted_gear(state), TUNING.gear_hz, dt_s),
        side_frac=side_frac,
        breath_rad=breath_rad,
        ruffle_rad=ruffle_rad,
        gaze=step_gaze(life.gaze, state, lean_rad, side_frac, dt_s, interests, has_found=has_found),
        still_s=still_s,
        stretch_frac=stretch_frac,
        wet_frac=wet_frac,
        shake_s=shake_s,
        arrive_s=arrive_s,
        arms_rad=_arms(state),
        arms_slow_rad=(left_slow_rad, right_slow_rad),
        arms_radps=(left_radps, right_radps),
        tail=step_tail(life.tail, state, perched_frac, side_frac, lean_rad, dt_s),
    )


def lean_of(state: FlightState, perched_frac: float) -> float:
    """Where it leans, positive to the right: the roll in the air, the line of the arms on the perch."""
    arms_rad = clamp(0.5 * (state.arms.left.wing_rad - state.arms.right.wing_rad), -0.6, 0.6)
    return clamp(state.roll_rad, -1.2, 1.2) * (1.0 - perched_frac) + arms_rad * perched_frac


def shake_frac(life: Life) -> float:
    """How strongly it shakes itself, 0 to 1."""
    part = life.shake_s / TUNING.shake_s
    return smooth_between(part, 0.0, 0.2) * (1.0 - smooth_between(part, 0.6, 1.0))


def arrive_frac(life: Life) -> float:
    """1 when it has just come down on the bough, 0 when it stands."""
    return 1.0 - smooth_between(life.arrive_s / TUNING.arrive_s, 0.25, 1.0)


def _arms(state: FlightState) -> tuple[float, float]:
    return state.arms.left.wing_rad, state.arms.right.wing_rad


def _wanted_gear(state: FlightState) -> float:
    if state.mode is FlightMode.PERCHED:
        return 0.0
    slow = 1.0 - smooth_between(state.speed_mps, *TUNING.slow_mps)
    low = 1.0 - smooth_between(state.clearance_m, *TUNING.low_m)
    return slow * low


def _has_arrived(life: Life, state: FlightState, dt_s: float) -> bool:
    """Whether it has come back to the bough just now."""
    return state.mode is FlightMode.PERCHED and state.mode_s <= dt_s * 1.5 and life.perched_frac < 0.5


def _step_perched(life: Life, state: FlightState, dt_s: float) -> float:
    change = dt_s / TUNING.settle_s * (1.0 if state.mode is FlightMode.PERCHED else -1.0)
    return clamp(life.perched_frac + change, 0.0, 1.0)


def _step_side(life: Life, state: FlightState, dt_s: float) -> float:
    lean_rad = lean_of(state, life.perched_frac)
    if abs(lean_rad) <= TUNING.side_lean_rad:
        return life.side_frac
    return approach(life.side_frac, math.copysign(1.0, lean_rad), TUNING.side_hz, dt_s)


def _step_arms(life: Life, state: FlightState, dt_s: float) -> list[tuple[float, float]]:
    """How fast each arm moves, and its posture without the strokes."""
    keep = math.exp(-TUNING.arm_rate_hz * dt_s)
    slow = math.exp(-TUNING.arm_slow_hz * dt_s)
    stepped = []
    for arm, before, before_radps, before_slow in zip(
        _arms(state), life.arms_rad, life.arms_radps, life.arms_slow_rad, strict=True
    ):
        rate = (arm - before) / dt_s
        stepped.append((rate + (before_radps - rate) * keep, arm + (before_slow - arm) * slow))
    return stepped


def _step_rhythms(life: Life, state: FlightState, dt_s: float) -> tuple[float, float]:
    """Breath, and the wave of the ruffled feathers."""
    calm_hz, tired_hz = TUNING.breath_hz
    breath_hz = calm_hz + (tired_hz - calm_hz) * max(state.stroke_frac, min(1.0, state.thrust_s))
    return (
        (life.breath_rad + 2.0 * math.pi * breath_hz * dt_s) % (2.0 * math.pi),
        (life.ruffle_rad + 2.0 * math.pi * TUNING.ruffle_hz * dt_s) % (2.0 * math.pi),
    )


def _step_stretch(life: Life, dt_s: float, *, is_idle: bool) -> tuple[float, float]:
    """How long nothing has happened on the bough, and the stretch that it makes then."""
    if not is_idle:
        return 0.0, approach(life.stretch_frac, 0.0, TUNING.stretch_cancel_hz, dt_s)
    still_s = life.still_s + dt_s
    part = (still_s - TUNING.stretch_after_s) / TUNING.stretch_s
    stretch_frac = smooth_between(part, 0.0, 0.25) * (1.0 - smooth_between(part, 0.7, 1.0))
    return 0.0 if part >= 1.0 else still_s, stretch_frac


def _step_shake(life: Life, state: FlightState, dt_s: float, *, is_over_water: bool) -> tuple[float, float]:
    """How wet spray has made it, and since when it shakes itself for that."""
    is_in_spray = state.mode is FlightMode.FLYING and is_over_water
    spray = (1.0 - smooth_between(state.clearance_m, *TUNING.wet_m)) if is_in_spray else 0.0
    wet_frac = clamp(life.wet_frac + spray * dt_s / TUNING.wet_s, 0.0, 1.0)
    if wet_frac >= 1.0 and spray == 0.0:
        return 0.0, 0.0
    return wet_frac, life.shake_s + dt_s
