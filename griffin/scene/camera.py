"""FlightState → CameraView: the eye that follows the griffin, and the one that waits behind the perch.

The eye keeps an offset from the griffin, not a place: so the griffin is as large at 40 m/s as at 10. The
offset, the look and the lens are eased by 1 - exp(-rate · dt), which gives the same way at any frame rate.
Values: as other bird games have them, scaled to a span of 7 m that fills a third of the picture.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import Array, mat_look_at, vec_from_heading, vec_normalize
from griffin.scene.frame import CameraView

GroundHeight = Callable[[float, float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraTuning:
    """Where the eye is and how softly it moves."""

    back_m: float = 11.5  # with the lens below, 7 m of span are 36 % of a 16:9 picture
    above_m: float = 4.1  # griffin in the lower third, horizon near the upper third
    look_ahead_m: float = 26.0  # the point looked at, along the path
    look_above_m: float = -1.2
    fov_y_rad: float = math.radians(48.0)
    fast_fov_y_rad: float = math.radians(60.0)
    fov_speeds_mps: tuple[float, float] = (16.0, 42.0)
    turn_lead_rad: float = math.radians(9.0)  # looks into the turn: players overshoot without it
    full_turn_radps: float = 0.9
    roll_frac: float = 0.35  # of the body's; a camera that rolls along makes people ill
    pitch_frac: float = 0.4  # of the path's angle: a dive is seen from behind, and the horizon stays
    perch_back_m: float = 9.6
    perch_above_m: float = 3.1
    perch_side_m: float = -2.3  # to the left: the griffin sits at 0.6 of the width, and figures have room
    perch_look_ahead_m: float = 30.0
    perch_look_above_m: float = -1.5
    offset_rate_hz: float = 2.5
    look_rate_hz: float = 3.0
    roll_rate_hz: float = 3.0
    fov_rate_hz: float = 1.5
    mode_rate_hz: float = 1.1  # between perch and flight
    clearance_m: float = 2.0  # above ground and water
    cut_m: float = 60.0  # a griffin that moves farther than this between two pictures was relocated
    veil_frac: float = 0.98  # behind a veil this thick the eye may jump
    longest_dt_s: float = 0.25  # after a hitch the eye catches up at once, not in a leap

    def __post_init__(self) -> None:
        if not 0.0 <= self.roll_frac <= 0.4:
            raise ValueError("roll_frac must be within 0 to 0.4: more makes people ill")
        if min(self.offset_rate_hz, self.look_rate_hz, self.roll_rate_hz, self.fov_rate_hz) <= 0.0:
            raise ValueError("rates must be positive")


# For whoever gets dizzy: a lens that never changes, and a horizon that leans half as far.
CALM_CAMERA = CameraTuning(fast_fov_y_rad=CameraTuning().fov_y_rad, roll_frac=0.5 * CameraTuning().roll_frac)


@dataclass(slots=True, kw_only=True)
class _Eye:
    """What is eased, from picture to picture. Directions are unit vectors of the world."""

    offset_world: Array
    look_world: Array
    roll_rad: float
    fov_y_rad: float
    perched_frac: float
    griffin_world: Array


class ChaseCamera:
    """The following eye. Its memory is one picture long; everything else comes from the state."""

    def __init__(self, surface_m: GroundHeight, tuning: CameraTuning | None = None) -> None:
        """`surface_m(x_m, z_m)`: height of ground or water at a place; the eye stays above it."""
        self._surface_m = surface_m
        self._tuning = tuning or CameraTuning()
        self._eye: _Eye | None = None

    def follow(self, state: FlightState, dt_s: float) -> CameraView:
        """The view `dt_s` after the last one. It jumps when the griffin did, and behind the veil."""
        perched = 1.0 if state.mode is FlightMode.PERCHED else 0.0
        eye = self._eye
        if eye is None or self._is_cut(state, eye):
            self._eye = eye = self._want(state, perched)
        else:
            dt_s = min(dt_s, self._tuning.longest_dt_s)
            eye.perched_frac += (perched - eye.perched_frac) * _step(self._tuning.mode_rate_hz, dt_s)
            self._ease(eye, self._want(state, eye.perched_frac), dt_s)
        return self._view(eye)

    def _is_cut(self, state: FlightState, eye: _Eye) -> bool:
        moved_m = float(np.linalg.norm(state.position_world - eye.griffin_world))
        return state.veil_frac >= self._tuning.veil_frac or moved_m > self._tuning.cut_m

    def _want(self, state: FlightState, blend: float) -> _Eye:
        """Where the eye would be if it had all the time in the world; `blend` 0 in flight, 1 on the perch."""
        flight, perch = self._chase(state), self._wait(state)
        return _Eye(
            offset_world=flight[0] + (perch[0] - flight[0]) * blend,
            look_world=vec_normalize(flight[1] + (perch[1] - flight[1]) * blend),
            roll_rad=self._tuning.roll_frac * state.roll_rad * (1.0 - blend),
            fov_y_rad=self._lens_rad(state),
            perched_frac=blend,
            griffin_world=np.asarray(state.position_world, dtype=np.float64),
        )

    def _chase(self, state: FlightState) -> tuple[Array, Array]:
        """Offset and look (unit) behind a flying griffin."""
        tuning = self._tuning
        tilt = tuning.pitch_frac * state.path_rad
        back = -vec_from_heading(state.heading_rad, tilt)
        up = vec_from_heading(state.heading_rad, tilt + math.pi / 2.0)
        offset = back * tuning.back_m + up * tuning.above_m
        turn_frac = min(max(state.turn_radps / tuning.full_turn_radps, -1.0), 1.0)
        ahead = vec_from_heading(state.heading_rad + tuning.turn_lead_rad * turn_frac, tilt)
        target = ahead * tuning.look_ahead_m + np.array([0.0, tuning.look_above_m, 0.0])
        return offset, vec_normalize(target - offset)

    def _wait(self, state: FlightState) -> tuple[Array, Array]:
        """Offset and look (unit) behind and above the perch."""
        tuning = self._tuning
        ahead = vec_from_heading(state.heading_rad)
        right = vec_from_heading(state.heading_rad + math.pi / 2.0)
        up = np.array([0.0, 1.0, 0.0])
        offset = -ahead * tuning.perch_back_m + up * tuning.perch_above_m + right * tuning.perch_side_m
        target = ahead * tuning.perch_look_ahead_m + up * tuning.perch_look_above_m
        return offset, vec_normalize(target - offset)

    def _lens_rad(self, state: FlightState) -> float:
        tuning = self._tuning
        slow, fast = tuning.fov_speeds_mps
        frac = min(max((state.speed_mps - slow) / (fast - slow), 0.0), 1.0)
        return tuning.fov_y_rad + (tuning.fast_fov_y_rad - tuning.fov_y_rad) * frac

    def _ease(self, eye: _Eye, wanted: _Eye, dt_s: float) -> None:
        tuning = self._tuning
        eye.offset_world = _toward(eye.offset_world, wanted.offset_world, _step(tuning.offset_rate_hz, dt_s))
        look = _toward(eye.look_world, wanted.look_world, _step(tuning.look_rate_hz, dt_s))
        eye.look_world = vec_normalize(look)
        eye.roll_rad += (wanted.roll_rad - eye.roll_rad) * _step(tuning.roll_rate_hz, dt_s)
        eye.fov_y_rad += (wanted.fov_y_rad - eye.fov_y_rad) * _step(tuning.fov_rate_hz, dt_s)
        eye.griffin_world = wanted.griffin_world

    def _view(self, eye: _Eye) -> CameraView:
        place = eye.griffin_world + eye.offset_world
        # Half way to the griffin a crest may stand between: the eye rises over it, too.
        x_m, y_m, z_m = place.tolist()
        back_x_m, _, back_z_m = eye.offset_world.tolist()
        surface_m = max(
            self._surface_m(x_m, z_m), self._surface_m(x_m - 0.5 * back_x_m, z_m - 0.5 * back_z_m)
        )
        place[1] = max(y_m, surface_m + self._tuning.clearance_m)
        right = vec_normalize(np.cross(eye.look_world, [0.0, 1.0, 0.0]))
        up = np.cross(right, eye.look_world)
        rolled = up * math.cos(eye.roll_rad) + right * math.sin(eye.roll_rad)
        return CameraView(
            eye_world=place,
            view_from_world=mat_look_at(place, place + eye.look_world, rolled),
            fov_y_rad=eye.fov_y_rad,
        )


def _step(rate_hz: float, dt_s: float) -> float:
    """The part of the way that easing goes in `dt_s`."""
    return 1.0 - math.exp(-rate_hz * dt_s)


def _toward(here: Array, there: Array, frac: float) -> Array:
    return here + (there - here) * frac
