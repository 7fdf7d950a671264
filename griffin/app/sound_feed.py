"""Each moment of the flight → cues → lines to the sound process, whether one is running or not."""

import logging
import math
from collections.abc import Callable

import msgspec

from griffin.app.cue_pipe import CueWriter
from griffin.app.open_cues import open_cues
from griffin.audio.cue_sheet import CueSheet, Shot
from griffin.audio.cues import Cues
from griffin.audio.loudness import Sides
from griffin.audio.messages import Loops, MusicNow, ShotNow, encode
from griffin.audio.music import MusicCue
from griffin.audio.table import find_music_table, read_sound_table
from griffin.clock import Clock
from griffin.errors import AssetError
from griffin.game.moment import Moment
from griffin.options import PlayOptions

log = logging.getLogger(__name__)

_DIGITS = 4  # of a gain: a fortieth of the mixer's finest step
# A slow turn reports what happened at its beginning, which the player would skip: see PlayerTuning.stale_s.
_OLDEST_S = 0.1
_LOOPS_S = 0.03  # from one line of loops to the next: the player smooths them, and each line wakes it


class SoundFeed:
    """`play` every moment; `toggle_mute` when somebody asks. Neither ever waits."""

    def __init__(
        self,
        cues: Cues,
        writer: CueWriter,
        clock: Clock,
        volume: float,
        keep: Callable[[], None] | None = None,
    ) -> None:
        """`keep`: looks after the sound process at every moment, where no other process does."""
        self.is_muted = False
        self._cues = cues
        self._writer = writer
        self._clock = clock
        self._volume = volume
        self._music = MusicNow(piece="", begin_s=0.0, gain=0.0)  # what was said of it last
        self._music_began_s = 0.0  # on the screen's time
        self._keep = keep
        self._said_s = -math.inf

    def toggle_mute(self) -> None:
        """From now on silence, or sound again."""
        self.is_muted = not self.is_muted

    def play(self, moment: Moment) -> None:
        """Say what sounds at a moment that is shown now."""
        sheet = self._cues.follow(moment)
        now_s = self._clock.now_s()
        began_s = now_s - moment.shown_s  # when the screen's time was zero
        for shot in sheet.shots:
            happened_s = max(began_s + shot.happened_s, now_s - _OLDEST_S)
            self._writer.say_shot(encode(_shot_now(shot, happened_s)))
        if now_s - self._said_s >= _LOOPS_S:
            self._said_s = now_s
            self._say_loops(sheet)
        self._writer.pump()
        if self._keep:
            self._keep()

    def _say_loops(self, sheet: CueSheet) -> None:
        gains = {sound: _rounded(sides) for sound, sides in sheet.loops.items()}
        volume = 0.0 if self.is_muted else self._volume
        music = self._music_now(sheet.music) if sheet.music else None
        self._writer.say_loops(encode(Loops(gains=gains, volume=volume, music=music)))

    def _music_now(self, cue: MusicCue) -> MusicNow:
        """Keeps to the time that was said first: pictures are not as regular as music."""
        if (cue.piece, cue.begin_s) != (self._music.piece, self._music_began_s):
            begin_s = self._clock.now_s() - cue.place_s
            self._music = MusicNow(piece=cue.piece, begin_s=begin_s, gain=0.0)
            self._music_began_s = cue.begin_s
        return msgspec.structs.replace(self._music, gain=round(cue.gain, _DIGITS))


def open_feed(
    writer: CueWriter, clock: Clock, options: PlayOptions, keep: Callable[[], None] | None = None
) -> SoundFeed | None:
    """What says the cues; None where there are no sounds. `keep`: as `SoundFeed` takes it."""
    try:
        table = read_sound_table()
    except AssetError as error:
        log.warning("%s The flight goes on without sound.", error.sentence)
        return None
    music = find_music_table() if options.music > 0.0 else None
    return SoundFeed(open_cues(table, music, options), writer, clock, options.volume, keep)


def _shot_now(shot: Shot, happened_s: float) -> ShotNow:
    left, right = _rounded(shot.sides)
    return ShotNow(sound=shot.sound, left=left, right=right, happened_s=happened_s)


def _rounded(sides: Sides) -> Sides:
    return round(sides[0], _DIGITS), round(sides[1], _DIGITS)
