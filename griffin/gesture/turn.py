"""BodyFeatures into turning away and back: whether the player shows the face or the back.

Theory. A pose model sees faces and shoulders just as surely from behind, so visibility says nothing. What
does change is the order of the shoulders in the picture: the left one is on the picture's right while the
player faces the camera. It flips exactly when the shoulder line stands at a right angle to the picture, so
the moment of the flip, interpolated between two frames, says when the back was turned, at any frame rate.

From 70 to 120 degrees, on both sides of the flip, it is a profile: boxers, dancers and those who look at the
sofa stand like that. A back is shown once the shoulders are seen in reverse at half the width at which they
were seen from the front, which is the cosine of 120 degrees; the second counts from the flip all the same.

Models swap left and right now and then; `sides.py` puts short swaps in order. The nose takes no part in a
swap. Where it changes sides as well, the model sees a back where it saw a face, for a few frames by mistake
or for good: a face that seems to be seen for less than `turn_swap_s` doesn't end the second, one with its
nose well before the ears is believed sooner, and a back that has its nose there all the time isn't believed
at all. A back that is there at once, without a turn through the profile, needs a nose behind the ears: with
a bowed head a long swap would look like that.
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
    is_sudden: bool = False  # it came without a turn, and the nose did not say so
    reversed_frames: int = 0  # those that show the back, not a profile

    def add(self, nose_depth: float, *, is_reversed: bool) -> None:
        self.frames += 1
        self.nose_depth += (nose_depth - self.nose_depth) / self.frames
        self.reversed_frames += is_reversed


class TurnDetector:
    """Holds which way the player faces; a model's momentary flips don't change it."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._facing = Facing.FRONT
        self._last: tuple[float, float] | None = None  # time, shoulder span
        self._was_exchanged = False
        self._view: _View | None = None  # what is shown, short swaps overlooked
        self._other: _View | None = None  # the other side, not yet shown long enough to be believed
        self._widest = 0.0  # the shoulders from the front, as learned
        self._is_profile = False

    @property
    def facing(self) -> Facing:
        """Which way the player looks, as last detected."""
        return self._facing

    @property
    def shows_back(self) -> bool:
        """Whether the back is turned in this moment, for long enough or not."""
        return self._view is not None and self._view.is_back and not self._is_profile

    @property
    def is_profile(self) -> bool:
        """Whether the body stands between 70 and 120 degrees from facing the camera."""
        return self._is_profile

    def watch(self, body: BodyFeatures, *, is_exchanged: bool) -> None:
        """Follow the body by one frame; `is_exchanged`: its left and right were put back in order."""
        if body.upright_frac < self._tuning.upright_frac:
            self.interrupt()
            return
        now_s, span = body.captured_s, self._span(body, is_exchanged)
        is_back = span < 0.0
        flipped_s = self._flip_time(now_s, span)
        self._learn(now_s, span)
        self._last = (now_s, span)
        if self._view is None:
            self._view = _View(is_back=is_back, since_s=now_s)
        # Whoever passes through the profile turns, whatever the model exchanges on the way.
        is_sudden = self._was_exchanged and not self._is_profile
        width = self._width
        reversed_span = -self._tuning.turn_back_cosine * width
        self._is_profile = reversed_span < body.shoulder_span < self._tuning.turn_side_cosine * width
        view = self._shown(is_back, flipped_s, is_sudden=is_sudden)
        view.add(body.nose_depth, is_reversed=span <= reversed_span)
        self._was_exchanged = is_exchanged
        sign = self._sign(self._ended(now_s), now_s)
        if sign is not None:
            self._facing = _NEXT[self._facing].get(sign, self._facing)

    def carry_on(self, before: "TurnDetector") -> None:
        """This body is the one that another detector has followed: it faces the way detected there."""
        self._facing = before.facing

    def interrupt(self) -> None:
        """What was shown until now may have been somebody else's side."""
        self._view = self._other = None
        self._is_profile = self._was_exchanged = False

    def _span(self, body: BodyFeatures, is_exchanged: bool) -> float:
        # A model that has the nose change sides with the shoulders may have come upon a true turn late.
        span, nose_depth = body.shoulder_span, body.nose_depth
        has_nose_changed = self._view is not None and nose_depth * self._view.nose_depth < 0.0
        is_sure = abs(nose_depth) >= self._tuning.turn_sudden_torsos
        is_turn = is_exchanged and has_nose_changed and is_sure and span * nose_depth > 0.0
        return -span if is_turn else span

    def _learn(self, now_s: float, span: float) -> None:
        tuning = self._tuning
        dt_s = now_s - self._last[0] if self._last is not None else 0.0
        if span <= 0.0 or dt_s > tuning.turn_gap_s:
            return
        if span > self._widest:
            renew_s = tuning.turn_width_s
        elif span >= tuning.turn_front_frac * self._widest:
            renew_s = tuning.turn_narrow_s
        else:
            renew_s = tuning.turn_turned_s
        seen = min(span, tuning.turn_most_torsos)
        self._widest += min(1.0, dt_s / renew_s) * (seen - self._widest)

    @property
    def _width(self) -> float:
        """The shoulders' width from the front; a usual one until they were seen like that."""
        tuning = self._tuning
        is_known = self._widest >= tuning.turn_least_torsos
        return self._widest if is_known else tuning.turn_usual_torsos

    def _flip_time(self, now_s: float, span: float) -> float:
        # Where the straight line between the last two shoulder spans crosses zero.
        if self._last is None or (self._last[1] < 0.0) == (span < 0.0):
            return now_s
        then_s, before = self._last
        if now_s - then_s > self._tuning.turn_gap_s:
            return now_s
        return then_s + (now_s - then_s) * before / (before - span)

    def _shown(self, is_back: bool, flipped_s: float, *, is_sudden: bool) -> _View:
        """The view that this frame adds to: the present one, or one of the other side."""
        assert self._view is not None
        if is_back == self._view.is_back:
            self._other = None
            return self._view
        if self._other is None:
            self._other = _View(is_back=is_back, since_s=flipped_s, is_sudden=is_sudden)
        return self._other

    def _ended(self, now_s: float) -> _View | None:
        """The view that the other side has replaced in this frame, once that was shown for long enough."""
        if self._other is None:
            return None
        is_sure = not self._other.is_back and self._other.nose_depth < -self._tuning.turn_face_torsos
        least_s = self._tuning.turn_sure_s if is_sure else self._tuning.turn_swap_s
        if now_s - self._other.since_s < least_s:
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
        least_depth = tuning.turn_sudden_torsos if view.is_sudden else -tuning.turn_nose_torsos
        is_back = view.nose_depth >= least_depth and view.reversed_frames >= tuning.turn_reversed_frames
        return _Sign.AWAY if is_back else None
