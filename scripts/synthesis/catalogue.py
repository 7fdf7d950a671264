"""All sounds: name, how it is made, how loud it is kept."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from synthesis import cry, strokes, wind
from synthesis.basics import Random, Signal, gain
from synthesis.measures import measure

MOST_PEAK_DBFS = -1.5  # leaves half a decibel for what the codec adds


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Loudness as `measures` has it; mono where no width is wanted."""

    name: str
    make: Callable[[Random], Signal]
    loudness_lufs: float
    is_loop: bool = False
    is_mono: bool = False


def _loop(name: str, make: Callable[[Random], Signal], loudness_lufs: float) -> Sound:
    return Sound(name=name, make=make, loudness_lufs=loudness_lufs, is_loop=True)


def _shot(name: str, make: Callable[[Random], Signal], loudness_lufs: float) -> Sound:
    return Sound(name=name, make=make, loudness_lufs=loudness_lufs)


def _mono(name: str, make: Callable[[Random], Signal], loudness_lufs: float) -> Sound:
    return Sound(name=name, make=make, loudness_lufs=loudness_lufs, is_mono=True)


WINDS = (wind.BREATH, wind.STREAM, wind.RUSH, wind.ROAR)
STROKES = 6

SOUNDS: tuple[Sound, ...] = (
    *(_loop(f"wind_{i}", partial(wind.wind, kind=kind), -20.0) for i, kind in enumerate(WINDS, 1)),
    _loop("wind_woods", partial(wind.wind, kind=wind.WOODS), -20.0),
    *(
        _shot(f"stroke_{i + 1}", partial(strokes.stroke, strength=i / (STROKES - 1)), -27.0 + 9.0 * i / (STROKES - 1))
        for i in range(STROKES)
    ),
    *(
        _shot(f"cry_{i}", partial(cry.cry, kind=kind), -20.0 if kind is cry.SOFT else -15.0)
        for i, kind in enumerate(cry.CRIES, 1)
    ),
)


def make(sound: Sound) -> Signal:
    """The finished sound (channels, samples); the same from run to run."""
    raw = np.atleast_2d(sound.make(np.random.default_rng(zlib.crc32(sound.name.encode()))))
    if sound.is_mono and len(raw) == 2:
        raw = raw.mean(axis=0, keepdims=True)
    raw = raw - raw.mean(axis=1, keepdims=True) if sound.is_loop else raw
    made = measure(raw, sound.is_loop)
    change_db = min(sound.loudness_lufs - made.loudness_lufs, MOST_PEAK_DBFS - made.peak_dbfs)
    return raw * gain(change_db)
