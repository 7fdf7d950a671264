"""How a process of ours is told to stop: by a signal, or by the end of the pipe that its parent holds.

The pipe makes sure that nothing outlives a parent that was killed: the system closes it then.
"""

import os
import signal
import sys
import threading
from types import FrameType


class StopFlag(threading.Event):
    """Set when it is time to go. `signal_number` is the signal's, or None if none was the reason."""

    signal_number: int | None = None


def stop_on_signals() -> StopFlag:
    """An event that SIGINT or SIGTERM sets; its `signal_number` says which. Main thread only."""
    stop = StopFlag()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stop.signal_number = number
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    return stop


def stop_with_parent(stop: threading.Event) -> None:
    """Set `stop` as well when standard input ends: the parent is gone or has let go."""
    handle = sys.stdin.fileno()

    def wait() -> None:
        # Not through sys.stdin: its lock, held by this thread, would stop the interpreter from ending.
        while os.read(handle, 1):
            pass
        stop.set()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
