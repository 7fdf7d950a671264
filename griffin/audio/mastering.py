"""A mix → the track of a film: louder, and nowhere too loud. Pure, a block after the other.

Films are heard on their own, so the track is brought near the usual loudness of what people watch. One gain,
the same on both sides, then keeps every 0.4 s below a loudness and every sample below a peak. It knows what
comes: it falls before a cry and returns after it, in a tenth of a second and more, so nothing is cut off or
pumps. Blocks therefore come out later than they went in, and `finish` gives back the rest.

    need of a frame = min(peak's, that of each 0.4 s it is in) ── least of the neighbours ── mean of those

The least reaches one frame farther than the mean, as gains are interpolated between frames: so no gain is
above the need.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from griffin.audio.loudness import gain_of
from griffin.audio.mixdown import Samples
from griffin.audio.steps import RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteringTuning:
    """What comes out."""

    gain_db: float = 3.5  # the demo's minute is then near -21 LUFS
    most_lufs: float = -15.0  # in any 0.4 s: -14 startles
    most_dbfs: float = -3.0  # a codec adds a decibel to the highest peaks
    reach: int = 8  # frames: how far the gain looks ahead of a need and stays after it
    fade_s: float = 0.02  # at the very end

    def __post_init__(self) -> None:
        if self.reach < 1 or self.most_dbfs >= 0.0 or self.fade_s <= 0.0:
            raise ValueError("the gain needs a reach and a fade, and a peak below full scale")


TUNING = MasteringTuning()
_FRAME = 512  # samples
_WINDOW = 37  # frames: 0.4 s
_AT_ONCE = 12  # frames at least: one by one they would cost three times as much
_OFFSET_LUFS = -0.691  # of ITU-R BS.1770-4
# What its K weighting does to a power: as a shelf, which differs by 0.1 dB. Frames are too short to see the
# high-pass at 38 Hz.
_SHELF_HZ, _SHELF_DB = 1682.0, 4.0


class Mastering:
    """`feed` a mix block by block, (n, 2); `finish` at its end. As many samples come out as went in."""

    def __init__(self, tuning: MasteringTuning = TUNING) -> None:
        self._tuning = tuning
        self._ahead = 2 * tuning.reach + _WINDOW + 1  # frames that a gain depends on, both ways
        self._waiting = np.zeros((0, 2), dtype=np.float32)  # samples from the first frame without a gain on
        # Of the frames that a gain still depends on, of which `_ahead` are past.
        self._power = np.zeros(self._ahead)
        self._peak = np.zeros(self._ahead)
        frequency_hz = np.fft.rfftfreq(_FRAME, 1.0 / RATE_HZ)
        shelf = (frequency_hz / _SHELF_HZ) ** 4
        self._weights = (1.0 + gain_of(2.0 * _SHELF_DB) * shelf) / (1.0 + shelf) * 2.0 / _FRAME**2

    def feed(self, mix: Samples) -> Samples:
        """The next block of the mix; returns what is ready of the track."""
        self._waiting = np.concatenate([self._waiting, mix])
        if len(self._waiting) // _FRAME - (len(self._power) - self._ahead) < _AT_ONCE:
            return np.zeros((0, 2), dtype=np.float32)
        self._measure()
        return self._take(max(0, len(self._power) - 2 * self._ahead))

    def finish(self) -> Samples:
        """The rest of the track, which fades out at its very end."""
        count = len(self._waiting)
        frames = -(-count // _FRAME)
        silence = (frames + self._ahead) * _FRAME - count
        self._waiting = np.concatenate([self._waiting, np.zeros((silence, 2), dtype=np.float32)])
        self._measure()
        rest = self._take(frames)[:count]
        fade = min(count, round(self._tuning.fade_s * RATE_HZ))
        rest[count - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)[:, None]
        return rest

    def _measure(self) -> None:
        """Power, as the ear weighs it, and peak of all frames that have become whole."""
        known = len(self._power) - self._ahead
        whole = len(self._waiting) // _FRAME
        frames = self._waiting[known * _FRAME : whole * _FRAME].reshape(-1, _FRAME, 2)
        spectra = np.abs(np.fft.rfft(frames, axis=1)) ** 2
        self._power = np.concatenate([self._power, spectra.sum(axis=2) @ self._weights])
        self._peak = np.concatenate([self._peak, np.abs(frames).max(axis=(1, 2))])

    def _take(self, frames: int) -> Samples:
        """The next frames of the track."""
        if frames == 0:
            return np.zeros((0, 2), dtype=np.float32)
        gains = self._gains(frames + 2)  # of these frames, the one before and the one after
        places = np.arange(frames * _FRAME)
        middles = (np.arange(-1, frames + 1) + 0.5) * _FRAME
        track = (
            self._waiting[: frames * _FRAME] * np.interp(places, middles, gains).astype(np.float32)[:, None]
        )
        self._waiting = self._waiting[frames * _FRAME :]
        self._power, self._peak = self._power[frames:], self._peak[frames:]
        return track

    def _gains(self, count: int) -> NDArray[np.float64]:
        """Of so many frames, from the last one that is past on."""
        tuning = self._tuning
        gain = gain_of(tuning.gain_db)
        span = count + 2 * (self._ahead - 1)
        power = sliding_window_view(self._power[:span], _WINDOW).mean(axis=1) * gain**2
        most_power = 10.0 ** ((tuning.most_lufs - _OFFSET_LUFS) / 10.0)
        loud = sliding_window_view(np.sqrt(most_power / np.maximum(power, most_power)), _WINDOW).min(axis=1)
        most = gain_of(tuning.most_dbfs)
        high = most / np.maximum(self._peak[_WINDOW - 1 : span - _WINDOW + 1] * gain, most)
        least = sliding_window_view(np.minimum(loud, high), 2 * tuning.reach + 3).min(axis=1)
        gains: NDArray[np.float64] = gain * sliding_window_view(least, 2 * tuning.reach + 1).mean(axis=1)
        return gains
