"""A background thread that makes things, the most wanted first. It doesn't know what they are.

On a machine of two cores, a thread that makes ten things in one go delays a picture. So it works only a
little during each picture, unless so much is missing that the land would lag behind.

What `make` raises there ends the thread and is raised again by the next `take` or `make` here.
"""

import os
import sys
import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from griffin.clock import MonotonicClock

Wish = TypeVar("Wish", bound=Hashable)
Made = TypeVar("Made")

NICENESS = 10  # of the thread: where cores are few, the picture that is being drawn has priority
SPENT_S = 0.0025  # of work from one `take` to the next, which comes with each picture, on average ...
RUSH = 30  # ... while no more than this many are missing, ...
START_S = 1.0  # ... after this much work, which the first pictures wait for


class BackgroundWorker(Generic[Wish, Made]):
    """Turns a wish list into things. The list is replaced, never added to."""

    def __init__(
        self, name: str, make: Callable[[Wish], Made], busy_s: Callable[[], float] | None = None
    ) -> None:
        """`busy_s` returns the thread's own CPU time so far."""
        self._make = make
        self._busy_s = busy_s or MonotonicClock().thread_busy_s
        self._lock = threading.Condition()
        self._making = threading.Lock()  # what `make` works with belongs to one maker at a time
        self._wanted: list[Wish] = []
        self._made: dict[Wish, Made] = {}
        self._at_work: Wish | None = None
        self._failure: Exception | None = None
        self._allowance_s = START_S
        self._is_gentle = False  # pictures are being drawn meanwhile
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def want(self, wishes: Sequence[Wish]) -> None:
        """What is missing now, the most needed first. What was made for older wishes is thrown away."""
        with self._lock:
            self._made = {wish: self._made[wish] for wish in wishes if wish in self._made}
            self._wanted = [wish for wish in wishes if wish not in self._made and wish != self._at_work]
            self._lock.notify_all()

    def take(self, count: int, *, in_haste: bool = False) -> list[tuple[Wish, Made]]:
        """Up to `count` finished things, in the order of their making. Call it once a picture.

        `in_haste`: no picture is being drawn that the thread could delay.
        """
        with self._lock:
            self._fail_here()
            has_all = not self._wanted and self._at_work is None
            more_s = min(SPENT_S, self._allowance_s + SPENT_S)
            self._allowance_s = SPENT_S if has_all else max(self._allowance_s, more_s)
            if in_haste:
                self._allowance_s = START_S
            else:
                self._is_gentle = True
            self._lock.notify_all()
            return [(wish, self._made.pop(wish)) for wish in list(self._made)[:count]]

    def make(self, wish: Wish) -> Made:
        """Make one thing in this thread, wished for or not: the first picture can't wait."""
        with self._lock:
            self._lock.wait_for(lambda: self._at_work != wish)
            self._fail_here()
            if wish in self._made:
                return self._made.pop(wish)
            if wish in self._wanted:
                self._wanted.remove(wish)
        with self._making:
            return self._make(wish)

    def wait_until_idle(self) -> None:
        """Returns once the thread has made all that it may make before the next `take`."""
        with self._lock:
            self._lock.wait_for(lambda: self._failure or self._is_idle())
            self._fail_here()

    def release(self) -> None:
        """End the thread; what it made is lost."""
        with self._lock:
            self._is_over = True
            self._lock.notify_all()
        self._thread.join()

    def _work(self) -> None:
        is_nice = sys.platform != "linux"  # elsewhere it would slow down the whole process
        while True:
            with self._lock:
                self._lock.wait_for(self._has_work)
                if self._is_over:
                    return
                self._at_work = wish = self._wanted.pop(0)
                becomes_nice = self._is_gentle and not is_nice
            if becomes_nice:
                os.nice(NICENESS)
                is_nice = True
            try:
                with self._making:
                    began_s = self._busy_s()
                    thing = self._make(wish)
                    spent_s = self._busy_s() - began_s
            except Exception as failure:
                with self._lock:
                    self._failure, self._at_work = failure, None
                    self._lock.notify_all()
                return
            with self._lock:
                self._made[wish] = thing
                self._at_work = None
                if len(self._wanted) <= RUSH:
                    self._allowance_s -= spent_s
                self._lock.notify_all()

    def _has_work(self) -> bool:
        is_free = self._allowance_s > 0.0 or len(self._wanted) > RUSH
        return self._is_over or (bool(self._wanted) and is_free)

    def _is_idle(self) -> bool:
        return self._at_work is None and (self._is_over or not self._has_work())

    def _fail_here(self) -> None:
        if self._failure is not None:
            raise self._failure
