"""The instruments, one note or one line at a time: pitch, strength, breath, and how they die away."""

import numpy as np
import pytest

from synthesis import celesta, choir, drum, flute, harp
from synthesis.basics import RATE_HZ, Signal, rms
from synthesis.measures import centroid_hz
from synthesis.score import LOW_STROKE, RIM_STROKE, Played, hertz, pitch_of

SLOW = (pytest.mark.slow, pytest.mark.timeout(120))
SLOW_STRINGS = ("A2", "E3", "C4", "D5", "B5", "D6")  # those at the ends and the middle stand for them
STRINGS = ("D2", "A4", "A6", *(pytest.param(name, marks=SLOW) for name in SLOW_STRINGS))


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def cents_off(sound: Signal, pitch_hz: float) -> float:
    """How far the strongest frequency within a semitone is from this one."""
    size = 1 << 20
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
    frequency_hz = np.fft.rfftfreq(size, 1.0 / RATE_HZ)
    near = np.flatnonzero(np.abs(np.log2(np.maximum(frequency_hz, 1.0) / pitch_hz)) < 1.0 / 12.0)
    peak = int(near[spectrum[near].argmax()])
    before, top, after = np.log(spectrum[peak - 1 : peak + 2])
    between = 0.5 * (before - after) / (before - 2.0 * top + after)
    return float(1200.0 * np.log2((peak + between) * RATE_HZ / size / pitch_hz))


def note(begin_s: float, length_s: float, name: str, strength: float = 0.7) -> Played:
    return Played(begin_s=begin_s, length_s=length_s, pitch=pitch_of(name), strength_frac=strength)


@pytest.mark.parametrize("name", STRINGS)
def test_harp_strings_are_in_tune_within_a_cent(name: str) -> None:
    tone = harp.pluck(random(), pitch_of(name), 0.7)
    assert cents_off(tone, hertz(pitch_of(name))) == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize("name", STRINGS)
def test_a_harp_string_begins_silent_and_dies_away(name: str) -> None:
    tone = harp.pluck(random(), pitch_of(name), 0.7)
    assert abs(tone[0]) < 0.02 * np.abs(tone).max()
    assert np.abs(tone).argmax() < 0.05 * RATE_HZ
    second = RATE_HZ // 2
    fall_db = 20.0 * np.log10(rms(tone[:second]) / rms(tone[second : 2 * second]))
    assert 60.0 * 0.5 / harp.ring_s(hertz(pitch_of(name))) * 0.8 < fall_db < 40.0
    assert np.abs(tone[-48:]).max() < 1e-3 * np.abs(tone).max()


def test_low_strings_ring_longer() -> None:
    assert harp.ring_s(75.0) > 3.0 * harp.ring_s(1_500.0)


def test_a_harder_pluck_is_louder_and_brighter() -> None:
    soft, hard = (harp.pluck(random(), pitch_of("A4"), strength) for strength in (0.3, 0.9))
    assert rms(hard) > 2.0 * rms(soft)
    assert centroid_hz(hard[None]) > centroid_hz(soft[None])
    accented = harp.pluck(random(), pitch_of("A4"), 0.9, is_accent=True)
    assert centroid_hz(accented[None]) > centroid_hz(hard[None])


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_string_is_stopped_when_it_is_plucked_again() -> None:
    count = 4 * RATE_HZ
    once = harp.perform(random(), [note(0.0, 1.0, "A3")], count)
    bass = harp.perform(random(), [note(0.0, 1.0, "D2"), note(1.0, 1.0, "G2")], count)
    tail = slice(2 * RATE_HZ, 3 * RATE_HZ)
    assert rms(once[:, tail]) > 1e-4
    spectrum = np.abs(np.fft.rfft(bass.sum(axis=0)[tail]))
    assert spectrum[round(hertz(pitch_of("D2")))] < 0.2 * spectrum[round(hertz(pitch_of("G2")))]


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_strings_at_rest_ring_along() -> None:
    """A string that is stopped and hardly touched again leaves others ringing at its partials."""
    again = note(0.3, 1.0, "E4", 0.02)
    both = harp.perform(random(), [note(0.0, 1.0, "E4"), again], 3 * RATE_HZ)
    alone = harp.perform(random(), [again], 3 * RATE_HZ)
    later = slice(RATE_HZ, 2 * RATE_HZ)
    assert rms(both[:, later]) > 2.0 * rms(alone[:, later])
    spectrum = np.abs(np.fft.rfft(both.sum(axis=0)[later]))
    assert spectrum[320:340].argmax() + 320 == pytest.approx(330, abs=1)


@pytest.mark.parametrize("name", ["C5", "A5", "G6"])
def test_the_celesta_is_in_tune_and_short(name: str) -> None:
    tone = celesta.strike(random(), pitch_of(name), 0.6)
    assert cents_off(tone, hertz(pitch_of(name))) == pytest.approx(0.0, abs=3.0)
    assert np.abs(tone[:5]).max() < 0.02 * np.abs(tone).max()
    assert len(tone) < 4.1 * RATE_HZ


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_the_flute_plays_in_tune_with_breath_and_vibrato() -> None:
    line = flute.perform(random(), [note(0.2, 2.0, "A4"), note(2.2, 2.0, "D5")], 5 * RATE_HZ)
    mono = line.sum(axis=0)
    first, second = mono[RATE_HZ // 2 : 2 * RATE_HZ], mono[5 * RATE_HZ // 2 : 4 * RATE_HZ]
    assert cents_off(first, 440.0) == pytest.approx(0.0, abs=15.0)
    assert cents_off(second, hertz(pitch_of("D5"))) == pytest.approx(0.0, abs=15.0)
    power = np.abs(np.fft.rfft(first * np.hanning(len(first)))) ** 2
    frequency_hz = np.fft.rfftfreq(len(first), 1.0 / RATE_HZ)
    near = np.abs(frequency_hz / 440.0 - np.round(frequency_hz / 440.0)) < 0.08
    between = power[~near & (frequency_hz > 500.0)].sum() / power.sum()
    assert 1e-5 < between < 1e-2  # air
    assert rms(mono[: RATE_HZ // 10]) < 1e-3 * rms(first)
    assert rms(mono[-RATE_HZ // 4 :]) < 1e-3 * rms(first)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_no_two_notes_of_the_flute_begin_alike() -> None:
    notes = [note(0.2 + i, 0.8, "A4") for i in range(3)]
    mono = flute.perform(random(), notes, 4 * RATE_HZ).sum(axis=0)
    attacks = [mono[round((0.2 + i) * RATE_HZ) :][: RATE_HZ // 3] for i in range(3)]
    envelopes = [np.abs(attack).reshape(-1, 400).max(axis=1) for attack in attacks]
    assert np.abs(envelopes[0] - envelopes[1]).max() > 0.05 * max(envelopes[0])
    assert np.abs(envelopes[1] - envelopes[2]).max() > 0.05 * max(envelopes[1])


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_the_choir_sings_its_chord_on_a_vowel_and_breathes_before() -> None:
    parts = [[note(1.0, 3.0, name)] for name in ("D3", "A3", "F4")]
    dark = choir.perform(random(), parts, [(0.0, 0.1)], 6 * RATE_HZ)
    bright = choir.perform(random(), parts, [(0.0, 0.7)], 6 * RATE_HZ)
    held = slice(2 * RATE_HZ, 3 * RATE_HZ)
    spectrum = np.abs(np.fft.rfft(dark[0, held]))
    for name in ("D3", "A3", "F4"):
        at = round(hertz(pitch_of(name)))
        assert spectrum[at - 4 : at + 5].max() > 0.1 * spectrum.max()
    assert centroid_hz(bright[:, held]) > 1.2 * centroid_hz(dark[:, held])
    breath = dark[:, round(0.65 * RATE_HZ) : round(0.9 * RATE_HZ)]
    assert 0.005 < rms(breath) / rms(dark[:, held]) < 0.15
    assert rms(dark[:, : RATE_HZ // 2]) < 1e-6
    assert abs(np.corrcoef(dark[0, held], dark[1, held])[0, 1]) < 0.95


def test_the_drum_has_a_skin_and_a_rim() -> None:
    low = drum.stroke(random(), 0.8, is_low=True)
    rim = drum.stroke(random(), 0.8, is_low=False)
    assert centroid_hz(low[None]) < 350.0 < centroid_hz(rim[None])
    played = drum.perform(
        random(),
        [
            Played(begin_s=0.1, length_s=0.2, pitch=LOW_STROKE, strength_frac=0.5),
            Played(begin_s=0.6, length_s=0.2, pitch=RIM_STROKE, strength_frac=0.5),
        ],
        RATE_HZ,
    )
    assert rms(played[:, : RATE_HZ // 11]) == 0.0
    assert rms(played[:, RATE_HZ // 10 : RATE_HZ // 4]) > 0.0
