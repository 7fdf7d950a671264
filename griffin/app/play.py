"""`griffin play`: starts the flight, the camera and the sound process, stops all, and leaves nothing behind.

this process ──starts──► griffin fly     (listens on a socket in a private folder)
             ──starts──► griffin camera  (connects to it, once the pose model is there; again if it fails)
             ──starts──► griffin sound   (reads what the flight writes to a pipe; again if it fails or hangs)
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from griffin import scratch
from griffin.app.child import Child, ChildError
from griffin.app.cue_pipe import CuePipe
from griffin.app.parent_watchdog import StopFlag
from griffin.app.sound_keeper import SoundKeeper, has_sound, keep_sound
from griffin.clock import Clock
from griffin.errors import ConfigError
from griffin.options import PlayOptions, StartMessage
from griffin.progress import Progress
from griffin.wire.address import Address

if TYPE_CHECKING:
    from griffin.app.camera_keeper import CameraKeeper
    from griffin.app.report import CameraParts

log = logging.getLogger(__name__)

_POLL_S = 0.05


def play(
    options: PlayOptions,
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    started_s: float,
    clock: Clock,
    stop: StopFlag,
    *,
    is_heard: bool | None = None,
) -> None:
    """Run the game to its end.

    `is_heard`: whether there is a sound process; None where there is one for a game on a screen.

    Raises:
        ChildError: a child failed for good; it has said why in a sentence of its own, if it could.
        PoseModelError: the pose model can't be found or fetched.
        ConfigError: there is no folder for temporary files.
        WireError: that folder's path is too long for a socket.
    """
    _sweep(options)
    with ExitStack() as opened:
        own = _open_scratch(opened)
        folder = own.path
        of_flight = folder / "fly.json"
        parts: CameraParts | None = None
        address = Address.for_session(folder, secrets.token_hex(16))
        message = StartMessage(
            options=options,
            address=str(address),
            token=address.token,
            started_s=started_s,
            report=of_flight,
        )
        try:
            with ExitStack() as owned:
                flight, sound = _start_flight(message, own, clock, owned, is_heard)
                # Everybody waits for the flight: what it does without is imported once it has been started.
                from griffin.app import camera_keeper, report

                parts = report.CameraParts()
                if not options.has_camera:
                    _wait(flight, None, sound, clock, stop)
                    return
                # The window comes first: fetching the model takes a while the first time.
                model = _provide(provide_model, progress, flight, sound, stop)
                keeper = camera_keeper.CameraKeeper(
                    msgspec.structs.replace(message, model=model),
                    start=lambda started, handles: Child("camera", "camera", started, handles=handles),
                    report_to_flight=flight.send,
                    clock=clock,
                    folder=folder,
                    parts=parts,
                )
                with closing(keeper):
                    _wait(flight, keeper, sound, clock, stop)
                    flight.let_go()  # it finishes its film while the camera closes
        except _GameLeftError:
            log.info("the game was left while the pose model was being fetched")
        except ChildError:
            _sweep(options)  # what a flight that was killed has left
            raise
        finally:
            if options.report and parts:
                _join_reports(options.report, of_flight, parts)


def _join_reports(whole: Path, of_flight: Path, parts: "CameraParts") -> None:
    from griffin.app.report import merge_reports, read_report, write_report

    if flight_part := read_report(of_flight):
        write_report(whole, merge_reports(flight_part, parts.as_json()))


def _sweep(options: PlayOptions) -> None:
    """Remove what games that were killed have left, where this one would leave its own."""
    scratch.sweep_folders()
    outputs = (path.parent for path in (options.record, options.screenshot) if path)
    for folder in {Path(), *outputs}:  # pictures that the player takes are saved in the current folder
        scratch.sweep_files(folder)


def _open_scratch(owned: ExitStack) -> scratch.ScratchFolder:
    try:
        return owned.enter_context(scratch.scratch_folder())
    except OSError as error:
        raise ConfigError(
            "There is no writable folder for temporary files.",
            hint="Set TMPDIR to a folder that you may write to.",
        ) from error


class _GameLeftError(Exception):
    """The window was closed, or a signal came, before the camera was started."""


def _start_flight(
    message: StartMessage,
    own: scratch.ScratchFolder,
    clock: Clock,
    owned: ExitStack,
    is_heard: bool | None,
) -> tuple[Child, SoundKeeper | None]:
    """Start the flight and, if it has sound, the keeper of that; `owned` ends both, the sound first."""
    # For a moment it outlives a parent that was killed, and still writes to the folder.
    handles = () if own.handle is None else (own.handle,)
    if not (has_sound(message.options) if is_heard is None else is_heard):
        return owned.enter_context(closing(Child("flight", "fly", message, handles=handles))), None
    pipe = owned.enter_context(closing(CuePipe()))
    to_flight = msgspec.structs.replace(message, cues=pipe.writing)
    flight = owned.enter_context(closing(Child("flight", "fly", to_flight, handles=(*handles, pipe.writing))))
    pipe.release_writing()
    return flight, owned.enter_context(closing(keep_sound(message, pipe, clock)))


def _provide(
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    flight: Child,
    sound: SoundKeeper | None,
    stop: StopFlag,
) -> Path:
    def check_and_report(what: str, done_frac: float | None) -> None:
        if sound:
            sound.check()
        if stop.is_set() or flight.status is not None:
            raise _GameLeftError
        progress(what, done_frac)

    try:
        return provide_model(check_and_report)
    except _GameLeftError:
        if not stop.is_set():  # a signal to all of us may have ended it before it could ask for a flag
            flight.raise_if_failed()
        raise


def _wait(
    flight: Child, camera: "CameraKeeper | None", sound: SoundKeeper | None, clock: Clock, stop: StopFlag
) -> None:
    """Watch the children until the flight ends, one fails for good, or the game is to stop."""
    while not stop.is_set():
        try:
            flight.raise_if_failed()
            if camera:
                camera.check()
        except ChildError:
            for keeper in (camera, sound):
                if keeper:
                    keeper.kill()  # nobody is left for whom they could finish anything
            raise
        if flight.status is not None:
            return
        if camera:
            camera.restart_if_due()
        if sound:
            sound.check()
        clock.sleep(_POLL_S)
