"""BodyFeatures into standing height: what a jump, a squat and a duck are measured from.

Theory. A standing player is still now and then; one who squats, bounces or dances is lower than that, or
moving. So only moments count in which the trunk neither moves nor is about to reverse, and of those the
highest fifth: however long somebody squats, standing height stays the height of standing. What a body did at
another distance from the camera says nothing, for there all heights in the picture differ.
"""

from collections import deque

from griffin.gesture.features import BodyFeatures
from griffin.gesture.trunk import TrunkMotion
from griffin.gesture.tuning import GestureTuning


class StandingHeight:
    """Where the trunk is while the body stands."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._samples: deque[tuple[float, float, float]] = deque()  # time, height of the trunk, torso
        self._standing_y: float | None = None
        self._is_certain = False

    def above(self, body: BodyFeatures, motion: TrunkMotion | None) -> float:
        """How far the trunk is above standing height, in torso lengths; negative when ducked."""
        is_certain = body.trunk_certainty > 0.0
        is_first = self._standing_y is None or (is_certain and not self._is_certain)
        if is_first:
            # What was learned from hips that the model only guessed is no measure for those it sees.
            self._samples.clear()
            self._is_certain = is_certain
        if is_first or (
            motion is not None and is_certain is self._is_certain and self._is_sample(body, motion)
        ):
            self._learn(body)
        assert self._standing_y is not None
        return (self._standing_y - body.middle_y) / body.torso

    def _is_sample(self, body: BodyFeatures, motion: TrunkMotion) -> bool:
        tuning = self._tuning
        is_due = not self._samples or body.captured_s - self._samples[-1][0] >= tuning.standing_step_s
        return (
            is_due
            and abs(motion.speed_per_s) < tuning.standing_still_per_s
            and abs(motion.acceleration_per_s2) < tuning.standing_still_per_s2
        )

    def _learn(self, body: BodyFeatures) -> None:
        tuning, samples = self._tuning, self._samples
        samples.append((body.captured_s, body.middle_y, body.torso))
        while samples[0][0] < body.captured_s - tuning.standing_memory_s:
            samples.popleft()
        most = 1.0 + tuning.standing_scale_frac
        here = sorted(y for _, y, torso in samples if body.torso / most < torso < body.torso * most)
        # Pictures count downwards: the first are the highest.
        self._standing_y = here[int((1.0 - tuning.standing_frac) * len(here))]
