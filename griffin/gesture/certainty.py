"""How surely joints are seen, and values that go by it: the one way in which hidden joints are left out.

A joint that the model merely guesses moves no control, and one half seen moves it half as far. What isn't
seen keeps its last value, and is forgotten when that is old; when seen again, it comes back as smoothly.
"""

from griffin.gesture.smoothing import OneEuroFilter, ramp
from griffin.gesture.tuning import GestureTuning


def joint_certainty(tuning: GestureTuning, least_visibility: float) -> float:
    """0 to 1: how far a value counts that is measured from joints at least this visible."""
    return ramp(least_visibility, tuning.joint_from_visibility, tuning.joint_full_visibility)


class SeenValue:
    """A smoothed value, and how far it is known.

    A sample of certainty c moves the value by the part c of what a certain one would: at 0 by nothing,
    whatever the sample says, and from there on without a step.

    `known_frac` is 1 while the value is seen and for `unseen_hold_s` after that, then fades to 0; a value
    seen again comes back within `ease_s`, the more slowly the less sure it is. One that was never seen is 0.
    """

    def __init__(self, tuning: GestureTuning, smoother: OneEuroFilter) -> None:
        self._tuning = tuning
        self._smoother = smoother
        self._time_s: float | None = None
        self._unseen_s = 0.0
        self.value = 0.0
        self.known_frac = 0.0

    def see(self, now_s: float, sample: float, certainty: float) -> None:
        """Follow one frame's sample as far as it is certain."""
        time_s, self._time_s = self._time_s, now_s
        if certainty < 1.0 or self.known_frac < 1.0:
            self._follow_sight(now_s - time_s if time_s is not None else None, certainty)
        else:
            self._unseen_s = 0.0
        if self.known_frac > 0.0:
            self.value = self._smoother.smooth(now_s, sample, certainty)

    def _follow_sight(self, dt_s: float | None, certainty: float) -> None:
        if dt_s is None:
            self.known_frac = certainty
        elif certainty > 0.0:
            if self.known_frac == 0.0:
                self._smoother.reset()
            self.known_frac = min(1.0, self.known_frac + dt_s * certainty / self._tuning.ease_s)
            self._unseen_s = 0.0
        else:
            self._unseen_s += dt_s
            if self._unseen_s > self._tuning.unseen_hold_s:
                self.known_frac = max(0.0, self.known_frac - dt_s / self._tuning.unseen_fade_s)

    @property
    def shown(self) -> float:
        """The value as far as it is known; 0 is its neutral."""
        return self.known_frac * self.value
