"""A move that the griffin does by itself, since the player didn't: time → Controls, over the player's.

It ends as soon as the player steers, so that nobody has to fight the griffin for the controls.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from griffin.arms import Arm, Arms
from griffin.easing import clamp, mix, smooth_between
from griffin.flight.controls import Controls
from griffin.flight.state import FlightState
from griffin.game.lesson_moment import Move
from griffin.linalg import wrap_angle


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMoveTuning:
    """How the griffin does it: clearly enough to be seen, and gently enough to make nobody dizzy."""

    length_s: float = 3.0  # long enough for a bank to make a quarter turn
    take_up_s: float = 0.4  # eased in ...
    let_go_s: float = 0.5  # ... and out
    release_s: float = 0.15  # once the player steers: as fast as goes without a jerk (HandTuning.take_up_s)
    roll_rad: float = 0.45  # what arms at 21 deg ask for
    tilt_wing_rad: float = 0.45  # how far the wings show it
    climb_frac: float = 0.7  # clearly upwards, and not the steepest
    raise_wing_rad: float = 0.7  # as arms that are raised as the guide shows it
    rest_wing_rad: float = -0.25  # wings that hang a little, in a level glide
    strokes: int = 3  # one a second
    stroke_frac: float = 0.6  # a good stroke, not the strongest
    stroke_wing_rad: float = 0.6  # how far the wings go up and down
    home_gain: float = 1.5  # bank per angle that the branch lies aside: full from 17 deg on
    steers_rad: float = 0.1  # the player steers with a bank beyond this: arms held out sway by less
    steers_frac: float = 0.12  # the same for climb and dive

    def __post_init__(self) -> None:
        if min(self.take_up_s, self.let_go_s, self.release_s) <= 0.0:
            raise ValueError("times must be above 0")
        if self.length_s < self.take_up_s + self.let_go_s:
            raise ValueError("length_s must have room for take_up_s and let_go_s")
        if self.strokes < 1 or not 0.0 < self.stroke_frac <= 1.0 or not 0.0 < self.climb_frac <= 1.0:
            raise ValueError("strokes must be above 0, stroke_frac and climb_frac within 0 to 1")
        if min(self.steers_rad, self.steers_frac) <= 0.0:
            raise ValueError("steers_rad and steers_frac must be above 0")


TUNING = OwnMoveTuning()


class OwnMove:
    """One move, from its start on. Call `steer` in each step.

    `is_released`: the player has taken back the controls, or the lesson is over. `ends_s`: when the move
    ends otherwise.
    """

    def __init__(self, move: Move, start_s: float, tuning: OwnMoveTuning = TUNING) -> None:
        """`start_s`: the flight's time."""
        self.is_released = False
        self._move = move
        self._start_s = start_s
        self.ends_s = start_s + tuning.length_s
        self._tuning = tuning
        self._frac = 0.0  # its share of the controls
        self._strokes = 0  # made so far

    @property
    def has_let_go(self) -> bool:
        """Whether the player has all of the controls again."""
        return self.is_released and self._frac == 0.0

    def steer(
        self, wanted: Controls, state: FlightState, perch_world: NDArray[np.float64], dt_s: float
    ) -> Controls:
        """The controls of one step. `wanted`: the player's."""
        tuning = self._tuning
        is_steered = abs(wanted.roll_rad) > tuning.steers_rad or abs(wanted.climb_frac) > tuning.steers_frac
        self.is_released |= is_steered or wanted.stroke_frac > 0.0 or wanted.is_reset
        at_s = state.time_s - self._start_s
        if self.is_released:
            self._frac = max(0.0, self._frac - dt_s / tuning.release_s)
        else:
            end_s = tuning.length_s
            self._frac = smooth_between(at_s, 0.0, tuning.take_up_s) * smooth_between(
                at_s, end_s, end_s - tuning.let_go_s
            )
        if self._frac <= 0.0:
            return wanted
        own, frac = self._own(at_s, state, perch_world), self._frac
        return replace(
            wanted,
            roll_rad=mix(wanted.roll_rad, own.roll_rad, frac),
            climb_frac=mix(wanted.climb_frac, own.climb_frac, frac),
            arms=wanted.arms.blend(own.arms, frac),
            body_frac=mix(wanted.body_frac, 0.0, frac),
            stroke_frac=max(wanted.stroke_frac, own.stroke_frac),
        )

    def _own(self, at_s: float, state: FlightState, perch_world: NDArray[np.float64]) -> Controls:
        tuning = self._tuning
        if self._move is Move.RAISE:
            return Controls(climb_frac=tuning.climb_frac, arms=_both(tuning.raise_wing_rad))
        if self._move is Move.REST:
            return Controls(arms=_both(tuning.rest_wing_rad))
        if self._move is Move.FLAP:
            return self._flap(at_s)
        east_m, _, south_m = perch_world - state.position_world
        off_rad = wrap_angle(math.atan2(east_m, -south_m) - state.heading_rad)
        side = 1.0  # to the right, as the guide does it first
        if self._move is Move.HOME:
            side = clamp(tuning.home_gain * off_rad / tuning.roll_rad, -1.0, 1.0)
        lift_rad = side * tuning.tilt_wing_rad
        return Controls(
            roll_rad=side * tuning.roll_rad,
            arms=Arms(left=Arm(wing_rad=lift_rad), right=Arm(wing_rad=-lift_rad)),
        )

    def _flap(self, at_s: float) -> Controls:
        tuning = self._tuning
        period_s = tuning.length_s / tuning.strokes
        phase = at_s / period_s
        # The wings are highest in the middle of each period, where the stroke begins.
        is_due = not self.is_released and self._strokes < math.floor(phase + 0.5)
        self._strokes += is_due
        return Controls(
            arms=_both(-tuning.stroke_wing_rad * math.cos(math.tau * phase)),
            stroke_frac=tuning.stroke_frac if is_due else 0.0,
        )


def _both(wing_rad: float) -> Arms:
    return Arms.both(Arm(wing_rad=wing_rad))
