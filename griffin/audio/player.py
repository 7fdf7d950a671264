"""Messages → a loudspeaker, through pygame's mixer, which no other module knows.

A sound server that hangs makes `mixer.init` block for half a minute with the interpreter's lock held, and
`mixer.quit` for ever. So a player lives in a process of its own, which its parent may kill, and which never
asks the mixer to quit. What the mixer is like, and what follows from it (pygame-ce 2.5.8, SDL_mixer 2.8):

- Gains change at the borders of buffers, without a ramp: `tick` once a buffer as they move, in small steps.
- `set_volume(left, right)` has 255 steps, `set_volume(both)` 128: always the first.
- A new `play` on a channel resets its sides to 1, for a buffer perhaps: the sound's own volume, which stays,
  bounds that.
- A queued sound starts at full level: nothing is ever queued. Each loop has a channel of its own for good, on
  which it is paused while it is silent: silence costs as much to mix as sound does.
- The sum of all clips hard: the cues' levels leave room.
- `music.load` waits for seconds until a fade-out has ended: music is faded by its gain, and nothing is loaded
  before the last piece is silent and has been stopped. Its gain has 128 steps, and no sides.
- When a device is lost SDL plays on to nobody, and only SDL's own `SDL_GetAudioDeviceStatus` knows. A server
  that hangs shows in a short silence that never ends.
"""

import array
import ctypes
import logging
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

from griffin.audio.loudness import SILENCE, Sides, scale_sides
from griffin.audio.messages import Loops, MusicNow, ShotNow
from griffin.audio.steps import BUFFER, BUFFER_S, RATE_HZ, step_gain, step_sides
from griffin.audio.table import MusicTable, SoundTable
from griffin.easing import smooth_between
from griffin.errors import SoundError, reason_of
from griffin.paths import insist_on_file

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # or it greets on the terminal
# What PulseAudio keeps in hand. SDL asks it for one buffer, which two busy cores break every 20 s.
os.environ.setdefault("PULSE_LATENCY_MSEC", "50")
os.environ.setdefault("SDL_AUDIO_DEVICE_APP_NAME", "Griffin")  # in the volume mixer
os.environ.setdefault("SDL_AUDIO_DEVICE_STREAM_NAME", "flight")
import pygame
from pygame import mixer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerTuning:
    """Patience and room."""

    stale_s: float = 0.15  # a sound later than this after its cause no longer seems to belong to it
    ahead_s: float = 10.0  # nothing is said so long before it is to be heard
    quiet_s: float = 3.0  # without news of the loops for so long they fall silent; a slow picture takes two
    watch_s: float = 0.2  # length of the silence that shows that the device plays on
    behind_s: float = 1.0  # while it takes longer than this nothing begins: it would all come in one burst
    longest_tick_s: float = 0.5  # a longer one means that this process was stopped, not the device
    stuck_s: float = 4.0  # and now the server hangs; an idle sink may take pieces of two seconds
    channels: int = 32
    room_bytes: int = 48_000_000  # for decoded sounds
    onset_frac: float = 0.2  # of its peak: up to there a sound may be entered late
    music_late_s: float = 0.5  # a phrase that began longer ago is not entered any more
    music_fade_s: float = 4.0  # in which music comes in at the quickest, wherever it is entered

    def __post_init__(self) -> None:
        if not 0.0 < self.watch_s < self.longest_tick_s < self.behind_s < self.stuck_s:
            raise ValueError("watch_s, longest_tick_s, behind_s and stuck_s must grow")


TUNING = PlayerTuning()
# What is heard on the branch and first in the air is decoded first.
_FIRST = ("wind_1", "leaves", "wind_2", "chirr", "rustle", "launch", "cry", "stroke", "sign")
_SAMPLE_BYTES = 4  # two channels of 16 bit; mono files are decoded to two as well
_STEPS = 128  # of a sound's own volume
_FADE_OUT_MS = 80
_FIRST_DEVICE = 2  # SDL's number: 1 is kept for an older way of opening
_PLAYING = 1  # SDL_AUDIO_PLAYING


class Player:
    """This process' mixer. `hear` what came, `load_next` until all is there, `tick` at most once a buffer."""

    def __init__(
        self,
        table: SoundTable,
        music: MusicTable | None = None,
        *,
        late_s: float = 0.0,
        tuning: PlayerTuning = TUNING,
    ) -> None:
        """Opens the device; the sounds come later. `late_s`: how late the loudspeaker is.

        A late one gets sounds that begin within the file, up to their onset; with a `late_s` below 0 the
        picture is the late one, and sounds wait for it.

        Raises SoundError where there is no device.
        """
        self._table = table
        self._late_s = late_s
        self._tuning = tuning
        with _quiet_libraries():
            try:
                mixer.init(RATE_HZ, -16, 2, BUFFER, allowedchanges=0)
            except pygame.error as error:
                raise SoundError(f"There is no loudspeaker: {error}.") from error
        mixer.set_num_channels(tuning.channels)
        self._loop_channels = {sound: number + 1 for number, sound in enumerate(table.loops)}
        self._watch = mixer.Sound(buffer=bytes(round(tuning.watch_s * RATE_HZ) * _SAMPLE_BYTES))
        self._ticked_s = 0.0
        self._sounds: dict[str, mixer.Sound] = {}
        self._to_load = sorted(table.entries, key=_urgency)
        self._room_bytes = tuning.room_bytes
        self._gains: dict[str, Sides] = {}
        self._wanted: dict[str, Sides] = {}
        self._music = _Music(music, tuning) if music else None
        self._heard_s: float | None = None
        self._volume = self._wanted_volume = 1.0
        self._wanted_music: MusicNow | None = None
        self._waiting: list[tuple[float, ShotNow]] = []
        self._ringing: dict[int, Sides] = {}
        self._watched_s = 0.0  # how long the silence has taken so far
        self._is_turning = False  # gains are still on their way to what is wanted

    @property
    def driver(self) -> str:
        """What of the system plays: "pulseaudio", "alsa", ..."""
        return str(mixer.get_driver())

    @property
    def is_loaded(self) -> bool:
        """Whether all sounds are there."""
        return not self._to_load

    @property
    def is_lost(self) -> bool:
        """Whether the device has gone or plays no more: this player can only be left."""
        return self._watched_s > self._tuning.stuck_s or not _is_device_playing()

    @property
    def is_ringing(self) -> bool:
        """Whether a sound that is no loop is still to be heard."""
        return bool(self._waiting) or any(mixer.Channel(each).get_busy() for each in self._ringing)

    @property
    def is_busy(self) -> bool:
        """Whether the very next buffer needs a tick, whatever comes until then."""
        return self._is_turning or bool(self._waiting or self._to_load)

    def load_next(self) -> None:
        """Decode one more sound; a loop begins to play, silently."""
        sound = self._to_load.pop(0)
        entry = self._table.entries[sound]
        size = round(entry.seconds * RATE_HZ) * _SAMPLE_BYTES
        if size > self._room_bytes:
            log.warning("There is no room left for the sound %s.", sound)
            return
        path = self._table.folder / entry.file
        try:
            insist_on_file(path)
            decoded = mixer.Sound(str(path))
            if not decoded.get_length():  # the mixer crashes when it plays one
                raise pygame.error("there is nothing in it")
        except (pygame.error, OSError) as error:
            log.warning("The sound in %s can't be read: %s. It is silent.", path, reason_of(error))
            return
        self._room_bytes -= size
        if entry.is_loop:
            self._start_loop(sound, decoded)
        elif self._late_s > 0.0:
            decoded = _enter_late(decoded, self._late_s, self._tuning.onset_frac)
        self._sounds[sound] = decoded

    def hear(self, loops: Loops | None, shots: tuple[ShotNow, ...], now_s: float) -> None:
        """Take in what came."""
        if loops is not None:
            self._wanted = dict(loops.gains)
            self._wanted_volume = loops.volume
            self._wanted_music = loops.music
            self._heard_s = now_s
        wait_s = max(0.0, -self._late_s)
        for shot in shots:
            happened_s = now_s if shot.happened_s is None else shot.happened_s
            if happened_s - now_s > self._tuning.ahead_s:
                continue
            self._waiting.append((happened_s + wait_s, shot))

    def tick(self, now_s: float) -> None:
        """Set the gains of the next buffer, and begin what is due."""
        self._watch_device(now_s)
        volume = step_gain(self._volume, self._wanted_volume)
        if volume != self._volume:
            self._volume = volume
            for channel, sides in self._ringing.items():
                mixer.Channel(channel).set_volume(*scale_sides(sides, volume))
        self._is_turning = volume != self._wanted_volume
        is_quiet = self._heard_s is None or now_s - self._heard_s > self._tuning.quiet_s
        for sound, gains in self._gains.items():
            wanted = SILENCE if is_quiet else self._wanted.get(sound, SILENCE)
            wanted = scale_sides(wanted, self._wanted_volume)
            stepped = step_sides(gains, wanted)
            self._is_turning = self._is_turning or stepped != wanted
            if stepped != gains:
                self._gains[sound] = stepped
                loop = mixer.Channel(self._loop_channels[sound])
                loop.set_volume(*stepped)
                if gains == SILENCE:
                    loop.unpause()
                elif stepped == SILENCE:
                    loop.pause()
        if self._music:
            self._music.tick(None if is_quiet else self._wanted_music, self._wanted_volume, now_s)
        due = [(at_s, shot) for at_s, shot in self._waiting if at_s <= now_s + 0.5 * BUFFER_S]
        if due:
            self._waiting = [each for each in self._waiting if each not in due]
            for at_s, shot in due:
                if now_s - at_s <= self._tuning.stale_s:
                    self._begin(shot)

    def fade_out(self) -> float:
        """Let all fall silent without a click. Returns the seconds that takes."""
        mixer.fadeout(_FADE_OUT_MS)
        mixer.music.fadeout(_FADE_OUT_MS)
        return _FADE_OUT_MS / 1000.0 + 2.0 * BUFFER_S

    def _start_loop(self, sound: str, decoded: "mixer.Sound") -> None:
        channel = mixer.Channel(self._loop_channels[sound])
        decoded.set_volume(0.0)
        channel.play(decoded, loops=-1)
        channel.set_volume(*SILENCE)
        channel.pause()
        decoded.set_volume(1.0)
        self._gains[sound] = SILENCE

    def _begin(self, shot: ShotNow) -> None:
        sound = self._sounds.get(shot.sound)
        loudest = max(shot.left, shot.right)
        if sound is None or loudest <= 0.0 or self._volume <= 0.0 or self._watched_s > self._tuning.behind_s:
            return
        channel = self._find_channel()
        if channel is None:  # more than twenty at a time: nobody misses one
            return
        own = math.ceil(loudest * _STEPS) / _STEPS
        if sound.get_num_channels():  # its volume is that of an earlier one's channel as well
            own = float(sound.get_volume())
        sides = (min(1.0, shot.left / own), min(1.0, shot.right / own))
        sound.set_volume(own)
        channel.play(sound)
        channel.set_volume(*scale_sides(sides, self._volume))
        self._ringing[channel.id] = sides

    def _find_channel(self) -> "mixer.Channel | None":
        """A free one beyond those of the loops, which may not have begun yet."""
        numbers = range(len(self._loop_channels) + 1, self._tuning.channels)
        channels = (mixer.Channel(number) for number in numbers)
        return next((channel for channel in channels if not channel.get_busy()), None)

    def _watch_device(self, now_s: float) -> None:
        channel = mixer.Channel(0)
        if channel.get_busy():
            self._watched_s += min(now_s - self._ticked_s, self._tuning.longest_tick_s)
        else:
            channel.play(self._watch)
            self._watched_s = 0.0
        self._ticked_s = now_s


class _Music:
    """What streams: one piece at a time, entered where one of its phrases begins."""

    def __init__(self, table: MusicTable, tuning: PlayerTuning) -> None:
        self._table = table
        self._tuning = tuning
        self._run: tuple[str, float] | None = None  # the piece that plays, and when it began
        self._entered_s = 0.0
        self._gain = 0.0
        self._unreadable: set[str] = set()

    def tick(self, wanted: MusicNow | None, volume: float, now_s: float) -> None:
        """Enter, follow the gain, or leave."""
        run = (wanted.piece, wanted.begin_s) if wanted else None
        if self._run is not None and self._run != run:
            self._turn_to(0.0)
            if self._gain == 0.0:
                mixer.music.stop()
                mixer.music.unload()
                self._run = None
        elif wanted is not None and self._run is None:
            if volume > 0.0:
                self._enter(wanted, now_s)
        elif wanted is not None:
            rising = smooth_between(now_s - self._entered_s, 0.0, self._tuning.music_fade_s)
            self._turn_to(volume * min(wanted.gain, rising))

    def _enter(self, wanted: MusicNow, now_s: float) -> None:
        """If a phrase begins now. A process that was started again, or muted, waits for the next one."""
        entry = self._table.entries.get(wanted.piece)
        place_s = now_s - wanted.begin_s
        if entry is None or wanted.piece in self._unreadable:
            return
        if not any(
            0.0 <= place_s - begin_s <= self._tuning.music_late_s for begin_s in entry.phrase_begins_s
        ):
            return
        path = self._table.folder / entry.file
        mixer.music.set_volume(0.0)
        try:
            insist_on_file(path)
            mixer.music.load(str(path))
            mixer.music.play(start=place_s)
        except (pygame.error, OSError) as error:
            log.warning("The music in %s can't be read: %s. It is silent.", path, reason_of(error))
            self._unreadable.add(wanted.piece)
            return
        self._run, self._entered_s = (wanted.piece, wanted.begin_s), now_s

    def _turn_to(self, wanted: float) -> None:
        gain = step_gain(self._gain, wanted)
        if gain != self._gain:
            self._gain = gain
            mixer.music.set_volume(gain)


def _is_device_playing() -> bool:
    """What SDL knows of the one device that this process has opened."""
    status = _find_device_status()
    return status is None or status(_FIRST_DEVICE) == _PLAYING


@cache
def _find_device_status() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(mixer.__file__).SDL_GetAudioDeviceStatus
    except (OSError, AttributeError, TypeError):  # another system's way of linking: then nobody knows
        return None
    return found  # SDL is among what the module links


def _urgency(sound: str) -> int:
    """Its place in the order of decoding."""
    return next((place for place, first in enumerate(_FIRST) if sound.startswith(first)), len(_FIRST))


def _enter_late(sound: "mixer.Sound", late_s: float, onset_frac: float) -> "mixer.Sound":
    """The sound without its first `late_s`, but with its whole onset, and a soft start."""
    samples = array.array("h", sound.get_raw())
    stride = 2 * (RATE_HZ // 2000)  # half a millisecond of both channels
    heights = [max(map(abs, samples[at : at + stride])) for at in range(0, len(samples), stride)]
    loud = onset_frac * max(heights, default=0)
    onset = next((place for place, height in enumerate(heights) if height >= loud), 0) * stride
    start = min(2 * round(late_s * RATE_HZ), max(0, onset - 2 * stride))
    kept = samples[start:]
    soft = min(len(kept), 6 * stride)
    if start:
        for place in range(soft):
            kept[place] = round(kept[place] * place / soft)
    return mixer.Sound(buffer=kept.tobytes())


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """What ALSA and SDL write to the terminal meanwhile goes nowhere."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        for handle in (kept, nowhere):
            with suppress(OSError):
                os.close(handle)
