"""Wing strokes from soft to hard: moving air, a push below it, and feathers that tick.

Source: Sarradj, Fritzsche & Geyer 2010 (gliding owls and hawks: a quiet wing lacks the treble above 1.6 kHz).
So soft is steep and dark, hard is flatter and brighter. The left side is the left wing.
"""

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis.basics import Random, Signal, fade, high_pass, samples, seconds, slow, soften, through
from synthesis.grains import scatter
from synthesis.noise import Flutter, band_noise, paint

_BEFORE_S = 0.05
_AFTER_S = 0.30
_SIDE_LAG_S = 0.004
_KNOTS_HZ = (60.0, 180.0, 500.0, 1_300.0, 3_200.0, 8_000.0)


def stroke(random: Random, strength: float) -> Signal:
    """One beat (2, samples), strength 0 to 1: it swells and brightens, then a breath back up."""
    beat_s = 0.66 - 0.20 * strength
    count = samples(_BEFORE_S + beat_s + _AFTER_S)
    air = np.stack([_air(random, count, strength, beat_s, side) for side in (-1, 1)])
    air /= np.abs(air).max()
    ticks = _feathers(random, count, strength, beat_s)
    ticks *= (0.045 + 0.10 * strength) / max(float(np.abs(ticks).max()), 1e-9)
    sound = soften(air + _push(random, count, strength, beat_s) + ticks, 0.65)
    return fade(high_pass(sound, 40.0), in_s=0.01, out_s=0.12)


def _speed(t_s: Signal, beat_s: float) -> Signal:
    """How fast the wing moves, 1 at its fastest, for the downstroke and then the upstroke."""
    x = np.clip((t_s - _BEFORE_S) / beat_s, 0.0, 1.0)
    back = np.clip((t_s - _BEFORE_S - 0.90 * beat_s) / 0.28, 0.0, 1.0)
    return np.asarray(np.sin(np.pi * x**0.72) ** 1.6 + 0.16 * np.sin(np.pi * back) ** 2)


def _air(random: Random, count: int, strength: float, beat_s: float, side: int) -> Signal:
    # Air tears off in lumps rather than as a sheet of noise: each band of it has a flutter of its own.
    lumps = Flutter(random, count, _KNOTS_HZ, (7.0, 34.0))
    dull = 0.25 * (1.0 - strength)

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        speed = np.maximum(_speed(t_s + side * _SIDE_LAG_S, beat_s), 1e-6)
        ratio = np.maximum(frequency_hz, 1.0) / ((170.0 + 330.0 * strength) * (0.35 + 0.65 * speed))
        body = ratio**0.7 * (1.0 + ratio**2) ** (-(2.05 + dull) / 2.0)
        roof = 1.0 + (frequency_hz / (2_500.0 + 4_500.0 * strength)) ** 2
        level = speed**2.2 * body / roof * (frequency_hz / (frequency_hz + 40.0)) ** 2
        return np.asarray(level * 10.0 ** (2.4 * lumps(frequency_hz, np.maximum(t_s, 0.0)) / 20.0))

    return paint(random, count, spectrum, frame=1024, hop=128)


def _push(random: Random, count: int, strength: float, beat_s: float) -> Signal:
    """The air that the wing sets moving, more felt than heard; small loudspeakers have its second partial."""
    t_s = seconds(count)
    since_s = t_s - _BEFORE_S - 0.3 * beat_s
    pitch_hz = (
        (96.0 - 16.0 * strength) * (1.0 + 0.06 * slow(random, count, 3.0, 12.0)) * (1.0 - 0.5 * since_s)
    )
    phase_rad = 2.0 * np.pi * np.cumsum(pitch_hz) / 48_000.0
    tone = np.exp(-((since_s / 0.055) ** 2)) * (np.sin(phase_rad) + 0.6 * np.sin(2.0 * phase_rad + 0.6))
    noise = np.exp(-((since_s / 0.065) ** 2)) * band_noise(random, count, 70.0, 210.0)
    return np.asarray((0.28 + 0.12 * strength) * (0.55 * noise + 0.30 * tone))


def _feathers(random: Random, count: int, strength: float, beat_s: float) -> Signal:
    """Vanes that slide and tick, most of them as the wing slows, the rest spread round the turn."""
    number = 26 + int(60.0 * strength)
    early = _BEFORE_S + beat_s * random.normal(0.45, 0.13, size=int(0.45 * number))
    turn = _BEFORE_S + beat_s * random.normal(0.90, 0.14, size=number - len(early))
    times_s = np.concatenate((early, turn))
    times_s = times_s[(times_s > 0.12) & (times_s < _BEFORE_S + beat_s + 0.10)]
    middle_hz = 2_300.0 * np.exp(0.2 * random.normal()) * through([(0.0, 1.15), (1.0, 0.85)], times_s)
    ticks = scatter(
        random,
        count,
        times_s,
        lengths_s=(0.004, 0.018),
        middle_hz=middle_hz,
        spread=0.35,
        quality=1.8,
        loudness_spread=0.7,
    )
    return ticks * gain_of(-1.0)
