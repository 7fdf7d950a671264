"""The program behind `native_stderr`: copies standard input to standard error, without MediaPipe's notes.

It is run by its path in an interpreter without site-packages, and imports nothing of Griffin, so that it
costs little. It ends when the writer has ended, in whatever way, and ignores the signals of its group: the
last lines of a process come after the signal that ended it.
"""

import os
import re
import signal

_NOTE = re.compile(
    rb"[IW]\d{4} \d\d:\d\d:\d\d"  # Google's log format: severity, month and day or thread, time
    rb"|[IW]\d{4} \d+:\d+:\d+\.\d+"
    rb"|INFO: Created TensorFlow Lite"
    rb"|WARNING: (All log messages|Logging) before "
)
_CHUNK_BYTES = 1 << 16
_LONGEST_LINE_BYTES = 1 << 16  # a longer line isn't a note


class NoteFilter:
    """Bytes in pieces of any length → the same bytes without the lines that are notes."""

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, data: bytes) -> bytes:
        """What may be passed on now: whole lines only, as the beginning of one may be that of a note."""
        *lines, self._begun = (self._begun + data).split(b"\n")
        passed = b"".join(line + b"\n" for line in lines if not _NOTE.match(line))
        return passed + self.finish() if len(self._begun) > _LONGEST_LINE_BYTES else passed

    def finish(self) -> bytes:
        """The last line, if it has no end."""
        begun, self._begun = self._begun, b""
        return b"" if _NOTE.match(begun) else begun


def run(source: int, target: int) -> None:
    """Copy until the source ends."""
    notes = NoteFilter()
    while data := os.read(source, _CHUNK_BYTES):
        _write(target, notes.feed(data))
    _write(target, notes.finish())


def _write(target: int, data: bytes) -> None:
    while data:
        data = data[os.write(target, data) :]


if __name__ == "__main__":
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    run(0, 2)
