"""What the player's session can show: words, a bar of progress, and whether there is a screen at all."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from griffin.errors import ConfigError
from griffin.progress import Progress

_STDOUT = 1
_STDERR = 2


class NobodyReadsError(Exception):
    """Standard output leads to a program that has ended, such as `head`: not worth a message."""

    exit_status = 128 + 13  # the shell's status for a program that SIGPIPE has ended


def open_standard_streams() -> None:
    """Make sure that all three standard streams are open, and that they accept any character.

    Where one was closed the next file that is opened would get its number, and what native libraries write
    to the terminal would end up in that file.
    """
    for handle, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        if not _is_open(handle):
            os.open(os.devnull, mode)  # it takes the lowest number that is free, which is this one
            os.set_inheritable(handle, True)  # children need them no less
    _give_python_its_own_stderr()
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w")
    sys.stderr = sys.stderr or nowhere.open("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")  # a file's name must not be what fails


def _give_python_its_own_stderr() -> None:
    """Lets `sys.stderr` write to a copy of descriptor 2, which itself is then left to native libraries.

    So what they write can be filtered (`vision.native_stderr`), and a progress bar still finds its terminal.
    """
    stream = sys.stderr
    if stream is not sys.__stderr__ or not isinstance(stream, io.TextIOWrapper):
        return  # it is somebody else's already
    stream.flush()
    # Python ends without closing it, as it does with its own.
    own = os.fdopen(os.dup(_STDERR), "wb", closefd=False)
    sys.stderr = io.TextIOWrapper(own, stream.encoding, stream.errors, line_buffering=True)


def _is_open(handle: int) -> bool:
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True


def say(text: str) -> None:
    """Print it to standard output, now. Raises ConfigError or NobodyReadsError where that can't be done."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):  # Python would try once more at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), _STDOUT)
        if isinstance(error, BrokenPipeError):
            raise NobodyReadsError from error
        raise ConfigError(f"The output can't be written: {error.strerror}.") from error


def has_display() -> bool:
    """Whether there is a screen to open a window on. Only Linux runs without one."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar that appears with the first word of progress; nothing where standard error is no terminal."""
    with ExitStack() as opened:
        bar: Progress | None = None

        def tell(what: str, done_frac: float | None) -> None:
            nonlocal bar
            bar = bar or _open_bar(opened)
            bar(what, done_frac)

        yield tell


def _open_bar(opened: ExitStack) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = opened.enter_context(
        Bar(*columns, console=console, transient=True, disable=not console.is_terminal)
    )
    task = bar.add_task("", total=None, visible=False)

    def tell(what: str, done_frac: float | None) -> None:
        total = None if done_frac is None else 1.0
        bar.update(task, description=what, total=total, completed=done_frac or 0.0, visible=True)

    return tell
