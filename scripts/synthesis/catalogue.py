"""All sounds: name, how it is made, how loud it is kept."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis import answer, bells, birds, cry, cry_moulds, feathers, leaves, strokes, water, wind
from synthesis.basics import Random, Signal
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


# The faster ones louder, for a gain ends at 1.
WINDS = ((wind.BREATH, -20.0), (wind.STREAM, -20.0), (wind.RUSH, -17.0), (wind.ROAR, -15.5))
STROKES = 6
CALLS = 4  # of each bird

SOUNDS: tuple[Sound, ...] = (
    *(_loop(f"wind_{i}", partial(wind.wind, kind=kind), lufs) for i, (kind, lufs) in enumerate(WINDS, 1)),
    _loop("wind_woods", partial(wind.wind, kind=wind.WOODS), -20.0),
    _loop("leaves", leaves.leaves, -26.0),
    _loop("shore", water.shore, -28.0),
    _loop("waterfall_near", water.waterfall_near, -22.0),
    _loop("waterfall_far", water.waterfall_far, -24.0),
    *(
        _shot(f"stroke_{i + 1}", partial(strokes.stroke, strength=part), -27.0 + 9.0 * part)
        for i, part in enumerate(i / (STROKES - 1) for i in range(STROKES))
    ),
    _shot("launch", feathers.launch, -19.0),
    _shot("talons", feathers.talons, -22.0),
    _shot("fold", feathers.fold, -27.0),
    _shot("shake", feathers.shake, -25.0),
    _shot("skim", water.skim, -24.0),
    _shot("splash", water.splash, -20.0),
    *(_shot(f"lap_{i}", water.lap, -28.0) for i in range(1, 5)),
    *(_shot(f"rustle_{i}", partial(leaves.rustle, strength=0.5 * (i - 1)), -28.0 + i) for i in range(1, 4)),
    *(
        _shot(f"cry_{i}", partial(cry.cry, kind=kind), -20.0 if kind is cry_moulds.SOFT else -15.0)
        for i, kind in enumerate(cry_moulds.CRIES, 1)
    ),
    _shot("chirr_1", partial(answer.chirr, length_s=0.75, steps=(0.0, 0.12, 0.28, 0.42, 0.54, 0.62)), -22.0),
    _shot("chirr_2", partial(answer.chirr, length_s=0.92, steps=(0.10, 0.22, 0.12, 0.26, 0.48, 0.70)), -22.0),
    *(
        _shot(f"chime_{i}", partial(bells.chime, pitch_hz=hz), -26.0)
        for i, hz in enumerate(bells.CHIMES_HZ, 1)
    ),
    *(_mono(f"thrush_{i}", birds.thrush, -28.0) for i in range(1, CALLS + 1)),
    *(_mono(f"tit_{i}", birds.tit, -28.0) for i in range(1, CALLS + 1)),
    *(_mono(f"dove_{i}", birds.dove, -28.0) for i in range(1, CALLS + 1)),
    *(_shot(f"flock_{i}", birds.flock, -26.0) for i in range(1, 3)),
    _shot("sign_found", bells.found, -27.0),
    _shot("sign_lost", bells.lost, -28.0),
    _shot("sign_done", bells.done, -26.0),
    _shot("sign_menu", bells.menu, -30.0),
)


def make(sound: Sound) -> Signal:
    """The finished sound (channels, samples); the same from run to run."""
    raw = np.atleast_2d(sound.make(np.random.default_rng(zlib.crc32(sound.name.encode()))))
    if sound.is_mono and len(raw) == 2:
        raw = raw.mean(axis=0, keepdims=True)
    raw = raw - raw.mean(axis=1, keepdims=True) if sound.is_loop else raw
    made = measure(raw, sound.is_loop)
    change_db = min(sound.loudness_lufs - made.loudness_lufs, MOST_PEAK_DBFS - made.peak_dbfs)
    return raw * gain_of(change_db)
