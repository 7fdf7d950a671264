"""Wind at two ears: four loops from a breath to a roar, and the wind between trees.

Sources: Seidman et al. (a cyclist's ears in a wind tunnel: 45 log10 of the speed), Kristiansen & Pettersen
1978 (mostly 25 to 150 Hz), Strouhal (aeolian tones at 0.2 v/d). The spectrum's peak rises with the speed;
gusts are left to the game, which hides that these are loops.
"""

from dataclasses import dataclass

import numpy as np

from synthesis.basics import Random, Signal, slow
from synthesis.noise import Flutter, ears_noise, flatten, paint, read_curve

_BLOCK = 1024
_EAR_LAG_S = 0.030  # what passes reaches one ear this much earlier, the other later
_BUFFET_LAG_S = 0.050
_FLUTTER_KNOTS_HZ = (40.0, 90.0, 200.0, 450.0, 1_000.0, 2_200.0, 5_000.0, 11_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whistle:
    """A tone of air behind an edge: width and level over the noise."""

    pitch_hz: float
    quality: float
    level_db: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wind:
    """The spectrum r^rise (1 + r^2)^-(rise + fall)/2 with r = f/peak, and what moves in it.

    The lengths share no factor, so two loops together repeat after more than an hour.
    """

    blocks: int
    peak_hz: float
    rise: float
    fall: float
    dull_hz: float
    gust: float = 0.55
    buffet: float = 1.0
    whistles: tuple[Whistle, ...] = ()


BREATH = Wind(
    blocks=501,
    peak_hz=120.0,
    rise=0.55,
    fall=1.55,
    dull_hz=2_600.0,
    whistles=(Whistle(pitch_hz=430.0, quality=9.0, level_db=-8.0),),
)
STREAM = Wind(
    blocks=557,
    peak_hz=210.0,
    rise=0.55,
    fall=1.35,
    dull_hz=4_200.0,
    buffet=1.3,
    whistles=(
        Whistle(pitch_hz=620.0, quality=10.0, level_db=-5.5),
        Whistle(pitch_hz=1_010.0, quality=12.0, level_db=-9.0),
    ),
)
RUSH = Wind(
    blocks=593,
    peak_hz=340.0,
    rise=0.50,
    fall=1.22,
    dull_hz=6_200.0,
    gust=0.6,
    buffet=1.7,
    whistles=(
        Whistle(pitch_hz=840.0, quality=10.0, level_db=-6.5),
        Whistle(pitch_hz=1_370.0, quality=12.0, level_db=-8.5),
    ),
)
ROAR = Wind(
    blocks=653,
    peak_hz=520.0,
    rise=0.35,
    fall=1.1,
    dull_hz=8_000.0,
    gust=0.6,
    buffet=2.2,
    whistles=(
        Whistle(pitch_hz=1_150.0, quality=9.0, level_db=-11.0),
        Whistle(pitch_hz=1_900.0, quality=11.0, level_db=-12.0),
    ),
)
WOODS = Wind(blocks=523, peak_hz=120.0, rise=0.55, fall=1.9, dull_hz=700.0, gust=0.9, buffet=0.6)


def wind(random: Random, kind: Wind) -> Signal:
    """A loop (2, samples)."""
    count = kind.blocks * _BLOCK
    gusts = slow(random, count, 0.7, 2.5)
    buffets = slow(random, count, 3.0, 9.0)
    flutter = Flutter(random, count, _FLUTTER_KNOTS_HZ, (1.2, 8.0))
    wandering = [(slow(random, count, 0.3, 1.1), slow(random, count, 0.5, 1.6)) for _ in kind.whistles]
    white = ears_noise(random, count, 0.6, 0.25, 350.0)

    def ear(side: int) -> Signal:
        def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
            ratio = np.maximum(frequency_hz, 1.0) / kind.peak_hz
            early_s = t_s + side * _EAR_LAG_S
            level_db = (
                kind.gust * read_curve(gusts, early_s) * (1.0 + 0.35 * np.log2(np.clip(ratio, 0.25, 8.0)))
            )
            level_db = level_db + 0.8 * flutter(frequency_hz, early_s)
            shaken = read_curve(buffets, t_s + side * _BUFFET_LAG_S) / (1.0 + (frequency_hz / 160.0) ** 2)
            level = _shape(kind, frequency_hz) * 10.0 ** ((level_db + kind.buffet * shaken) / 20.0)
            for whistle, (drift, swell) in zip(kind.whistles, wandering, strict=True):
                pitch_hz = whistle.pitch_hz * 2.0 ** (0.07 * read_curve(drift, early_s))
                height = 3.0 * 10.0 ** ((whistle.level_db + 3.0 * read_curve(swell, early_s)) / 20.0)
                off = pitch_hz / np.maximum(frequency_hz, 1.0)
                peak = 1.0 / np.sqrt(1.0 + (whistle.quality * (off - 1.0 / off)) ** 2)
                level = level + _shape(kind, np.array(whistle.pitch_hz)) * height * peak
            return np.asarray(level)

        return paint(random, count, spectrum, is_loop=True, white=white[(side + 1) // 2])

    loop = np.stack((ear(-1), ear(1)))
    loop = flatten(loop, 0.95, 0.40, (250.0, 1_200.0, 4_000.0))
    return flatten(loop, 0.8, 0.25, (500.0, 2_500.0))


def _shape(kind: Wind, frequency_hz: Signal) -> Signal:
    ratio = np.maximum(frequency_hz, 1.0) / kind.peak_hz
    body = ratio**kind.rise * (1.0 + ratio**2) ** (-(kind.rise + kind.fall) / 2.0)
    dull = (1.0 + (frequency_hz / kind.dull_hz) ** 4) ** -0.5
    return np.asarray(body * dull * (frequency_hz / (frequency_hz + 35.0)) ** 3)
