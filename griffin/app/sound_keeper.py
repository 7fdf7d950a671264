"""Keeps a sound process running beside the flight. It never waits for it: a flight goes on silently.

The process is started once the flight has sent its first cue, which is after its first picture. It sends
beats as long as it is alive; when they stop, as in a call to a sound server that hangs, it is killed and
another one is started. Where a restart can't help (no library, no sounds, no sandbox) the game stays silent.
"""

import contextlib
import logging
import os
from collections.abc import Callable

import msgspec

from griffin.app.child import Child, ChildError
from griffin.app.cue_pipe import CuePipe
from griffin.app.heartbeat import SilenceTimer
from griffin.app.restart import RestartSchedule, RestartTuning
from griffin.audio.messages import LineReader, SoundState, read_beat
from griffin.clock import Clock
from griffin.errors import AssetError, ConfigError, SandboxError, SoundError
from griffin.options import PlayOptions, StartMessage

log = logging.getLogger(__name__)

_UNMENDABLE = tuple(error.exit_status for error in (ConfigError, SandboxError, AssetError, SoundError))
_PATIENCE_S = 2.0  # without a beat
_LOADING_PATIENCE_S = 20.0  # to load an interpreter and its libraries from a slow SD card on a busy machine
_READ_BYTES = 65_536
# Sound is to be back within 5 s of the device, also after many failures.
RESTARTS = RestartTuning(pauses_s=(0.0, 1.0, 2.0), row_s=60.0, broken_pause_s=2.5)


class SoundKeeper:
    """One sound process at a time, from when it `has_begun` until `close`. `check` it now and then.

    `start` starts one with a message and the handles that it gets, or raises ChildError. `cues`: the handle
    from which it reads.
    """

    def __init__(
        self,
        message: StartMessage,
        cues: int,
        has_begun: Callable[[], bool],
        start: Callable[[StartMessage, tuple[int, ...]], Child],
        clock: Clock,
    ) -> None:
        self._message = message
        self._cues = cues
        self._has_begun = has_begun
        self._start_child = start
        self._clock = clock
        self._schedule = RestartSchedule(RESTARTS)
        self._next_start_s: float | None = None  # None: not before the flight has begun
        self._has_given_up = False
        self._has_warned = False
        self._child: Child | None = None
        self._killed: list[Child] = []
        self._beats = -1
        self._lines = LineReader()
        self._state = SoundState.LOADING
        self._silence = SilenceTimer(clock)

    def check(self) -> None:
        """Check the process, and restart it if that is due. Never waits, never raises."""
        self._killed = [each for each in self._killed if each.status is None]
        if self._has_given_up:
            return
        if self._child is None:
            self._start_if_due()
            return
        self._listen()
        status = self._child.status
        if status is not None:
            self._note_end(status)
        elif self._silence.advance() > self._patience_s:
            log.info("the sound process doesn't answer: %s", self._state.value)
            if self._state is not SoundState.LOADING:  # then no server was asked yet
                self._warn("The sound server doesn't answer: the flight goes on without sound until it does.")
            self._fail()

    def close(self) -> None:
        """End the process, and start none any more."""
        self._has_given_up = True
        if self._child is not None:
            self._child.close_quickly()
            self._drop_child()

    def kill(self) -> None:
        """End the process at once, and start none any more."""
        if self._child is not None:
            self._child.kill()
        self.close()

    @property
    def _patience_s(self) -> float:
        return _LOADING_PATIENCE_S if self._state is SoundState.LOADING else _PATIENCE_S

    def _start_if_due(self) -> None:
        now_s = self._clock.now_s()
        if self._next_start_s is None:
            if not self._has_begun():
                return
        elif now_s < self._next_start_s:
            return
        try:
            self._beats, theirs = os.pipe()
        except OSError as error:
            log.info("no pipe for the sound process: %s", error)
            self._fail()
            return
        os.set_blocking(self._beats, False)
        message = msgspec.structs.replace(self._message, cues=self._cues, beats=theirs)
        self._lines, self._state = LineReader(), SoundState.LOADING
        self._silence.note_sign()
        try:
            self._child = self._start_child(message, (self._cues, theirs))
        except ChildError as error:
            log.info("%s", error)
            self._fail()
        finally:
            os.close(theirs)

    def _listen(self) -> None:
        data = b""
        with contextlib.suppress(BlockingIOError):
            data = os.read(self._beats, _READ_BYTES)
        state = read_beat(self._lines.feed(data))
        if state is None:
            return
        self._silence.note_sign()
        if state is not self._state:
            log.info("the sound process is %s", state.value)
            if state is SoundState.SILENT:
                self._warn("There is no loudspeaker: the flight goes on without sound until there is one.")
            if state in (SoundState.PLAYING, SoundState.SILENT):
                self._schedule.note_live(self._clock.now_s())
        self._state = state

    def _warn(self, sentence: str) -> None:
        """Log it once a game."""
        if not self._has_warned:
            self._has_warned = True
            log.warning(sentence)

    def _note_end(self, status: int) -> None:
        if status in _UNMENDABLE:
            self._has_given_up = True
            log.warning("The flight goes on without sound.")
            self._drop_child()
            return
        log.info("the sound process has ended (%d)", status)
        self._fail()

    def _fail(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._killed.append(self._child)
        self._drop_child()
        self._next_start_s = self._schedule.note_failure(self._clock.now_s())

    def _drop_child(self) -> None:
        self._child = None
        if self._beats >= 0:
            os.close(self._beats)
            self._beats = -1


def has_sound(options: PlayOptions) -> bool:
    """Whether a game on a screen is to be heard on this system."""
    if options.is_headless or options.volume <= 0.0:
        return False
    if os.name != "posix":
        log.warning("There is no sound on this system: its pipes can't be handed on.")
        return False
    return True


def keep_sound(message: StartMessage, pipe: CuePipe, clock: Clock) -> SoundKeeper:
    """Keeps a sound process that reads from this pipe, once there is something to read."""
    return SoundKeeper(
        message,
        cues=pipe.reading,
        has_begun=lambda: pipe.has_content,
        start=lambda started, handles: Child("sound", "sound", started, handles=handles),
        clock=clock,
    )
