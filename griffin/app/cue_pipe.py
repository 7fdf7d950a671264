"""The pipe from the flight to the sound process. Writing never waits, whatever the reader does.

Their parent makes the pipe and keeps its reading end open, so that it outlives any sound process. A restarted
one reads on where the last one stopped; shots carry their time, so outdated ones are skipped.
"""

import contextlib
import os
import select
from collections import deque

_MOST_SHOTS = 64  # that wait for a reader; it would skip older ones
_READ_BYTES = 65_536


class CuePipe:
    """Both ends, in the process that starts the others. Not on Windows: its handles can't be handed on."""

    def __init__(self) -> None:
        self.reading, self._writing = os.pipe()
        self._is_writing = True

    @property
    def writing(self) -> int:
        """The end for the flight process, until `release_writing`."""
        return self._writing

    @property
    def has_content(self) -> bool:
        """Whether there is something to read."""
        return bool(select.select([self.reading], [], [], 0.0)[0])

    def release_writing(self) -> None:
        """Close our copy of the writing end, so that the pipe ends when the flight process closes its own."""
        if self._is_writing:
            self._is_writing = False
            os.close(self._writing)

    def close(self) -> None:
        """Close both ends."""
        self.release_writing()
        os.close(self.reading)


class CueWriter:
    """The writing end. Of loops only the newest line waits, of shots all do, up to a bound."""

    def __init__(self, handle: int) -> None:
        os.set_blocking(handle, False)
        self._handle = handle
        self._rest = b""  # of a line that the pipe took a part of
        self._shots: deque[bytes] = deque(maxlen=_MOST_SHOTS)
        self._loops = b""

    def say_loops(self, line: bytes) -> None:
        """Queue a line of loops. It replaces one that hasn't been written yet."""
        self._loops = line

    def say_shot(self, line: bytes) -> None:
        """Queue a shot behind those that haven't been written yet."""
        self._shots.append(line)

    def pump(self) -> None:
        """Write as much as the pipe takes now."""
        if self._rest:
            self._rest = self._rest[self._write(self._rest) :]
        while self._shots and not self._rest:
            taken = self._write(self._shots[0])
            if not taken:
                return
            self._rest = self._shots.popleft()[taken:]
        if self._loops and not self._rest:
            taken = self._write(self._loops)
            if taken:
                self._rest, self._loops = self._loops[taken:], b""

    def close(self) -> None:
        """Close the writing end."""
        with contextlib.suppress(OSError):
            os.close(self._handle)

    def _write(self, line: bytes) -> int:
        """Returns how many bytes the pipe took: all of them where nobody reads it any more."""
        try:
            return os.write(self._handle, line)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            return len(line)


class CueReader:
    """The reading end, in the sound process. `has_ended`: nobody writes any more, or it can't be read."""

    def __init__(self, handle: int) -> None:
        self.has_ended = False
        self._handle = handle

    def read(self, timeout_s: float) -> bytes:
        """What is there, or arrives within the timeout; empty if nothing does."""
        data = b""
        with contextlib.suppress(OSError):
            if self.has_ended or not select.select([self._handle], [], [], max(0.0, timeout_s))[0]:
                return b""
            data = os.read(self._handle, _READ_BYTES)
        self.has_ended = not data
        return data
