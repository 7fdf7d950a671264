"""What native libraries write to the terminal behind Python's back → only what a player should read.

MediaPipe's C++ code logs to file descriptor 2, and no setting stops it. So once it is loaded the
descriptor leads, for the rest of the process's life, into a pipe that a small process of its own reads: it
drops the lines that are known notes and passes everything else on (note_filter.py).

Why a process and not a thread: a library that aborts writes its reason and ends the process at once, and a
thread that should read it ends as well. Of 60 such last lines a thread passed on 7, a process all.

Python's own words don't go this way: `app.terminal` gives `sys.stderr` a descriptor of its own.
"""

import atexit
import contextlib
import logging
import os
import subprocess
import sys

from griffin.vision import note_filter

log = logging.getLogger(__name__)

_STDERR = 2
_FAREWELL_S = 1.0  # for the last lines to arrive; the filter needs milliseconds


class _Filter:
    """The running filter, and the terminal to which the descriptor led before."""

    def __init__(self) -> None:
        """Raises OSError where there is no such descriptor, or where no process can be started."""
        self._terminal = os.dup(_STDERR)
        try:
            # -I and -S: nothing of the user's is loaded, and no site-packages.
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", note_filter.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
        except OSError:
            os.close(self._terminal)
            raise
        assert self._process.stdin is not None
        with self._process.stdin as pipe:
            os.dup2(pipe.fileno(), _STDERR)
        self._pipe = os.fstat(_STDERR)

    @property
    def is_in_place(self) -> bool:
        """Whether the descriptor still leads into the pipe."""
        with contextlib.suppress(OSError):
            return os.path.samestat(os.fstat(_STDERR), self._pipe)
        return False

    def end(self) -> None:
        """Let the descriptor lead to the terminal again, and wait until everything has been passed on."""
        if self.is_in_place:
            os.dup2(self._terminal, _STDERR)
        os.close(self._terminal)
        with contextlib.suppress(subprocess.TimeoutExpired):  # a child of ours may hold the pipe open
            self._process.wait(_FAREWELL_S)


_filter: _Filter | None = None


def keep_native_notes_away() -> None:
    """From now on native notes don't reach the terminal; what else is written to it comes a little later.

    Does nothing where that is so already, or where it can't be done: then the notes are seen.
    """
    global _filter
    if _filter is not None and _filter.is_in_place:
        return
    end_filter()
    try:
        _filter = _Filter()
    except OSError as error:
        log.debug("native notes are seen: %s", error)


def end_filter() -> None:
    """Undo it, once all that was written has been passed on. This also happens when the process exits."""
    global _filter
    filtered, _filter = _filter, None
    if filtered is not None:
        filtered.end()


atexit.register(end_filter)
