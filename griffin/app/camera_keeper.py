"""Keeps a camera process running beside the flight: one that has failed is started again.

What no new start can mend ends the game instead: a first start that never got as far as a picture and said
why (a missing file, no camera, no sandbox), and every failure where nobody watches (`--headless`).
"""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from griffin.app.child import Child
from griffin.app.parent_watchdog import encode_news
from griffin.app.restart import RestartSchedule
from griffin.camera_health import CameraHealth
from griffin.clock import Clock
from griffin.errors import CameraError, ConfigError, PoseModelError, SandboxError
from griffin.options import LIVE_CAMERA, StartMessage
from griffin.vision.source_kind import CAMERA_KINDS, SourceKind, find_source_kind

log = logging.getLogger(__name__)

_UNMENDABLE = tuple(error.exit_status for error in (ConfigError, CameraError, PoseModelError, SandboxError))
_FILMS = (SourceKind.VIDEO, SourceKind.IMAGE)  # they may end; a camera and the demo pilot don't


class CameraKeeper:
    """One camera process at a time, from now until `close`.

    `start` starts one; `tell_flight` gets a line for the flight process whenever the camera's health changes.
    """

    def __init__(
        self,
        message: StartMessage,
        start: Callable[[StartMessage], Child],
        tell_flight: Callable[[bytes], None],
        clock: Clock,
        live_file: Path,
    ) -> None:
        self._message = msgspec.structs.replace(message, live_file=live_file)
        self._kind = find_source_kind(message.options.source)
        self._start_child = start
        self._tell_flight = tell_flight
        self._clock = clock
        self._live_file = live_file
        self._schedule = RestartSchedule()
        self._health = CameraHealth.RUNNING
        self._is_live = False
        self._is_first = True
        self._next_start_s: float | None = None
        self._camera: Child | None = None
        self._start()

    def check(self) -> None:
        """See how the process is. Raises ChildError where a failure ends the game."""
        if self._camera is None:
            return
        status = self._camera.status  # before the file: one that has ended makes none any more
        if not self._is_live and self._live_file.exists():
            self._is_live = True
            self._schedule.note_live(self._clock.now_s())
            self._tell(CameraHealth.RUNNING)
        if status is None:
            return
        is_headless = self._message.options.is_headless
        if status == 0 and (is_headless or self._kind in _FILMS):
            self.close()
            return
        if is_headless or (self._is_first and not self._is_live and status in _UNMENDABLE):
            self._camera.raise_if_failed()
        self._plan_restart(self._camera)

    def restart_if_due(self) -> None:
        """Start the process again once its pause is over."""
        if self._next_start_s is not None and self._clock.now_s() >= self._next_start_s:
            self._start()

    def close(self) -> None:
        """End the process, and start none any more."""
        self._next_start_s = None
        if self._camera is not None:
            self._camera.close()
            self._camera = None

    def _start(self) -> None:
        self._live_file.unlink(missing_ok=True)
        self._is_live = False
        self._next_start_s = None
        self._camera = self._start_child(self._message)

    def _plan_restart(self, failed: Child) -> None:
        was_broken = self._schedule.is_broken
        now_s = self._clock.now_s()
        next_start_s = self._schedule.note_failure(now_s)
        reason = f"was ended by {failed.ending_signal}" if failed.ending_signal else "has ended"
        if not self._schedule.is_broken:
            log.warning("The camera process %s and is started again.", reason)
        elif not was_broken:
            log.warning("The camera process %s once more: from now on it is tried once a minute.", reason)
        self._tell(CameraHealth.FAILED if self._schedule.is_broken else CameraHealth.RESTARTING)
        if self._is_live and self._kind in CAMERA_KINDS and self._live_file.read_text() == LIVE_CAMERA:
            # It was pulled out, perhaps: the next process must neither fail for that nor show the demo pilot.
            options = msgspec.structs.replace(self._message.options, waits_for_camera=True)
            self._message = msgspec.structs.replace(self._message, options=options)
        self.close()
        self._is_first = False
        self._next_start_s = next_start_s

    def _tell(self, health: CameraHealth) -> None:
        if health is not self._health:
            self._health = health
            self._tell_flight(encode_news(health))
