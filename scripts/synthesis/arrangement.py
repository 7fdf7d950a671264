"""A piece as written to a score: every note of every part, in beats."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from synthesis import accompaniment
from synthesis.accompaniment import chord_at
from synthesis.melody import Step, compose, keys
from synthesis.pieces import Phrase, Piece, Player
from synthesis.score import Clock, Note, Slot, chord_of, pitch_of
from synthesis.voicing import suspended, voice

_SLOWER, _SLOWEST = 0.05, 0.14  # the last bar of a phrase, and of the piece
_BEFORE_S = 0.6  # the choir breathes in
_BREATH_BEATS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All parts. `vowels` are (beat, u 0 to a 1); `levels` (beat, 0 to 1)."""

    slots: tuple[Slot, ...]
    bars: int
    phrase_beats: tuple[float, ...]  # where phrases begin, and the end
    tunes: tuple[tuple[Note, ...], ...]  # by phrase
    flute: tuple[Note, ...]
    harp: tuple[Note, ...]
    celesta: tuple[Note, ...]
    choir: tuple[tuple[Note, ...], ...]  # bass, tenor, alto
    drum: tuple[Note, ...]
    vowels: tuple[tuple[float, float], ...]
    levels: tuple[tuple[float, float], ...]

    @property
    def tune(self) -> tuple[Note, ...]:
        """Of all phrases, whoever plays it."""
        return tuple(itertools.chain.from_iterable(self.tunes))


def arrange(piece: Piece) -> Score:
    """All parts of a piece; nothing in it is left to chance."""
    begins = _phrase_begins(piece)
    slots = [
        tuple(_slots(piece, phrase, begin)) for phrase, begin in zip(piece.phrases, begins, strict=False)
    ]
    tunes = _tunes(piece, begins, slots)
    levels = tuple(
        point
        for phrase, begin, end in zip(piece.phrases, begins, begins[1:], strict=False)
        for point in zip((begin, end - 0.5), phrase.level, strict=True)
    )
    parts: dict[Player, list[Note]] = {player: [] for player in Player}
    drum: list[Note] = []
    for phrase, begin, own, tune in zip(piece.phrases, begins, slots, tunes, strict=False):
        parts[phrase.player].extend(tune)
        parts[Player.HARP].extend(accompaniment.harp(piece, phrase, begin, own))
        parts[Player.CELESTA].extend(accompaniment.celesta(piece, phrase, begin, own))
        if phrase.has_echo:
            parts[Player.CELESTA].extend(accompaniment.echo(tune, own[-1].chord))
        drum.extend(accompaniment.drum(piece, phrase, begin))
    flat = tuple(itertools.chain.from_iterable(slots))
    return Score(
        slots=flat,
        bars=sum(phrase.bars for phrase in piece.phrases),
        phrase_beats=begins,
        tunes=tunes,
        flute=_in_order(parts[Player.FLUTE]),
        harp=_in_order(parts[Player.HARP]),
        celesta=_in_order(parts[Player.CELESTA]),
        choir=_choir(piece, begins, flat, tuple(itertools.chain.from_iterable(tunes))),
        drum=tuple(drum),
        vowels=_vowels(piece, begins),
        levels=levels,
    )


def clock_of(piece: Piece) -> Clock:
    """Its tempo, slower as phrases close."""
    lengths = []
    for number, phrase in enumerate(piece.phrases):
        beats = phrase.bars * piece.beats_a_bar
        slower = _SLOWEST if number == len(piece.phrases) - 1 else _SLOWER
        for beat in range(beats):
            closing = max(0.0, (beat - beats + piece.beats_a_bar + 1) / piece.beats_a_bar)
            lengths.append(60.0 / piece.tempo_bpm * (1.0 + 1.5 * slower * closing**1.5))
    return Clock(lengths, _BEFORE_S)


def level_at(score: Score, beat: float) -> float:
    """How loudly all play, 0 to 1."""
    beats, values = zip(*score.levels, strict=True)
    return float(np.interp(beat, beats, values))


def _in_order(notes: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: (note.begin_beat, note.pitch)))


def _phrase_begins(piece: Piece) -> tuple[float, ...]:
    return tuple(
        itertools.accumulate(
            (float(phrase.bars * piece.beats_a_bar) for phrase in piece.phrases), initial=0.0
        )
    )


def _slots(piece: Piece, phrase: Phrase, begin: float) -> Iterator[Slot]:
    for bar, names in enumerate(phrase.chords.split()):
        halves = names.split(",")
        beats = piece.beats_a_bar / len(halves)
        for half, name in enumerate(halves):
            at = begin + bar * piece.beats_a_bar + half * beats
            yield Slot(begin_beat=at, beats=beats, chord=chord_of(name))


def _tunes(
    piece: Piece, begins: Sequence[float], slots: Sequence[Sequence[Slot]]
) -> tuple[tuple[Note, ...], ...]:
    scale = keys(pitch_of(piece.lowest), pitch_of(piece.highest))
    motif: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    tunes: list[tuple[Note, ...]] = []
    for phrase, begin, own in zip(piece.phrases, begins, slots, strict=False):
        steps = list(_steps(piece, phrase, begin, own))
        if not steps:
            tunes.append(())
            continue
        found = compose(
            steps, scale, top=pitch_of(phrase.top), before=before, motif=motif if phrase.is_return else ()
        )
        motif, before = motif or found, found[-2:]
        is_plucked = phrase.player is Player.HARP  # over its own accompaniment
        tunes.append(
            tuple(
                Note(
                    begin_beat=step.begin_beat,
                    beats=step.beats,
                    pitch=pitch,
                    strength_frac=(0.75 if step.is_strong else 0.6) + 0.12 * is_plucked,
                    is_accent=is_plucked or number == 0 or (step.is_strong and step.beats >= 1.5),
                )
                for number, (step, pitch) in enumerate(zip(steps, found, strict=True))
            )
        )
    return tuple(tunes)


def _steps(piece: Piece, phrase: Phrase, begin: float, slots: Sequence[Slot]) -> Iterator[Step]:
    given = [pitch_of(name) for name in phrase.tune.split()]
    cells = [cell for bar in phrase.rhythm.split("|") for cell in bar.split()]
    count = sum(not cell.startswith("r") for cell in cells)
    beat, number = begin, 0
    half = piece.beats_a_bar / 2
    for cell in cells:
        beats = float(cell.removeprefix("r"))
        if not cell.startswith("r"):
            pitch = given[number] if number < len(given) else None
            number += 1
            yield Step(
                begin_beat=beat,
                beats=beats,
                chord=chord_at(slots, beat),
                is_strong=(beat - begin) % half == 0.0,
                pitch=pitch_of(phrase.ends_on) if number == count else pitch,
            )
        beat += beats


def _choir(
    piece: Piece, begins: Sequence[float], slots: Sequence[Slot], tune: Sequence[Note]
) -> tuple[tuple[Note, ...], ...]:
    """Three lines. All end a little before the next phrase, to breathe; the alto is suspended if it can."""
    singing = [slot for slot in slots if _sings(piece, begins, slot.begin_beat)]
    if not singing:
        return ()
    found = voice(singing, tune)
    lines: list[tuple[Note, ...]] = []
    for part in range(3):
        notes: list[Note] = []
        for slot, chord in zip(singing, found, strict=True):
            begin, end = slot.begin_beat, slot.begin_beat + slot.beats
            breath = _BREATH_BEATS if end in begins or not _sings(piece, begins, end) else 0.0
            old = notes[-1] if notes else None
            joined = old is not None and old.begin_beat + old.beats == begin
            late = 0.0
            if old is not None and joined and part == 2 and suspended(old.pitch, chord[part]):
                late = 1.0
            if old is not None and joined and (late or old.pitch == chord[part]):
                longer = late or slot.beats - breath
                notes[-1] = Note(begin_beat=old.begin_beat, beats=old.beats + longer, pitch=old.pitch)
                if not late:
                    continue
            beats = end - breath - begin - late
            notes.append(Note(begin_beat=begin + late, beats=beats, pitch=chord[part]))
        lines.append(tuple(notes))
    return tuple(lines)


def _sings(piece: Piece, begins: Sequence[float], beat: float) -> bool:
    for phrase, begin, end in zip(piece.phrases, begins, begins[1:], strict=False):
        if begin <= beat < end and phrase.choir:
            return phrase.choir[int((beat - begin) // piece.beats_a_bar)] != "-"
    return False


def _vowels(piece: Piece, begins: Sequence[float]) -> tuple[tuple[float, float], ...]:
    opening = {"u": 0.12, "o": 0.42, "a": 0.7}
    return tuple(
        (begin + (bar + 0.5) * piece.beats_a_bar, opening[letter])
        for phrase, begin in zip(piece.phrases, begins, strict=False)
        for bar, letter in enumerate(phrase.choir)
        if letter in opening
    ) or ((0.0, opening["u"]),)
