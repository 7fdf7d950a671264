"""BodyFeatures into the trunk's motion: parabolas through the last moments of hips and shoulders."""

import msgspec

from griffin.gesture.features import BodyFeatures
from griffin.gesture.smoothing import MotionWindow
from griffin.gesture.tuning import GestureTuning


class TrunkMotion(msgspec.Struct, frozen=True, kw_only=True):
    """How the trunk moves, upwards, in torso lengths; speeds are those of the window's middle."""

    speed_per_s: float
    least_speed_per_s: float  # of hips and shoulders, the slower: a bow moves only one of them
    acceleration_per_s2: float
    covered_s: float  # from the oldest sample to the newest


class TrunkWatcher:
    """Follows hips and shoulders."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._hips = MotionWindow(span_s=tuning.trunk_window_s)
        self._shoulders = MotionWindow(span_s=tuning.trunk_window_s)

    def watch(self, body: BodyFeatures) -> TrunkMotion | None:
        """The motion up to this frame, once there are samples enough."""
        self._hips.add(body.captured_s, -body.hip_y)
        self._shoulders.add(body.captured_s, -body.shoulder_y)
        if not self._hips.is_ready:
            return None
        hips, shoulders = self._hips.motion(), self._shoulders.motion()
        # The trunk's middle lies between the two, and so does the parabola that fits it best.
        return TrunkMotion(
            speed_per_s=(hips.middle_speed + shoulders.middle_speed) / 2.0 / body.torso,
            least_speed_per_s=min(hips.middle_speed, shoulders.middle_speed) / body.torso,
            acceleration_per_s2=(hips.acceleration + shoulders.acceleration) / 2.0 / body.torso,
            covered_s=self._hips.covered_s,
        )

    def interrupt(self) -> None:
        """The body was out of sight."""
        self._hips.clear()
        self._shoulders.clear()
