"""What becomes of a process whose parent was killed: nothing outlives it, whatever it is doing.

Linux sends a process the signal that it asked for as soon as its parent has ended (prctl(2),
PR_SET_PDEATHSIG). Elsewhere there is only the pipe that the parent held, which a process that hangs doesn't
read.
"""

import ctypes
import os
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_SIGKILL, _SIGTERM, _SIGCONT = 9, 15, 18  # Linux's; Python has no names for them on Windows
# It asks, looks whether the parent is there still, and becomes the program: what was asked for outlives that.
_ASK_AND_RUN = f"""
import ctypes, os, sys
ctypes.CDLL(None).prctl({_PR_SET_PDEATHSIG}, ctypes.c_ulong({_SIGTERM}))
if os.getppid() == int(sys.argv[1]):
    os.execvp(sys.argv[2], sys.argv[2:])
"""


def end_with_parent() -> None:
    """From now on the system ends this process with its parent, on Linux: at once, whatever it is doing."""
    _ask_for(_SIGKILL)


def wake_at_parents_end() -> None:
    """From now on this process goes on when its parent ends, on Linux, even if it is stopped (SIGSTOP)."""
    _ask_for(_SIGCONT)


def ending_with_parent(command: Sequence[str]) -> list[str]:
    """The command for a program that isn't ours, so that SIGTERM ends it when its parent has ended."""
    if not sys.platform.startswith("linux"):
        return list(command)
    return [sys.executable, "-I", "-S", "-c", _ASK_AND_RUN, str(os.getpid()), *command]


def _ask_for(number: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(number))
