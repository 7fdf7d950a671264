"""Signs of life of a child process, over a pipe that never blocks, and how long its parent has missed them.

A process that is stopped, or hangs in a driver's call, doesn't end: only its silence gives it away. What
takes long by its nature, such as opening a camera, is announced first and gets more patience.
"""

import contextlib
import os
from dataclasses import dataclass

from griffin.clock import Clock

_BEAT, _LONG_TASK = b".", b"-"
_READ_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatTuning:
    """How often a process beats, and how long its parent waits."""

    beat_s: float = 0.25
    patience_s: float = 6.0  # a hitch of 5 s, as on a machine that swaps, is survived without a new start
    # The interpreter, its libraries and the model from a slow SD card, or a search through many cameras.
    long_patience_s: float = 120.0
    longest_turn_s: float = 0.5  # of the parent; a longer one means that the parent itself was stopped

    def __post_init__(self) -> None:
        if not 0.0 < self.beat_s < self.patience_s <= self.long_patience_s:
            raise ValueError("beat_s, patience_s and long_patience_s must be above 0 and in order")
        if not 0.0 < self.longest_turn_s < self.patience_s:
            raise ValueError("longest_turn_s must be above 0 and below patience_s")


HEARTBEAT = HeartbeatTuning()


class Heartbeat:
    """The child's end. Without a handle it does nothing."""

    def __init__(self, handle: int | None, clock: Clock, tuning: HeartbeatTuning = HEARTBEAT) -> None:
        if handle is not None:
            os.set_blocking(handle, False)
        self._handle = handle
        self._clock = clock
        self._tuning = tuning
        self._beat_s = float("-inf")

    def beat(self) -> None:
        """The process works as usual; to be called in every turn of its loop."""
        now_s = self._clock.now_s()
        if now_s - self._beat_s >= self._tuning.beat_s:
            self._beat_s = now_s
            self._write(_BEAT)

    def announce_long_task(self) -> None:
        """What follows may take long: until the next beat the parent waits longer."""
        self._beat_s = float("-inf")
        self._write(_LONG_TASK)

    def _write(self, sign: bytes) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):  # the pipe is full, or the parent gone, which stdin reports
                os.write(self._handle, sign)


class SilenceTimer:
    """How long a child has been silent, counted only while this process runs itself.

    After a stop of all processes, as of a terminal's job or a virtual machine, the parent may wake up first:
    the child's silence until then proves nothing.
    """

    def __init__(self, clock: Clock, tuning: HeartbeatTuning = HEARTBEAT) -> None:
        self._clock = clock
        self._longest_turn_s = tuning.longest_turn_s
        self._before_s = clock.now_s()
        self.silent_s = 0.0

    def note_sign(self) -> None:
        """The child has given a sign of life."""
        self._before_s = self._clock.now_s()
        self.silent_s = 0.0

    def advance(self) -> float:
        """To be called in every turn without a sign. Returns the silence so far in seconds."""
        now_s = self._clock.now_s()
        self.silent_s += min(now_s - self._before_s, self._longest_turn_s)
        self._before_s = now_s
        return self.silent_s


class HeartbeatMonitor:
    """The parent's end of one child's beats."""

    def __init__(self, clock: Clock, tuning: HeartbeatTuning = HEARTBEAT) -> None:
        """Raises OSError where there is no pipe left."""
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        self._tuning = tuning
        self._silence = SilenceTimer(clock, tuning)
        self._patience_s = tuning.long_patience_s

    @property
    def writing(self) -> int:
        """The child's end, until `release_writing`."""
        return self._writing

    def release_writing(self) -> None:
        """Close our copy of the child's end."""
        if self._writing >= 0:
            os.close(self._writing)
            self._writing = -1

    def is_overdue(self) -> bool:
        """Whether the child has been silent for too long. To be called often."""
        signs = b""
        with contextlib.suppress(BlockingIOError):
            signs = os.read(self._reading, _READ_BYTES)
        if signs:
            tuning = self._tuning
            is_busy = signs.endswith(_LONG_TASK)
            self._patience_s = tuning.long_patience_s if is_busy else tuning.patience_s
            self._silence.note_sign()
            return False
        return self._silence.advance() > self._patience_s

    def close(self) -> None:
        """Close both ends. Closing twice is harmless."""
        self.release_writing()
        if self._reading >= 0:
            os.close(self._reading)
            self._reading = -1
