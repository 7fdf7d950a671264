"""BodyFeatures into wing strokes: both hands come down together, from the side, and fast.

Theory. A stroke is one fall of a wrist against the shoulders: from its highest place (the top) to where it
turns up again (the bottom). It counts once it has fallen far enough and was fast enough, which is before the
bottom, so that the griffin beats its wings while the player does. The two arms must fall at the same time and
have been out at the side: clapping, waving, reaching forward and scratching one's head are no strokes. When
one arm has been out of the picture for a while, the other speaks for both.

Strength is amplitude times speed in the body's own measures: how much air was moved.
"""

from collections import deque
from enum import Enum

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


class _ArmFall:
    """One wrist's present fall. Heights in torso lengths above the shoulders, speeds per second.

    `reach_frac` is the part of a standing player's range of the arms that is asked for.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._reach_frac = 1.0
        self._time_s: float | None = None
        self._window = MotionWindow(span_s=tuning.flap_window_s)
        self.phase = _Phase.READY
        self._up = 0.0
        self._speed = 0.0
        self._top = (0.0, 0.0)  # time, height
        self._bottom = 0.0
        self._widest = self._fastest_out = self._out = 0.0
        self.fastest = 0.0
        self.unseen_s = 0.0

    def watch(self, now_s: float, arm: ArmFeatures, reach_frac: float) -> None:
        """Follow the wrist by one frame."""
        self._reach_frac = reach_frac
        dt_s = now_s - self._time_s if self._time_s is not None else 0.0
        self._time_s = now_s
        self.unseen_s = self.unseen_s + dt_s if arm.visibility < self._tuning.arm_visibility else 0.0
        if dt_s > self._tuning.flap_gap_s:
            self._window.clear()
        self._window.add(now_s, arm.up)
        if not self._window.is_ready:
            self._up = arm.up
            self._start(now_s, arm.out)
            return
        motion = self._window.motion()
        self._up, self._speed = motion.place, -motion.middle_speed
        self._follow(now_s, arm.out)

    def _start(self, now_s: float, out: float) -> None:
        self.phase = _Phase.READY
        self._top = (now_s, self._up)
        self._bottom = self._up
        self._widest = self._fastest_out = self._out = out
        self.fastest = 0.0

    def _follow(self, now_s: float, out: float) -> None:
        turn = self._tuning.flap_turn_torsos
        self._bottom = min(self._bottom, self._up)
        if self.phase is _Phase.READY:
            if self._up >= self._top[1]:
                self._start(now_s, out)
            elif self.fall <= turn:
                self._top = (now_s, self._top[1])
            else:
                self.phase = _NEXT[self.phase][_Sign.FALL]
        elif self._up > self._bottom + turn or (self._stalls and not self.is_stroke):
            self.phase = _NEXT[self.phase][_Sign.RISE]
            self._start(now_s, out)
        self._widest = max(self._widest, out)
        if self._speed > self.fastest:
            # The speed is that of the window's middle, about where the last frame saw the wrist.
            self.fastest, self._fastest_out = self._speed, self._out
        self._out = out

    @property
    def _stalls(self) -> bool:
        return self._speed < self._tuning.flap_stall_per_s

    @property
    def fall(self) -> float:
        """How far the wrist has come down from its top, at the lowest."""
        return self._top[1] - self._bottom

    @property
    def fell_from_s(self) -> float:
        """When it left the top."""
        return self._top[0]

    @property
    def is_stroke(self) -> bool:
        """Whether this fall is far, fast and wide enough, and not reported yet."""
        tuning, reach = self._tuning, self._reach_frac
        return (
            self.phase is _Phase.FALLING
            and self.fall >= reach * tuning.flap_fall_torsos
            and self.fastest >= reach * tuning.flap_speed_per_s
            and self._widest >= reach * tuning.flap_out_torsos
            and self._fastest_out >= tuning.flap_fast_out_torsos
        )

    def spend(self) -> None:
        """Marks this fall as reported: it counts no more."""
        self.phase = _NEXT[self.phase].get(_Sign.STROKE, self.phase)


class FlapDetector:
    """Tells each stroke of the wings on its way down."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._left = _ArmFall(tuning)
        self._right = _ArmFall(tuning)
        self._strokes_s: deque[float] = deque()
        self._ran_s = float("-inf")

    def watch(self, body: BodyFeatures, *, is_seated: bool) -> float | None:
        """The strength (0 to 1) of a stroke that this frame shows, or None."""
        tuning, now_s = self._tuning, body.captured_s
        reach_frac = tuning.seated_reach_frac if is_seated else 1.0
        self._left.watch(now_s, body.left, reach_frac)
        self._right.watch(now_s, body.right, reach_frac)
        arms = [self._left, self._right]
        if body.shoulder_span >= tuning.one_arm_span_torsos:
            arms = [arm for arm in arms if arm.unseen_s < tuning.one_arm_s]
        if not arms or not all(arm.is_stroke for arm in arms):
            return None
        fell_s = [now_s - arm.fell_from_s for arm in arms]
        if min(fell_s) < tuning.flap_overlap_frac * max(fell_s):
            return None
        for arm in arms:
            arm.spend()
        air = sum(arm.fall * arm.fastest for arm in arms) / len(arms)
        self._strokes_s.append(now_s)
        return min(1.0, air / tuning.flap_full_air)

    def is_run(self, now_s: float) -> bool:
        """Whether the last strokes make a flap run, which takes off; each run is reported once."""
        tuning = self._tuning
        while self._strokes_s and self._strokes_s[0] < now_s - tuning.flap_run_s:
            self._strokes_s.popleft()
        if len(self._strokes_s) < tuning.flap_run_strokes or now_s - self._ran_s < tuning.flap_run_pause_s:
            return False
        self._ran_s = now_s
        return True
