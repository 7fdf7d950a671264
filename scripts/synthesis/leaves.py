"""Leaves: the bed of a crown in the wind, and single rustles over it.

Many short grains of noise (a leaf against a leaf) over a soft bed. They come in clusters, since a twig moves
all of its leaves at once.
"""

import numpy as np

from synthesis.basics import RATE_HZ, Random, Signal, fade, hump, samples, seconds, slow, soften
from synthesis.grains import poisson, scatter, unit
from synthesis.noise import Flutter, ears_noise, flatten, paint, read_curve

_BLOCKS = 547
_BLOCK = 1024
_TREBLE_HZ = 6_000.0
_KNOTS_HZ = (300.0, 800.0, 1_800.0, 4_000.0, 8_000.0)


def leaves(random: Random) -> Signal:
    """A loop (2, samples)."""
    count = _BLOCKS * _BLOCK
    stir = slow(random, count, 0.5, 2.5)
    result = 0.75 * unit(_twigs(random, count, stir))
    result += 0.70 * unit(_bed(random, count, stir))
    frequency_hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    roof = 1.0 / np.sqrt(1.0 + (frequency_hz / _TREBLE_HZ) ** 8)
    floor = (frequency_hz / (frequency_hz + 90.0)) ** 2
    soft = np.fft.irfft(np.fft.rfft(result) * roof * floor, count)
    return soften(flatten(soft, 0.85, 0.5, (1_500.0,)), 0.5)


def rustle(random: Random, strength: float) -> Signal:
    """One gust through a twig (2, samples), strength 0 to 1."""
    count = samples(0.55 + 0.25 * strength)
    peak_s, width_s = 0.16, 0.09 + 0.05 * strength
    number = int(45 + 70 * strength)
    times_s = np.abs(peak_s + width_s * random.normal(size=number) * random.choice((1.0, 1.8), size=number))
    grains = scatter(
        random,
        count,
        times_s,
        lengths_s=(0.003, 0.024),
        middle_hz=2_000.0 + 400.0 * strength,
        spread=0.5,
        quality=1.0,
        loudness_spread=0.8,
        width=0.6,
        limits_hz=(600.0, 8_000.0),
    )
    t_s = seconds(count)
    swell = np.exp(-(((t_s - peak_s - 0.03) / (1.6 * width_s)) ** 2))
    brush = paint(random, count, lambda f, _t: hump(f, 1_600.0, 1.3), frame=512, hop=128)
    return fade(unit(grains) + 0.4 * swell * unit(brush), in_s=0.01, out_s=0.2)


def _twigs(random: Random, count: int, stir: Signal) -> Signal:
    moves = poisson(random, count, 9.0 * np.exp(0.45 * stir))
    result = np.zeros((2, count))
    for begin_s in moves:
        number = 3 + int(random.exponential(11.0))
        times_s = begin_s + random.gamma(2.0, 0.035 + 0.05 * random.random(), size=number)
        twig = np.zeros((2, samples(1.0)))
        twig += scatter(
            random,
            twig.shape[1],
            times_s - begin_s,
            lengths_s=(0.003, 0.022),
            middle_hz=2_300.0 * np.exp(0.3 * random.normal()),
            spread=0.35,
            quality=1.0,
            width=0.3,
            limits_hz=(700.0, 8_000.0),
        )
        side = random.uniform(-0.8, 0.8)
        level = np.exp(0.45 * random.normal())
        turned = np.stack((np.sqrt(1.0 - 0.5 * (1 + side)) * twig[0], np.sqrt(0.5 * (1 + side)) * twig[1]))
        index = (samples(begin_s) + np.arange(twig.shape[1])) % count
        result[:, index] += level * turned
    return result


def _bed(random: Random, count: int, stir: Signal) -> Signal:
    flutter = Flutter(random, count, _KNOTS_HZ, (0.9, 6.0))
    white = ears_noise(random, count, 0.5, 0.2, 500.0)

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        level_db = 1.6 * flutter(frequency_hz, t_s) + 1.8 * read_curve(stir, t_s)
        return hump(frequency_hz, 1_400.0, 1.5) * 10.0 ** (level_db / 20.0)

    return np.stack([paint(random, count, spectrum, is_loop=True, white=side) for side in white])
