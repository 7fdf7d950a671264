"""How a process of ours is stopped: by a signal, or by the end of the pipe that its parent holds.

The pipe makes sure that nothing outlives a parent that was killed: the system closes it then. Until then the
parent reports over it how the camera process is doing.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import msgspec

from griffin.camera_health import CameraHealth

log = logging.getLogger(__name__)

# SIGHUP: the terminal was closed. SIGUSR1 would end the process anyway, and so leave its files behind.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1")
_STOPPING = tuple(signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__)
_ORPHAN_S = 0.8  # to finish what was begun, once the parent is gone; then the system ends the process
_PARENT_POLL_S = 0.02
_STDIN = 0
_READ_BYTES = 65536


class Interrupted(BaseException):
    """A signal came that ends the program, which has only to tidy up on its way out."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.exit_status = 128 + signal_number


class StopFlag(threading.Event):
    """Set when it is time to go. `signal_number` is the signal's, or None if none was the reason."""

    signal_number: int | None = None


def leave_on_signals() -> None:
    """From now on a signal that ends the program raises Interrupted, wherever it is. Main thread only."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        raise Interrupted(number)

    _handle(on_signal)


def stop_on_signals() -> StopFlag:
    """Such a signal now sets the returned flag instead; its `signal_number` says which. Main thread only."""
    stop = StopFlag()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stop.signal_number = number
        stop.set()
        if number == getattr(signal, "SIGQUIT", None):
            signal.signal(number, signal.SIG_DFL)  # asked a second time, it ends even a program that hangs

    _handle(on_signal)
    return stop


def _handle(on_signal: Callable[[int, FrameType | None], None]) -> None:
    for number in _STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` wants it
            signal.signal(number, on_signal)
    if hasattr(signal, "pthread_sigmask"):  # the parent may have held them back; see `holding_signals`
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


@contextmanager
def holding_signals() -> Iterator[None]:
    """Signals that come meanwhile wait, also in a process that is started here, until it can handle them.

    The terminal's Ctrl-C goes to children as well, and a young interpreter would show where it hit.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _News(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    camera: CameraHealth
    has_model: bool = False


def encode_news(camera: CameraHealth, *, has_model: bool = False) -> bytes:
    """One line of JSON, newline included. `has_model`: a camera process has loaded the pose model."""
    return msgspec.json.encode(_News(camera, has_model)) + b"\n"


class ParentPipe:
    """Standard input, with the parent at the other end: a start message, then news, until the parent is gone.

    `camera`, `has_model`: the newest news of them, for whoever looks; the reading thread sets them.
    """

    def __init__(self, handle: int = _STDIN) -> None:
        self.camera = CameraHealth.RUNNING
        self.has_model = False
        self._handle = handle
        self._parent = os.getppid()
        self._patience = threading.Event()  # never set
        self._rest = b""

    def read_start(self) -> bytes:
        """Wait for the first line. Without its newline where the parent has gone before it said all."""
        while b"\n" not in self._rest and (data := self._read()):
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def follow(self, stop: threading.Event) -> None:
        """Hear the news from now on, and set `stop` at the end: the parent is gone or has let go.

        If it is gone, this process ends soon after, whatever it is doing.
        """

        def listen() -> None:
            while True:
                *lines, self._rest = self._rest.split(b"\n")
                for line in lines:
                    self._hear(line)
                # Not through sys.stdin: its lock, held by this thread, would stop the interpreter's end.
                if not (data := self._read()):
                    break
                self._rest = self._rest[-_READ_BYTES:] + data
            stop.set()
            self._end_as_orphan()

        threading.Thread(target=listen, name="parent watchdog", daemon=True).start()

    def _end_as_orphan(self) -> None:
        if not hasattr(signal, "setitimer"):
            return
        while os.getppid() == self._parent:  # it closes its pipes before it ends, or wants us to finish
            self._patience.wait(_PARENT_POLL_S)
        # Not a thread of ours: it would stop as soon as the interpreter begins to end.
        signal.setitimer(signal.ITIMER_REAL, _ORPHAN_S)

    def _read(self) -> bytes:
        """What comes next; nothing at the end, and where standard input was never opened for reading."""
        try:
            return os.read(self._handle, _READ_BYTES)
        except OSError:
            return b""

    def _hear(self, line: bytes) -> None:
        try:
            news = msgspec.json.decode(line, type=_News)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            log.info("a line from the parent can't be used")
        else:
            self.camera, self.has_model = news.camera, news.has_model
            log.info("the camera process is %s", self.camera.value)
