"""BodyFeatures into take-offs: a jump is a body in free fall.

Theory. Whatever a body does with its arms and legs, without support its weight falls with g. The trunk
carries most of that weight, so in the air the height of hips and shoulders follows a parabola that bends down
with about g, and that is the only time when it does: who stands up, rises on the toes or straightens from a
bow is slowed by muscles, which brake at a third of g at most. So a jump is detected by four things that come
together:

- the trunk *rose fast* a moment ago: a rise of r above the take-off needs sqrt(2 g r), 1 m/s for 5 cm;
- it is *slowed by about g* now, all over the last fifth of a second;
- it is *above its standing height*, which a squat on its way up is not;
- *both feet left the floor*, when the picture shows them. Without feet the other bars are higher.

Lengths are torso lengths; the torso of an adult is about 0.48 m, so g is about 20 torsos/s². A child's is
shorter and g in its measures larger, which the band allows for. The arms don't enter at all.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum

from griffin.gesture.features import BodyFeatures
from griffin.gesture.smoothing import MotionWindow
from griffin.gesture.standing import StandingHeight
from griffin.gesture.tuning import GestureTuning


class _Phase(Enum):
    GROUNDED = "grounded"
    AIRBORNE = "airborne"


class _Sign(Enum):
    FLIGHT = "flight"  # all signs of free fall
    LANDING = "landing"  # something pushes the trunk up again


_NEXT = {
    _Phase.GROUNDED: {_Sign.FLIGHT: _Phase.AIRBORNE},
    _Phase.AIRBORNE: {_Sign.LANDING: _Phase.GROUNDED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effort:
    """How the trunk moved over one window, in torso lengths."""

    time_s: float
    rise: float  # speed upwards at its fastest
    acceleration: float  # upwards; g downwards in free fall


class JumpDetector:
    """Tells the moment at which a body is seen to fly."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._phase = _Phase.GROUNDED
        self._took_off_s = float("-inf")
        self._began_s: float | None = None
        self._trunk = MotionWindow(span_s=tuning.jump_window_s)
        self._hips = MotionWindow(span_s=tuning.jump_window_s)
        self._shoulders = MotionWindow(span_s=tuning.jump_window_s)
        self._standing = StandingHeight(tuning, memory_s=tuning.standing_memory_s)
        self._efforts: deque[_Effort] = deque()
        self._floors = (_Floor(tuning), _Floor(tuning))

    def watch(self, body: BodyFeatures) -> bool:
        """Whether this frame shows a new take-off."""
        now_s = body.captured_s
        stood = self._standing.above(body)
        lift = min(
            self._floors[0].lift(now_s, body.foot_left_y), self._floors[1].lift(now_s, body.foot_right_y)
        )
        effort = self._measure_effort(body)
        if self._began_s is None:
            self._began_s = now_s
        if effort is None or now_s - self._began_s < self._tuning.jump_settle_s:
            return False
        return self._advance(self._read(body, stood, lift / body.torso, effort.acceleration), now_s)

    def _measure_effort(self, body: BodyFeatures) -> _Effort | None:
        """Fit parabolas through the last moments, and remember what they say."""
        tuning, now_s = self._tuning, body.captured_s
        self._trunk.add(now_s, -body.middle_y)
        self._hips.add(now_s, -body.hip_y)
        self._shoulders.add(now_s, -body.shoulder_y)
        if not self._trunk.is_ready:
            return None
        mean_rise = min(self._hips.motion().middle_speed, self._shoulders.motion().middle_speed) / body.torso
        effort = _Effort(
            time_s=now_s,
            # Half the window lies before the take-off and half after: both are slower than it.
            rise=mean_rise + tuning.jump_peak_per_s2 * self._trunk.covered_s,
            acceleration=self._trunk.motion().acceleration / body.torso,
        )
        self._efforts.append(effort)
        while self._efforts[0].time_s < now_s - tuning.jump_memory_s:
            self._efforts.popleft()
        return effort

    def _read(self, body: BodyFeatures, stood: float, lift: float, acceleration: float) -> _Sign | None:
        tuning = self._tuning
        if acceleration >= tuning.jump_landing_per_s2:
            return _Sign.LANDING
        sees_lift = body.feet_visibility >= tuning.feet_visibility and lift >= tuning.jump_feet_torsos
        least_fall = tuning.jump_least_fall_per_s2 if sees_lift else tuning.jump_blind_fall_per_s2
        least_push = tuning.jump_push_per_s2 if sees_lift else tuning.jump_blind_push_per_s2
        flies = (
            least_fall <= -acceleration <= tuning.jump_most_fall_per_s2
            and max(effort.rise for effort in self._efforts) >= tuning.jump_rise_per_s
            and max(effort.acceleration for effort in self._efforts) >= least_push
            and stood >= tuning.jump_height_torsos
            and body.upright_frac >= tuning.jump_upright_frac
        )
        return _Sign.FLIGHT if flies else None

    def _advance(self, sign: _Sign | None, now_s: float) -> bool:
        if self._phase is _Phase.AIRBORNE and now_s - self._took_off_s > self._tuning.jump_longest_s:
            sign = _Sign.LANDING
        if sign is None:
            return False
        before = self._phase
        after = _NEXT[before].get(sign, before)
        takes_off = after is _Phase.AIRBORNE and before is _Phase.GROUNDED
        if takes_off and now_s - self._took_off_s < self._tuning.jump_pause_s:
            return False
        self._phase = after
        if takes_off:
            self._took_off_s = now_s
        return takes_off

    def interrupt(self) -> None:
        """The body was out of sight: what was rising then says nothing now."""
        for window in (self._trunk, self._hips, self._shoulders):
            window.clear()
        self._efforts.clear()
        self._began_s = None
        self._phase = _Phase.GROUNDED


class _Floor:
    """Where a foot stands: among the lowest places that it had in the last moments, not the one lowest.

    The very lowest is the one with the most noise.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._memory_s = tuning.floor_memory_s
        self._floor_frac = tuning.floor_frac
        self._places: deque[tuple[float, float]] = deque()

    def lift(self, now_s: float, foot_y: float) -> float:
        """How far the foot is above its floor, in picture heights."""
        self._places.append((now_s, foot_y))
        while self._places[0][0] < now_s - self._memory_s:
            self._places.popleft()
        ordered = sorted(y for _, y in self._places)
        return ordered[int(self._floor_frac * (len(ordered) - 1))] - foot_y
