"""`griffin play`: starts the flight and the camera process, stops both, and leaves nothing behind.

Both are fresh interpreters, never forks: neither OpenGL nor MediaPipe nor threads survive one. Each child
reads a pipe that ends when this process does, however it ends.

    this process ──starts──► griffin fly     (listens on a socket in a private folder)
                 ──starts──► griffin camera  (connects to it, once the pose model is there)
"""

import logging
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from griffin.app.parent_watchdog import StopFlag, holding_signals
from griffin.app.report import merge_reports, read_report, write_report
from griffin.clock import Clock
from griffin.errors import GriffinError
from griffin.paths import safe_environment
from griffin.progress import Progress
from griffin.vision.source_kind import SourceKind, find_source_kind
from griffin.wire.address import Address

log = logging.getLogger(__name__)

STARTED_VARIABLE = "GRIFFIN_STARTED_S"
TOKEN_VARIABLE = "GRIFFIN_LINK_TOKEN"  # noqa: S105  (the variable's name, not a secret)

_POLL_S = 0.05
_GRACE_S = 10.0  # for a child to finish its start or its video, on a busy machine, too


class ChildError(GriffinError):
    """A child has ended with an error, which it has told itself already."""

    def __init__(self, sentence: str, exit_status: int) -> None:
        super().__init__(sentence)
        self.exit_status = exit_status


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayOptions:
    """What `griffin play` was asked to do. The lists are arguments for the children, made by the CLI."""

    source: str
    fly_arguments: list[str]
    camera_arguments: list[str]
    report: Path | None = None


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
        environment = _environment(address, started_s)
        fly_command = ["fly", "--listen", str(address), "--report", str(reports[0]), *options.fly_arguments]
        try:
            with _child(fly_command, environment) as flight:
                if find_source_kind(options.source) is SourceKind.NONE:
                    _wait({"flight": flight}, clock, stop)
                    return
                # The window comes first: fetching the model takes a while the first time.
                model = _provide(provide_model, progress, flight, stop)
                camera_command = ["camera", "--connect", str(address), "--report", str(reports[1])]
                # In one word: a name that begins with a dash is no option.
                camera_command += [f"--source={options.source}", f"--model={model}"]
                camera_command += options.camera_arguments
                with _child(camera_command, environment) as camera:
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


def _environment(address: Address, started_s: float) -> dict[str, str]:
    return safe_environment() | {STARTED_VARIABLE: repr(started_s), TOKEN_VARIABLE: address.token}


@contextmanager
def _child(arguments: list[str], environment: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of ours that ends with the block: asked by the end of its pipe, then told, then made to."""
    command = [sys.executable, "-m", "griffin", *arguments, "--follow-parent"]
    with holding_signals():
        child = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
    assert child.stdin is not None
    try:
        yield child
    finally:
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
