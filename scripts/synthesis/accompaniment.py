"""What the accompanying instruments play under a phrase: the harp's patterns, the celesta, the drum."""

import itertools
from collections.abc import Iterator, Sequence

from synthesis.pieces import Phrase, Piece
from synthesis.score import LOW_STROKE, RIM_STROKE, Chord, Note, Slot

# What the harp plays in each quaver: places in a chord, 0 is the bass. A capital rolls the chord first.
_HARP_4: dict[str, tuple[int | None, ...]] = {
    "w": (0, 1, 2, 3, 4, 3, 2, 1),
    "s": (0, 1, 2, 4, 3, 4, 2, None),
    "c": (0, 2, 1, 3, 2, 4, 3, None),
    "h": (0, 1, 2, 3, 0, 1, 2, 3),
    "l": (0, None, None, 2, 1, None, 3, None),
    "e": (0, 1, 2, None, 3, None, 4, None),
    "r": (None,) * 8,
}
_HARP_6: dict[str, tuple[int | None, ...]] = {
    "w": (0, 2, 1, 3, 2, 1),
    "s": (0, 1, 3, 2, 4, 3),
    "h": (0, 1, 2, 0, 1, 2),
    "e": (0, 1, 2, None, 3, None),
    "r": (None,) * 6,
}
# Beats from the bar's begin.
_CELESTA_4 = {"d": (1.5, 3.5), "u": (2.5, 3.0, 3.5)}
_CELESTA_6 = {"d": (2.0, 5.0), "u": (3.0, 4.0, 5.0)}
# Beats from the bar's begin, where the hand falls, strength.
_DRUM_4 = {
    "h": ((0.0, LOW_STROKE, 0.9), (2.5, LOW_STROKE, 0.45)),
    "w": ((0.0, LOW_STROKE, 1.0), (1.5, RIM_STROKE, 0.4), (2.0, LOW_STROKE, 0.6), (3.5, RIM_STROKE, 0.5)),
}
_DRUM_6 = {
    "r": ((0.0, RIM_STROKE, 0.7), (2.0, RIM_STROKE, 0.35), (3.0, RIM_STROKE, 0.55), (5.0, RIM_STROKE, 0.3)),
    "m": ((0.0, LOW_STROKE, 0.9), (2.0, RIM_STROKE, 0.4), (3.0, RIM_STROKE, 0.6), (5.0, LOW_STROKE, 0.4)),
}
_HARP_BASS = (38, 50)  # D2 to D3
_HARP_TONES = 5
_ROLL_BEATS = 0.05
_CELESTA_LOW = 74  # D5
_PENTATONIC = frozenset((0, 2, 5, 7, 9))


def chord_at(slots: Sequence[Slot], beat: float) -> Chord:
    return next(slot.chord for slot in reversed(slots) if slot.begin_beat <= beat)


def _harp_tones(piece: Piece, chord: Chord) -> tuple[int, ...]:
    """The bass, then the chord's tones: from a fifth above it up, or a third where the bass is high."""
    bass = next(pitch for pitch in range(*_HARP_BASS) if pitch % 12 == chord.bass) + 12 * piece.harp_octaves
    above = (
        pitch
        for pitch in itertools.count(bass + (3 if piece.harp_octaves else 7))
        if pitch % 12 in chord.tones
    )
    return (bass, *itertools.islice(above, _HARP_TONES - 1))


def harp(piece: Piece, phrase: Phrase, begin: float, slots: Sequence[Slot]) -> Iterator[Note]:
    patterns, step = (_HARP_4, 0.5) if piece.beats_a_bar == 4 else (_HARP_6, 1.0)
    for bar, letter in enumerate(phrase.harp):
        if letter == "-":
            continue
        at = begin + bar * piece.beats_a_bar
        if letter.isupper():
            tones = _harp_tones(piece, chord_at(slots, at))
            for place, pitch in enumerate(tones[1:]):
                late = (place + 1) * _ROLL_BEATS * (2.0 if letter == "R" else 1.0) * step / 0.5
                yield Note(
                    begin_beat=at + late, beats=4.0, pitch=pitch + 12 * (letter == "R"), strength_frac=0.5
                )
            if letter == "R":
                yield Note(begin_beat=at, beats=4.0, pitch=tones[0], strength_frac=0.7)
        for quaver, tone in enumerate(patterns[letter.lower()]):
            if tone is None:
                continue
            beat = at + quaver * step
            strength = 0.52 + 0.2 * (quaver == 0) - 0.05 * (quaver % 2)
            tones = _harp_tones(piece, chord_at(slots, beat))
            yield Note(
                begin_beat=beat,
                beats=2.0,
                pitch=tones[tone],
                strength_frac=strength,
                is_accent=piece.has_hard_plucks,
            )


def celesta(piece: Piece, phrase: Phrase, begin: float, slots: Sequence[Slot]) -> Iterator[Note]:
    """The celesta off the beat: tones of the chord that are chimes', rising through the phrase."""
    patterns = _CELESTA_4 if piece.beats_a_bar == 4 else _CELESTA_6
    for bar, letter in enumerate(phrase.celesta):
        at = begin + bar * piece.beats_a_bar
        for number, beats in enumerate(patterns.get(letter, ())):
            tones = [tone for tone in chord_at(slots, at + beats).tones if tone in _PENTATONIC]
            pitches = [pitch for pitch in range(_CELESTA_LOW, 99) if pitch % 12 in tones]
            pitch = pitches[(bar + number) % min(3, len(pitches) - 1) + (letter == "u")]
            yield Note(begin_beat=at + beats, beats=1.0, pitch=pitch, strength_frac=0.45)


def echo(tune: Sequence[Note], chord: Chord) -> Iterator[Note]:
    """The last three notes an octave up, once the last one has been held a little."""
    last = tune[-1]
    spacing = min(1.0, last.beats / 5.0)
    for number, note in enumerate(tune[-3:]):
        if number < 2 or note.pitch % 12 in chord.tones:
            at = last.begin_beat + spacing * (1.5 + number)
            yield Note(begin_beat=at, beats=1.0, pitch=note.pitch + 12, strength_frac=0.5 - 0.08 * number)


def drum(piece: Piece, phrase: Phrase, begin: float) -> Iterator[Note]:
    patterns = _DRUM_4 if piece.beats_a_bar == 4 else _DRUM_6
    for bar, letter in enumerate(phrase.drum):
        for beats, stroke, strength in patterns.get(letter, ()):
            at = begin + bar * piece.beats_a_bar + beats
            yield Note(begin_beat=at, beats=1.0, pitch=stroke, strength_frac=strength)
