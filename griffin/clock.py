"""The only place that reads the clock.

Times are seconds of a clock that never goes back and that all processes of one machine share, so a frame's
capture time may be compared with the time at which its picture was drawn.
"""

import time
from typing import Protocol


class Clock(Protocol):
    """A source of time that can also wait."""

    def now_s(self) -> float:
        """Monotonic seconds."""
        ...

    def sleep(self, duration_s: float) -> None:
        """Wait; nothing happens for a duration of zero or less."""
        ...


class MonotonicClock:
    """The machine's own clock."""

    def now_s(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    def sleep(self, duration_s: float) -> None:
        """Give the processor away for a while."""
        if duration_s > 0:
            time.sleep(duration_s)

    def thread_busy_s(self) -> float:
        """Seconds that the processor has worked for this thread: others' work doesn't disturb them."""
        return time.thread_time()

    def process_busy_s(self) -> float:
        """Seconds that the processor has worked for all threads of this process."""
        return time.process_time()


class ManualClock:
    """A clock that moves only when it is advanced: for tests, and for recordings read at any speed."""

    def __init__(self, start_s: float = 0.0) -> None:
        self._now_s = start_s

    def now_s(self) -> float:
        """Seconds since whatever the test calls zero."""
        return self._now_s

    def sleep(self, duration_s: float) -> None:
        """Move on at once."""
        self._now_s += max(0.0, duration_s)

    advance = sleep
