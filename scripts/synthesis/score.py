"""Notes, chords and musical time: the words that composing and playing share. Knows no sound.

A pitch is a MIDI number (A4 is 69, 440 Hz, equal temperament). All pieces use the white keys only, so that
any of them goes with the chimes of `bells.py` (D F G A C).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

A4_HZ, A4 = 440.0, 69
LOW_STROKE, RIM_STROKE = 0, 1  # the pitch of a drum's note
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
WHITE = frozenset(_LETTERS.values())
_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_QUALITIES = {"": (0, 4, 7), "m": (0, 3, 7), "sus": (0, 5, 7), "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10)}
_CHIMES = ("D5", "F5", "G5", "A5", "C6")


def pitch_of(name: str) -> int:
    """MIDI number of a white key: C4 is 60."""
    return 12 * (int(name[1:]) + 1) + _LETTERS[name[0]]


def name_of(pitch: int) -> str:
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def hertz(pitch: float) -> float:
    return float(A4_HZ * 2.0 ** ((pitch - A4) / 12.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chord:
    """Tones are classes of pitch, 0 (C) to 11 (B), from the root up."""

    name: str
    bass: int
    tones: tuple[int, ...]

    @property
    def third(self) -> int:
        """Or the fourth of a suspended chord."""
        return self.tones[1]

    def chimes(self) -> tuple[str, ...]:
        """The chimes that are no semitone away from any tone of the chord."""
        near = {(tone + step) % 12 for tone in self.tones for step in (-1, 1)}
        return tuple(name for name in _CHIMES if pitch_of(name) % 12 not in near)


def chord_of(name: str) -> Chord:
    """Of a name such as Dm, Fmaj7, Gsus or C/E."""
    body, _, bass = name.partition("/")
    root = _LETTERS[body[0]]
    tones = tuple((root + step) % 12 for step in _QUALITIES[body[1:]])
    return Chord(name=name, bass=_LETTERS[bass] if bass else root, tones=tones)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A chord and its place in the piece."""

    begin_beat: float
    beats: float
    chord: Chord


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """As written. Strength is 0 (hardly touched) to 1; an accent is tongued or plucked clearly."""

    begin_beat: float
    beats: float
    pitch: int
    strength_frac: float = 0.6
    is_accent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """As played: a note at its time."""

    begin_s: float
    length_s: float
    pitch: int
    strength_frac: float
    is_accent: bool = False

    @property
    def end_s(self) -> float:
        """When it is let go."""
        return self.begin_s + self.length_s


class Clock:
    """Beats to seconds, each beat with a length of its own: phrases slow down as they close."""

    def __init__(self, lengths_s: Sequence[float], before_s: float) -> None:
        self._ends_s = before_s + np.concatenate(([0.0], np.cumsum(lengths_s)))
        self._beats = np.arange(len(self._ends_s), dtype=np.float64)

    def at_s(self, beat: float) -> float:
        """The last beat's length goes on beyond the end; before the start there is none."""
        past_s = max(0.0, beat - self._beats[-1]) * (self._ends_s[-1] - self._ends_s[-2])
        return float(np.interp(beat, self._beats, self._ends_s) + past_s)

    def begun_at(self, begin_s: float) -> "Clock":
        """The same, with this time as its 0."""
        return Clock(np.diff(self._ends_s).tolist(), float(self._ends_s[0]) - begin_s)

    def play(self, note: Note, late_s: float = 0.0) -> Played:
        """The note at its time, this much late."""
        begin_s = self.at_s(note.begin_beat)
        return Played(
            begin_s=max(0.0, begin_s + late_s),
            length_s=self.at_s(note.begin_beat + note.beats) - begin_s,
            pitch=note.pitch,
            strength_frac=note.strength_frac,
            is_accent=note.is_accent,
        )
