"""Nobody there any more → Controls of a griffin that looks after itself, by how long the pilot is gone. Pure.

One table for the whole game; docs/welcome.md says what each stage is for:

    letting go   its last controls, eased to level by `input.hands`
    gliding      level, at the height where it was left
    circling     gently, with slow beats, clear of the hills and in sight of where it was left
    going home   straight to the branch, and the veil falls shortly before it

A key counts as a pilot. A camera process that is dead or hung has lost its pilot. Before one has been heard
nobody is missed, for whoever flies by keys may let go of them: only a show misses its audience. Whoever comes
back has the controls in the next step; a take-off that is asked for behind the veil waits for the branch.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from griffin.absence import Absence
from griffin.arms import Arm, Arms
from griffin.easing import clamp
from griffin.flight.controls import Controls
from griffin.flight.model import Surroundings
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.tuning import FlightTuning
from griffin.linalg import wrap_angle


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotlessTuning:
    """How long each stage lasts, and how the griffin flies in it."""

    glide_after_s: float = 0.5  # the hands have let go by then
    circle_after_s: float = 10.0  # a pilot who stumbled is back; the land ahead is not used up
    home_after_s: float = 60.0  # nobody who was only handing over to a sister takes longer
    wing_rad: float = math.radians(8.0)  # slight dihedral, as when the keyboard flies
    level_rad: float = math.radians(4.0)  # a path within this of the glide has pulled out of dive or climb
    band_m: float = 1.5  # sinks and rises by this: two slow beats every four seconds, the rest is gliding
    beat_climb_frac: float = 0.45  # beats that are seen as such, yet no effort
    climb_limits_frac: tuple[float, float] = (-0.2, 0.6)  # rather a gentle sink than a dive
    climb_span_m: float = 30.0  # this much too low asks for a full climb
    clearance_m: float = 25.0  # above the highest ground under the circle: treetops reach 16 m
    circle_roll_rad: float = math.radians(16.0)  # at cruising speed once round in 25 s, 145 m across
    circle_points: int = 24  # where the ground under a circle is looked at: every 20 m
    home_roll_rad: float = math.radians(26.0)  # a turn that looks meant
    home_roll_gain: float = 1.6  # of the bearing: rolls out without swinging past
    home_above_m: float = 10.0  # comes in above the branch: below is its cliff
    near_m: float = 65.0  # from the branch, level: the veil falls before its cliff makes the griffin rise
    longest_home_s: float = 180.0  # 3 km of flight: who is farther away is brought by the veil

    def __post_init__(self) -> None:
        if not 0.0 < self.glide_after_s < self.circle_after_s < self.home_after_s:
            raise ValueError("the stages must follow each other")
        if min(self.band_m, self.climb_span_m, self.near_m, self.longest_home_s) <= 0.0:
            raise ValueError("band_m, climb_span_m, near_m and longest_home_s must be positive")
        if (
            not -1.0
            <= self.climb_limits_frac[0]
            < 0.0
            < self.beat_climb_frac
            <= self.climb_limits_frac[1]
            <= 1.0
        ):
            raise ValueError("climb_limits_frac must hold beat_climb_frac, within -1 and 1")


_DEFAULT_TUNING = PilotlessTuning()
_DEFAULT_FLIGHT = FlightTuning()


@dataclass(slots=True, kw_only=True)
class _Plan:
    """What the griffin has made up its mind to, until the pilot is back."""

    height_m: float | None = None  # that it holds
    is_beating: bool = False
    circle_rad: float | None = None  # the bank of its circle, to the right


class PilotlessFlight:
    """Flies while the pilot is gone. `hear` whether there is one, then `take` the controls of each step.

    `stage`: of the table. `gone_s`: since somebody was seen last, or since the beginning.
    """

    def __init__(
        self,
        land: Surroundings,
        tuning: PilotlessTuning = _DEFAULT_TUNING,
        flight: FlightTuning = _DEFAULT_FLIGHT,
    ) -> None:
        self.stage = Absence.HERE
        self.gone_s = 0.0
        self._land = land
        self._tuning = tuning
        self._flight = flight
        self._last_seen_s: float | None = None
        self._plan = _Plan()
        self._waiting_launch: Controls | None = None

    def hear(self, *, is_present: bool, is_missed: bool, now_s: float) -> None:
        """Whether somebody steers, by body or by keys, and whether anybody is missed who doesn't."""
        if is_present or not is_missed or self._last_seen_s is None:
            self._last_seen_s = now_s
        self.gone_s = now_s - self._last_seen_s
        self.stage = self._stage_at(self.gone_s) if is_missed and not is_present else Absence.HERE

    def _stage_at(self, gone_s: float) -> Absence:
        tuning = self._tuning
        if gone_s < tuning.glide_after_s:
            return Absence.LETTING_GO
        if gone_s < tuning.circle_after_s:
            return Absence.GLIDING
        return Absence.CIRCLING if gone_s < tuning.home_after_s else Absence.GOING_HOME

    def take(self, state: FlightState, wanted: Controls) -> Controls:
        """The controls of one step: what the pilot wants, or what the griffin does without one.

        What happens once, as a key's stroke, is the pilot's in any case.
        """
        wanted = self._keep_launch(state, wanted)
        if state.mode is FlightMode.PERCHED or self.stage in (Absence.HERE, Absence.LETTING_GO):
            self._plan = _Plan()
            return wanted
        climb_frac = self._hold_height(state)
        roll_rad, is_reset = 0.0, wanted.is_reset
        if self.stage is Absence.CIRCLING:
            roll_rad = self._circle(state)
        elif self.stage is Absence.GOING_HOME:
            roll_rad, climb_frac = self._steer_home(state)
            is_reset = is_reset or self._is_nearly_home(state)
        return replace(
            wanted,
            roll_rad=roll_rad,
            climb_frac=climb_frac,
            arms=Arms.both(Arm(wing_rad=self._tuning.wing_rad)),
            body_frac=0.0,
            is_reset=is_reset,
            is_at_rest=True,
        )

    def _keep_launch(self, state: FlightState, wanted: Controls) -> Controls:
        """A take-off that is asked for behind the veil waits for the branch."""
        if state.mode is FlightMode.RETURNING and wanted.is_launch:
            self._waiting_launch = wanted
        elif state.mode is FlightMode.PERCHED and self._waiting_launch is not None:
            launch, self._waiting_launch = self._waiting_launch, None
            return replace(wanted, is_launch=True, launch_frac=launch.launch_frac)
        return wanted

    def _hold_height(self, state: FlightState) -> float:
        """The climb that keeps the height: a few beats whenever it has sunk a little."""
        tuning, plan, here_m = self._tuning, self._plan, float(state.position_world[1])
        if plan.height_m is None:
            # Not before it has pulled out of what it was left in: the way back up would be long.
            if abs(state.path_rad) > tuning.level_rad:
                return 0.0
            plan.height_m = here_m
        sunk_m = plan.height_m - here_m
        if sunk_m > tuning.band_m:
            plan.is_beating = True
        elif sunk_m < -tuning.band_m:
            plan.is_beating = False
        if not plan.is_beating:
            return 0.0
        return clamp(sunk_m / tuning.climb_span_m, tuning.beat_climb_frac, tuning.climb_limits_frac[1])

    def _circle(self, state: FlightState) -> float:
        """The bank of the circle, chosen once: over the lower ground, and high enough for all of it."""
        plan, tuning = self._plan, self._tuning
        if plan.circle_rad is None:
            left_m, right_m = (self._highest_m(state, side) for side in (-1.0, 1.0))
            lower = state.roll_rad if left_m == right_m else left_m - right_m
            plan.circle_rad = math.copysign(tuning.circle_roll_rad, lower)
            held_m = float(state.position_world[1]) if plan.height_m is None else plan.height_m
            plan.height_m = max(held_m, min(left_m, right_m) + tuning.clearance_m)
        return plan.circle_rad

    def _highest_m(self, state: FlightState, side: float) -> float:
        """The highest ground or water under a circle to this side, 1 right, -1 left."""
        radius_m = self._flight.turn_radius_m(self._tuning.circle_roll_rad)
        turns = np.linspace(0.0, math.tau, self._tuning.circle_points, endpoint=False)
        headings = state.heading_rad + side * turns
        # A circle that begins here: (sin, -cos) of the heading is the way ahead, the middle lies aside.
        x_m = state.position_world[0] + side * radius_m * (math.cos(state.heading_rad) - np.cos(headings))
        z_m = state.position_world[2] + side * radius_m * (math.sin(state.heading_rad) - np.sin(headings))
        return max(map(self._land.surface_m, x_m.tolist(), z_m.tolist()))

    def _steer_home(self, state: FlightState) -> tuple[float, float]:
        """Bank and climb on the way to the branch, clear of the ground."""
        tuning = self._tuning
        east_m, up_m, south_m = self._land.perch_world - state.position_world
        bearing_rad = wrap_angle(math.atan2(east_m, -south_m) - state.heading_rad)
        roll_rad = clamp(tuning.home_roll_gain * bearing_rad, -tuning.home_roll_rad, tuning.home_roll_rad)
        slope_rad = math.atan2(up_m + tuning.home_above_m, max(tuning.near_m, math.hypot(east_m, south_m)))
        too_low_frac = (tuning.clearance_m - state.clearance_m) / tuning.climb_span_m
        climb_frac = max(self._flight.climb_frac_of(slope_rad), too_low_frac)
        return roll_rad, clamp(climb_frac, *tuning.climb_limits_frac)

    def _is_nearly_home(self, state: FlightState) -> bool:
        east_m, _, south_m = self._land.perch_world - state.position_world
        is_long = self.gone_s >= self._tuning.home_after_s + self._tuning.longest_home_s
        return is_long or math.hypot(east_m, south_m) < self._tuning.near_m
