"""BodyFeatures into sitting or standing: hips that keep their place, and no thigh below them.

Seen from the front, the thighs of who sits point at the camera, so the knees are at about the height of the
hips; below a desk or the picture's edge they aren't seen at all. Who stands has the knees a thigh below the
hips, nine tenths of a torso. Someone who stands still with the knees out of the picture looks the same as
someone who sits: nothing may depend on this that a standing player would miss.
"""

import math

from griffin.gesture.features import BodyFeatures
from griffin.gesture.tuning import GestureTuning


class SeatedDetector:
    """Holds whether one body sits."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._since_s = -math.inf
        self._place: tuple[float, float] | None = None  # where the hips have kept still since then
        self._sat_y = 0.0
        self._is_seated = False

    def watch(self, body: BodyFeatures) -> bool:
        """Whether the body sits in this frame."""
        tuning, now_s = self._tuning, body.captured_s
        x, y = _locate_hips(body)
        knee_drop = (body.knee_y - y) / body.torso if body.knee_y is not None else None
        stands = knee_drop is not None and knee_drop > tuning.standing_knee_torsos
        has_thighs_level = knee_drop is None or knee_drop < tuning.seated_knee_torsos
        if self._place is None or not has_thighs_level or self._is_far(x, y, body.torso):
            self._place, self._since_s = (x, y), now_s
        if self._is_seated:
            rise = (self._sat_y - y) / body.torso
            self._is_seated = not stands and rise < tuning.stand_up_torsos
        elif now_s - self._since_s >= tuning.seated_still_s:
            self._is_seated, self._sat_y = True, self._place[1]
        return self._is_seated

    def _is_far(self, x: float, y: float, torso: float) -> bool:
        assert self._place is not None
        return math.hypot(x - self._place[0], y - self._place[1]) > self._tuning.seated_still_torsos * torso


def _locate_hips(body: BodyFeatures) -> tuple[float, float]:
    """In the picture. Hips that aren't seen are a torso below the shoulders, as of somebody upright."""
    seen = body.trunk_certainty
    below_y = body.shoulder_y + body.torso
    return (
        body.shoulder_x + seen * (body.hip_x - body.shoulder_x),
        below_y + seen * (body.hip_y - below_y),
    )
