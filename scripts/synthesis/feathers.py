"""What the griffin's body does: talons grip, feathers are folded or shaken out, it leaps from a branch."""

import numpy as np
from scipy import signal

from synthesis.basics import (
    RATE_HZ,
    Random,
    Signal,
    fade,
    high_pass,
    hump,
    low_pass,
    mix_at,
    pan,
    samples,
    seconds,
    slow,
    soften,
)
from synthesis.grains import poisson, scatter, unit
from synthesis.hall import WOOD, place_in
from synthesis.leaves import rustle
from synthesis.noise import paint
from synthesis.strokes import stroke

# A branch as six resonances: pitch (Hz), quality, level.
_BRANCH = (
    *((148.0, 5.0, 1.0), (262.0, 7.0, 0.9), (430.0, 9.0, 0.7)),
    *((715.0, 11.0, 0.5), (1_180.0, 12.0, 0.35), (1_900.0, 12.0, 0.2)),
)
_BLOW_S = 0.010  # longer than a knock: a paw is soft


def talons(random: Random) -> Signal:
    """Four paws take hold of bark (2, samples)."""
    count = samples(0.7)
    dry = np.zeros((2, count))
    for time_s, level in zip((0.030, 0.052, 0.094, 0.118), (1.0, 0.7, 0.85, 0.5), strict=True):
        blow = np.zeros(samples(0.4))
        push = random.normal(size=samples(_BLOW_S)) * np.hanning(samples(_BLOW_S))
        blow[: len(push)] = push
        blow = low_pass(blow, 2_000.0)
        rung = np.zeros_like(blow)
        for pitch_hz, quality, part in _BRANCH:
            b, a = signal.iirpeak(pitch_hz * random.uniform(0.93, 1.07), quality, fs=RATE_HZ)
            rung += part * signal.lfilter(b, a, blow)
        rung *= level / np.abs(rung).max()
        mix_at(dry, pan(rung, random.uniform(-0.35, 0.35)), samples(time_s))
    grip = _grip(random, count, 0.03)
    dry = soften(dry + 0.22 * grip / np.abs(grip).max(), 0.5)
    return fade(place_in(high_pass(dry, 70.0), WOOD, -17.0, 1.15), in_s=0.004, out_s=0.4)


def fold(random: Random) -> Signal:
    """Both wings are laid on (2, samples): two rustles and the air between."""
    count = samples(1.2)
    first = np.abs(random.normal(0.25, 0.085, size=70))
    second = np.abs(random.normal(0.66, 0.11, size=60))
    between = random.uniform(0.10, 0.95, size=26)  # vanes that slip on for a while
    grains = 0.8 * unit(
        _vanes(random, count, first, 2_300.0)
        + 0.8 * _vanes(random, count, second, 1_700.0)
        + 0.45 * _vanes(random, count, between, 1_900.0)
    )
    t_s = seconds(count)
    swish = np.exp(-(((t_s - 0.26) / 0.11) ** 2)) + 0.8 * np.exp(-(((t_s - 0.68) / 0.13) ** 2))
    sound = low_pass(grains, 7_000.0) + 0.7 * swish * _soft_air(random, count)
    return fade(high_pass(sound, 80.0), in_s=0.02, out_s=0.2)


def shake(random: Random) -> Signal:
    """All feathers are shaken out (2, samples): seven beats that swell and slow down."""
    count = samples(1.25)
    t_s = seconds(count)
    beats_hz = 10.5 - 2.5 * t_s + 0.5 * slow(random, count, 1.0, 4.0)
    phases_rad = 2.0 * np.pi * np.cumsum(beats_hz) / RATE_HZ
    swell = np.sin(np.pi * np.clip((t_s - 0.03) / 1.05, 0.0, 1.0)) ** 1.3
    swell = swell * 10.0 ** (2.5 * slow(random, count, 3.0, 9.0) / 20.0)
    sound = np.zeros((2, count))
    # Left and right wing, and the mane between them, each a little after the other.
    for late_rad, side, middle_hz in ((0.0, -0.6, 1_800.0), (1.1, 0.6, 1_650.0), (2.4, 0.0, 2_400.0)):
        beat = 0.12 + 0.88 * (0.5 - 0.5 * np.cos(phases_rad - late_rad)) ** 1.3
        grains = _vanes(random, count, poisson(random, count, 150.0 * beat * swell), middle_hz)
        both = 0.7 * unit(grains) + 0.75 * beat * swell * _soft_air(random, count)
        sound += both * np.array([[np.sqrt(0.5 - 0.5 * side)], [np.sqrt(0.5 + 0.5 * side)]])
    return fade(high_pass(low_pass(sound, 7_000.0), 80.0), in_s=0.02, out_s=0.25)


def launch(random: Random) -> Signal:
    """The leap from a branch (2, samples): talons let go, twigs spring back, one hard stroke."""
    count = samples(1.35)
    result = np.zeros((2, count))
    grip = _grip(random, count, 0.02)
    result += 0.14 * grip / np.abs(grip).max()
    twigs = rustle(random, 1.0)
    mix_at(result, 0.28 * twigs / np.abs(twigs).max(), samples(0.06))
    hard = stroke(random, 0.9)
    mix_at(result, hard / np.abs(hard).max(), samples(0.10))
    more = rustle(random, 0.4)
    mix_at(result, 0.16 * more / np.abs(more).max(), samples(0.50))
    return fade(high_pass(result, 40.0), in_s=0.008, out_s=0.3)


def _grip(random: Random, count: int, begin_s: float) -> Signal:
    """Claws that scrape: tiny grains, thick at first."""
    t_s = seconds(count) - begin_s
    rates_hz = np.where((t_s > 0.0) & (t_s < 0.22), 320.0 * np.exp(-np.maximum(t_s, 0.0) / 0.09) + 40.0, 0.0)
    times_s = poisson(random, count, rates_hz)
    grains = scatter(
        random,
        count,
        times_s,
        lengths_s=(0.0012, 0.004),
        middle_hz=1_950.0,
        spread=0.45,
        quality=1.6,
        limits_hz=(900.0, 4_200.0),
        width=0.5,
    )
    return grains * np.exp(-np.maximum(t_s, 0.0) / 0.12)


def _vanes(random: Random, count: int, times_s: Signal, middle_hz: float) -> Signal:
    return scatter(
        random,
        count,
        times_s,
        lengths_s=(0.005, 0.022),
        middle_hz=middle_hz,
        spread=0.4,
        quality=1.1,
        width=0.8,
    )


def _soft_air(random: Random, count: int) -> Signal:
    def spectrum(frequency_hz: Signal, _t_s: Signal) -> Signal:
        return np.asarray((frequency_hz / (frequency_hz + 120.0)) ** 2 * hump(frequency_hz, 700.0, 1.7))

    return unit(np.stack([paint(random, count, spectrum, frame=1024, hop=256) for _ in range(2)]))
