"""The flight model: one pure function moves the griffin.

Arcade rather than aerodynamics, for a player of three years must not stall. The path has an angle that the
controls choose; along it speed and height are exchanged as gravity does it, drag grows with the square of the
speed, and strokes of the wings push. Arms held up make the griffin beat its own wings, so that a climb can be
held; so does ground that comes near, so that nobody crashes. While no wing beats and no stroke pushes, the
sum of kinetic and potential energy never grows.

    perched --launch--> flying --reset--> returning --veil is down--> perched

`step` also reports what happened in it, for sounds and counters: it alone knows.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from griffin.arms import Arm, Arms
from griffin.easing import approach
from griffin.flight.controls import Controls
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.tuning import GRAVITY_MPS2, FlightTuning
from griffin.happenings import Happening, HappeningKind
from griffin.linalg import vec_from_heading, wrap_angle
from griffin.world.perch import Perch
from griffin.world.terrain import Terrain

_LEVEL_M = 0.01  # of difference that is only rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the flight needs of the land.

    `surface_m(x_m, z_m)`: height of ground or water at points of any shape. The perch is where the griffin's
    feet stand on the branch, and `perch_heading_rad` the way it looks there. `water_level_m`: where the lakes
    lie; without a number there are none.
    """

    surface_m: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]
    perch_world: NDArray[np.float64]
    perch_heading_rad: float
    water_level_m: float = -math.inf

    @classmethod
    def of_land(cls, terrain: Terrain, perch: Perch) -> "Surroundings":
        """A land of `world`, with its perch."""
        return cls(
            surface_m=terrain.surface_m,
            perch_world=perch.position_world,
            perch_heading_rad=perch.heading_rad,
            water_level_m=terrain.water_level_m,
        )

    def is_over_water(self, state: FlightState) -> bool:
        """Whether the surface below is a lake's."""
        surface_m = float(state.position_world[1]) - state.clearance_m
        return surface_m <= self.water_level_m + _LEVEL_M


_DEFAULT_TUNING = FlightTuning()


def start(surroundings: Surroundings, tuning: FlightTuning = _DEFAULT_TUNING) -> FlightState:
    """The griffin on its branch with folded wings, at time zero."""
    return _perch(FlightState(arms=_folded_arms(tuning)), surroundings)


def step(
    state: FlightState,
    controls: Controls,
    surroundings: Surroundings,
    dt_s: float,
    tuning: FlightTuning = _DEFAULT_TUNING,
) -> tuple[FlightState, tuple[Happening, ...]]:
    """The state `dt_s` later, and what happened on the way. Same arguments, same result."""
    state = replace(state, time_s=state.time_s + dt_s, mode_s=state.mode_s + dt_s)
    state = _move_wings(state, controls, dt_s, tuning)
    if state.veil_frac > 0.0 and state.mode is not FlightMode.RETURNING:
        state = replace(state, veil_frac=max(0.0, state.veil_frac - dt_s / tuning.veil_up_s))
    if state.mode is FlightMode.PERCHED:
        if not controls.is_launch:
            return state, ()
        return _launch(state, controls.launch_frac, tuning), _report(
            state, HappeningKind.TOOK_OFF, HappeningKind.BEAT
        )
    happened: tuple[Happening, ...] = ()
    if controls.is_reset and state.mode is FlightMode.FLYING:
        state = replace(state, mode=FlightMode.RETURNING, mode_s=0.0)
        happened += _report(state, HappeningKind.TURNED_BACK)
    if state.mode is FlightMode.RETURNING:
        state = replace(state, veil_frac=min(1.0, state.veil_frac + dt_s / tuning.veil_down_s))
        if state.veil_frac >= 1.0:
            return _perch(state, surroundings), (*happened, *_report(state, HappeningKind.LANDED))
    state, in_the_air = _fly(state, controls, surroundings, dt_s, tuning)
    return state, happened + in_the_air


def _report(
    state: FlightState, *kinds: HappeningKind, strength_frac: float | None = None
) -> tuple[Happening, ...]:
    return tuple(Happening(kind=kind, at_s=state.time_s, strength_frac=strength_frac) for kind in kinds)


def _move_wings(state: FlightState, controls: Controls, dt_s: float, tuning: FlightTuning) -> FlightState:
    rate_hz, wanted = tuning.wing_follow_hz, controls.arms
    if controls.is_at_rest and state.mode is FlightMode.PERCHED:
        rate_hz, wanted = tuning.folding_hz, _folded_arms(tuning)
    return replace(
        state,
        arms=wanted.blend(state.arms, math.exp(-rate_hz * dt_s)),
        body_frac=approach(state.body_frac, controls.body_frac, tuning.body_follow_hz, dt_s),
    )


def _folded_arms(tuning: FlightTuning) -> Arms:
    return Arms.both(Arm(wing_rad=tuning.folded_wing_rad, elbow_rad=tuning.folded_elbow_rad))


def _perch(state: FlightState, surroundings: Surroundings) -> FlightState:
    return replace(
        state,
        mode=FlightMode.PERCHED,
        mode_s=0.0,
        position_world=surroundings.perch_world,
        heading_rad=surroundings.perch_heading_rad,
        pitch_rad=0.0,
        roll_rad=0.0,
        speed_mps=0.0,
        path_rad=0.0,
        turn_radps=0.0,
        thrust_s=0.0,
        thrust_frac=0.0,
        stroke_phase_rad=0.0,
        stroke_frac=0.0,
        clearance_m=0.0,
    )


def _launch(state: FlightState, launch_frac: float, tuning: FlightTuning) -> FlightState:
    beyond = launch_frac - 0.5
    up_rad = tuning.launch_rad + beyond * tuning.launch_range_rad
    return replace(
        state,
        mode=FlightMode.FLYING,
        mode_s=0.0,
        position_world=state.position_world + np.array([0.0, tuning.stand_height_m, 0.0]),
        speed_mps=tuning.launch_mps + beyond * tuning.launch_range_mps,
        path_rad=up_rad,
        pitch_rad=up_rad,
        thrust_s=tuning.launch_push_s,
        thrust_frac=tuning.launch_push_frac,
        stroke_frac=1.0,
        stroke_phase_rad=0.0,
    )


def _fly(
    state: FlightState, controls: Controls, surroundings: Surroundings, dt_s: float, tuning: FlightTuning
) -> tuple[FlightState, tuple[Happening, ...]]:
    state, strokes = _stroke(state, controls, dt_s, tuning)
    state = _bank(state, controls, dt_s, tuning)
    escape_rad = _escape_path(state, _look_ahead(state, surroundings, tuning), tuning)
    state = _bend_path(state, controls, escape_rad, dt_s, tuning)
    state, beats = _beat(state, controls, escape_rad, dt_s, tuning)
    state = _push(state, dt_s, tuning)
    return _move(state, surroundings, dt_s, tuning), strokes + beats


def _stroke(
    state: FlightState, controls: Controls, dt_s: float, tuning: FlightTuning
) -> tuple[FlightState, tuple[Happening, ...]]:
    strength_frac = controls.stroke_frac
    if strength_frac <= 0.0:
        return replace(state, thrust_s=max(0.0, state.thrust_s - dt_s)), ()
    state = replace(state, thrust_s=tuning.stroke_s, thrust_frac=strength_frac)
    return state, _report(state, HappeningKind.STROKE, strength_frac=strength_frac)


def _bank(state: FlightState, controls: Controls, dt_s: float, tuning: FlightTuning) -> FlightState:
    wanted_rad = min(tuning.bank_max_rad, max(-tuning.bank_max_rad, controls.roll_rad))
    roll_rad = approach(state.roll_rad, wanted_rad, tuning.bank_rate_hz, dt_s)
    turn_radps = (
        tuning.turn_gain * GRAVITY_MPS2 * math.tan(roll_rad) / max(state.speed_mps, tuning.cruise_mps)
    )
    heading_rad = wrap_angle(state.heading_rad + turn_radps * dt_s)
    return replace(state, roll_rad=roll_rad, turn_radps=turn_radps, heading_rad=heading_rad)


def _look_ahead(
    state: FlightState, surroundings: Surroundings, tuning: FlightTuning
) -> list[tuple[float, float]]:
    """(distance, height of the surface there) at the places ahead that are watched."""
    distances_m = np.array(tuning.look_ahead_s) * max(state.speed_mps, tuning.slowest_mps)
    x_m = state.position_world[0] + distances_m * math.sin(state.heading_rad)
    z_m = state.position_world[2] - distances_m * math.cos(state.heading_rad)
    surface_m = surroundings.surface_m(x_m, z_m)
    return list(zip(distances_m.tolist(), surface_m.tolist(), strict=True))


def _escape_path(state: FlightState, ahead: list[tuple[float, float]], tuning: FlightTuning) -> float:
    """The flattest path that keeps clear of the ground ahead."""
    height_m = float(state.position_world[1])
    (_, below_m), *further = ahead
    angles = [
        math.atan2(surface_m + tuning.clearance_m - height_m, distance_m) for distance_m, surface_m in further
    ]
    if height_m < below_m + tuning.clearance_m:
        # Too low already: rise the faster, the deeper in.
        depth_frac = (below_m + tuning.clearance_m - height_m) / (
            tuning.clearance_m - tuning.hard_clearance_m
        )
        angles.append(min(1.0, depth_frac) * tuning.climb_max_rad)
    return min(tuning.escape_max_rad, max(angles))


def _bend_path(
    state: FlightState, controls: Controls, escape_rad: float, dt_s: float, tuning: FlightTuning
) -> FlightState:
    climb_frac = controls.climb_frac
    if climb_frac > 0.0:
        below_m = tuning.ceiling_m - float(state.position_world[1])
        air_frac = min(1.0, max(0.0, below_m / tuning.thin_air_m))
        wanted_rad = tuning.glide_rad + climb_frac * air_frac * (tuning.climb_max_rad - tuning.glide_rad)
    else:
        wanted_rad = tuning.glide_rad - climb_frac * (tuning.dive_max_rad - tuning.glide_rad)
    if state.thrust_s > 0.0:
        wanted_rad += state.thrust_frac * tuning.stroke_lift_rad
    wanted_rad = max(wanted_rad, escape_rad)
    bend_rad = approach(state.path_rad, wanted_rad, tuning.path_rate_hz, dt_s) - state.path_rad
    limit_rad = tuning.path_rate_max_radps * dt_s
    path_rad = state.path_rad + min(limit_rad, max(-limit_rad, bend_rad))
    pitch_rad = approach(state.pitch_rad, path_rad + tuning.nose_lead_rad, 2.0 * tuning.path_rate_hz, dt_s)
    return replace(state, path_rad=path_rad, pitch_rad=pitch_rad)


def _beat(
    state: FlightState, controls: Controls, escape_rad: float, dt_s: float, tuning: FlightTuning
) -> tuple[FlightState, tuple[Happening, ...]]:
    """How hard the griffin beats its own wings: to climb, to clear the ground, to keep from falling."""
    for_climb = max(0.0, controls.climb_frac)
    for_ground = (escape_rad - tuning.glide_rad) / tuning.climb_max_rad
    sag_frac = (tuning.cruise_mps - state.speed_mps) / (tuning.cruise_mps - tuning.slowest_mps)
    for_speed = sag_frac - tuning.slack_frac
    wanted_frac = min(1.0, max(0.0, for_climb, for_ground, for_speed))
    stroke_frac = approach(state.stroke_frac, wanted_frac, tuning.beat_rate_hz, dt_s)
    if stroke_frac < tuning.beat_end_frac and wanted_frac == 0.0:
        stroke_frac = 0.0
    if stroke_frac == 0.0:
        return replace(state, stroke_frac=0.0, stroke_phase_rad=0.0), ()
    phase_rad = state.stroke_phase_rad + 2.0 * math.pi * tuning.beat_hz * dt_s
    begins = state.stroke_frac == 0.0 or phase_rad >= 2.0 * math.pi  # at the top, where wings go down again
    state = replace(state, stroke_frac=stroke_frac, stroke_phase_rad=phase_rad % (2.0 * math.pi))
    return state, _report(state, HappeningKind.BEAT) if begins else ()


def _push(state: FlightState, dt_s: float, tuning: FlightTuning) -> FlightState:
    speed_mps = state.speed_mps
    pull_mps2 = -GRAVITY_MPS2 * math.sin(state.path_rad) - tuning.drag_per_m * speed_mps**2
    pushes = speed_mps < tuning.cruise_mps + tuning.surplus_mps or state.path_rad > 0.0
    own_frac = state.stroke_frac if pushes else 0.0
    needed_mps2 = tuning.cruise_hold_hz * (tuning.cruise_mps - speed_mps) - pull_mps2
    own_mps2 = min(own_frac * tuning.own_beat_mps2, max(0.0, needed_mps2))
    stroke_mps2 = state.thrust_frac * tuning.stroke_mps2 if state.thrust_s > 0.0 else 0.0
    speed_mps += (pull_mps2 + own_mps2 + stroke_mps2) * dt_s
    return replace(state, speed_mps=min(tuning.fastest_mps, max(tuning.slowest_mps, speed_mps)))


def _move(state: FlightState, surroundings: Surroundings, dt_s: float, tuning: FlightTuning) -> FlightState:
    velocity_world = state.speed_mps * vec_from_heading(state.heading_rad, state.path_rad)
    position_world = state.position_world + velocity_world * dt_s
    surface_m = float(surroundings.surface_m(position_world[0:1], position_world[2:3])[0])
    path_rad = state.path_rad
    if position_world[1] < surface_m + tuning.hard_clearance_m:
        position_world[1] = surface_m + tuning.hard_clearance_m
        path_rad = max(0.0, path_rad)
    clearance_m = float(position_world[1]) - surface_m
    least_m = clearance_m if state.min_clearance_m is None else min(state.min_clearance_m, clearance_m)
    return replace(
        state,
        position_world=position_world,
        path_rad=path_rad,
        distance_m=state.distance_m + state.speed_mps * dt_s,
        airborne_s=state.airborne_s + dt_s,
        clearance_m=clearance_m,
        min_clearance_m=least_m,
    )
