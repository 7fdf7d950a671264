"""Cues → samples, off-line: the track of a film, in step with its pictures. Pure.

It hears what a player would, but exactly: gains glide from one moment to the next, and a sound begins at the
very sample at which it happened. Samples are (n, 2), -1 to 1, at the rate of the sounds' files.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.audio.cues import CueSheet, Shot
from griffin.audio.loudness import SILENCE, Sides
from griffin.audio.steps import RATE_HZ

Samples = NDArray[np.float32]


@dataclass(slots=True)
class _Ringing:
    """A sound that has begun: its samples, and the first one that is still to be heard."""

    samples: Samples
    sides: NDArray[np.float32]
    start: int


class Mixdown:
    """Mixes the cues of one game, moment by moment. `sounds`: decoded, by id; others are silent."""

    def __init__(self, sounds: Mapping[str, Samples]) -> None:
        self._sounds = sounds
        self._began_s: float | None = None
        self._done = 0  # samples so far
        self._loops: dict[str, Sides] = {}
        self._ringing: list[_Ringing] = []

    def mix(self, sheet: CueSheet, shown_s: float) -> Samples:
        """The samples from the last moment to this one; none at the first."""
        if self._began_s is None:
            self._began_s, self._loops = shown_s, sheet.loops
        until = max(self._done, round((shown_s - self._began_s) * RATE_HZ))
        for shot in sheet.shots:
            self._begin(shot)
        count = until - self._done
        mixed = np.zeros((count, 2), dtype=np.float32)
        self._mix_loops(mixed, sheet.loops)
        self._mix_ringing(mixed)
        self._done = until
        self._loops = sheet.loops
        return np.clip(mixed, -1.0, 1.0)

    def _begin(self, shot: Shot) -> None:
        samples = self._sounds.get(shot.sound)
        if samples is not None and self._began_s is not None:
            start = round((shot.happened_s - self._began_s) * RATE_HZ)
            sides = np.array(shot.sides, dtype=np.float32)
            self._ringing.append(_Ringing(samples, sides, max(start, self._done)))

    def _mix_loops(self, mixed: Samples, loops: dict[str, Sides]) -> None:
        frac = np.linspace(0.0, 1.0, len(mixed), endpoint=False, dtype=np.float32)[:, None]
        places = np.arange(self._done, self._done + len(mixed))
        for sound in {**self._loops, **loops}:
            samples = self._sounds.get(sound)
            if samples is None:
                continue
            before, after = (
                np.array(each.get(sound, SILENCE), dtype=np.float32) for each in (self._loops, loops)
            )
            mixed += samples[places % len(samples)] * (before + (after - before) * frac)

    def _mix_ringing(self, mixed: Samples) -> None:
        end = self._done + len(mixed)
        for each in self._ringing:
            first = max(each.start, self._done)
            last = min(each.start + len(each.samples), end)
            if first < last:
                part = each.samples[first - each.start : last - each.start]
                mixed[first - self._done : last - self._done] += part * each.sides
        self._ringing = [each for each in self._ringing if each.start + len(each.samples) > end]
