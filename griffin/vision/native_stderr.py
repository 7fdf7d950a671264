"""What native libraries write to the terminal behind Python's back → only what a player should read.

MediaPipe's C++ side notes its doings on file descriptor 2, and no setting stops it. So while it loads, and
until it has seen its first body, the descriptor leads into a file; afterwards every line that is not one of
its known notes goes on to the terminal. Errors pass, and so does whatever Griffin's own threads wrote
meanwhile.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

_STDERR = 2

_NOTE = re.compile(
    rb"[IW]\d{4} \d\d:\d\d:\d\d"  # Google's log format: severity, month and day or thread, time
    rb"|[IW]\d{4} \d+:\d+:\d+\.\d+"
    rb"|INFO: Created TensorFlow Lite"
    rb"|WARNING: (All log messages|Logging) before "
)


@contextmanager
def without_native_notes() -> Iterator[None]:
    """Within it native notes are kept off the terminal; all else that is written to it comes a little later.

    Does nothing where the process has no such descriptor (a program without a console).
    """
    try:
        terminal = os.dup(_STDERR)
    except OSError:
        yield
        return
    try:
        with tempfile.TemporaryFile() as caught:
            os.dup2(caught.fileno(), _STDERR)
            try:
                yield
            finally:
                os.dup2(terminal, _STDERR)
                _pass_on(caught, terminal)
    finally:
        os.close(terminal)


def _pass_on(caught: IO[bytes], terminal: int) -> None:
    caught.seek(0)
    for line in caught:
        if not _NOTE.match(line):
            os.write(terminal, line)
