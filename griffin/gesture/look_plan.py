"""When the next look at everybody is due. A look costs as much as some frames, so it is taken seldom."""

import math

from griffin.gesture.pilot_tuning import PilotTuning


class LookPlan:
    """Plans the looks. `interval_s`: from the last one to the next."""

    def __init__(self, tuning: PilotTuning) -> None:
        self._tuning = tuning
        self._busy_until_s = -math.inf
        self._crossing_since_s: float | None = None
        self.interval_s = tuning.look_s

    @property
    def is_crossing(self) -> bool:
        """Whether somebody walks past the pilot, as planned last."""
        return self._crossing_since_s is not None

    def note_raised_arms(self, look_s: float) -> None:
        """A look has shown somebody who asks for something."""
        self._busy_until_s = look_s + self._tuning.busy_s

    def plan(self, now_s: float, *, is_open: bool, is_crossing: bool) -> None:
        """Set the interval.

        `is_open`: it isn't decided who flies. `is_crossing`: somebody walks past the pilot, or the model has
        gone over to somebody else.
        """
        tuning = self._tuning
        if not is_crossing:
            self._crossing_since_s = None
        elif self._crossing_since_s is None:
            self._crossing_since_s = now_s
        self.interval_s = tuning.look_s
        if self._crossing_since_s is not None and now_s - self._crossing_since_s < tuning.crossing_s:
            self.interval_s = tuning.crossing_look_s
        if is_open or now_s < self._busy_until_s:
            self.interval_s = tuning.busy_look_s
