"""Fades, panning and slow random curves: what all sounds are made with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Signal = NDArray[np.float64]
Random = np.random.Generator

RATE_HZ = 48_000


def rms(sound: Signal) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def seconds(count: int) -> Signal:
    """The time of each sample."""
    return np.arange(count) / RATE_HZ


def samples(duration_s: float) -> int:
    return round(duration_s * RATE_HZ)


def rise(t_s: Signal, begin_s: float, end_s: float) -> Signal:
    """From 0 to 1 on half a cosine."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip((t_s - begin_s) / (end_s - begin_s), 0.0, 1.0)))


def fade(sound: Signal, *, in_s: float, out_s: float) -> Signal:
    """The sound with soft ends."""
    t_s = seconds(sound.shape[-1])
    end_s = sound.shape[-1] / RATE_HZ
    return np.asarray(sound * rise(t_s, 0.0, in_s) * (1.0 - rise(t_s, end_s - out_s, end_s)))


def soften(sound: Signal, part: float) -> Signal:
    """Rounds off what stands out over this part of the highest peak, as throats and branches do."""
    limit = part * float(np.abs(sound).max())
    return np.asarray(limit * np.tanh(sound / limit))


def pan(mono: Signal, side_frac: float) -> Signal:
    """Both sides of a mono sound, from -1 (left) to 1 (right), at equal power."""
    angle_rad = (side_frac + 1.0) * np.pi / 4.0
    return np.stack((np.cos(angle_rad) * mono, np.sin(angle_rad) * mono))


def mix_at(target: Signal, sound: Signal, start: int, *, is_loop: bool = False) -> None:
    """Adds a sound to the target from a sample on. In a loop it goes on at the beginning, else it is cut."""
    count = target.shape[-1]
    if is_loop:
        index = (start + np.arange(sound.shape[-1])) % count
        target[..., index] += sound
        return
    end = min(count, start + sound.shape[-1])
    if end > start:
        target[..., start:end] += sound[..., : end - start]


def slow(random: Random, count: int, low_hz: float, high_hz: float) -> Signal:
    """A random curve of these frequencies that ends as it begins; mean 0, standard deviation 1."""
    spectrum = np.zeros(count // 2 + 1, dtype=np.complex128)
    first = max(1, int(np.ceil(low_hz * count / RATE_HZ)))
    last = max(first + 2, int(np.floor(high_hz * count / RATE_HZ)) + 1)
    spectrum[first:last] = random.normal(size=(last - first, 2)) @ (1.0, 1.0j)
    curve = np.fft.irfft(spectrum, count)
    return np.asarray(curve / curve.std())


def smooth(curve: Signal, time_s: float) -> Signal:
    """The curve without what is faster than this, forwards and back, so that nothing comes late."""
    pole = np.exp(-1.0 / (time_s * RATE_HZ))
    return np.asarray(signal.filtfilt([1.0 - pole], [1.0, -pole], curve, method="gust"))


def through(points: Sequence[tuple[float, float]], t_s: Signal) -> Signal:
    """Straight lines through points of time and value."""
    times_s, values = zip(*points, strict=True)
    return np.asarray(np.interp(t_s, times_s, values), dtype=np.float64)


def pitch_through(points: Sequence[tuple[float, float]], t_s: Signal) -> Signal:
    """As `through`, for frequencies: straight in octaves."""
    return np.asarray(2.0 ** through([(time_s, float(np.log2(hz))) for time_s, hz in points], t_s))


def low_pass(sound: Signal, cutoff_hz: float, order: int = 2) -> Signal:
    sections = signal.butter(order, cutoff_hz, fs=RATE_HZ, output="sos")
    return np.asarray(signal.sosfilt(sections, sound))


def high_pass(sound: Signal, cutoff_hz: float, order: int = 2) -> Signal:
    sections = signal.butter(order, cutoff_hz, "highpass", fs=RATE_HZ, output="sos")
    return np.asarray(signal.sosfilt(sections, sound))


def hump(frequency_hz: Signal, middle_hz: float, width_octaves: float) -> Signal:
    """A bell curve over the octaves, 1 at its middle."""
    octaves = np.log2(np.maximum(frequency_hz, 1.0) / middle_hz)
    return np.asarray(np.exp(-((octaves / width_octaves) ** 2)))
