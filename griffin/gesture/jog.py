"""BodyFeatures into jogging on the spot: a run-up that takes off, for children who can't jump yet.

Theory. Who walks always has a foot on the floor, and the trunk hardly bobs. Who jogs flies for a moment with
every step: the trunk falls with more than half of g while one foot is clearly higher than the other, and with
the next step the other one is. So a step is such a moment, and four of them with alternating feet, none late,
are jogging. Bouncing a ball, dancing on bent knees and hopping on one foot have no such order.
"""

from griffin.gesture.features import BodyFeatures
from griffin.gesture.trunk import TrunkMotion
from griffin.gesture.tuning import GestureTuning


class JogDetector:
    """Reports jogging once, and again only after `jog_rest_s` without a step."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._steps = 0
        self._step_s = float("-inf")
        self._is_left_up = False
        self._is_reported = False

    def watch(self, body: BodyFeatures, motion: TrunkMotion | None) -> bool:
        """Whether this frame shows the step that makes it a jog."""
        tuning, now_s = self._tuning, body.captured_s
        if now_s - self._step_s > tuning.jog_step_s:
            self._steps = 0
            self._is_reported = self._is_reported and now_s - self._step_s <= tuning.jog_rest_s
        left_above = (body.foot_right_y - body.foot_left_y) / body.torso
        sees_feet = body.feet_visibility >= tuning.feet_visibility
        falls = motion is not None and -motion.acceleration_per_s2 >= tuning.jog_fall_per_s2
        if not sees_feet or not falls or abs(left_above) < tuning.jog_torsos:
            return False
        is_left_up = left_above > 0.0
        if self._steps and is_left_up is self._is_left_up:
            return False
        self._steps += 1
        self._step_s, self._is_left_up = now_s, is_left_up
        if self._steps < tuning.jog_steps or self._is_reported:
            return False
        self._is_reported = True
        return True

    def interrupt(self) -> None:
        """The body was out of sight: the steps until then say nothing now."""
        self._steps = 0
