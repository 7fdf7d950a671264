"""Birds of the woods, and a flock that passes: species of our own after thrush, tit, dove and jackdaw.

Distance is mostly the hall of the wood. Each call is drawn anew from its seed within its species' habits.
"""

from collections.abc import Sequence

import numpy as np

from synthesis.basics import (
    Random,
    Signal,
    fade,
    high_pass,
    hump,
    low_pass,
    mix_at,
    pan,
    pitch_through,
    rise,
    rms,
    samples,
    seconds,
    slow,
    smooth,
)
from synthesis.grains import unit
from synthesis.hall import OPEN_AIR, WOOD, place_in
from synthesis.noise import paint
from synthesis.voices import audible, levels, partials, phase_of

_SONG_STEPS = (0, 3, 5, 7, 10)  # semitones: the same scale as the chimes'
_PURE = (0.0, -28.0, -38.0)
_BIRDS, _FLOCK_S = 15, 3.6


def thrush(random: Random) -> Signal:
    """Four flute-like notes and a twitter."""
    base_hz = random.uniform(2_000.0, 2_300.0)
    result = np.zeros(samples(1.9))
    at_s = 0.03
    steps = random.choice(_SONG_STEPS, size=4, replace=False)
    for step in steps:
        length_s = random.uniform(0.15, 0.30)
        pitch_hz = base_hz * 2.0 ** (step / 12.0)
        end = random.choice((0.88, 0.94, 1.08))
        points = [
            (0.0, 0.93 * pitch_hz),
            (0.2 * length_s, pitch_hz),
            (0.7 * length_s, pitch_hz),
            (length_s, end * pitch_hz),
        ]
        note = _syllable(random, points, _PURE, quaver=0.006)
        mix_at(result, random.uniform(0.75, 1.0) * note, samples(at_s))
        at_s += length_s + random.uniform(0.03, 0.10)
    for index in range(int(random.integers(4, 9))):
        top_hz = random.uniform(5_700.0, 6_700.0)
        chirp = _syllable(random, [(0.0, 0.82 * top_hz), (0.014, top_hz), (0.036, 0.75 * top_hz)], _PURE)
        mix_at(
            result,
            0.22 * random.uniform(0.5, 1.0) * chirp,
            samples(at_s + 0.046 * index + random.uniform(0.0, 0.012)),
        )
    return _in_wood(result, 7_000.0, -8.0, 2.4)


def tit(random: Random) -> Signal:
    """Tee-cher, a few times."""
    high_hz, low_hz = 5_000.0 * random.uniform(0.94, 1.06), 3_550.0 * random.uniform(0.93, 1.05)
    period_s = random.uniform(0.29, 0.36)
    result = np.zeros(samples(1.9))
    for turn in range(int(random.integers(3, 6))):
        at_s = 0.03 + period_s * turn + random.uniform(0.0, 0.012)
        bend = 1.0 + 0.006 * random.normal()
        first = _syllable(
            random, [(0.0, 1.04 * high_hz * bend), (0.085, 0.94 * high_hz * bend)], (0.0, -24.0, -34.0)
        )
        second = _syllable(
            random,
            [(0.0, 0.985 * low_hz), (0.05, 1.03 * low_hz * bend), (0.125, 0.97 * low_hz)],
            (0.0, -24.0, -34.0),
        )
        mix_at(result, 0.8 * random.uniform(0.8, 1.0) * first, samples(at_s))
        mix_at(result, random.uniform(0.8, 1.0) * second, samples(at_s + 0.45 * period_s))
    return _in_wood(result, 8_000.0, -9.0, 2.3)


def dove(random: Random) -> Signal:
    """Five coos; the second is the long one."""
    tune = random.uniform(0.94, 1.05)
    result = np.zeros(samples(2.3))
    at_s = 0.04
    coos = zip(
        (0.22, 0.42, 0.34, 0.24, 0.20),
        (440.0, 500.0, 455.0, 448.0, 440.0),
        (0.6, 1.0, 0.85, 0.6, 0.5),
        strict=True,
    )
    for length_s, pitch_hz, level in coos:
        hz = pitch_hz * tune * random.uniform(0.985, 1.015)
        long_s = length_s * random.uniform(0.9, 1.1)
        points = [(0.0, 0.92 * hz), (0.25 * long_s, hz), (0.7 * long_s, 0.99 * hz), (long_s, 0.93 * hz)]
        coo = _syllable(random, points, (0.0, -17.0, -27.0, -40.0), edge=0.4)
        air = paint(random, len(coo), lambda f, _t: hump(f, 470.0, 0.35), frame=1024, hop=256)
        mix_at(
            result, level * (coo + 0.10 * np.abs(coo).max() * unit(air) * np.hanning(len(coo))), samples(at_s)
        )
        at_s += long_s + random.uniform(0.07, 0.15)
    return _in_wood(low_pass(result, 2_500.0), 2_500.0, -8.0, 2.8)


def flock(random: Random) -> Signal:
    """A flock overhead (2, samples): wings that flutter past one another, a few calls."""
    result = np.zeros((2, samples(_FLOCK_S)))
    for _ in range(_BIRDS):
        result += _wings(random)
    result = 0.6 * unit(result)
    for _ in range(int(random.integers(7, 11))):
        at_s = float(np.clip(random.normal(1.6, 0.65), 0.1, 2.9))
        level = random.uniform(0.3, 1.0) * float(np.exp(-(((at_s - 1.6) / 1.0) ** 2)))
        mix_at(result, pan(3.2 * level * _chack(random), random.uniform(-0.8, 0.8)), samples(at_s))
    return fade(high_pass(place_in(result, OPEN_AIR, -15.0, _FLOCK_S), 120.0), in_s=0.15, out_s=0.8)


def _wings(random: Random) -> Signal:
    """One bird of a flock (2, samples) that passes: it beats in bouts and sails between them."""
    t_s = seconds(samples(_FLOCK_S))
    count = len(t_s)
    passes_s, width_s = random.normal(1.7, 0.45), random.uniform(0.5, 0.9)
    near = np.exp(-(((t_s - passes_s) / width_s) ** 2)) * random.uniform(0.6, 1.0)
    beats_hz = random.uniform(4.8, 8.6) * (1.0 + 0.05 * slow(random, count, 0.5, 3.0))
    bout = np.clip(0.75 + 0.5 * slow(random, count, 0.5, 1.5), 0.1, 1.0)
    beat = (0.5 - 0.5 * np.cos(phase_of(beats_hz) + random.uniform(0.0, 6.0))) ** 2
    middle_hz = random.uniform(700.0, 1_500.0)

    def spectrum(frequency_hz: Signal, _t_s: Signal) -> Signal:
        return hump(frequency_hz, middle_hz, 1.1) * frequency_hz / (frequency_hz + 200.0)

    whirr = near * (0.25 + beat) * bout * unit(paint(random, count, spectrum, frame=512, hop=128))
    side = np.clip((t_s - passes_s) / (1.6 * width_s), -1.0, 1.0) * random.choice((-0.9, 0.9))
    angle_rad = (side + 1.0) * np.pi / 4.0
    return np.stack((np.cos(angle_rad) * whirr, np.sin(angle_rad) * whirr))


def _chack(random: Random) -> Signal:
    """A jackdaw's short bark: it leaps up and falls, hoarse at its end."""
    length_s = random.uniform(0.09, 0.16)
    hz = random.uniform(620.0, 820.0)
    points = [(0.0, hz), (0.25 * length_s, 1.55 * hz), (0.6 * length_s, 1.35 * hz), (length_s, 0.8 * hz)]
    bark = _syllable(random, points, (-4.0, 0.0, -5.0, -8.0, -16.0, -22.0), jitter=0.012, edge=0.25)
    air = paint(random, len(bark), lambda f, _t: hump(f, 2_200.0, 0.8), frame=512, hop=128)
    rough = bark * (1.0 - 0.4 * np.clip(slow(random, len(bark), 60.0, 160.0), 0.0, 1.0))
    return np.asarray(rough / rms(rough) * 0.25 + 0.07 * unit(air) * np.hanning(len(bark)))


def _syllable(
    random: Random,
    points: Sequence[tuple[float, float]],
    partials_db: Sequence[float],
    *,
    jitter: float = 0.0015,
    quaver: float = 0.0,
    edge: float = 0.3,
) -> Signal:
    """One note through points of time and pitch; `edge` is the part of it that swells, and that dies away."""
    length_s = points[-1][0]
    count = samples(length_s)
    t_s = seconds(count)
    pitch_hz = smooth(pitch_through(points, t_s), 0.004) * (1.0 + jitter * slow(random, count, 5.0, 60.0))
    pitch_hz = pitch_hz * (1.0 + quaver * np.sin(2.0 * np.pi * random.uniform(24.0, 32.0) * t_s))
    level = rise(t_s, 0.0, edge * length_s) * (1.0 - rise(t_s, (1.0 - edge) * length_s, length_s))
    level = level * (1.0 + 0.08 * slow(random, count, 4.0, 30.0))
    voice = np.zeros(count)
    for number, wave in partials(phase_of(pitch_hz), len(partials_db)):
        voice += (
            levels(np.array(partials_db[number - 1])) * level**number**0.5 * audible(number * pitch_hz) * wave
        )
    return voice


def _in_wood(song: Signal, treble_hz: float, send_db: float, length_s: float) -> Signal:
    placed = place_in(low_pass(song, treble_hz), WOOD, send_db, length_s)
    return fade(placed.mean(axis=0), in_s=0.004, out_s=0.5)
