"""BodyFeatures into wing strokes: both hands come down together, from the side, and fast.

Theory. A stroke is one fall of a wrist against the shoulders: from its highest place (the top) to where it
turns up again (the bottom). It counts once it has fallen far enough and was fast enough, which is before the
bottom, so that the griffin beats its wings while the player does. The two arms must fall at the same time and
have been out at the side: clapping, waving, reaching forward and scratching one's head are no strokes. When
one arm has been out of the picture for a while, the other speaks for both.

A wrist that seems to move faster than arms can is a mistake of the model. One such frame is passed over; if
the next agrees with it, the model has found the wrist elsewhere, and whatever falls does so from there.

How much is asked for, and what counts as much, each arm says itself. Strength is amplitude times speed: how
much air an arm has moved, at first against a usual full stroke, and by and by against the most that this arm
has shown. As its strokes become smaller, because it tires, so does what is asked for. And an arm that is too
weak or stiff for a usual stroke shows by repeating that it means its small ones: three double strokes alike,
one after the other in one rhythm. A trembling hand stays below all of this.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from griffin.gesture.features import ArmFeatures, BodyFeatures
from griffin.gesture.smoothing import MotionWindow
from griffin.gesture.tuning import GestureTuning


class _Phase(Enum):
    READY = "ready"
    FALLING = "falling"
    SPENT = "spent"  # this fall has been reported


class _Sign(Enum):
    FALL = "fall"
    RISE = "rise"
    STROKE = "stroke"


_NEXT = {
    _Phase.READY: {_Sign.FALL: _Phase.FALLING},
    _Phase.FALLING: {_Sign.RISE: _Phase.READY, _Sign.STROKE: _Phase.SPENT},
    _Phase.SPENT: {_Sign.RISE: _Phase.READY},
}


@dataclass(slots=True)
class _Fall:
    """A wrist on its way down. Heights in torso lengths above the shoulders, speeds per second."""

    top_s: float
    top: float
    bottom_s: float
    bottom: float
    widest: float
    fastest: float = 0.0
    fastest_out: float = 0.0

    @property
    def depth(self) -> float:
        """How far the wrist has come down, at the lowest."""
        return self.top - self.bottom

    def shared_frac(self, other: "_Fall") -> float:
        """The part of the fall that began first in which the other wrist fell as well."""
        first, last = (self, other) if self.top_s <= other.top_s else (other, self)
        lasted_s = first.bottom_s - first.top_s
        return (min(first.bottom_s, last.bottom_s) - last.top_s) / lasted_s if lasted_s > 0.0 else 0.0


class _ArmPower:
    """What one arm is able to, as far as it has shown it."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._strokes = 0
        self._most_air = 0.0
        self._usual: float | None = None  # how far its strokes come down
        self.need_frac = 1.0  # the part of a usual stroke that is asked for

    def strength(self, stroke: _Fall) -> float:
        """The strength (0 to 1) of a stroke, which is remembered."""
        tuning = self._tuning
        air = max(0.0, stroke.depth - tuning.flap_dead_torsos) * stroke.fastest
        known = self._known_frac
        full: float = tuning.flap_full_air ** (1.0 - known) * max(self._most_air, air, 1e-6) ** known
        self._strokes += 1
        self._most_air = max(air, tuning.flap_fade_frac * self._most_air)
        return min(1.0, air / full)

    def learn(self, depth: float) -> None:
        """Takes the whole depth of a stroke that is over."""
        tuning = self._tuning
        usual = depth if self._usual is None else self._usual
        self._usual = usual + tuning.flap_learn_frac * (depth - usual)
        need_frac = tuning.flap_need_frac * self._usual / tuning.flap_fall_torsos
        own_frac = min(1.0, max(tuning.flap_least_frac, need_frac))
        self.need_frac = 1.0 + self._known_frac * (own_frac - 1.0)

    def trust(self, depth: float) -> None:
        """Takes a stroke of this depth for what the arm can do at most."""
        self._strokes = max(self._strokes, self._tuning.flap_known_strokes)
        self._usual = depth
        self.learn(depth)

    @property
    def _known_frac(self) -> float:
        return min(1.0, self._strokes / self._tuning.flap_known_strokes)


class _ArmFall:
    """One wrist's present fall.

    `reach_frac` is the part of a standing player's range of the arms that is asked for.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._reach_frac = 1.0
        self.power = _ArmPower(tuning)
        self.past: _Fall | None = None  # the last fall that was over and not reported
        self._time_s: float | None = None
        self._window = MotionWindow(span_s=tuning.flap_window_s)
        self._outs: deque[tuple[float, float]] = deque()
        self._last: tuple[float, float] | None = None  # time, height of the last sample used
        self._before: tuple[float, float] | None = None  # the one before that
        self._odd: float | None = None  # height of the sample after that, if no arm gets there
        self._phase = _Phase.READY
        self._up = 0.0
        self._speed = 0.0
        self._out = 0.0
        self._fall = _Fall(top_s=0.0, top=0.0, bottom_s=0.0, bottom=0.0, widest=0.0)
        self._ended: _Fall | None = None  # the fall before, if it was a stroke that is not reported yet
        self.unseen_s = 0.0
        self.missed_s = 0.0  # of that, while the body faced the camera

    def watch(self, now_s: float, arm: ArmFeatures, reach_frac: float, *, is_front: bool) -> None:
        """Follow the wrist by one frame. `is_front`: the body faces the camera squarely."""
        tuning = self._tuning
        self._reach_frac = reach_frac
        dt_s = now_s - self._time_s if self._time_s is not None else 0.0
        self._time_s = now_s
        if arm.visibility < tuning.arm_visibility:
            self.unseen_s += dt_s
            if is_front:
                self.missed_s += dt_s
            if self.unseen_s > tuning.flap_gap_s:
                self._lose()
            return
        self.unseen_s = self.missed_s = 0.0
        if not self._take(now_s, arm.up):
            return
        self._window.add(now_s, arm.up)
        self._out = self._usual_out(now_s, arm.out)
        if not self._window.is_ready:
            self._up = arm.up
            self._start(now_s)
            return
        motion = self._window.motion()
        self._up, self._speed = motion.place, -motion.middle_speed
        self._follow(now_s)

    def _take(self, now_s: float, up: float) -> bool:
        """Whether the wrist can be there; starts anew where it was not followed to."""
        tuning, odd = self._tuning, self._odd
        self._odd = None
        if self._last is not None:
            last_s, last = self._last
            is_far = abs(up - last) > tuning.flap_most_per_s * (now_s - last_s)
            stays = odd is not None and abs(up - odd) < tuning.flap_turn_torsos
            is_found_elsewhere = odd is not None and abs(up - odd) < abs(up - last) and (is_far or stays)
            if now_s - last_s > tuning.flap_gap_s or is_found_elsewhere:
                self._lose()
            elif not is_far:
                self._before = self._last
            elif self._is_last_odd(now_s, up):
                self._window.drop_newest()  # the last went astray, and this one is back
            else:
                self._odd = up
                return False
        self._last = (now_s, up)
        return True

    def _is_last_odd(self, now_s: float, up: float) -> bool:
        """Whether the last sample, of which this one is out of reach, lies off the way to here."""
        tuning = self._tuning
        if self._before is None or self._last is None:
            return False
        (before_s, before), (last_s, last) = self._before, self._last
        is_back = abs(up - before) <= tuning.flap_most_per_s * (now_s - before_s)
        # An arm goes at half of what is possible at most but in the hardest strokes.
        has_strayed = 2.0 * abs(last - before) > tuning.flap_most_per_s * (last_s - before_s)
        return is_back and has_strayed and abs(up - last) - abs(up - before) > tuning.flap_turn_torsos

    def _lose(self) -> None:
        self._window.clear()
        self._last = self._before = None
        self._phase, self._ended = _Phase.READY, None

    def _usual_out(self, now_s: float, out: float) -> float:
        # Depth, of which this is made, is wrong for a frame now and then: the median, or the larger of two.
        self._outs.append((now_s, out))
        while self._outs[0][0] < now_s - self._tuning.flap_out_s:
            self._outs.popleft()
        ordered = sorted(each for _, each in self._outs)
        return ordered[len(ordered) // 2]

    def _start(self, now_s: float) -> None:
        self._phase = _Phase.READY
        self._fall = _Fall(top_s=now_s, top=self._up, bottom_s=now_s, bottom=self._up, widest=self._out)

    def _follow(self, now_s: float) -> None:
        turn, fall = self._tuning.flap_turn_torsos, self._fall
        if self._up < fall.bottom:
            fall.bottom, fall.bottom_s = self._up, now_s
        if self._phase is _Phase.READY:
            if self._up >= fall.top:
                self._start(now_s)
            elif fall.depth <= turn:
                fall.top_s = now_s
            else:
                self._phase = _NEXT[self._phase][_Sign.FALL]
        elif self._up > fall.bottom + turn or self._speed < self._tuning.flap_stall_per_s:
            self._ended = self.stroke
            if self._phase is _Phase.SPENT:
                self.power.learn(fall.depth)
            else:
                self.past = fall
            self._phase = _NEXT[self._phase][_Sign.RISE]
            self._start(now_s)
        fall = self._fall
        fall.widest = max(fall.widest, self._out)
        if self._speed > fall.fastest:
            fall.fastest, fall.fastest_out = self._speed, self._out

    @property
    def stroke(self) -> _Fall | None:
        """The present fall, or else the last, if it is a stroke that is not reported yet."""
        is_stroke = self._phase is _Phase.FALLING and self.is_stroke(self._fall, self.power.need_frac)
        return self._fall if is_stroke else self._ended

    def is_stroke(self, fall: _Fall, need_frac: float) -> bool:
        """Whether a fall has this part of what makes a stroke."""
        tuning, reach = self._tuning, self._reach_frac
        return (
            fall.depth >= need_frac * reach * tuning.flap_fall_torsos
            and fall.fastest >= need_frac * reach * tuning.flap_speed_per_s
            and fall.widest >= reach * tuning.flap_out_torsos
            and fall.fastest_out >= tuning.flap_fast_out_torsos
        )

    def spend(self) -> None:
        """Marks the stroke as reported: it counts no more."""
        if self.stroke is self._fall:
            self._phase = _NEXT[self._phase][_Sign.STROKE]
        self._ended = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _SmallStroke:
    """A double stroke that is less than is asked for."""

    time_s: float
    left: float
    right: float


class _Persistence:
    """Small double strokes that are repeated until they are heard."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._last: tuple[_Fall | None, _Fall | None] = (None, None)
        self._strokes: deque[_SmallStroke] = deque(maxlen=tuning.flap_small_strokes)

    def is_meant(self, left: _ArmFall, right: _ArmFall) -> bool:
        """Whether a small double stroke that is just over is the last of enough that are alike."""
        tuning, falls = self._tuning, (left.past, right.past)
        if falls[0] is None or falls[1] is None or falls[0] is self._last[0] or falls[1] is self._last[1]:
            return False
        least = tuning.flap_least_frac
        if falls[0].shared_frac(falls[1]) < tuning.flap_overlap_frac:
            return False
        self._last = falls
        if not (left.is_stroke(falls[0], least) and right.is_stroke(falls[1], least)):
            return False
        time_s = max(falls[0].bottom_s, falls[1].bottom_s)
        self._strokes.append(_SmallStroke(time_s=time_s, left=falls[0].depth, right=falls[1].depth))
        if len(self._strokes) < tuning.flap_small_strokes:
            return False
        times_s = [stroke.time_s for stroke in self._strokes]
        pauses_s = [after - before for before, after in pairwise(times_s)]
        return (
            min(pauses_s) >= tuning.flap_small_least_s
            and max(pauses_s) <= tuning.flap_small_most_s
            and all(
                max(values) <= tuning.flap_alike * min(values)
                for values in (
                    pauses_s,
                    [stroke.left for stroke in self._strokes],
                    [stroke.right for stroke in self._strokes],
                )
            )
        )

    def forget(self) -> None:
        """A stroke was reported: nothing needs to be repeated."""
        self._strokes.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A stroke of the wings: how strong (0 to 1), and each arm's part in it, None if it had none."""

    strength: float
    left_strength: float | None
    right_strength: float | None


class FlapDetector:
    """Reports each wing stroke while the hands are still coming down."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._left = _ArmFall(tuning)
        self._right = _ArmFall(tuning)
        self._persistence = _Persistence(tuning)
        self._strokes_s: deque[float] = deque()
        self._ran_s = float("-inf")

    def watch(self, body: BodyFeatures, *, is_seated: bool) -> Stroke | None:
        """The stroke that this frame shows, if any."""
        tuning, now_s = self._tuning, body.captured_s
        reach_frac = tuning.seated_reach_frac if is_seated else 1.0
        is_front = body.shoulder_span >= tuning.one_arm_span_torsos
        self._left.watch(now_s, body.left, reach_frac, is_front=is_front)
        self._right.watch(now_s, body.right, reach_frac, is_front=is_front)
        arms = [self._left, self._right]
        if is_front:
            arms = [arm for arm in arms if arm.missed_s < tuning.one_arm_s]
        falls = self._meant_falls(arms) or self._strokes(arms)
        if not falls:
            return None
        self._strokes_s.append(now_s)
        strengths = [arm.power.strength(fall) for arm, fall in zip(arms, falls, strict=True)]
        return Stroke(
            strength=sum(strengths) / len(strengths),
            left_strength=strengths[0] if arms[0] is self._left else None,
            right_strength=strengths[-1] if arms[-1] is self._right else None,
        )

    def _strokes(self, arms: list[_ArmFall]) -> list[_Fall]:
        """The stroke of each arm, if all of them make one together."""
        strokes = [stroke for arm in arms if (stroke := arm.stroke) is not None]
        if not strokes or len(strokes) < len(arms):
            return []
        if strokes[0].shared_frac(strokes[-1]) < self._tuning.flap_overlap_frac:
            return []
        for arm in arms:
            arm.spend()
        self._persistence.forget()
        return strokes

    def _meant_falls(self, arms: list[_ArmFall]) -> list[_Fall]:
        """The falls of a small stroke that was repeated often enough; arms learn to ask for no more."""
        if len(arms) < 2 or not self._persistence.is_meant(self._left, self._right):
            return []
        falls = [arm.past for arm in arms if arm.past is not None]
        for arm, fall in zip(arms, falls, strict=True):
            arm.power.trust(fall.depth)
        self._persistence.forget()
        return falls

    def carry_on(self, before: "FlapDetector") -> None:
        """This body is the one that another detector has followed: its arms are known from there."""
        self._left.power, self._right.power = before._left.power, before._right.power

    @property
    def stroked_s(self) -> float:
        """When the last stroke was seen, if any lately."""
        return self._strokes_s[-1] if self._strokes_s else float("-inf")

    def is_run(self, now_s: float) -> bool:
        """Whether the last strokes make a flap run, which takes off; each run is reported once."""
        tuning = self._tuning
        while self._strokes_s and self._strokes_s[0] < now_s - tuning.flap_run_s:
            self._strokes_s.popleft()
        if len(self._strokes_s) < tuning.flap_run_strokes or self.has_just_run(now_s):
            return False
        self._ran_s = now_s
        return True

    def has_just_run(self, now_s: float) -> bool:
        """Whether a flap run was reported so recently that the same movement is no news."""
        return now_s - self._ran_s < self._tuning.flap_run_pause_s
