"""Tunes: the cheapest way through the white keys under the rules of a singable line, phrase by phrase.

The rhythm, the phrase's first notes and its last one are given; the rest is found by dynamic programming
over pairs of neighbouring notes (Viterbi), so it is the best there is by these rules and not a lucky draw.
The rules are those of counterpoint: steps rather than leaps, a leap is answered by a step back, a note
foreign to the chord comes and goes by step, one arch a phrase. An earlier phrase's intervals are worth
something: a tune is remembered by what returns. Source of the rules: Fux 1725, "Gradus ad Parnassum"; the
weights are ours.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from synthesis.score import WHITE, Chord

_INTERVAL_COSTS = {0: 2.2, 1: 0.1, 2: 0.0, 3: 0.9, 4: 1.1, 5: 1.6, 7: 2.4, 8: 4.0, 9: 4.0, 12: 5.0}
_OTHER_INTERVAL, _LEAP = 12.0, 5
_UNANSWERED_LEAP, _THREE_EQUAL, _TRILL = 4.0, 3.0, 0.5
_STRONG_FOREIGN, _WEAK_FOREIGN, _FOREIGN_BY_LEAP = 7.0, 1.2, 6.0
_RUBBING_B = 4.0
_LONG_BEATS = 1.5
_OFF_ARCH = 0.28  # a semitone
_RETURN = 2.2
_FIXED = 60.0
_B, _F, _C = 11, 5, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One note to be found: where it lies, over which chord, and its pitch if that is given."""

    begin_beat: float
    beats: float
    chord: Chord
    is_strong: bool
    pitch: int | None = None


def keys(low: int, high: int) -> tuple[int, ...]:
    """White keys from low to high."""
    return tuple(pitch for pitch in range(low, high + 1) if pitch % 12 in WHITE)


def compose(
    steps: Sequence[Step],
    scale: Sequence[int],
    *,
    top: int,
    before: Sequence[int] = (),
    motif: Sequence[int] = (),
) -> tuple[int, ...]:
    """Pitches of a phrase. `before` are the last notes before it, `motif` an earlier phrase.

    The phrase's arch rises from its given first note to `top` at 55 % and falls to its end.
    """
    count, size = len(steps), len(scale)
    alone = np.array([[_alone(step, pitch) for pitch in scale] for step in steps]) + _arch(steps, scale, top)
    index = range(size)
    # cost[i, j] of the best way to the pair of notes i, j.
    cost = np.zeros((size, size)) + alone[0][None, :]
    if before:
        costs = [_pair(before[-1], pitch) for pitch in scale]
        cost = cost + np.array(costs)[None, :]
    ways = np.zeros((count, size, size), dtype=np.intp)
    for number in range(1, count):
        bonus = motif[number] - motif[number - 1] if number < len(motif) else None
        pairs = np.array([[_pair(a, b) - _RETURN * (bonus == b - a) for b in scale] for a in scale])
        if number == 1:
            # The first note is repeated in both places of the pair.
            cost = np.diagonal(cost)[:, None] + pairs + alone[1][None, :]
            continue
        triples = np.array(
            [
                [[_triple(scale[a], scale[b], scale[c], steps[number - 1]) for c in index] for b in index]
                for a in index
            ]
        )
        total = cost[:, :, None] + triples
        ways[number] = total.argmin(axis=0)
        cost = total.min(axis=0) + pairs + alone[number][None, :]
    if count == 1:
        return (scale[int(np.diagonal(cost).argmin())],)
    before_last, last = divmod(int(cost.argmin()), size)
    found = [last, before_last]
    for number in range(count - 1, 1, -1):
        found.append(int(ways[number, found[-1], found[-2]]))
    return tuple(scale[place] for place in reversed(found))


def _alone(step: Step, pitch: int) -> float:
    """What this pitch costs by itself."""
    if step.pitch is not None:
        return 0.0 if pitch == step.pitch else _FIXED
    cost = 0.0
    if pitch % 12 not in step.chord.tones:
        cost += _STRONG_FOREIGN if step.is_strong or step.beats >= _LONG_BEATS else _WEAK_FOREIGN
    if pitch % 12 == _B and step.chord.tones[0] in (_F, _C):
        cost += _RUBBING_B
    return cost


def _arch(steps: Sequence[Step], scale: Sequence[int], top: int) -> np.ndarray:
    """Distance from a line that rises to the top at 55 % and falls again."""
    begins = np.array([step.begin_beat for step in steps])
    part = (begins - begins[0]) / max(1.0, begins[-1] - begins[0])
    first = steps[0].pitch if steps[0].pitch is not None else top - 9
    last = steps[-1].pitch if steps[-1].pitch is not None else top - 9
    line = np.interp(part, (0.0, 0.55, 1.0), (float(first), float(top), float(last)))
    return np.asarray(_OFF_ARCH * np.abs(np.array(scale)[None, :] - line[:, None]))


def _pair(a: int, b: int) -> float:
    return _INTERVAL_COSTS.get(abs(b - a), _OTHER_INTERVAL)


def _triple(a: int, b: int, c: int, middle: Step) -> float:
    """What three notes cost beyond their pairs."""
    came, goes = b - a, c - b
    cost = 0.0
    if abs(came) >= _LEAP and not (0 < abs(goes) <= 2 and came * goes < 0):
        cost += _UNANSWERED_LEAP
    if a == b == c:
        cost += _THREE_EQUAL
    if a == c and 0 < abs(came) <= 2:
        cost += _TRILL
    if middle.pitch is None and b % 12 not in middle.chord.tones:
        by_step = 0 < abs(came) <= 2 and 0 < abs(goes) <= 2
        cost += 0.0 if by_step else _FOREIGN_BY_LEAP
    return cost


def leaps_answered(tune: Sequence[int]) -> float:
    """The part of leaps of a fourth or more that a step back follows."""
    triples = list(zip(tune, tune[1:], tune[2:], strict=False))
    leaps = [(b - a, c - b) for a, b, c in triples if abs(b - a) >= _LEAP]
    answered = sum(0 < abs(goes) <= 2 and came * goes < 0 for came, goes in leaps)
    return answered / len(leaps) if leaps else 1.0


def steps_share(tune: Sequence[int]) -> float:
    """The part of intervals that are a step or a repeated note."""
    sizes = [abs(b - a) for a, b in itertools.pairwise(tune)]
    return sum(size <= 2 for size in sizes) / len(sizes)
