"""Tracks of films for the tests: real sounds, mixed without pictures, and where in a track a sound begins."""

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from scipy import signal

from griffin.audio.cue_sheet import CueSheet
from griffin.audio.files import decode_sounds
from griffin.audio.mixdown import Mixdown, Samples
from griffin.audio.steps import RATE_HZ
from griffin.audio.table import SoundTable, read_sound_table

LOOK_FOR_S = 0.6  # of a sound: long enough to know it by


@cache
def table() -> SoundTable:
    return read_sound_table()


@cache
def sounds() -> dict[str, Samples]:
    """All that are shipped, decoded."""
    return decode_sounds(table())


def mix(sheets: Iterable[tuple[float, CueSheet]], only: str = "") -> Samples:
    """The mix of (time, cues), (n, 2). `only`: of the sounds whose names begin so."""
    chosen = {name: samples for name, samples in sounds().items() if name.startswith(only)}
    mixdown = Mixdown(chosen)
    return np.concatenate([mixdown.mix(sheet, at_s) for at_s, sheet in sheets])


def find_in(track: Samples, family: str, near_s: float, within_s: float = 0.2) -> tuple[float, float]:
    """When the sound of a family that fits best begins near a time, and how well it fits, 0 to 1."""
    return max(_fits(track, family, near_s, within_s), key=lambda fit: fit[1])


def _fits(track: Samples, family: str, near_s: float, within_s: float) -> Iterator[tuple[float, float]]:
    first = max(0, round((near_s - within_s) * RATE_HZ))
    for name in table().variants(family):
        sound = sounds()[name][: round(LOOK_FOR_S * RATE_HZ)].mean(axis=1)
        part = track[first : round((near_s + within_s) * RATE_HZ) + len(sound)].mean(axis=1)
        sums = np.concatenate([[0.0], np.cumsum(part**2)])
        norms = np.sqrt(np.maximum(sums[len(sound) :] - sums[: -len(sound)], 1e-9) * (sound**2).sum())
        fit = signal.correlate(part, sound, mode="valid", method="fft") / norms
        best = int(np.argmax(fit))
        yield (first + best) / RATE_HZ, float(fit[best])
