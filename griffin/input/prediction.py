"""The arms of the last messages → where they are by now, since a message is old when it is used. Pure.

An arm is taken to go on for a part of the message's age, as in dead reckoning, but no faster than in the
slower of the last two intervals, and the sooner less the more it slows down: arms stop and turn back quickly,
and a wing that shoots past the arm is worse than one that lags a little. Slow arms are where they were said
to be, so the model's noise isn't made larger. Whatever smoothing has delayed is not made up for.
"""

import math
from dataclasses import dataclass

from griffin.arms import Arm, Arms
from griffin.easing import clamp
from griffin.events import Steering


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionTuning:
    """How far arms are taken to go on.

    Chosen with `scripts/measure_lag.py`: at a quick stop wings pass the arms by no more than without.
    """

    age_frac: float = 0.15  # of the age, how much of it is made up for
    most_age_s: float = 0.05  # of an older message nothing more is known
    slowing: float = 5.0  # what an arm has lost in the last interval, it loses so many times more in the next
    still_radps: float = 0.8  # an arm slower than this stays, ...
    moving_radps: float = 2.5  # ... one as fast as this goes on as said above
    gap_s: float = 0.15  # messages further apart say nothing about a speed: as far as arms glide

    def __post_init__(self) -> None:
        if not 0.0 <= self.age_frac <= 1.0 or min(self.most_age_s, self.slowing) < 0.0:
            raise ValueError("age_frac must be within 0 to 1, most_age_s and slowing not below 0")
        if not 0.0 <= self.still_radps < self.moving_radps or self.gap_s <= 0.0:
            raise ValueError("moving_radps must be above still_radps, gap_s above 0")


class ArmPredictor:
    """Keeps the last messages of one body."""

    def __init__(self, tuning: PredictionTuning | None = None) -> None:
        self._tuning = tuning or PredictionTuning()
        self._heard: tuple[Steering, ...] = ()  # up to three, the newest last

    def hear(self, said: Steering) -> None:
        """Take in the next message. One that isn't newer, or comes after a gap, is the first of others."""
        if self._heard and not 0.0 < said.captured_s - self._heard[-1].captured_s <= self._tuning.gap_s:
            self._heard = ()
        self._heard = (*self._heard[-2:], said)

    def predict(self, now_s: float) -> Arms:
        """Where the upper arms are by now; all else as it was said. Needs a message."""
        newest = self._heard[-1].arms
        if len(self._heard) < 3:
            return newest
        tuning = self._tuning
        ahead_s = tuning.age_frac * clamp(now_s - self._heard[-1].captured_s, 0.0, tuning.most_age_s)
        lefts, rights = [each.arms.left for each in self._heard], [each.arms.right for each in self._heard]
        return Arms(left=self._go_on(lefts, ahead_s), right=self._go_on(rights, ahead_s))

    def _go_on(self, arms: list[Arm], ahead_s: float) -> Arm:
        first_s, middle_s, last_s = (each.captured_s for each in self._heard)
        first, middle, last = (arm.wing_rad for arm in arms)
        speed_radps = self._speed(
            (middle - first) / (middle_s - first_s), (last - middle) / (last_s - middle_s)
        )
        newest = arms[-1]
        return Arm(
            wing_rad=last + speed_radps * ahead_s, elbow_rad=newest.elbow_rad, wrist_rad=newest.wrist_rad
        )

    def _speed(self, before_radps: float, now_radps: float) -> float:
        """How fast the arm goes on, of its speeds in the last two intervals."""
        tuning = self._tuning
        if before_radps * now_radps <= 0.0:
            return 0.0
        before, now = abs(before_radps), abs(now_radps)
        onward = before if now >= before else max(0.0, now - tuning.slowing * (before - now))
        part = (onward - tuning.still_radps) / (tuning.moving_radps - tuning.still_radps)
        return math.copysign(onward * clamp(part, 0.0, 1.0), now_radps)
