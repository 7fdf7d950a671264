"""A celesta: steel bars over wooden boxes, struck by felt.

Source of the modes: Fletcher & Rossing, "The Physics of Musical Instruments" (a bar's modes at 1, 2.756,
5.404, 8.933; the box below each bar is tuned to the first). Each mode is two, a little apart, since no bar
is perfect.
"""

from collections.abc import Sequence

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis.basics import RATE_HZ, Random, Signal, low_pass, mix_at, pan, rise, samples, seconds
from synthesis.score import Played, hertz

# Pitch over the lowest mode, level (dB), T60 (s) at C5.
_MODES = (
    *((1.0, 0.0, 2.4), (2.0, -25.0, 1.0), (2.756, -19.0, 0.55), (4.0, -36.0, 0.5)),
    *((5.404, -29.0, 0.22), (8.933, -36.0, 0.09)),
)
_C5_HZ, _RING_SLOPE = 523.25, 0.35
_APART = 0.00035
_SOFTER_DB = 6.0
_FELT_S, _FELT_HZ, _FELT = 0.030, 1_100.0, 0.30
_ACTION_S, _ACTION_HZ, _ACTION = 0.012, 420.0, 0.10  # the key's wood, just before
_ATTACK_S = 0.002
_BOX_S = 0.045  # until the box speaks: the tone swells a little after the stroke
_LONGEST_S = 4.0
_HIGHEST_HZ = 16_000.0


def perform(random: Random, notes: Sequence[Played], count: int) -> Signal:
    """All notes (2, count)."""
    played = np.zeros((2, count))
    for note in notes:
        tone = strike(random, note.pitch, note.strength_frac)
        mix_at(played, pan(tone, 0.22 + (note.pitch - 76) / 100.0), samples(note.begin_s))
    return played


def strike(random: Random, pitch: int, strength_frac: float) -> Signal:
    """One bar, struck once."""
    pitch_hz = hertz(pitch)
    longer = (_C5_HZ / pitch_hz) ** _RING_SLOPE
    count = samples(min(_LONGEST_S, 1.1 * _MODES[0][2] * longer))
    t_s = seconds(count)
    tone = np.zeros(count)
    for ratio, level_db, ring_s in _MODES:
        hz = ratio * pitch_hz * (1.0 + 0.0008 * random.normal() * (ratio != 1.0))
        if hz > _HIGHEST_HZ:
            continue
        level_db += random.normal() * 1.5 * (ratio != 1.0) - _SOFTER_DB * (1.0 - strength_frac) * (
            ratio != 1.0
        )
        fall = 10.0 ** (-3.0 * t_s / (ring_s * longer))
        box = 0.72 + 0.28 * rise(t_s, 0.0, _BOX_S) if ratio == 1.0 else 1.0
        for sign, part in ((1.0, 0.62), (-1.0, 0.38)):
            apart = 1.0 + 0.5 * sign * _APART * random.uniform(0.7, 1.3)
            tone += part * gain_of(level_db) * fall * box * np.sin(2.0 * np.pi * hz * apart * t_s)
    tone *= rise(t_s, 0.0, _ATTACK_S)
    _add_noise(random, tone, _FELT_S, _FELT_HZ, _FELT * strength_frac)
    _add_noise(random, tone, _ACTION_S, _ACTION_HZ, _ACTION)
    end_s = count / RATE_HZ
    return np.asarray(tone * strength_frac**1.3 * (1.0 - rise(t_s, end_s - 0.3, end_s)))


def _add_noise(random: Random, tone: Signal, length_s: float, cutoff_hz: float, level: float) -> None:
    count = samples(length_s)
    noise = low_pass(random.normal(size=count), cutoff_hz) * np.hanning(2 * count)[count:]
    noise *= rise(seconds(count), 0.0, 0.0015)
    tone[:count] += level * noise / np.abs(noise).max()
