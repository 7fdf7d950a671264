"""The last resort: an error that nobody foresaw → one sentence, what to do, and a status.

Its traceback is for who asks: `--debug` prints it, and the log keeps where it happened (log_file.py).
"""

import errno
import os
import sys
import threading
import traceback
from pathlib import Path

from griffin.errors import GriffinError

DEBUG_VARIABLE = "GRIFFIN_DEBUG"  # `--debug` sets it, and child processes inherit it
_PACKAGE = Path(__file__).resolve().parent.parent
_OUT_OF_MEMORY = ("failed to map segment", "cannot allocate memory")  # the loader of libraries, in its words


class OutOfMemoryError(GriffinError):
    """The system has no memory left, or a limit has been reached."""

    exit_status = 10


class IncompleteError(GriffinError):
    """A library that should have been installed is missing or damaged."""

    exit_status = 11


class FaultError(GriffinError):
    """A fault of Griffin's own."""

    exit_status = 70  # as sysexits.h has it for internal errors


def is_debugging() -> bool:
    """Whether tracebacks are to be shown."""
    return os.environ.get(DEBUG_VARIABLE, "") not in ("", "0")


def explain(error: BaseException) -> GriffinError:
    """What to say of an error that nobody foresaw."""
    words = str(error).lower()
    has_no_memory = isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM
    if has_no_memory or any(each in words for each in _OUT_OF_MEMORY):
        return OutOfMemoryError("There is not enough memory.", hint="Close other programs, then start again.")
    if isinstance(error, ImportError):
        return IncompleteError(
            f"A part of Griffin can't be loaded: {error}.",
            hint="Run scripts/play again: it installs what is missing.",
        )
    return FaultError(
        f"Griffin has a fault: {type(error).__name__} in {_place_of(error)}.",
        hint="The same command with --debug shows more.",
    )


def tell(error: GriffinError) -> None:
    """Print the sentence, if there is one."""
    if str(error):
        sys.stderr.write(f"griffin: {error}\n")


def show_traceback(error: BaseException) -> None:
    """Print all of it, if that was asked for."""
    if is_debugging():
        traceback.print_exception(error, file=sys.stderr)


def tell_of_threads() -> None:
    """A fault in a thread gets its sentence as well; what the thread was for is missing from then on."""

    def hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            show_traceback(args.exc_value)
            tell(explain(args.exc_value))

    threading.excepthook = hook


def _place_of(error: BaseException) -> str:
    """The last line of ours that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not ours:
        return "a library"
    return f"{Path(ours[-1].filename).relative_to(_PACKAGE).as_posix()}, line {ours[-1].lineno}"
