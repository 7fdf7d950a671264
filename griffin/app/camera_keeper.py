"""Keeps a camera process running beside the flight: one that has failed or hangs is started again.

Two failures end the game instead, as a restart wouldn't help: a first start that reports why it failed before
its first picture (a missing file, no camera, no sandbox), and any failure of a `--headless` run.
"""

import contextlib
import logging
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from griffin.app.child import Child, ChildError
from griffin.app.heartbeat import HeartbeatMonitor
from griffin.app.parent_watchdog import encode_news
from griffin.app.report import CameraParts, read_report
from griffin.app.restart import RestartSchedule
from griffin.camera_health import CameraHealth
from griffin.clock import Clock
from griffin.errors import CameraError, ConfigError, PoseModelError, SandboxError
from griffin.options import CAMERA_ABSENT, LIVE_CAMERA, LIVE_DEMO, MODEL_LOADED, StartMessage
from griffin.vision.source_kind import CAMERA_KINDS, SourceKind, find_source_kind

log = logging.getLogger(__name__)

_UNMENDABLE = tuple(error.exit_status for error in (ConfigError, CameraError, PoseModelError, SandboxError))
_HANGS = "The camera process doesn't respond."
_FILMS = (SourceKind.VIDEO, SourceKind.IMAGE)  # they may end; a camera and the demo pilot don't


class CameraKeeper:
    """One camera process at a time, from now until `close`.

    `start` starts one with a message and the handles that it gets, or raises ChildError; the first one must
    start. `report_to_flight` gets a line for the flight process whenever the camera's health changes.
    `folder` is for the processes' files, `parts` gets what each of them has left for the report.
    """

    def __init__(
        self,
        message: StartMessage,
        start: Callable[[StartMessage, tuple[int, ...]], Child],
        report_to_flight: Callable[[bytes], None],
        clock: Clock,
        folder: Path,
        parts: CameraParts,
    ) -> None:
        self._message = message
        self._kind = find_source_kind(message.options.source)
        self._start_child = start
        self._report_to_flight = report_to_flight
        self._clock = clock
        self._folder = folder
        self._parts = parts
        self._schedule = RestartSchedule()
        self._health = CameraHealth.RUNNING
        self._has_model = False  # a process has loaded it
        self._live_word: str | None = None  # of the newest process; None before its first picture
        self._starts = 0
        self._next_start_s: float | None = None
        self._camera: Child | None = None
        self._heartbeat: HeartbeatMonitor | None = None  # None where handles can't be handed on
        self._start()

    def check(self) -> None:
        """See how the process is; kill it if it hangs. Raises ChildError where a failure ends the game."""
        if self._camera is None:
            return
        status = self._camera.status  # before the file: one that has ended makes none any more
        if self._live_word is None:
            self._note_word(self._read_word())
        if status is None:
            if self._heartbeat and self._heartbeat.is_overdue():
                self._kill_hung()
            return
        is_headless = self._message.options.is_headless
        if status == 0 and (is_headless or self._kind in _FILMS):
            self.close()
            return
        if is_headless or (self._starts == 1 and self._live_word is None and status in _UNMENDABLE):
            self._camera.raise_if_failed()
        signal_name = self._camera.ending_signal
        how = f"was ended by {signal_name}" if signal_name else "has ended"
        self._plan_restart(f"The camera process {how}.")

    def restart_if_due(self) -> None:
        """Start the process again once its pause is over."""
        if self._next_start_s is None or self._clock.now_s() < self._next_start_s:
            return
        try:
            self._start()
        except ChildError as error:
            self._plan_restart(str(error))

    def close(self) -> None:
        """End the process, and start none any more."""
        self._next_start_s = None
        if self._camera is not None:
            self._camera.close()
            self._drop_camera()

    def kill(self) -> None:
        """End the process at once, and start none any more."""
        self._next_start_s = None
        if self._camera is not None:
            self._camera.kill()
            self._camera.close_quickly()  # not `close`: in a driver's call even SIGKILL may take for ever
            self._drop_camera()

    def _kill_hung(self) -> None:
        self.kill()
        if self._message.options.is_headless:
            raise ChildError(_HANGS, 1)
        self._plan_restart(_HANGS)

    def _drop_camera(self) -> None:
        self._camera = None
        if self._heartbeat is not None:
            self._heartbeat.close()
            self._heartbeat = None
        self._parts.add(read_report(self._report_file))
        for file in (self._live_file, self._report_file):
            with contextlib.suppress(OSError):  # the folder is removed at the end of the game
                file.unlink()

    # Each start uses new file names, so that an old file which can't be removed does no harm.
    @property
    def _live_file(self) -> Path:
        return self._folder / f"live-{self._starts}"

    @property
    def _report_file(self) -> Path:
        return self._folder / f"camera-{self._starts}.json"

    def _read_word(self) -> str:
        try:
            return self._live_file.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def _note_word(self, word: str) -> None:
        """Read how far the process has got; a word that isn't known is still being written."""
        if word == MODEL_LOADED:
            self._report(self._health, has_model=True)
        elif word == CAMERA_ABSENT:
            self._report(CameraHealth.ABSENT, has_model=True)
        elif word in (LIVE_CAMERA, LIVE_DEMO):
            self._live_word = word
            self._schedule.note_live(self._clock.now_s())
            self._report(CameraHealth.RUNNING, has_model=True)

    def _start(self) -> None:
        self._starts += 1
        self._live_word = None
        self._next_start_s = None
        message = msgspec.structs.replace(self._message, live_file=self._live_file, report=self._report_file)
        if os.name != "posix":
            self._camera = self._start_child(message, ())
            return
        try:
            heartbeat = HeartbeatMonitor(self._clock)
        except OSError as error:
            raise ChildError(f"The camera process can't be started: {error.strerror}.", 1) from error
        try:
            message = msgspec.structs.replace(message, beats=heartbeat.writing)
            self._camera = self._start_child(message, (heartbeat.writing,))
        except ChildError:
            heartbeat.close()
            raise
        heartbeat.release_writing()
        self._heartbeat = heartbeat

    def _plan_restart(self, reason: str) -> None:
        was_broken = self._schedule.is_broken
        now_s = self._clock.now_s()
        next_start_s = self._schedule.note_failure(now_s)
        if not was_broken:
            pause_s = next_start_s - now_s
            when = f"in {pause_s:.0f} s" if pause_s else "at once"
            further = ", then once a minute" if self._schedule.is_broken else ""
            log.warning("%s Griffin starts it again %s%s.", reason, when, further)
        self._report(CameraHealth.FAILED if self._schedule.is_broken else CameraHealth.RESTARTING)
        if self._live_word == LIVE_CAMERA and self._kind in CAMERA_KINDS:
            # It may have been unplugged: then the next process must neither fail nor show the demo pilot.
            options = msgspec.structs.replace(self._message.options, waits_for_camera=True)
            is_lost = self._camera is not None and self._camera.status == CameraError.exit_status
            self._message = msgspec.structs.replace(self._message, options=options, is_camera_lost=is_lost)
        self.close()
        self._next_start_s = next_start_s

    def _report(self, health: CameraHealth, *, has_model: bool = False) -> None:
        has_model = has_model or self._has_model  # one that was loaded once is there
        if health is not self._health or has_model is not self._has_model:
            self._health, self._has_model = health, has_model
            self._report_to_flight(encode_news(health, has_model=has_model))
