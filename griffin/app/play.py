"""`griffin play`: starts the flight and the camera process, stops both, and leaves nothing behind.

Both are fresh interpreters, never forks: neither OpenGL nor MediaPipe nor threads survive one. Each child
reads a pipe that ends when this process does, however it ends.

    this process ──starts──► griffin fly     (listens on a socket in a private folder)
                 ──starts──► griffin camera  (connects to it, once the pose model is there)
"""

import contextlib
import logging
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from griffin.app.parent_watchdog import StopFlag, holding_signals
from griffin.app.report import merge_reports, read_report, write_report
from griffin.clock import Clock
from griffin.errors import GriffinError
from griffin.options import PlayOptions, StartMessage, encode_start
from griffin.paths import safe_environment
from griffin.progress import Progress
from griffin.wire.address import Address

log = logging.getLogger(__name__)

PROGRAM = (sys.executable, "-m", "griffin")

_POLL_S = 0.05
_GRACE_S = 10.0  # for a child to finish its start or its video, on a busy machine, too


class ChildError(GriffinError):
    """A child has ended with an error, which it has told itself already."""

    def __init__(self, sentence: str, exit_status: int) -> None:
        super().__init__(sentence)
        self.exit_status = exit_status


def play(
    options: PlayOptions,
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    started_s: float,
    clock: Clock,
    stop: StopFlag,
) -> None:
    """Run the game to its end.

    Raises:
        ChildError: a child failed; it has said why in a sentence of its own, if it could.
        PoseModelError: the pose model can't be had.
    """
    with tempfile.TemporaryDirectory(prefix="griffin-") as folder:
        reports = Path(folder) / "fly.json", Path(folder) / "camera.json"
        address = Address.for_session(Path(folder), secrets.token_hex(16))
        message = StartMessage(
            options=options,
            address=str(address),
            token=address.token,
            started_s=started_s,
            report=reports[0],
        )
        try:
            with _child("fly", message) as flight:
                if not options.has_camera:
                    _wait({"flight": flight}, clock, stop)
                    return
                # The window comes first: fetching the model takes a while the first time.
                model = _provide(provide_model, progress, flight, stop)
                message = msgspec.structs.replace(message, report=reports[1], model=model)
                with _child("camera", message) as camera:
                    _wait({"flight": flight, "camera": camera}, clock, stop)
        except _GameLeftError:
            log.info("the game was left while the pose model was being fetched")
        finally:
            if options.report and (flight_part := read_report(reports[0])):
                write_report(options.report, merge_reports(flight_part, read_report(reports[1])))


class _GameLeftError(Exception):
    """The window was closed, or a signal came, before the camera was started."""


def _provide(
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    flight: "subprocess.Popen[bytes]",
    stop: StopFlag,
) -> Path:
    def check_and_tell(what: str, done_frac: float | None) -> None:
        if stop.is_set() or flight.poll() is not None:
            raise _GameLeftError
        progress(what, done_frac)

    try:
        return provide_model(check_and_tell)
    except _GameLeftError:
        _raise_if_failed("flight", flight)
        raise


@contextmanager
def _child(command: str, message: StartMessage) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of ours that ends with the block: asked by the end of its pipe, then told, then made to."""
    arguments = [*PROGRAM, command, "--from-parent"]
    with holding_signals():
        child = subprocess.Popen(arguments, stdin=subprocess.PIPE, env=safe_environment())
    assert child.stdin is not None
    try:
        with contextlib.suppress(BrokenPipeError):  # it has gone already: its status tells why
            child.stdin.write(encode_start(message))
            child.stdin.flush()
        yield child
    finally:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
        if hasattr(signal, "SIGCONT"):  # one that was stopped can't notice
            child.send_signal(signal.SIGCONT)
        for insist in (child.terminate, child.kill):
            if not _ends(child):
                log.info("a child doesn't end by itself")
                insist()
        child.wait()


def _ends(child: "subprocess.Popen[bytes]") -> bool:
    try:
        child.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _wait(children: "dict[str, subprocess.Popen[bytes]]", clock: Clock, stop: StopFlag) -> None:
    """Until the flight ends, a child fails, or somebody says stop."""
    while not stop.is_set():
        for name, child in children.items():
            _raise_if_failed(name, child)
        if children["flight"].poll() is not None:
            return
        clock.sleep(_POLL_S)


def _raise_if_failed(name: str, child: "subprocess.Popen[bytes]") -> None:
    status = child.poll()
    if not status:
        return
    if status < 0:
        raise ChildError(f"The {name} process was ended by {_signal_name(-status)}.", 128 - status)
    # Status 1 is a fault of ours: the child has shown where. Others have told their sentence.
    raise ChildError(
        f"The {name} process has failed; the lines above say where." if status == 1 else "", status
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal has a number only
        return f"signal {number}"
