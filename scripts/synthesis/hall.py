"""Places that answer: an impulse response of noise that dies away as air and walls have it.

A tail of noise has no modes that ring like metal. Source: Moorer 1979, "About this reverberation business".
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import signal

from synthesis.basics import Signal, high_pass, rise, rms, samples, seconds
from synthesis.noise import paint

_SEED = 20_210
_KNOTS_HZ = (60.0, 250.0, 1_000.0, 2_500.0, 5_000.0, 9_000.0, 16_000.0)
_LOWEST_WET_HZ = 140.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Reverberation times (to -60 dB) of bass, middle and treble, and how the answer begins."""

    low_s: float
    middle_s: float
    high_s: float
    before_s: float
    build_s: float
    length_s: float


OPEN_AIR = Place(low_s=2.2, middle_s=1.9, high_s=0.8, before_s=0.030, build_s=0.060, length_s=2.6)
WOOD = Place(low_s=0.9, middle_s=1.2, high_s=0.7, before_s=0.012, build_s=0.020, length_s=1.6)
MUSIC = Place(low_s=3.6, middle_s=3.1, high_s=1.5, before_s=0.028, build_s=0.070, length_s=4.5)


@cache
def response(place: Place) -> Signal:
    """(2, samples); the two sides have nothing in common."""
    times_s = np.array(
        [
            *(place.low_s, place.low_s, place.middle_s, 0.8 * place.middle_s, 0.5 * place.middle_s),
            *(0.8 * place.high_s, 0.5 * place.high_s),
        ]
    )

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        octave = np.log2(np.maximum(frequency_hz, 1.0))
        t60_s = np.interp(octave, np.log2(_KNOTS_HZ), times_s)
        since_s = np.maximum(t_s - place.before_s, 0.0)
        level = 10.0 ** (-3.0 * since_s / t60_s) * (1.0 - np.exp(-2.2 * since_s / place.build_s) + 0.05)
        level = level * (t_s >= place.before_s) * frequency_hz / (frequency_hz + 90.0)
        return np.asarray(level / np.sqrt(1.0 + (frequency_hz / 7_000.0) ** 2))

    random = np.random.default_rng(_SEED)
    count = samples(place.length_s)
    t_s = seconds(count)
    tail = 1.0 - rise(t_s, place.length_s - 0.3, place.length_s)
    return np.stack([paint(random, count, spectrum, frame=1024, hop=256) * tail for _ in range(2)])


def answer(dry: Signal, place: Place) -> Signal:
    """What comes back (2, longer by the place's length), as loud as the sound itself."""
    both = np.stack((dry, dry)) if dry.ndim == 1 else dry
    wet = high_pass(np.asarray(signal.fftconvolve(both, response(place), axes=1)), _LOWEST_WET_HZ)
    as_loud = rms(dry) * np.sqrt(dry.shape[-1] / wet.shape[-1]) / max(rms(wet), 1e-12)
    return np.asarray(as_loud * wet)


def place_in(dry: Signal, place: Place, send_db: float, length_s: float) -> Signal:
    """The sound with its place's answer (2, length)."""
    both = np.stack((dry, dry)) if dry.ndim == 1 else dry
    count = samples(length_s)
    result = np.zeros((2, count))
    kept = min(count, both.shape[1])
    result[:, :kept] += both[:, :kept]
    wet = answer(dry, place) * 10.0 ** (send_db / 20.0)
    kept = min(count, wet.shape[1])
    result[:, :kept] += wet[:, :kept]
    return result
