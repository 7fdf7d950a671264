"""Dynamic resolution: how many pixels and plants a machine can afford, by its frame times.

Pure: durations in, a `Pace` out. The first windows are short, so that a slow machine is helped within the
first second. Pixels are given up first, down to the least of `scales`, and only then far plants. Once there
has been room for long enough, more is tried again, and after a failed trial only after twice that time.

Where the processor draws, to lay a smaller picture over the window costs a fifth of a picture by itself: at a
scale of 0.85 all together costs more than at 1, and 0.75 saves a tenth. So there is no step from 1 to 0.6.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingTuning:
    """When a picture counts as slow, and what is done about it."""

    slow_s: float = 0.033  # longer than this misses 30 pictures a second
    aim_frac: float = 0.92  # of slow_s that a smaller picture should take
    quick_s: float = 0.022  # there is room for more
    first_frames: int = 10  # of the first window
    window_frames: int = 30  # of later ones: a second
    scales: tuple[float, ...] = (1.0, 0.6)  # of the picture's sides, from 1 down
    patient_windows: int = 3  # of room before something is tried
    most_patient_windows: int = 48

    def __post_init__(self) -> None:
        if not 0.0 < self.quick_s < self.slow_s:
            raise ValueError("a quick picture must take less time than a slow one")
        if self.scales[0] != 1.0 or self.scales[-1] <= 0.0 or list(self.scales) != sorted(self.scales)[::-1]:
            raise ValueError("scales must fall from 1 on, and stay above 0")


SOFTWARE_PACING = PacingTuning()
GPU_PACING = PacingTuning(  # a display of 60 Hz takes 16.7 ms
    slow_s=0.020, quick_s=0.0175, scales=(1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`scale`: of the picture's sides, 1 is every pixel; `is_plain`: fewer plants."""

    scale: float = 1.0
    is_plain: bool = False


class Pacer:
    """Takes the frame times, and returns the pace to go on with."""

    def __init__(self, tuning: PacingTuning = SOFTWARE_PACING) -> None:
        self._tuning = tuning
        self._window: list[float] = []
        self._left = tuning.first_frames
        self._roomy = 0
        self._patience = tuning.patient_windows
        self._is_trial = False
        self.pace = Pace()

    def note(self, frame_s: float) -> None:
        """Take the time of one picture."""
        self._window.append(frame_s)
        if len(self._window) >= self._left:
            self._judge(self._window)
            self._window = []
            self._left = self._tuning.window_frames

    def _judge(self, window: Sequence[float]) -> None:
        t = self._tuning
        median_s = float(np.median(window))
        if median_s > t.slow_s:
            if self._is_trial:
                self._patience = min(t.most_patient_windows, 2 * self._patience)
            self._is_trial, self._roomy = False, 0
            self._give_up(median_s)
            return
        self._is_trial = False
        self._roomy = self._roomy + 1 if median_s < t.quick_s else 0
        if self._roomy >= self._patience and self.pace != Pace():
            self._roomy = 0
            self._is_trial = True
            self._try_more()

    def _give_up(self, median_s: float) -> None:
        t, scale = self._tuning, self.pace.scale
        smaller = [each for each in t.scales if each < scale]
        if not smaller:
            self.pace = replace(self.pace, is_plain=True)
            return
        wanted = scale * math.sqrt(t.aim_frac * t.slow_s / median_s)
        self.pace = replace(self.pace, scale=next((each for each in smaller if each <= wanted), smaller[-1]))

    def _try_more(self) -> None:
        if self.pace.is_plain:
            self.pace = replace(self.pace, is_plain=False)
        else:
            self.pace = replace(
                self.pace, scale=min(each for each in self._tuning.scales if each > self.pace.scale)
            )
