"""Tones with many partials, each with a level of its own."""

from collections.abc import Iterator, Sequence

import numpy as np

from synthesis.basics import RATE_HZ, Signal

HIGHEST_HZ = 16_000.0
FADING_HZ = 1_500.0  # partials fade over the last of this, so that none comes or goes with a step


def partials(phase_rad: Signal, ratios: int) -> Iterator[tuple[int, Signal]]:
    """sin(h phase) for h = 1, 2, .., by Chebyshev's recurrence: one cosine for any number of them."""
    twice = 2.0 * np.cos(phase_rad)
    before, now = np.zeros_like(phase_rad), np.sin(phase_rad)
    for number in range(1, ratios + 1):
        yield number, now
        before, now = now, twice * now - before


def phase_of(pitch_hz: Signal) -> Signal:
    return np.asarray(2.0 * np.pi * np.cumsum(pitch_hz) / RATE_HZ)


def audible(frequency_hz: Signal) -> Signal:
    """1 for what can be heard and held, 0 above 16 kHz."""
    return np.asarray(np.clip((HIGHEST_HZ - frequency_hz) / FADING_HZ, 0.0, 1.0))


def formants_db(
    frequency_hz: Signal, formants: Sequence[tuple[float, float, float]], octaves: Signal | float = 0.0
) -> Signal:
    """Level that the throat adds: bells of (middle Hz, dB, width in octaves), all moved by these octaves."""
    octave = np.log2(np.maximum(frequency_hz, 1.0)) - octaves
    return np.asarray(
        sum(
            level_db * np.exp(-(((octave - np.log2(middle)) / width) ** 2))
            for middle, level_db, width in formants
        )
    )


def levels(db: Signal) -> Signal:
    """Decibels to factors."""
    return np.asarray(10.0 ** (db / 20.0))
