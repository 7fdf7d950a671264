"""What a game's processes note, on the terminal and in a file that rotates in the user's state folder.

The file is for who looks for a fault, and may be sent to us. So it holds no words that came from outside,
such as names of files, devices or people: of a message only its own words, numbers and the program's own
terms, and of an error only its kind and where it happened.
"""

import logging
import os
import re
import sys
import traceback
from enum import Enum
from pathlib import Path
from typing import Any

from griffin.errors import ConfigError

_NAME = "griffin"  # of the logger above all of ours
_LOG_BYTES = 512_000
_KEPT = 2  # older files of each process
_OURS = re.compile(r"[a-z_]{1,24}")  # a term of the program's own, such as "live"
_LEFT_OUT = "…"


class Discreet(logging.Formatter):
    """Leaves out whatever was filled into a message but numbers and terms of our own."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and where an error happened below it."""
        values = record.args if isinstance(record.args, tuple) else ()
        try:
            said = record.msg % tuple(map(_discreet, values)) if values else str(record.msg)
        except (TypeError, ValueError):  # a number's format for something that was left out
            said = record.msg
        line = f"{self.formatTime(record)} {record.levelname} {record.name}:{record.lineno} {said}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{_trace(error)}"


def set_up_logging(*, is_verbose: bool) -> None:
    """Warnings on the terminal, or everything."""
    # Another process may show a bar in the terminal's last line.
    clear = "\r\x1b[K" if os.name == "posix" and sys.stderr.isatty() else ""
    level = logging.DEBUG if is_verbose else logging.WARNING
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(level)
    terminal.setFormatter(
        logging.Formatter(f"{clear}griffin: {'%(name)s: ' if is_verbose else ''}%(message)s")
    )
    logging.basicConfig(level=level, handlers=[terminal])
    if is_verbose:
        logging.getLogger(_NAME).setLevel(logging.DEBUG)


def keep_log(process: str) -> None:
    """From now on also in a file of that process; nothing happens where the folder can't be written."""
    from logging.handlers import (
        RotatingFileHandler,  # with sockets and queues: a command that asks waits less
    )

    from griffin import paths

    class QuietFile(RotatingFileHandler):
        """A full disk, or another game that rotates the same file, is no reason to disturb a flight."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
            """Say nothing."""

    try:
        folder = paths.state_folder() / "log"
        folder.mkdir(parents=True, exist_ok=True)
        file = QuietFile(folder / f"{process}.log", maxBytes=_LOG_BYTES, backupCount=_KEPT, encoding="utf-8")
    except (OSError, ConfigError):  # ConfigError: there is no home folder
        return
    file.setLevel(logging.INFO)
    file.setFormatter(Discreet())
    ours = logging.getLogger(_NAME)
    if ours.level == logging.NOTSET:
        ours.setLevel(logging.INFO)
    for older in [each for each in ours.handlers if isinstance(each, RotatingFileHandler)]:
        ours.removeHandler(older)
        older.close()
    ours.addHandler(file)


def _discreet(value: Any) -> Any:
    if isinstance(value, bool | int | float | Enum):
        return value
    if isinstance(value, str) and _OURS.fullmatch(value):
        return value
    return _LEFT_OUT


def _trace(error: BaseException) -> str:
    """The kind of the error and the lines that it went through, without a word of its own."""
    lines = [
        f"  {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join([f"  {type(error).__name__}", *lines])
