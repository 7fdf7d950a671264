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
from griffin.linalg import wrap_angle
from griffin.world.perch import Perch
from griffin.world.terrain import Terrain

Place = tuple[float, float, float]  # in the world, metres

_LEVEL_M = 0.01  # of difference that is only rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the flight needs of the land.

    `surface_m(x_m, z_m)`: height of ground or water at a place. The perch is where the griffin's feet stand
    on the branch, and `perch_heading_rad` the way it looks there. `water_level_m`: where the lakes lie;
    without a number there are none.
    """

    surface_m: Callable[[float, float], float]
    perch_world: NDArray[np.float64]
    perch_heading_rad: float
    water_level_m: float = -math.inf

    @classmethod
    def of_land(cls, terrain: Terrain, perch: Perch) -> "Surroundings":
        """A land of `world`, with its perch."""
        return cls(
            surface_m=terrain.surface_at,
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
    rate_hz, wanted_arms = tuning.wing_follow_hz, controls.arms
    if controls.is_at_rest and state.mode is FlightMode.PERCHED:
        rate_hz, wanted_arms = tuning.folding_hz, _folded_arms(tuning)
    veil_frac = state.veil_frac
    if veil_frac > 0.0 and state.mode is not FlightMode.RETURNING:
        veil_frac = max(0.0, veil_frac - dt_s / tuning.veil_up_s)
    state = replace(
        state,
        time_s=state.time_s + dt_s,
        mode_s=state.mode_s + dt_s,
        arms=wanted_arms.blend(state.arms, math.exp(-rate_hz * dt_s)),
        body_frac=approach(state.body_frac, controls.body_frac, tuning.body_follow_hz, dt_s),
        veil_frac=veil_frac,
    )
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
    """One step through the air: each part goes on from what the parts before it have found."""
    happened: tuple[Happening, ...] = ()
    if controls.stroke_frac > 0.0:
        happened = _report(state, HappeningKind.STROKE, strength_frac=controls.stroke_frac)
    thrust_s, thrust_frac = _stroke(state, controls, dt_s, tuning)
    roll_rad, turn_radps, heading_rad = _bank(state, controls, dt_s, tuning)
    here_m = tuple(state.position_world.tolist())
    ahead = _look_ahead(here_m, heading_rad, state.speed_mps, surroundings, tuning)
    escape_rad = _escape_path(here_m[1], ahead, tuning)
    lift_rad = thrust_frac * tuning.stroke_lift_rad if thrust_s > 0.0 else 0.0
    wanted_rad = max(_wanted_path(here_m[1], controls, tuning) + lift_rad, escape_rad)
    path_rad, pitch_rad = _bend_path(state, wanted_rad, dt_s, tuning)
    stroke_frac, phase_rad = _beat(state, controls, escape_rad, dt_s, tuning)
    if stroke_frac > 0.0 and (state.stroke_frac == 0.0 or phase_rad >= 2.0 * math.pi):
        happened += _report(state, HappeningKind.BEAT)  # at the top, where wings go down again
    thrust_mps2 = thrust_frac * tuning.stroke_mps2 if thrust_s > 0.0 else 0.0
    speed_mps = _push(state.speed_mps, path_rad, stroke_frac, thrust_mps2, dt_s, tuning)
    (x_m, y_m, z_m), surface_m = _move(here_m, speed_mps, heading_rad, path_rad, surroundings, dt_s)
    if y_m < surface_m + tuning.hard_clearance_m:
        y_m = surface_m + tuning.hard_clearance_m
        path_rad = max(0.0, path_rad)
    clearance_m, least_m = y_m - surface_m, state.min_clearance_m
    state = replace(
        state,
        position_world=np.array([x_m, y_m, z_m]),
        heading_rad=heading_rad,
        pitch_rad=pitch_rad,
        roll_rad=roll_rad,
        speed_mps=speed_mps,
        path_rad=path_rad,
        turn_radps=turn_radps,
        thrust_s=thrust_s,
        thrust_frac=thrust_frac,
        stroke_phase_rad=phase_rad % (2.0 * math.pi),
        stroke_frac=stroke_frac,
        distance_m=state.distance_m + speed_mps * dt_s,
        airborne_s=state.airborne_s + dt_s,
        clearance_m=clearance_m,
        min_clearance_m=clearance_m if least_m is None else min(least_m, clearance_m),
    )
    return state, happened


def _stroke(state: FlightState, controls: Controls, dt_s: float, tuning: FlightTuning) -> tuple[float, float]:
    """How long strokes still push, and how hard."""
    if controls.stroke_frac > 0.0:
        return tuning.stroke_s, controls.stroke_frac
    return max(0.0, state.thrust_s - dt_s), state.thrust_frac


def _bank(
    state: FlightState, controls: Controls, dt_s: float, tuning: FlightTuning
) -> tuple[float, float, float]:
    """Roll, rate of the turn, and heading."""
    wanted_rad = min(tuning.bank_max_rad, max(-tuning.bank_max_rad, controls.roll_rad))
    roll_rad = approach(state.roll_rad, wanted_rad, tuning.bank_rate_hz, dt_s)
    turn_radps = (
        tuning.turn_gain * GRAVITY_MPS2 * math.tan(roll_rad) / max(state.speed_mps, tuning.cruise_mps)
    )
    return roll_rad, turn_radps, wrap_angle(state.heading_rad + turn_radps * dt_s)


def _look_ahead(
    here_m: Place, heading_rad: float, speed_mps: float, surroundings: Surroundings, tuning: FlightTuning
) -> list[tuple[float, float]]:
    """(distance, height of the surface there) at the places ahead that are watched."""
    east, north = math.sin(heading_rad), math.cos(heading_rad)
    speed_mps = max(speed_mps, tuning.slowest_mps)
    distances_m = [ahead_s * speed_mps for ahead_s in tuning.look_ahead_s]
    x_m, _, z_m = here_m
    return [
        (away_m, surroundings.surface_m(x_m + away_m * east, z_m - away_m * north)) for away_m in distances_m
    ]


def _escape_path(height_m: float, ahead: list[tuple[float, float]], tuning: FlightTuning) -> float:
    """The flattest path that keeps clear of the ground ahead."""
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


def _wanted_path(height_m: float, controls: Controls, tuning: FlightTuning) -> float:
    """The angle of the path that the controls ask for."""
    climb_frac = controls.climb_frac
    if climb_frac > 0.0:
        air_frac = min(1.0, max(0.0, (tuning.ceiling_m - height_m) / tuning.thin_air_m))
        return tuning.glide_rad + climb_frac * air_frac * (tuning.climb_max_rad - tuning.glide_rad)
    return tuning.glide_rad - climb_frac * (tuning.dive_max_rad - tuning.glide_rad)


def _bend_path(
    state: FlightState, wanted_rad: float, dt_s: float, tuning: FlightTuning
) -> tuple[float, float]:
    """Path and pitch."""
    bend_rad = approach(state.path_rad, wanted_rad, tuning.path_rate_hz, dt_s) - state.path_rad
    limit_rad = tuning.path_rate_max_radps * dt_s
    path_rad = state.path_rad + min(limit_rad, max(-limit_rad, bend_rad))
    pitch_rad = approach(state.pitch_rad, path_rad + tuning.nose_lead_rad, 2.0 * tuning.path_rate_hz, dt_s)
    return path_rad, pitch_rad


def _beat(
    state: FlightState, controls: Controls, escape_rad: float, dt_s: float, tuning: FlightTuning
) -> tuple[float, float]:
    """How hard the griffin beats its own wings: to climb, to clear the ground, to keep from falling.

    And the phase of the beat, which is beyond a whole turn where the next one begins.
    """
    for_climb = max(0.0, controls.climb_frac)
    for_ground = (escape_rad - tuning.glide_rad) / tuning.climb_max_rad
    sag_frac = (tuning.cruise_mps - state.speed_mps) / (tuning.cruise_mps - tuning.slowest_mps)
    for_speed = sag_frac - tuning.slack_frac
    wanted_frac = min(1.0, max(0.0, for_climb, for_ground, for_speed))
    stroke_frac = approach(state.stroke_frac, wanted_frac, tuning.beat_rate_hz, dt_s)
    if stroke_frac == 0.0 or (stroke_frac < tuning.beat_end_frac and wanted_frac == 0.0):
        return 0.0, 0.0
    return stroke_frac, state.stroke_phase_rad + 2.0 * math.pi * tuning.beat_hz * dt_s


def _push(
    speed_mps: float,
    path_rad: float,
    stroke_frac: float,
    thrust_mps2: float,
    dt_s: float,
    tuning: FlightTuning,
) -> float:
    """The speed after gravity, drag, the griffin's own beat and the player's stroke."""
    pull_mps2 = -GRAVITY_MPS2 * math.sin(path_rad) - tuning.drag_per_m * speed_mps**2
    pushes = speed_mps < tuning.cruise_mps + tuning.surplus_mps or path_rad > 0.0
    own_frac = stroke_frac if pushes else 0.0
    needed_mps2 = tuning.cruise_hold_hz * (tuning.cruise_mps - speed_mps) - pull_mps2
    own_mps2 = min(own_frac * tuning.own_beat_mps2, max(0.0, needed_mps2))
    speed_mps += (pull_mps2 + own_mps2 + thrust_mps2) * dt_s
    return min(tuning.fastest_mps, max(tuning.slowest_mps, speed_mps))


def _move(
    here_m: Place,
    speed_mps: float,
    heading_rad: float,
    path_rad: float,
    surroundings: Surroundings,
    dt_s: float,
) -> tuple[Place, float]:
    """The next place, and the height of the surface there."""
    x_m, y_m, z_m = here_m
    level = math.cos(path_rad)
    x_m += speed_mps * (level * math.sin(heading_rad)) * dt_s
    y_m += speed_mps * math.sin(path_rad) * dt_s
    z_m += speed_mps * (-level * math.cos(heading_rad)) * dt_s
    return (x_m, y_m, z_m), surroundings.surface_m(x_m, z_m)
