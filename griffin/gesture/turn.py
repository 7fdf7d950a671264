"""BodyFeatures into turning away and back: whether the player shows the face or the back.

Theory. A pose model sees faces and shoulders just as surely from behind, so visibility says nothing. What
does change is the order of the shoulders in the picture: the left one is on the picture's right while the
player faces the camera. It flips exactly when the shoulder line stands at a right angle to the picture, so
the moment of the flip, interpolated between two frames, says when the back was turned, at any frame rate.

Models swap left and right now and then. Most swaps last a few frames: much less than the second that the back
must be shown, and a face that seems to be seen for less than `turn_swap_s` doesn't end that second. The nose
takes no part in a swap. So a face with its nose well before the ears is believed sooner, and a back that has
its nose there all the time isn't believed at all.
"""

from dataclasses import dataclass
from enum import Enum

from griffin.gesture.features import BodyFeatures
from griffin.gesture.tuning import GestureTuning


class Facing(Enum):
    """Which way the player looks, as far as it is known."""

    FRONT = "front"
    BACK = "back"


class _Sign(Enum):
    AWAY = "away"  # the back has been shown for long enough
    TOWARDS = "towards"  # the face has


_NEXT = {
    Facing.FRONT: {_Sign.AWAY: Facing.BACK},
    Facing.BACK: {_Sign.TOWARDS: Facing.FRONT},
}


@dataclass(slots=True)
class _View:
    """A time in which one side was shown."""

    is_back: bool
    since_s: float
    nose_depth: float = 0.0  # mean over the frames
    frames: int = 0
    farthest: float = 0.0  # the shoulders' greatest distance in the order of this view

    def add(self, body: BodyFeatures) -> None:
        self.frames += 1
        self.nose_depth += (body.nose_depth - self.nose_depth) / self.frames
        self.farthest = max(self.farthest, abs(body.shoulder_span))


class TurnDetector:
    """Holds which way the player looks, which changes only for good."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._facing = Facing.FRONT
        self._last: tuple[float, float] | None = None  # time, shoulder span
        self._view: _View | None = None  # what is shown, short swaps overlooked
        self._other: _View | None = None  # the other side, not yet shown long enough to be believed

    @property
    def facing(self) -> Facing:
        """Which way the player looks, as last detected."""
        return self._facing

    @property
    def shows_back(self) -> bool:
        """Whether the back is turned in this moment, for long enough or not."""
        return self._view is not None and self._view.is_back

    def watch(self, body: BodyFeatures) -> None:
        """Follow the body by one frame."""
        if body.upright_frac < self._tuning.upright_frac:
            self.interrupt()
            return
        now_s, is_back = body.captured_s, body.shoulder_span < 0.0
        flipped_s = self._flip_time(now_s, body.shoulder_span)
        self._last = (now_s, body.shoulder_span)
        if self._view is None:
            self._view = _View(is_back=is_back, since_s=now_s)
        ended = self._see(is_back, flipped_s, body)
        sign = self._sign(ended, now_s)
        if sign is not None:
            self._facing = _NEXT[self._facing].get(sign, self._facing)

    def carry_on(self, before: "TurnDetector") -> None:
        """This body is the one that another detector has followed: it faces the way detected there."""
        self._facing = before.facing

    def interrupt(self) -> None:
        """What was shown until now may have been somebody else's side."""
        self._view = self._other = None

    def _flip_time(self, now_s: float, span: float) -> float:
        # Where the straight line between the last two shoulder spans crosses zero.
        if self._last is None or (self._last[1] < 0.0) == (span < 0.0):
            return now_s
        then_s, before = self._last
        if now_s - then_s > self._tuning.turn_gap_s:
            return now_s
        return then_s + (now_s - then_s) * before / (before - span)

    def _see(self, is_back: bool, flipped_s: float, body: BodyFeatures) -> _View | None:
        """Follow what is shown by one frame; returns the view that it ended."""
        assert self._view is not None
        if is_back == self._view.is_back:
            self._other = None
            self._view.add(body)
            return None
        if self._other is None:
            self._other = _View(is_back=is_back, since_s=flipped_s)
        self._other.add(body)
        is_sure = not is_back and self._other.nose_depth < -self._tuning.turn_face_torsos
        least_s = self._tuning.turn_sure_s if is_sure else self._tuning.turn_swap_s
        if body.captured_s - self._other.since_s < least_s:
            return None
        ended, self._view, self._other = self._view, self._other, None
        return ended

    def _sign(self, ended: _View | None, now_s: float) -> _Sign | None:
        tuning = self._tuning
        assert self._view is not None
        if ended is not None and ended.is_back and self._view.since_s - ended.since_s >= tuning.turn_away_s:
            return self._believe(ended)
        end_s = self._other.since_s if self._other is not None else now_s
        if self._view.is_back and end_s - self._view.since_s >= tuning.turn_away_s:
            return self._believe(self._view)
        if not self._view.is_back and now_s - self._view.since_s >= tuning.turn_back_s:
            return _Sign.TOWARDS
        return None

    def _believe(self, view: _View) -> _Sign | None:
        tuning = self._tuning
        is_swapped = view.nose_depth < -tuning.turn_nose_torsos
        is_profile = view.farthest < tuning.turn_span_torsos
        return None if is_swapped or is_profile else _Sign.AWAY
