"""FlightState → CameraView: the eye that follows the griffin, and the one that waits behind the perch.

The eye keeps an offset from the griffin, not a place: so the griffin is as large at 40 m/s as at 10. The
offset, the look and the lens are eased by 1 - exp(-rate · dt), which gives the same way at any frame rate.
Values: as other bird games have them, scaled to a span of 7 m that fills a third of the picture.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from griffin.easing import mix
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_from_axes
from griffin.scene.frame import CameraView

Vector = tuple[float, float, float]  # of the world: for single ones, numpy's calls cost more than they save
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

    offset_world: Vector
    look_world: Vector
    roll_rad: float
    fov_y_rad: float
    perched_frac: float
    griffin_world: Vector


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
        moved_m = math.dist(state.position_world.tolist(), eye.griffin_world)
        return state.veil_frac >= self._tuning.veil_frac or moved_m > self._tuning.cut_m

    def _want(self, state: FlightState, blend: float) -> _Eye:
        """Where the eye would be if it had all the time in the world; `blend` 0 in flight, 1 on the perch."""
        (offset, look), (perch_offset, perch_look) = self._chase(state), self._wait(state)
        x_m, y_m, z_m = state.position_world.tolist()
        return _Eye(
            offset_world=_mix(offset, perch_offset, blend),
            look_world=_unit(_mix(look, perch_look, blend)),
            roll_rad=self._tuning.roll_frac * state.roll_rad * (1.0 - blend),
            fov_y_rad=self._lens_rad(state),
            perched_frac=blend,
            griffin_world=(x_m, y_m, z_m),
        )

    def _chase(self, state: FlightState) -> tuple[Vector, Vector]:
        """Offset and look (unit) behind a flying griffin."""
        tuning = self._tuning
        tilt = tuning.pitch_frac * state.path_rad
        ahead = _from_heading(state.heading_rad, tilt)
        up = _from_heading(state.heading_rad, tilt + math.pi / 2.0)
        offset = _sum((-tuning.back_m, ahead), (tuning.above_m, up))
        turn_frac = min(max(state.turn_radps / tuning.full_turn_radps, -1.0), 1.0)
        led = _from_heading(state.heading_rad + tuning.turn_lead_rad * turn_frac, tilt)
        return offset, _unit(_sum((tuning.look_ahead_m, led), (tuning.look_above_m, _UP), (-1.0, offset)))

    def _wait(self, state: FlightState) -> tuple[Vector, Vector]:
        """Offset and look (unit) behind and above the perch."""
        tuning = self._tuning
        ahead = _from_heading(state.heading_rad)
        right = _from_heading(state.heading_rad + math.pi / 2.0)
        offset = _sum(
            (-tuning.perch_back_m, ahead), (tuning.perch_above_m, _UP), (tuning.perch_side_m, right)
        )
        return offset, _unit(
            _sum((tuning.perch_look_ahead_m, ahead), (tuning.perch_look_above_m, _UP), (-1.0, offset))
        )

    def _lens_rad(self, state: FlightState) -> float:
        tuning = self._tuning
        slow, fast = tuning.fov_speeds_mps
        frac = min(max((state.speed_mps - slow) / (fast - slow), 0.0), 1.0)
        return tuning.fov_y_rad + (tuning.fast_fov_y_rad - tuning.fov_y_rad) * frac

    def _ease(self, eye: _Eye, wanted: _Eye, dt_s: float) -> None:
        tuning = self._tuning
        eye.offset_world = _mix(eye.offset_world, wanted.offset_world, _step(tuning.offset_rate_hz, dt_s))
        eye.look_world = _unit(_mix(eye.look_world, wanted.look_world, _step(tuning.look_rate_hz, dt_s)))
        eye.roll_rad += (wanted.roll_rad - eye.roll_rad) * _step(tuning.roll_rate_hz, dt_s)
        eye.fov_y_rad += (wanted.fov_y_rad - eye.fov_y_rad) * _step(tuning.fov_rate_hz, dt_s)
        eye.griffin_world = wanted.griffin_world

    def _view(self, eye: _Eye) -> CameraView:
        x_m, y_m, z_m = _sum((1.0, eye.griffin_world), (1.0, eye.offset_world))
        back_x_m, _, back_z_m = eye.offset_world
        # Half way to the griffin a crest may stand between: the eye rises over it, too.
        surface_m = max(
            self._surface_m(x_m, z_m), self._surface_m(x_m - 0.5 * back_x_m, z_m - 0.5 * back_z_m)
        )
        place = (x_m, max(y_m, surface_m + self._tuning.clearance_m), z_m)
        level = _unit(_cross(eye.look_world, _UP))
        upright = _cross(level, eye.look_world)
        cos, sin = math.cos(eye.roll_rad), math.sin(eye.roll_rad)
        return CameraView(
            eye_world=np.array(place),
            view_from_world=mat_from_axes(
                _sum((cos, level), (-sin, upright)),
                _sum((cos, upright), (sin, level)),
                _sum((-1.0, eye.look_world)),
                place,
            ),
            fov_y_rad=eye.fov_y_rad,
        )


def _step(rate_hz: float, dt_s: float) -> float:
    """The part of the way that easing goes in `dt_s`."""
    return 1.0 - math.exp(-rate_hz * dt_s)


_UP: Vector = (0.0, 1.0, 0.0)


def _from_heading(heading_rad: float, up_rad: float = 0.0) -> Vector:
    """As `linalg.vec_from_heading`."""
    level = math.cos(up_rad)
    return level * math.sin(heading_rad), math.sin(up_rad), -level * math.cos(heading_rad)


def _sum(*parts: tuple[float, Vector]) -> Vector:
    """The sum of the vectors, each so many times."""
    x = y = z = 0.0
    for times, (part_x, part_y, part_z) in parts:
        x += times * part_x
        y += times * part_y
        z += times * part_z
    return x, y, z


def _mix(here: Vector, there: Vector, frac: float) -> Vector:
    return mix(here[0], there[0], frac), mix(here[1], there[1], frac), mix(here[2], there[2], frac)


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(vector: Vector) -> Vector:
    """The vector at length 1; one of no length stays zero."""
    length = math.hypot(*vector) or 1.0
    return vector[0] / length, vector[1] / length, vector[2] / length
