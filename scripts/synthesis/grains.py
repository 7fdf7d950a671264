"""Many small things: grains of noise that ring for a moment, and bubbles."""

import numpy as np
from scipy import signal

from synthesis.basics import RATE_HZ, Random, Signal, rms, samples


def grain(random: Random, length_s: float, middle_hz: float, quality: float, *, decay: float = 3.0) -> Signal:
    """A puff of noise through one resonance, about 1 in height."""
    count = max(8, samples(length_s))
    tail = int(2.2 * quality / middle_hz * RATE_HZ)
    puff = random.normal(size=count) * np.hanning(count) * np.exp(-decay * np.arange(count) / count)
    b, a = signal.iirpeak(min(middle_hz, 0.45 * RATE_HZ), quality, fs=RATE_HZ)
    # Twice, since one resonance of so low a quality lets half of the hiss through.
    rung = signal.lfilter(b, a, signal.lfilter(b, a, np.pad(puff, (0, tail))))
    return np.asarray(rung / max(float(np.abs(rung).max()), 1e-9))


def scatter(
    random: Random,
    count: int,
    times_s: Signal,
    *,
    lengths_s: tuple[float, float],
    middle_hz: float | Signal,
    spread: float,
    quality: float,
    loudness_spread: float = 0.6,
    width: float = 1.0,
    limits_hz: tuple[float, float] = (300.0, 12_000.0),
    is_loop: bool = False,
) -> Signal:
    """Grains (2, count) at these times, each at its own pitch, length, level and place.

    `spread` and `loudness_spread` are standard deviations of logarithms.
    """
    result = np.zeros((2, count))
    middles_hz = np.broadcast_to(middle_hz, len(times_s))
    for time_s, middle in zip(times_s, middles_hz, strict=True):
        pitch_hz = float(np.clip(middle * np.exp(spread * random.normal()), *limits_hz))
        puff = grain(random, random.uniform(*lengths_s), pitch_hz, quality)
        level = min(3.0, float(np.exp(loudness_spread * random.normal())))
        angle_rad = (width * random.uniform(-1.0, 1.0) + 1.0) * np.pi / 4.0
        start = samples(time_s)
        index = start + np.arange(len(puff))
        if is_loop:
            index %= count
        else:
            keep = (index >= 0) & (index < count)
            index, puff = index[keep], puff[keep]
        result[0, index] += level * np.cos(angle_rad) * puff
        result[1, index] += level * np.sin(angle_rad) * puff
    return result


def poisson(random: Random, count: int, rate_hz: Signal | float) -> Signal:
    """Times (s) of things that happen by chance; the rate is steady or has one value a sample."""
    rates_hz = np.broadcast_to(rate_hz, count)
    chance = np.maximum(rates_hz, 0.0) / RATE_HZ
    return np.asarray(np.flatnonzero(random.random(count) < chance) / RATE_HZ)


def bubble(random: Random, radius_m: float) -> Signal:
    """An air bubble in water.

    Source: Minnaert 1933 (pitch), van den Doel 2005 "Physically based models for liquid sounds" (damping, and
    the rise of a bubble that nears the surface).
    """
    start_hz = 3.26 / radius_m
    damping = 0.13 * start_hz + 0.00072 * start_hz**1.5
    t_s = np.arange(int(6.0 / damping * RATE_HZ) + 64) / RATE_HZ
    climb = damping * 0.1 * random.random() ** 2
    phase = 2.0 * np.pi * start_hz * (t_s + 0.5 * climb * t_s**2)
    attack = np.minimum(1.0, t_s / 0.0008)
    return np.asarray(np.sqrt(radius_m / 0.003) * attack * np.exp(-damping * t_s) * np.sin(phase))


def bubbles(
    random: Random, count: int, times_s: Signal, *, radius_m: float, spread: float, is_loop: bool = False
) -> Signal:
    """Bubbles (2, count) at these times; their radii are spread by this, in logarithms."""
    result = np.zeros((2, count))
    for time_s in times_s:
        radius = float(np.clip(radius_m * np.exp(spread * random.normal()), 0.0008, 0.006))
        drop = bubble(random, radius) * np.exp(0.5 * random.normal())
        angle_rad = random.uniform(0.0, np.pi / 2.0)
        index = samples(time_s) + np.arange(len(drop))
        if is_loop:
            index %= count
        else:
            index = index[index < count]
            drop = drop[: len(index)]
        np.add.at(result[0], index, np.cos(angle_rad) * drop)
        np.add.at(result[1], index, np.sin(angle_rad) * drop)
    return result


def unit(sound: Signal) -> Signal:
    """The sound at a standard deviation of 1; silence stays silence."""
    level = rms(sound)
    return sound / level if level > 0.0 else sound
