"""Water: a shore and its laps, waterfalls near and far, a wing tip that skims, a splash.

Sources: Minnaert 1933 and van den Doel 2005 (bubbles, in `grains`). A fall is a curtain of noise, lumps of
water that hit, spray, and bubbles below. A shore's bed and its laps are apart, since a loop with waves in it
is soon known by heart.
"""

import numpy as np

from synthesis.basics import (
    RATE_HZ,
    Random,
    Signal,
    fade,
    high_pass,
    low_pass,
    mix_at,
    pan,
    samples,
    seconds,
    slow,
)
from synthesis.grains import bubbles, poisson, scatter, unit
from synthesis.noise import Flutter, band_noise, ears_noise, flatten, paint, read_curve

_BLOCK = 1024
_SHORE_BLOCKS, _NEAR_BLOCKS, _FAR_BLOCKS = 569, 563, 541  # no factor in common, also with the winds'


def shore(random: Random) -> Signal:
    """The bed of a lake's shore: a loop (2, samples)."""
    count = _SHORE_BLOCKS * _BLOCK
    flutter = Flutter(random, count, (150.0, 400.0, 1_000.0, 3_000.0), (0.7, 3.0))
    white = ears_noise(random, count, 0.5, 0.2, 400.0)

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        body = (frequency_hz / (frequency_hz + 140.0)) ** 1.5 * (1.0 + (frequency_hz / 420.0) ** 2) ** -0.62
        return np.asarray(
            body / (1.0 + (frequency_hz / 6_000.0) ** 2) * 10.0 ** (2.4 * flutter(frequency_hz, t_s) / 20.0)
        )

    bed = np.stack([paint(random, count, spectrum, is_loop=True, white=side) for side in white])
    drops = bubbles(random, count, poisson(random, count, 16.0), radius_m=0.0024, spread=0.5, is_loop=True)
    return flatten(unit(bed) + 0.32 * unit(drops), 0.85, 0.5, (400.0, 1_500.0))


def lap(random: Random) -> Signal:
    """One small wave that runs up a bank (2, samples)."""
    count = samples(1.8)
    return fade(high_pass(_wave(random, count, random.uniform(0.3, 0.5)), 70.0), in_s=0.02, out_s=0.35)


def skim(random: Random) -> Signal:
    """A wing tip through the water (2, samples): a hiss that cuts in, spray, bubbles behind."""
    count = samples(1.5)
    t_s = seconds(count)
    cut = _swell(t_s, 0.16, 0.07, 0.45)

    def spectrum(frequency_hz: Signal, at_s: Signal) -> Signal:
        middle_hz = 900.0 + 2_200.0 * np.exp(-np.abs(at_s - 0.16) / 0.30)
        return np.asarray(
            (frequency_hz / (frequency_hz + 350.0)) ** 2 / (1.0 + (frequency_hz / middle_hz) ** 2) ** 0.8
        )

    sheet = np.stack([paint(random, count, spectrum, frame=1024, hop=256) for _ in range(2)])
    ripple = 10.0 ** (2.2 * slow(random, count, 9.0, 45.0) / 20.0)
    drops = scatter(
        random,
        count,
        0.14 + random.exponential(0.22, size=110),
        lengths_s=(0.002, 0.012),
        middle_hz=3_000.0,
        spread=0.45,
        quality=1.6,
        loudness_spread=0.8,
    )
    gurgle = bubbles(random, count, 0.2 + random.exponential(0.25, size=46), radius_m=0.0026, spread=0.45)
    sound = cut * ripple * unit(sheet) + 0.30 * unit(drops) + 0.30 * unit(gurgle)
    return fade(high_pass(sound, 90.0), in_s=0.03, out_s=0.4)


def splash(random: Random) -> Signal:
    """Paws into the water (2, samples): a dull blow, a crown of spray, bubbles that rise."""
    count = samples(2.2)
    t_s = seconds(count)
    blow = band_noise(random, count, 70.0, 320.0) * _swell(t_s, 0.05, 0.02, 0.11)
    crown = np.stack(
        [
            paint(
                random,
                count,
                lambda f, t: (
                    (f / (f + 300.0)) ** 2
                    / (1.0 + (f / (600.0 + 2_600.0 * np.exp(-np.abs(t - 0.1) / 0.35))) ** 2)
                ),
                frame=1024,
                hop=256,
            )
            for _ in range(2)
        ]
    )
    crown = (
        unit(crown) * _swell(t_s, 0.10, 0.05, 0.30) * 10.0 ** (2.5 * slow(random, count, 6.0, 40.0) / 20.0)
    )
    falling = 0.18 + random.gamma(2.0, 0.18, size=150)
    drops = scatter(
        random,
        count,
        falling,
        lengths_s=(0.002, 0.014),
        middle_hz=2_500.0,
        spread=0.5,
        quality=1.5,
        loudness_spread=0.9,
    )
    rising = bubbles(random, count, 0.10 + random.gamma(1.5, 0.22, size=90), radius_m=0.0032, spread=0.5)
    sound = 0.8 * np.stack((blow, blow)) + crown + 0.28 * unit(drops) + 0.42 * unit(rising)
    return fade(high_pass(sound, 60.0), in_s=0.012, out_s=0.6)


def waterfall_near(random: Random) -> Signal:
    """An island's fall from close by: a loop (2, samples)."""
    count = _NEAR_BLOCKS * _BLOCK
    surge = slow(random, count, 0.35, 1.6)
    curtain = _curtain(random, count, surge, knee_hz=650.0, slope=0.46, roof_hz=5_600.0)
    thuds = _lumps(random, count, surge)
    spray = scatter(
        random,
        count,
        poisson(random, count, 70.0 * np.exp(0.5 * surge)),
        lengths_s=(0.003, 0.020),
        middle_hz=2_400.0,
        spread=0.5,
        quality=0.9,
        loudness_spread=0.8,
        is_loop=True,
    )
    drops = bubbles(
        random,
        count,
        poisson(random, count, 170.0 * np.exp(0.4 * surge)),
        radius_m=0.0027,
        spread=0.5,
        is_loop=True,
    )
    mixed = unit(curtain) + 0.50 * unit(thuds) + 0.36 * unit(spray) + 0.48 * unit(drops)
    return flatten(mixed, 0.85, 0.6, (350.0, 1_600.0))


def waterfall_far(random: Random) -> Signal:
    """The same from afar: dull, and carried by a wavering wind. A loop (2, samples)."""
    count = _FAR_BLOCKS * _BLOCK
    carried = slow(random, count, 0.25, 1.1)
    curtain = _curtain(random, count, carried, knee_hz=420.0, slope=0.55, roof_hz=1_100.0)
    mixed = unit(curtain) + 0.35 * unit(_lumps(random, count, carried))
    frequency_hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    dull = np.fft.irfft(np.fft.rfft(mixed) / np.sqrt(1.0 + (frequency_hz / 1_300.0) ** 6), count)
    return flatten(dull, 0.82, 0.8, (400.0,))


def _curtain(
    random: Random, count: int, surge: Signal, *, knee_hz: float, slope: float, roof_hz: float
) -> Signal:
    # Two speeds of movement: sheets that thicken and thin (slow), and water that breaks up (fast).
    sheets = Flutter(random, count, (120.0, 350.0, 900.0, 2_200.0, 6_000.0), (0.5, 2.5))
    breaking = Flutter(random, count, (100.0, 250.0, 600.0, 1_400.0, 3_500.0, 8_000.0), (5.0, 22.0))
    white = ears_noise(random, count, 0.5, 0.15, 400.0)

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        body = (frequency_hz / (frequency_hz + 120.0)) ** 1.5 * (
            1.0 + (frequency_hz / knee_hz) ** 2
        ) ** -slope
        level_db = 1.4 * sheets(frequency_hz, t_s) + 1.5 * breaking(frequency_hz, t_s)
        level_db = level_db + 1.1 * read_curve(surge, t_s) * (
            0.5 + 0.5 * frequency_hz / (frequency_hz + 700.0)
        )
        return np.asarray(body / (1.0 + (frequency_hz / roof_hz) ** 2) * 10.0 ** (level_db / 20.0))

    return np.stack(
        [paint(random, count, spectrum, frame=1024, hop=256, is_loop=True, white=side) for side in white]
    )


def _lumps(random: Random, count: int, surge: Signal) -> Signal:
    """Masses of water that hit the pool, 9 a second."""
    result = np.zeros((2, count))
    for time_s in poisson(random, count, 9.0 * np.exp(0.6 * surge)):
        length = samples(random.uniform(0.08, 0.30))
        t_s = np.arange(length) / RATE_HZ
        shape = np.minimum(1.0, t_s / 0.015) * np.exp(-5.0 * t_s * RATE_HZ / length)
        blow = low_pass(random.normal(size=length), random.uniform(160.0, 520.0)) * shape
        blow *= 1.0 - np.arange(length) / length
        level = np.exp(0.5 * random.normal())
        mix_at(result, pan(level * blow, random.uniform(-0.7, 0.7)), samples(time_s), is_loop=True)
    frequency_hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    return np.fft.irfft(np.fft.rfft(result) * (frequency_hz / (frequency_hz + 60.0)) ** 3, count)


def _swell(t_s: Signal, peak_s: float, rise_s: float, fall_s: float) -> Signal:
    since_s = t_s - peak_s
    return np.where(
        since_s < 0.0, np.exp(-((since_s / rise_s) ** 2)), np.exp(-np.maximum(since_s, 0.0) / fall_s)
    )


def _wave(random: Random, count: int, fall_s: float) -> Signal:
    t_s = seconds(count)
    peak_s, rise_s = 0.42, random.uniform(0.12, 0.20)
    flutter = Flutter(random, count, (150.0, 400.0, 1_000.0, 3_000.0), (3.0, 14.0))

    def spectrum(frequency_hz: Signal, at_s: Signal) -> Signal:
        cutoff_hz = 340.0 + 760.0 * np.exp(-np.abs(at_s - peak_s - 0.12) / 0.25)
        level = (1.0 + (frequency_hz / cutoff_hz) ** 2) ** -0.9 * (frequency_hz / (frequency_hz + 90.0)) ** 2
        return np.asarray(level * 10.0 ** (2.6 * flutter(frequency_hz, np.maximum(at_s, 0.0)) / 20.0))

    water = unit(np.stack([paint(random, count, spectrum, frame=1024, hop=256) for _ in range(2)]))
    times_s = peak_s - 0.05 + random.exponential(0.3, size=30)
    drops = bubbles(random, count, times_s, radius_m=0.0025, spread=0.5)
    return _swell(t_s, peak_s, rise_s, fall_s) * water + 0.35 * unit(drops) * (t_s > 0.1)
