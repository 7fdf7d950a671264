"""The time stamps of a film's pictures → when each is shown, from 0 on and always growing.

Stamps are what a recorder wrote: some are missing, some repeat, and where a recording was paused, edited or
joined they jump, even by hours. Such jumps are left out.
"""

from dataclasses import dataclass

_SAME_S = 1e-4  # stamps nearer to each other than that are the same one


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesTuning:
    """What counts as a jump."""

    # Screen recordings have no picture while nothing moves; but a player always does.
    jump_s: float = 10.0
    # Decoders put pictures in order, so a larger step back is another recording's beginning.
    step_back_s: float = 0.5
    # 300 years: some recorders count from 1970 or 1904, and what is more is damage.
    largest_stamp_s: float = 1e10

    def __post_init__(self) -> None:
        if min(self.jump_s, self.step_back_s, self.largest_stamp_s) <= 0.0:
            raise ValueError("jump_s, step_back_s and largest_stamp_s must be above 0")


class FilmTimes:
    """`place` each picture in the order in which it is shown. `jumps`: how many were left out so far."""

    def __init__(self, period_s: float, tuning: TimesTuning | None = None) -> None:
        """`period_s`: how long a picture is shown where no stamp says so."""
        self.jumps = 0
        self.left_out_s = 0.0
        self._period_s = period_s
        self._tuning = tuning or TimesTuning()
        self._film_s = -period_s
        self._stamp_s: float | None = None
        self._origin_s = 0.0  # the stamp of film time 0

    @property
    def end_s(self) -> float:
        """When the last picture that was placed is shown; below 0 before the first one."""
        return self._film_s

    def place(self, stamp_s: float | None) -> float:
        """The film time at which the picture with this stamp is shown."""
        expected_s = self._film_s + self._period_s
        if stamp_s is None or abs(stamp_s) > self._tuning.largest_stamp_s:
            self._film_s = expected_s
            return expected_s
        step_s = 0.0 if self._stamp_s is None else stamp_s - self._stamp_s
        is_jump = not -self._tuning.step_back_s <= step_s <= self._tuning.jump_s
        if is_jump:
            self.jumps += 1
            self.left_out_s += step_s - self._period_s
        if is_jump or self._stamp_s is None or stamp_s - self._origin_s < self._film_s + _SAME_S:
            self._origin_s = stamp_s - expected_s
            self._film_s = expected_s
        else:
            self._film_s = stamp_s - self._origin_s
        self._stamp_s = stamp_s
        return self._film_s
