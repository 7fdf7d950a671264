"""A piece from its score to sound: who plays when, how exactly, how loud, in one hall for all."""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from griffin.audio.loudness import gain_of
from griffin.tools.loudness import integrated_lufs
from synthesis import celesta, choir, drum, flute, harp
from synthesis.arrangement import Score, arrange, clock_of, level_at
from synthesis.basics import RATE_HZ, Random, Signal, fade, samples, seconds
from synthesis.calm_pieces import BRANCH, EVENING, WATER
from synthesis.flight_pieces import CLIMB, GLIDE, LOW
from synthesis.hall import MUSIC, answer
from synthesis.measures import Measures, measure
from synthesis.pieces import Piece
from synthesis.score import Clock, Note, Played

PIECES = (BRANCH, GLIDE, CLIMB, LOW, WATER, EVENING)
LOUDNESS_LUFS = -26.0
_MOST_PEAK_DBFS = -2.0
_SENDS_DB = {"harp": -6.0, "celesta": -5.0, "flute": -6.0, "choir": -4.0, "drum": -9.0}
_SHARED_BY_HALL = 0.35  # what each side of the hall hears of the other
_LATE_S = {"harp": 0.009, "celesta": 0.010, "flute": 0.012, "choir": 0.0, "drum": 0.006}
_FADE_OUT_S = 2.5
_EXCERPT_BEFORE_S = 0.6
_ARC_DB = 9.0  # from level 0 to 1, besides what stronger strokes add


def make(piece: Piece) -> Signal:
    """The finished piece (2, samples); the same from run to run."""
    return _finish(piece, arrange(piece), clock_of(piece))


def excerpt(piece: Piece) -> Signal:
    """Its last phrase by itself, made in a few seconds: what tests compare."""
    score, clock = arrange(piece), clock_of(piece)
    begin = score.phrase_beats[-2]
    return _finish(piece, _from(score, begin), clock.begun_at(clock.at_s(begin) - _EXCERPT_BEFORE_S))


def _finish(piece: Piece, score: Score, clock: Clock) -> Signal:
    length_s = clock.at_s(score.phrase_beats[-1]) + piece.tail_s
    # Whole half seconds: Fourier transforms of that many samples are quick.
    stems = perform(piece, score, clock, samples(math.ceil(2.0 * length_s) / 2.0))
    return fade(mix(piece, stems), in_s=0.01, out_s=_FADE_OUT_S)


def perform(piece: Piece, score: Score, clock: Clock, count: int) -> dict[str, Signal]:
    """Each instrument by itself (2, count), dry."""
    stems: dict[str, Signal] = {}
    for name, notes, player in (
        ("harp", score.harp, harp.perform),
        ("celesta", score.celesta, celesta.perform),
        ("flute", score.flute, flute.perform),
        ("drum", score.drum, drum.perform),
    ):
        if notes:
            random = _random(piece, name)
            stems[name] = player(random, _played(random, score, clock, notes, name), count)
    if any(score.choir):
        random = _random(piece, "choir")
        parts = [_played(random, score, clock, notes, "choir") for notes in score.choir]
        vowels = [(clock.at_s(beat), opening) for beat, opening in score.vowels]
        stems["choir"] = choir.perform(random, parts, vowels, count)
    arc = _arc(score, clock, count)
    return {name: stem * arc for name, stem in stems.items()}


def mix(piece: Piece, stems: dict[str, Signal]) -> Signal:
    """All at their levels in the hall, as loud as music is meant to be."""
    levelled = {
        name: stem * gain_of(piece.stems_lufs[name] - integrated_lufs(stem, RATE_HZ))
        for name, stem in stems.items()
    }
    dry = sum(levelled.values(), np.zeros_like(next(iter(levelled.values()))))
    sent = sum((gain_of(_SENDS_DB[name]) * stem for name, stem in levelled.items()), np.zeros_like(dry))
    sent = (1.0 - _SHARED_BY_HALL) * sent + _SHARED_BY_HALL * sent[::-1]
    whole = dry + answer(sent, MUSIC)[:, : dry.shape[1]]
    made = _measure(whole)
    return whole * gain_of(min(LOUDNESS_LUFS - made.loudness_lufs, _MOST_PEAK_DBFS - made.peak_dbfs))


def _measure(sound: Signal) -> Measures:
    """A piece is measured as a whole, as a loop is."""
    return measure(sound, is_loop=True)


def _random(piece: Piece, name: str) -> Random:
    return np.random.default_rng(zlib.crc32(f"{piece.name} {name}".encode()))


def _played(random: Random, score: Score, clock: Clock, notes: Sequence[Note], name: str) -> list[Played]:
    """Notes at their times, a little off, and as strong as the place in the piece wants."""
    played = []
    for note in notes:
        late_s = _LATE_S[name] * float(np.clip(random.normal(), -2.0, 2.0))
        arc = 0.65 + 0.45 * level_at(score, note.begin_beat)
        strength = note.strength_frac * arc * (1.0 + 0.07 * float(np.clip(random.normal(), -2.0, 2.0)))
        played.append(clock.play(replace(note, strength_frac=float(np.clip(strength, 0.1, 1.0))), late_s))
    return played


def _arc(score: Score, clock: Clock, count: int) -> Signal:
    """How loudly all play, as a factor a sample."""
    times_s = [clock.at_s(beat) for beat, _ in score.levels]
    levels = [level for _, level in score.levels]
    return np.asarray(10.0 ** (_ARC_DB / 20.0 * (np.interp(seconds(count), times_s, levels) - 1.0)))


def _from(score: Score, begin_beat: float) -> Score:
    """Only what begins at this beat or later."""

    def later(notes: Iterable[Note]) -> tuple[Note, ...]:
        return tuple(note for note in notes if note.begin_beat >= begin_beat)

    return replace(
        score,
        flute=later(score.flute),
        harp=later(score.harp),
        celesta=later(score.celesta),
        choir=tuple(later(line) for line in score.choir),
        drum=later(score.drum),
    )
