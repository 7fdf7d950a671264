"""The choir's three voices under a tune: who sings which tone of each chord.

Found by dynamic programming over all ways to sing each chord: short ways for each voice, a third in each
chord, and no two voices (the tune counts as the fourth) moving in parallel fifths or octaves.
"""

import itertools
from collections.abc import Sequence

from synthesis.score import Note, Slot

BASS, TENOR, ALTO = (40, 53), (48, 64), (57, 71)  # E2-F3, C3-E4, A3-B4
_BASS_WAY, _PARALLEL, _NO_THIRD, _TWO_TONES = 0.6, 20.0, 12.0, 5.0
_WIDE, _WIDE_SEMITONES = 1.5, 12  # alto over tenor
_FIFTH, _OCTAVE = 7, 0

Voicing = tuple[int, int, int]


def voicings(slot: Slot) -> list[Voicing]:
    """All ways to sing a chord, bass first, voices in order."""
    tones = slot.chord.tones
    basses = [pitch for pitch in range(BASS[0], BASS[1] + 1) if pitch % 12 == slot.chord.bass]
    tenors = [pitch for pitch in range(TENOR[0], TENOR[1] + 1) if pitch % 12 in tones]
    altos = [pitch for pitch in range(ALTO[0], ALTO[1] + 1) if pitch % 12 in tones]
    return [(b, t, a) for b in basses for t in tenors for a in altos if b < t < a]


def voice(slots: Sequence[Slot], tune: Sequence[Note]) -> list[Voicing]:
    """The cheapest way to sing these chords under this tune."""
    sung = [_sounding(tune, slot.begin_beat) for slot in slots]
    options = [voicings(slot) for slot in slots]
    costs = [_alone(slots[0], choice) for choice in options[0]]
    ways: list[list[int]] = []
    for number in range(1, len(slots)):
        row, way = [], []
        for choice in options[number]:
            totals = [
                cost + _way((*old, sung[number - 1]), (*choice, sung[number]))
                for cost, old in zip(costs, options[number - 1], strict=True)
            ]
            least = min(range(len(totals)), key=totals.__getitem__)
            row.append(totals[least] + _alone(slots[number], choice))
            way.append(least)
        costs = row
        ways.append(way)
    place = min(range(len(costs)), key=costs.__getitem__)
    found = [options[-1][place]]
    for number in range(len(slots) - 2, -1, -1):
        place = ways[number][place]
        found.append(options[number][place])
    return found[::-1]


def count_parallels(chords: Sequence[Sequence[int | None]]) -> int:
    """Parallel fifths and octaves from chord to chord, between any two voices that move."""
    return sum(_parallels(old, new) for old, new in itertools.pairwise(chords))


def sounding_under(
    tune: Sequence[Note], slots: Sequence[Slot], found: Sequence[Voicing]
) -> list[tuple[int | None, ...]]:
    """Each chord with the tune's note above it, if one sounds as it begins."""
    return [(*choice, _sounding(tune, slot.begin_beat)) for slot, choice in zip(slots, found, strict=True)]


def suspended(old: int, new: int) -> bool:
    """Whether a voice may keep its old tone for a beat: it then resolves down by step."""
    return 0 < old - new <= 2


def _alone(slot: Slot, choice: Voicing) -> float:
    classes = {pitch % 12 for pitch in choice}
    cost = _NO_THIRD * (slot.chord.third not in classes) + _TWO_TONES * (len(classes) < 3)
    return cost + _WIDE * max(0, choice[2] - choice[1] - _WIDE_SEMITONES)


def _way(old: Sequence[int | None], new: Sequence[int | None]) -> float:
    ways = [abs(b - a) for a, b in zip(old[:3], new[:3], strict=True) if a is not None and b is not None]
    return _BASS_WAY * ways[0] + ways[1] + ways[2] + _PARALLEL * _parallels(old, new)


def _parallels(old: Sequence[int | None], new: Sequence[int | None]) -> int:
    found = 0
    for (a, c), (b, d) in itertools.combinations(zip(old, new, strict=True), 2):
        if a is None or b is None or c is None or d is None or a == c or b == d:
            continue
        same_way = (c - a) * (d - b) > 0
        found += same_way and (b - a) % 12 == (d - c) % 12 and (d - c) % 12 in (_FIFTH, _OCTAVE)
    return found


def _sounding(tune: Sequence[Note], beat: float) -> int | None:
    for note in tune:
        if note.begin_beat <= beat < note.begin_beat + note.beats:
            return note.pitch
    return None
