"""The sound process: cues from a pipe → a loudspeaker. Its parent may kill it at any time.

A call into the sound library may never return, so the process sends beats as long as it is alive: when they
stop, its parent kills it and starts another one. For the same reason it never closes the device properly.
"""

import logging
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from griffin.app.cue_pipe import CueReader
from griffin.app.sandbox import insist_on_closed_network
from griffin.audio.messages import Beat, LineReader, SoundState, encode, read_cues
from griffin.audio.steps import BUFFER_S
from griffin.audio.table import find_music_table, read_sound_table
from griffin.clock import Clock
from griffin.errors import SoundError
from griffin.options import StartMessage

if TYPE_CHECKING:  # pygame must not be loaded before the network is closed
    from griffin.audio.player import Player

log = logging.getLogger(__name__)

_STDIN = 0
_RETRY_S = 1.5  # between two looks for a device: sound is to begin within 5 s of its arrival
_BEAT_S = 0.5  # a quarter of the time that the parent waits for one
_IDLE_S = 0.1  # while no gain moves: the device is still watched


class Beats:
    """Signs of life on a handle, if there is one. Writing them never waits."""

    def __init__(self, handle: int | None, clock: Clock) -> None:
        if handle is not None:
            os.set_blocking(handle, False)
        self._handle = handle
        self._clock = clock
        self._state: SoundState | None = None
        self._said_s = 0.0

    def beat(self, state: SoundState) -> None:
        """Send a beat: at once if the state has changed, otherwise from time to time."""
        now_s = self._clock.now_s()
        if self._handle is None or (state is self._state and now_s - self._said_s < _BEAT_S):
            return
        self._state, self._said_s = state, now_s
        try:
            os.write(self._handle, encode(Beat(state=state)))
        except OSError:  # the parent is busy, or gone, which the other pipe reports
            log.debug("nobody reads the beats")


def run_sound(message: StartMessage, clock: Clock, stop: threading.Event) -> None:
    """Play what comes until `stop` is set, the cues end, or the device is lost.

    Raises:
        SandboxError: the network can't be closed, and going on without that wasn't allowed.
        AssetError: the table of sounds can't be read.
        SoundError: the library that plays is missing.
    """
    insist_on_closed_network("sound", may_go_on=message.options.may_reach_network)
    beats = Beats(message.beats, clock)
    beats.beat(SoundState.LOADING)
    table = read_sound_table()
    music = find_music_table() if message.options.music > 0.0 else None
    try:
        from griffin.audio.player import Player
    except ImportError as error:
        raise SoundError(f"There is nothing that plays sound: {error}.") from error

    def open_player() -> Player:
        return Player(table, music, late_s=message.options.sound_offset_s)

    reader = CueReader(_STDIN if message.cues is None else message.cues)
    player = wait_for_device(open_player, reader, beats, clock, stop)
    if player is not None:
        perform(player, reader, beats, clock, stop)
        clock.sleep(player.fade_out())


def wait_for_device(
    open_player: "Callable[[], Player]",
    reader: CueReader,
    beats: Beats,
    clock: Clock,
    stop: threading.Event,
) -> "Player | None":
    """A player, as soon as there is a device; None when it ends before. What comes meanwhile is dropped."""
    while not (stop.is_set() or reader.has_ended):
        beats.beat(SoundState.OPENING)
        try:
            return open_player()
        except SoundError as error:
            log.info("%s", error)
        until_s = clock.now_s() + _RETRY_S
        while clock.now_s() < until_s and not (stop.is_set() or reader.has_ended):
            beats.beat(SoundState.SILENT)
            reader.read(0.0)
            clock.sleep(_BEAT_S / 2.0)
    return None


def perform(player: "Player", reader: CueReader, beats: Beats, clock: Clock, stop: threading.Event) -> None:
    """The loop: hear what came, set the gains, decode one more sound, show that it lives.

    At most once a buffer, and while nothing changes only when a cue arrives: waking up is what costs here.
    """
    lines = LineReader()
    next_s = clock.now_s()  # nothing is due before
    while not stop.is_set():
        wait_s = next_s - clock.now_s() + (0.0 if player.is_busy else _IDLE_S)
        loops, shots = read_cues(lines.feed(reader.read(wait_s)))
        now_s = clock.now_s()
        player.hear(loops, shots, now_s)
        if now_s >= next_s:
            player.tick(now_s)
            next_s = now_s + BUFFER_S
            if not player.is_loaded:
                player.load_next()
            if player.is_lost:
                log.info("the loudspeaker is gone")
                return
            beats.beat(SoundState.PLAYING)
        if reader.has_ended:
            if not player.is_ringing:
                return
            clock.sleep(next_s - now_s)
