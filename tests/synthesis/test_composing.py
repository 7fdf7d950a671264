"""The pieces on paper: keys, tunes, chords, voices and time, before anything sounds."""

import itertools
from functools import cache

import pytest

from synthesis import arrangement
from synthesis.arrangement import Score, clock_of
from synthesis.melody import Step, compose, keys, leaps_answered, steps_share
from synthesis.music import PIECES
from synthesis.pieces import Piece
from synthesis.score import WHITE, Clock, Note, chord_of, hertz, name_of, pitch_of
from synthesis.voicing import ALTO, BASS, TENOR, count_parallels, sounding_under, voice

MOST_PARALLELS = 1  # in a piece, between any two of the choir and the tune
CHIMES = {"D5", "F5", "G5", "A5", "C6"}

each_piece = pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)


@cache
def arranged(name: str) -> Score:
    return arrangement.arrange(next(piece for piece in PIECES if piece.name == name))


def arrange(piece: Piece) -> Score:
    """Each piece once for all tests: it takes a while."""
    return arranged(piece.name)


def all_notes(score: Score) -> list[Note]:
    return [*score.flute, *score.harp, *score.celesta, *itertools.chain.from_iterable(score.choir)]


def test_pitches_have_names_and_frequencies() -> None:
    assert [pitch_of(name) for name in ("C4", "A4", "D6", "E2")] == [60, 69, 86, 40]
    assert name_of(86) == "D6"
    assert hertz(69) == 440.0
    assert hertz(57) == 220.0


def test_a_chord_knows_its_tones_and_its_chimes() -> None:
    assert chord_of("Dm").tones == (2, 5, 9)
    assert chord_of("G/B").bass == 11
    assert chord_of("Fmaj7").tones == (5, 9, 0, 4)
    assert chord_of("Gsus").third == 0
    assert chord_of("Dm").chimes() == ("D5", "F5", "G5", "A5", "C6")
    assert "F5" not in chord_of("Em").chimes()
    assert "C6" not in chord_of("G/B").chimes()


@pytest.mark.parametrize("name", ["Am", "C", "C/E", "Dm", "Dm7", "Em", "F", "Fmaj7", "G", "G/B", "Gsus"])
def test_every_chord_has_chimes_that_go_with_it(name: str) -> None:
    assert len(chord_of(name).chimes()) >= 2


def test_a_clock_counts_uneven_beats() -> None:
    clock = Clock([1.0, 2.0], before_s=0.5)
    assert [clock.at_s(beat) for beat in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)] == [0.5, 1.0, 1.5, 2.5, 3.5, 5.5]
    assert clock.begun_at(0.5).at_s(1.0) == 1.0
    played = clock.play(Note(begin_beat=1.0, beats=1.0, pitch=60), late_s=0.01)
    assert (played.begin_s, played.length_s) == pytest.approx((1.51, 2.0))


def test_a_tune_is_measured_by_its_steps_and_leaps() -> None:
    assert steps_share([60, 62, 64, 69]) == pytest.approx(2 / 3)
    assert leaps_answered([60, 67, 65]) == 1.0
    assert leaps_answered([60, 67, 69]) == 0.0
    assert leaps_answered([60, 67, 65, 72, 74]) == 0.5


def test_a_tune_takes_what_is_given_and_goes_by_step() -> None:
    chord = chord_of("Dm")
    given = {0: pitch_of("D5"), 7: pitch_of("A4")}
    steps = [
        Step(begin_beat=float(i), beats=1.0, chord=chord, is_strong=i % 2 == 0, pitch=given.get(i))
        for i in range(8)
    ]
    tune = compose(steps, keys(67, 86), top=pitch_of("A5"))
    assert (tune[0], tune[-1]) == (given[0], given[7])
    assert all(pitch % 12 in chord.tones for pitch in tune[::2])
    assert steps_share(tune) > 0.5
    motif = compose(steps, keys(67, 86), top=pitch_of("A5"), motif=tune)
    assert motif == tune


@each_piece
def test_only_white_keys_are_used(piece: Piece) -> None:
    score = arrange(piece)
    assert all(note.pitch % 12 in WHITE for note in all_notes(score))
    assert all(tone in WHITE for slot in score.slots for tone in slot.chord.tones)


@each_piece
def test_the_tune_keeps_its_range_and_ends_its_phrases_as_written(piece: Piece) -> None:
    score = arrange(piece)
    assert all(pitch_of(piece.lowest) <= note.pitch <= pitch_of(piece.highest) for note in score.tune)
    for phrase, tune in zip(piece.phrases, score.tunes, strict=True):
        assert bool(tune) == bool(phrase.rhythm)
        if tune:
            given = phrase.tune.split()
            assert [name_of(note.pitch) for note in tune][: len(given)] == given
            assert name_of(tune[-1].pitch) == phrase.ends_on


@each_piece
def test_the_tune_can_be_sung(piece: Piece) -> None:
    score = arrange(piece)
    tune = [note.pitch for note in score.tune]
    assert steps_share(tune) >= 0.5
    assert max(abs(b - a) for a, b in itertools.pairwise(tune)) <= 12


@each_piece
def test_a_phrase_fills_its_bars(piece: Piece) -> None:
    begins = arrange(piece).phrase_beats
    for phrase, begin, end in zip(piece.phrases, begins, begins[1:], strict=False):
        assert end - begin == phrase.bars * piece.beats_a_bar
        for letters in (phrase.harp, phrase.celesta, phrase.choir, phrase.drum):
            assert len(letters) in (0, phrase.bars)
        if phrase.rhythm:
            bars = phrase.rhythm.split("|")
            assert len(bars) == phrase.bars
            beats = [sum(float(cell.removeprefix("r")) for cell in bar.split()) for bar in bars]
            assert beats == [piece.beats_a_bar] * phrase.bars


@each_piece
def test_the_texture_changes(piece: Piece) -> None:
    assert any("," in phrase.chords for phrase in piece.phrases), "half-bar changes"
    assert any(phrase.harp and "-" in phrase.harp for phrase in piece.phrases), "bars without harp"
    assert len({phrase.harp for phrase in piece.phrases}) > 2
    levels = [level for phrase in piece.phrases for level in phrase.level]
    assert max(levels) - min(levels) >= 0.4


@each_piece
def test_the_choir_keeps_to_its_voices_and_to_the_rules(piece: Piece) -> None:
    score = arrange(piece)
    for line, (low, high) in zip(score.choir, (BASS, TENOR, ALTO), strict=False):
        assert all(low <= note.pitch <= high for note in line)
        assert all(a.begin_beat + a.beats <= b.begin_beat + 1e-9 for a, b in itertools.pairwise(line))
    if score.choir:
        bass = score.choir[0]
        sung = [
            slot
            for slot in score.slots
            if any(note.begin_beat <= slot.begin_beat < note.begin_beat + note.beats for note in bass)
        ]
        found = voice(sung, score.tune)
        assert count_parallels(sounding_under(score.tune, sung, found)) <= MOST_PARALLELS
        with_third = [
            slot.chord.third in {pitch % 12 for pitch in way} for slot, way in zip(sung, found, strict=True)
        ]
        assert sum(with_third) >= 0.9 * len(sung)


def test_parallel_fifths_and_octaves_are_counted() -> None:
    assert count_parallels([(48, 55, 64), (50, 57, 65)]) == 1
    assert count_parallels([(48, 60, 64), (50, 62, 65)]) == 1
    assert count_parallels([(48, 55, 64), (48, 55, 65)]) == 0
    assert count_parallels([(48, 55, None), (50, 57, None)]) == 1


def test_the_alto_is_suspended_in_every_piece_with_a_choir() -> None:
    for piece in PIECES:
        score = arrange(piece)
        if score.choir:
            begins = {slot.begin_beat for slot in score.slots}
            assert any(note.begin_beat not in begins for note in score.choir[2]), piece.name


@each_piece
def test_phrases_close_slower_and_the_piece_is_about_a_minute(piece: Piece) -> None:
    score, clock = arrange(piece), clock_of(piece)
    end = score.phrase_beats[-1]
    beat_s = min(clock.at_s(beat + 1.0) - clock.at_s(float(beat)) for beat in range(int(end)))
    last_beat_s = clock.at_s(end) - clock.at_s(end - 1.0)
    assert beat_s == pytest.approx(60.0 / piece.tempo_bpm)
    assert last_beat_s > 1.1 * beat_s
    assert 55.0 < clock.at_s(end) < 66.0
