"""Cues → samples, off-line: the track of a film, in step with its pictures. Pure.

It hears what a player would, but exactly: gains glide from one moment to the next, and a sound begins at the
very sample at which it happened. Samples are (n, 2), at the rate of the sounds' files. A sound is within -1
to 1; their sum may be above, to which `audio/mastering.py` sees.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.audio.cue_sheet import CueSheet, Shot
from griffin.audio.loudness import SILENCE, Sides
from griffin.audio.music import MusicCue
from griffin.audio.steps import RATE_HZ

Samples = NDArray[np.float32]


@dataclass(slots=True)
class _Ringing:
    """A sound that has begun: its samples, and the first one that is still to be heard."""

    samples: Samples
    sides: NDArray[np.float32]
    start: int


class Mixdown:
    """Mixes the cues of one game, moment by moment. `sounds`: decoded, by id; others are silent.

    `decode_piece`: gives the samples of a piece of music when it begins; None is silence.
    """

    def __init__(
        self,
        sounds: Mapping[str, Samples],
        decode_piece: Callable[[str], Samples | None] | None = None,
    ) -> None:
        self._sounds = sounds
        self._decode_piece = decode_piece
        self._piece = ""
        self._piece_samples: Samples | None = None
        self._silent_pieces: set[str] = set()  # each is asked for once
        self._piece_start = 0  # the sample of the track at which its first one is, or would have been
        self._music: MusicCue | None = None
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
        self._mix_music(mixed, sheet.music)
        self._done = until
        self._loops = sheet.loops
        self._music = sheet.music
        return mixed

    def _begin(self, shot: Shot) -> None:
        samples = self._sounds.get(shot.sound)
        if samples is not None and self._began_s is not None:
            start = round((shot.happened_s - self._began_s) * RATE_HZ)
            sides = np.array(shot.sides, dtype=np.float32)
            self._ringing.append(_Ringing(samples, sides, max(start, self._done)))

    def _mix_loops(self, mixed: Samples, loops: dict[str, Sides]) -> None:
        frac = _glide(len(mixed))
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

    def _mix_music(self, mixed: Samples, music: MusicCue | None) -> None:
        """A piece is placed once, at its first moment, and then plays on without a gap."""
        before, after = self._music, music
        if before and after and (before.piece, before.begin_s) == (after.piece, after.begin_s):
            self._add_piece(mixed, before.gain, after.gain)
            return
        if before:
            self._add_piece(mixed, before.gain, 0.0)
        if after:
            if after.piece != self._piece:  # one is kept at a time: a minute is 23 MB
                self._piece = after.piece
                self._piece_samples = self._decode(after.piece)
            self._piece_start = self._done + len(mixed) - round(after.place_s * RATE_HZ)
            self._add_piece(mixed, 0.0, after.gain)

    def _decode(self, piece: str) -> Samples | None:
        if self._decode_piece is None or piece in self._silent_pieces:
            return None
        samples = self._decode_piece(piece)
        if samples is None:
            self._silent_pieces.add(piece)
        return samples

    def _add_piece(self, mixed: Samples, gain_before: float, gain_after: float) -> None:
        samples, start = self._piece_samples, self._piece_start
        if samples is None:
            return
        first, last = max(start, self._done), min(start + len(samples), self._done + len(mixed))
        if first < last:
            gains = gain_before + (gain_after - gain_before) * _glide(len(mixed))
            within = slice(first - self._done, last - self._done)
            mixed[within] += samples[first - start : last - start] * gains[within]


def _glide(count: int) -> Samples:
    """From 0 to below 1 over so many samples (n, 1)."""
    return np.linspace(0.0, 1.0, count, endpoint=False, dtype=np.float32)[:, None]
