"""Bars that ring: the chimes that mark finds, and the soft signs of the game. All on D F G A C.

Source: Fletcher & Rossing, "The Physics of Musical Instruments" (a free bar's modes: 1, 2.756, 5.404, 8.933).
The scale is that of the music, so that chime and music never rub.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis.basics import Random, Signal, fade, low_pass, mix_at, pan, samples, seconds, slow
from synthesis.hall import OPEN_AIR, place_in

D4, F4, G4, A4, C5 = 293.66, 349.23, 392.00, 440.00, 523.25
CHIMES_HZ = (587.33, 698.46, 783.99, 880.00, 1_046.50)  # D5 F5 G5 A5 C6
_CHIME_S = 3.3
_BEATING = 0.00022  # each mode is two, this far apart: no bar is perfectly round


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """Pitch over the lowest one, level at a soft and a bright stroke, and how long it rings (to -60 dB)."""

    ratio: float
    soft_db: float
    bright_db: float
    ring_s: float


_BAR = (
    Mode(ratio=1.0, soft_db=0.0, bright_db=0.0, ring_s=3.6),
    Mode(ratio=2.0, soft_db=-22.0, bright_db=-20.0, ring_s=1.8),
    Mode(ratio=2.756, soft_db=-14.0, bright_db=-9.0, ring_s=1.5),
    Mode(ratio=5.404, soft_db=-25.0, bright_db=-18.0, ring_s=0.55),
    Mode(ratio=8.933, soft_db=-38.0, bright_db=-29.0, ring_s=0.22),
)
_FELT = (  # a celesta with felt on its hammers
    Mode(ratio=1.0, soft_db=0.0, bright_db=0.0, ring_s=1.5),
    Mode(ratio=2.0, soft_db=-20.0, bright_db=-17.0, ring_s=0.9),
    Mode(ratio=2.756, soft_db=-27.0, bright_db=-19.0, ring_s=0.5),
    Mode(ratio=4.0, soft_db=-36.0, bright_db=-28.0, ring_s=0.4),
)


def chime(random: Random, pitch_hz: float) -> Signal:
    """One tone in the open (2, samples)."""
    dry = _bar(random, pitch_hz, _BAR, bright=0.5, length_s=_CHIME_S)
    return fade(place_in(dry, OPEN_AIR, -14.0, _CHIME_S), in_s=0.001, out_s=1.2)


def found(random: Random) -> Signal:
    """A player is seen: two tones up."""
    return _phrase(random, ((0.0, A4, 0.8), (0.16, C5 * 9 / 8, 0.9)), bright=0.3, length_s=1.7)


def lost(random: Random) -> Signal:
    """The player is gone: two tones down, low and soft."""
    return _phrase(random, ((0.0, A4, 0.8), (0.22, D4, 0.8)), bright=0.0, length_s=1.8)


def done(random: Random) -> Signal:
    """A lesson is done: up through the chord, not quite in time."""
    notes = ((0.0, D4, 0.6), (0.11, A4, 0.7), (0.235, C5, 0.75), (0.35, 2 * D4, 0.9), (0.365, 2 * F4, 0.5))
    return _phrase(random, notes, bright=0.4, length_s=2.2)


def menu(random: Random) -> Signal:
    """The next line of a menu: one short tone."""
    return _phrase(random, ((0.0, G4, 0.8),), bright=0.1, length_s=0.9)


def _phrase(
    random: Random, notes: Sequence[tuple[float, float, float]], *, bright: float, length_s: float
) -> Signal:
    dry = np.zeros((2, samples(length_s)))
    for time_s, pitch_hz, level in notes:
        tone = _bar(random, pitch_hz, _FELT, bright=bright, length_s=length_s - time_s)
        mix_at(dry, level * tone, samples(time_s))
    return fade(place_in(dry, OPEN_AIR, -15.0, length_s), in_s=0.002, out_s=0.6 * length_s)


def _bar(random: Random, pitch_hz: float, modes: Sequence[Mode], *, bright: float, length_s: float) -> Signal:
    count = samples(length_s)
    t_s = seconds(count)
    result = np.zeros((2, count))
    for mode in modes:
        hz = mode.ratio * pitch_hz * (1.0 + 0.0012 * random.normal() * (mode.ratio != 1.0))
        ring_s = mode.ring_s * np.sqrt(600.0 / pitch_hz)
        level = gain_of(mode.soft_db + bright * (mode.bright_db - mode.soft_db)) * 10.0 ** (
            -3.0 * t_s / ring_s
        )
        # Struck a little to one side, each pair turns in the room by itself.
        for sign, side in ((-1.0, -0.45), (1.0, 0.45)):
            beat_hz = hz * (1.0 + sign * _BEATING * random.uniform(0.7, 1.3))
            phase_rad = 2.0 * np.pi * beat_hz * t_s + random.uniform(0.0, 0.9)
            result += pan(random.uniform(0.8, 1.0) * level * np.sin(phase_rad), side)
    result *= 1.0 + 0.02 * slow(random, count, 0.5, 3.0)
    attack = 0.5 - 0.5 * np.cos(np.pi * np.clip(t_s / (0.0035 + 0.004 * (1.0 - bright)), 0.0, 1.0))
    tap = np.zeros(count)
    length = samples(0.022)
    tap[:length] = random.normal(size=length) * np.hanning(length)
    tap = low_pass(tap, 900.0 + 1_400.0 * bright, order=4)
    return np.asarray(result * attack + (0.03 + 0.07 * bright) * tap / np.abs(tap).max())
