"""A frame drum: a membrane's modes, struck in its middle or at its rim.

Source of the modes: Fletcher & Rossing, "The Physics of Musical Instruments" (an ideal membrane's: 1,
1.594, 2.136, 2.296, 2.653, 2.918, 3.5). 116 Hz is as low as small loudspeakers still play: at 84 Hz they
took 11 LU of it.
"""

from collections.abc import Sequence

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis.basics import RATE_HZ, Random, Signal, high_pass, low_pass, mix_at, pan, samples, seconds
from synthesis.score import LOW_STROKE, Played

# Ratio, level (dB), T60 (s).
_LOWEST_HZ = 116.0
_LOW = (
    *((1.0, -2.0, 0.8), (1.594, 0.0, 0.55), (2.136, -6.0, 0.4), (2.296, -9.0, 0.33)),
    *((2.653, -17.0, 0.28), (2.918, -20.0, 0.24), (3.5, -24.0, 0.2)),
)
_RIM = (
    *((1.594, -13.0, 0.15), (2.136, -7.0, 0.15), (2.653, -4.0, 0.14), (3.156, -4.0, 0.11)),
    *((3.6, -4.0, 0.09), (4.9, -6.0, 0.07), (6.15, -9.0, 0.06), (7.6, -12.0, 0.05)),
)
_TIGHTER, _TIGHTER_S = 0.045, 0.045  # a struck skin is tighter at first
_LENGTH_S = 1.1


def perform(random: Random, notes: Sequence[Played], count: int) -> Signal:
    """All strokes (2, count)."""
    played = np.zeros((2, count))
    for note in notes:
        is_low = note.pitch == LOW_STROKE
        mix_at(played, pan(stroke(random, note.strength_frac, is_low=is_low), -0.25), samples(note.begin_s))
    return played


def stroke(random: Random, strength_frac: float, *, is_low: bool) -> Signal:
    """One stroke of the hand. Where exactly it falls differs, and with it the modes' levels."""
    t_s = seconds(samples(_LENGTH_S))
    base_hz = _LOWEST_HZ * (1.0 + 0.004 * random.normal())
    glide = _TIGHTER * strength_frac * _TIGHTER_S * (1.0 - np.exp(-t_s / _TIGHTER_S))
    tone = np.zeros(len(t_s))
    for ratio, level_db, ring_s in _LOW if is_low else _RIM:
        fall = 10.0 ** (-3.0 * t_s / (ring_s * random.uniform(0.9, 1.1)))
        level = gain_of(level_db + 1.8 * random.normal())
        tone += level * fall * np.sin(2.0 * np.pi * ratio * base_hz * (t_s + glide))
    hand = random.normal(size=len(t_s)) * np.exp(-t_s / (0.012 if is_low else 0.007))
    hand = low_pass(hand, 900.0) if is_low else high_pass(low_pass(hand, 3_500.0), 700.0)
    attack = 1.0 - np.exp(-t_s * RATE_HZ / (90.0 if is_low else 30.0))
    level = strength_frac**1.3 * (1.0 if is_low else 0.5)
    return np.asarray(level * attack * (tone + 0.5 * hand / np.abs(hand).max() * np.abs(tone).max()))
