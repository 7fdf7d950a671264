"""Noise with a spectrum that moves: the stuff of wind, water, feathers and breath.

Source of the method: short-time Fourier synthesis with square-root Hann windows (Griffin & Lim 1984).
"""

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from synthesis.basics import RATE_HZ, Random, Signal, slow

# Frequencies (1, bands) and times (frames, 1) to amplitudes (frames, bands).
Spectrum = Callable[[Signal, Signal], Signal]


def paint(
    random: Random,
    count: int,
    spectrum: Spectrum,
    *,
    frame: int = 2048,
    hop: int = 512,
    is_loop: bool = False,
    white: Signal | None = None,
) -> Signal:
    """White noise under this spectrum. A loop's length is a multiple of the hop.

    Frames of 2048 suit steady noise, 1024 by 128 wing strokes, 512 by 128 breath.
    """
    margin = 0 if is_loop else frame
    total = -(-(count + 2 * margin) // hop) * hop
    assert not is_loop or total == count
    if white is None:
        white = random.normal(size=total)
    white = np.resize(white, total)
    starts = np.arange(0, total, hop)
    window = np.sqrt(0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(frame) / frame))
    blocks = white[(starts[:, None] + np.arange(frame)) % total] * window
    frequency_hz = np.asarray(np.fft.rfftfreq(frame, 1.0 / RATE_HZ)[None, :], np.float64)
    middle_s = (starts[:, None] + frame / 2 - margin) / RATE_HZ
    if is_loop:
        middle_s = middle_s % (count / RATE_HZ)
    painted = np.fft.irfft(np.fft.rfft(blocks) * spectrum(frequency_hz, middle_s), frame) * window
    parts = painted.reshape(len(starts), frame // hop, hop)
    added = sum(np.roll(parts[:, part], part, axis=0) for part in range(frame // hop))
    return np.asarray(added).reshape(-1)[margin : margin + count] * (2.0 * hop / frame)


def read_curve(curve: Signal, t_s: Signal) -> Signal:
    """A curve of one value a sample at these times; it is a circle."""
    return np.asarray(curve[np.round(t_s * RATE_HZ).astype(int) % len(curve)])


class Flutter:
    """Level in dB that moves by itself in each part of the spectrum, between knots straight in octaves."""

    def __init__(
        self, random: Random, count: int, knots_hz: Sequence[float], rates_hz: tuple[float, float]
    ) -> None:
        self._knots = np.log2(np.array(knots_hz))
        self._curves = np.stack([slow(random, count, *rates_hz) for _ in knots_hz])

    def __call__(self, frequency_hz: Signal, t_s: Signal) -> Signal:
        """(frames, bands), standard deviation 1."""
        index = np.round(t_s[:, 0] * RATE_HZ).astype(int) % self._curves.shape[1]
        octave = np.log2(np.maximum(frequency_hz[0], 1.0))
        place = np.clip(np.interp(octave, self._knots, np.arange(len(self._knots))), 0, len(self._knots) - 1)
        left = np.minimum(place.astype(int), len(self._knots) - 2)
        part = place - left
        levels = self._curves[:, index]
        return np.asarray(levels[left].T * (1.0 - part) + levels[left + 1].T * part)


def ears_noise(random: Random, count: int, shared_low: float, shared_high: float, split_hz: float) -> Signal:
    """White noise (2, count) whose two sides share these parts of their power below and above the split."""
    frequency_hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    lows = 1.0 / (1.0 + (frequency_hz / split_hz) ** 2)
    shared = shared_high + (shared_low - shared_high) * lows
    common, left, right = np.fft.rfft(random.normal(size=(3, count)))
    return np.fft.irfft(np.sqrt(shared) * common + np.sqrt(1.0 - shared) * np.stack((left, right)), count)


def flatten(loop: Signal, amount: float, window_s: float, edges_hz: Sequence[float]) -> Signal:
    """Evens out the level of each band of a loop, so that nothing in it is remembered; 1 evens out all.

    The window is the width at half height of the Gaussian that smooths the bands' power.
    """
    count = loop.shape[-1]
    spectrum = np.fft.rfft(loop)
    frequency_hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    width_s = window_s / 2.3548
    smoother = np.exp(-0.5 * (2.0 * np.pi * frequency_hz * width_s) ** 2)
    result = np.zeros_like(loop)
    limits: list[float] = [0.0, *edges_hz, RATE_HZ]
    for low_hz, high_hz in itertools.pairwise(limits):
        band = np.fft.irfft(spectrum * ((frequency_hz >= low_hz) & (frequency_hz < high_hz)), count)
        power = np.fft.irfft(np.fft.rfft(np.mean(np.atleast_2d(band**2), axis=0)) * smoother, count)
        result += band * (np.maximum(power, 1e-12) / power.mean()) ** (-amount / 2.0)
    return result


def band_noise(random: Random, count: int, low_hz: float, high_hz: float) -> Signal:
    """Noise of these frequencies only, standard deviation 1; it is a circle."""
    return slow(random, count, low_hz, high_hz)
