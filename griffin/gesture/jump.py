"""BodyFeatures into take-offs: a jump is a body in free fall.

Theory. Whatever a body does with its arms and legs, without support its weight falls with g. The trunk
carries most of that weight, so in the air the height of hips and shoulders follows a parabola that bends down
with about g, and that is the only time when it does: who stands up, rises on the toes or straightens from a
bow is slowed by muscles, which brake at a third of g at most. So a jump is detected by five things that come
together, while the trunk is upright:

- the trunk *was pushed up* a moment ago, by at least a fifth of g beyond its weight;
- it *rose fast* then: a rise of r above the take-off needs sqrt(2 g r), 1 m/s for 5 cm;
- it is *slowed by about g* now, all over the last fifth of a second;
- it is *above its standing height*, which a squat on its way up is not, however quick;
- *no foot stands, and one rises*, when the picture shows them. Without feet the other bars are higher.

A foot stands when it has kept its place in the picture for a third of a second. Where the floor is doesn't
matter for that: for who jumps towards the camera it sinks, and hardly any lift is left to be seen, but the
feet move. A squat may rise as fast as a jump, and a converted recording may show its toes afloat, but they
keep still.

Strength is height against the body's own: the median of its first jumps is half of it.

Lengths are torso lengths; the torso of an adult is about 0.48 m, so g is about 20 torsos/s². A child's is
shorter and g in its measures larger, which the band allows for. The arms don't enter at all.
"""

import statistics
from collections import deque
from dataclasses import dataclass
from enum import Enum

import msgspec

from griffin.gesture.features import BodyFeatures
from griffin.gesture.trunk import TrunkMotion
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
class _Bars:
    """What a jump has at least; lengths in torso lengths."""

    rise_per_s: float
    fall_per_s2: float
    push_per_s2: float
    height: float


class _Effort(msgspec.Struct, frozen=True, kw_only=True):
    """How the trunk moved over one window, in torso lengths."""

    time_s: float
    rise: float  # speed upwards at its fastest
    acceleration: float  # upwards; g downwards in free fall


class JumpDetector:
    """Reports a take-off in the first frame that shows free fall."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._phase = _Phase.GROUNDED
        self._took_off_s = float("-inf")
        self._began_s: float | None = None
        self._efforts: deque[_Effort] = deque()
        self._falls = False
        self._feet = (_Foot(tuning), _Foot(tuning))
        self._first_heights: list[float] = []
        self._seen = _Bars(
            rise_per_s=tuning.jump_rise_per_s,
            fall_per_s2=tuning.jump_least_fall_per_s2,
            push_per_s2=tuning.jump_push_per_s2,
            height=tuning.jump_height_torsos,
        )
        self._blind = _Bars(
            rise_per_s=tuning.jump_blind_rise_per_s,
            fall_per_s2=tuning.jump_blind_fall_per_s2,
            push_per_s2=tuning.jump_blind_push_per_s2,
            height=tuning.jump_blind_height_torsos,
        )

    def watch(
        self, body: BodyFeatures, above_standing_torsos: float, motion: TrunkMotion | None
    ) -> float | None:
        """The strength (0 to 1) of a take-off that this frame shows, or None."""
        tuning, now_s = self._tuning, body.captured_s
        left, right = self._feet
        left.follow(now_s, (body.foot_left_y - tuning.horizon_y) / body.torso)
        right.follow(now_s, (body.foot_right_y - tuning.horizon_y) / body.torso)
        effort = self._measure_effort(now_s, motion)
        if self._began_s is None:
            self._began_s = now_s
        if effort is None or now_s - self._began_s < tuning.jump_settle_s:
            return None
        are_off = not (left.stands or right.stands) and (left.rises or right.rises)
        if not self._advance(
            self._read(body, above_standing_torsos, effort.acceleration, are_feet_off=are_off), now_s
        ):
            return None
        return self._measure_strength()

    def _measure_strength(self) -> float:
        tuning = self._tuning
        height = max(effort.rise for effort in self._efforts) ** 2 / (2.0 * tuning.jump_g_per_s2)
        if len(self._first_heights) < tuning.jump_first:
            self._first_heights.append(height)
        return min(1.0, 0.5 * height / statistics.median(self._first_heights))

    def _measure_effort(self, now_s: float, motion: TrunkMotion | None) -> _Effort | None:
        """What the trunk does now, remembered for a moment."""
        tuning = self._tuning
        if motion is None or motion.covered_s > tuning.jump_coarse_s:
            return None
        effort = _Effort(
            time_s=now_s,
            # Half the window lies before the take-off and half after: both are slower than it.
            rise=motion.least_speed_per_s + tuning.jump_peak_per_s2 * motion.covered_s,
            acceleration=motion.acceleration_per_s2,
        )
        if effort.acceleration <= -tuning.jump_least_fall_per_s2:
            self._falls = True
        elif self._falls and effort.acceleration > -tuning.jump_fall_end_per_s2:
            # A fall that has ended takes its push with it: the next one needs its own.
            self._falls = False
            self._efforts.clear()
        self._efforts.append(effort)
        while self._efforts[0].time_s < now_s - tuning.jump_memory_s:
            self._efforts.popleft()
        return effort

    def _read(
        self, body: BodyFeatures, above_standing_torsos: float, acceleration: float, *, are_feet_off: bool
    ) -> _Sign | None:
        tuning = self._tuning
        if acceleration >= tuning.jump_landing_per_s2:
            return _Sign.LANDING
        sees_feet = body.feet_visibility >= tuning.feet_visibility
        if sees_feet and not are_feet_off:
            return None
        bars = self._seen if sees_feet else self._blind
        flies = (
            bars.fall_per_s2 <= -acceleration <= tuning.jump_most_fall_per_s2
            and max(effort.rise for effort in self._efforts) >= bars.rise_per_s
            and max(effort.acceleration for effort in self._efforts) >= bars.push_per_s2
            and above_standing_torsos >= bars.height
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

    def carry_on(self, before: "JumpDetector") -> None:
        """This body is the one that another detector has followed: its first jumps were seen there."""
        self._first_heights = before._first_heights

    def interrupt(self) -> None:
        """The body was out of sight: what was rising then says nothing now."""
        self._efforts.clear()
        self._falls = False
        self._began_s = None
        self._phase = _Phase.GROUNDED


class _Foot:
    """A foot's way up and down in the last moments.

    `stands`: it has kept its place, whatever the trunk does. `rises`: it went up by more than its noise.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._places: deque[tuple[float, float]] = deque()
        self.stands = True
        self.rises = False

    def follow(self, now_s: float, below: float) -> None:
        """Take the foot's place below the camera's level, in torso lengths."""
        tuning, places = self._tuning, self._places
        places.append((now_s, below))
        while places[0][0] < now_s - tuning.foot_memory_s:
            places.popleft()
        lowest = highest = places[0][1]
        self.rises = False
        for _, y in places:
            if y > lowest:
                lowest = y
            elif y < highest:
                highest = y
            if lowest - y >= tuning.foot_still_torsos:
                self.rises = True
        self.stands = lowest - highest < tuning.foot_still_torsos
