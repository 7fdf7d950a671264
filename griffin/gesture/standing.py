"""BodyFeatures into standing height: what a jump and a duck are measured from."""

from collections import deque

from griffin.gesture.features import BodyFeatures
from griffin.gesture.tuning import GestureTuning


class StandingHeight:
    """Where the trunk is while the body stands.

    The median of the last seconds, of samples a tenth of a second apart: a jump or a squat is short against
    it.
    """

    def __init__(self, tuning: GestureTuning, *, memory_s: float) -> None:
        self._tuning = tuning
        self._memory_s = memory_s
        self._samples: deque[tuple[float, float]] = deque()
        self._standing_y: float | None = None

    def above(self, body: BodyFeatures) -> float:
        """How far the trunk is above standing height, in torso lengths; negative when ducked."""
        now_s = body.captured_s
        if not self._samples or now_s - self._samples[-1][0] >= self._tuning.standing_step_s:
            self._samples.append((now_s, body.middle_y))
            while self._samples[0][0] < now_s - self._memory_s:
                self._samples.popleft()
            ordered = sorted(y for _, y in self._samples)
            self._standing_y = ordered[len(ordered) // 2]
        assert self._standing_y is not None
        return (self._standing_y - body.middle_y) / body.torso
