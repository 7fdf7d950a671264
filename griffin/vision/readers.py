"""A video file, an image or the demo pilot → frames, one by one, each with the time at which it is due.

Readers never wait for that time: who reads does (`camera.FrameSource`). They must not know threads.
"""

import logging
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.frame import Frame, Picture, fit
from griffin.vision.opencv import cv2
from griffin.vision.synthetic import draw_demo_frame

log = logging.getLogger(__name__)

_MS = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderTuning:
    """How files are played and the demo pilot is drawn."""

    image_rate_hz: float = 15.0  # an image has no rate; enough for the recognizer to settle
    demo_rate_hz: float = 30.0
    demo_size_px: tuple[int, int] = (640, 480)
    video_rate_hz: float = 30.0  # where a file doesn't give a believable one
    video_rate_limits_hz: tuple[float, float] = (1.0, 240.0)  # what is believable
    lag_s: float = 0.1  # a file's frame later than this is passed over, when decoding can't keep up
    cut_short_s: float = 0.5  # a film that ends this much early, and by more than a frame, is cut short
    skip_at_most_s: float = 0.5  # of film passed over in a row; then a late picture is better than none

    def __post_init__(self) -> None:
        if min(self.image_rate_hz, self.demo_rate_hz) <= 0.0:
            raise ValueError("rates must be above 0")
        if not self.video_rate_limits_hz[0] <= self.video_rate_hz <= self.video_rate_limits_hz[1]:
            raise ValueError("video_rate_hz must lie within its limits")
        if min(self.demo_size_px) < 64:
            raise ValueError("the demo pilot needs at least 64 pixels a side")
        if not 0.0 < self.lag_s <= self.skip_at_most_s:
            raise ValueError("lag_s must be above 0 and not above skip_at_most_s")


class Reader(Protocol):
    """A source of frames. `frames_read` counts all that it had, those passed over included."""

    name: str
    is_demo: bool
    frames_read: int

    def read(self) -> Frame | None:
        """The next frame, its `captured_s` perhaps in the future; None after the last one.

        Raises CameraError when the source fails.
        """
        ...

    def release(self) -> None:
        """Give the device or file back."""
        ...


class VideoReader:
    """A video or an animated GIF at its own speed, once or in a loop. One frame is always decoded ahead."""

    is_demo = False

    def __init__(
        self, path: Path, clock: Clock, tuning: ReaderTuning, *, loop: bool, every_frame: bool = False
    ) -> None:
        self.name = path.name
        self.frames_read = 0
        self._path = path
        self._clock = clock
        self._tuning = tuning
        self._loop = loop
        self._every_frame = every_frame
        self._ahead: tuple[float, Picture] | None = None
        self._start_s: float | None = None  # when the film's time was 0, on our clock
        self._has_ended = False
        self._openable = _openable(path)
        self._open()
        if self._ahead is None:
            self.release()
            raise CameraError(
                f"{path} is not a video or a picture that Griffin can read.",
                hint="MP4, MKV, WebM, AVI, GIF, JPEG and PNG are known to work.",
            )

    def read(self) -> Frame | None:
        """The next frame; when decoding lags, the next that is not too late. The last one always comes.

        With `every_frame` none is passed over. Late frames keep their times: a jump in slow motion is none.
        """
        if self._ahead is None and self._loop:
            self._rewind()
        if self._ahead is None:
            return None
        if self._start_s is None:
            self._start_s = self._clock.now_s()
        first_s, _ = self._ahead
        while True:
            film_s, picture = self._ahead
            self._ahead = self._decode()
            late_s = self._clock.now_s() - (self._start_s + film_s)
            is_enough = film_s - first_s >= self._tuning.skip_at_most_s
            if self._every_frame or self._ahead is None or late_s <= self._tuning.lag_s or is_enough:
                fitted = fit(picture)
                return Frame(captured_s=self._start_s + film_s, picture=fitted)

    @property
    def rate_hz(self) -> float:
        """Frames a second, as the file says."""
        return 1.0 / self._period_s

    def release(self) -> None:
        """Close the file."""
        self._capture.release()

    def _open(self) -> None:
        self._capture = cv2.VideoCapture(self._openable)
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        low_hz, high_hz = self._tuning.video_rate_limits_hz
        self._period_s = 1.0 / (rate_hz if low_hz <= rate_hz <= high_hz else self._tuning.video_rate_hz)
        self._film_s = -self._period_s
        self._ahead = self._decode()

    def _rewind(self) -> None:
        # Opened anew: seeking is not exact in every format.
        if self._start_s is not None:
            self._start_s += self._film_s + self._period_s
        self.release()
        self._open()

    def _decode(self) -> tuple[float, Picture] | None:
        """The next frame and its time in the film, which always grows; None at the end."""
        ok, picture = self._capture.read()
        if not ok:
            if self.frames_read and not self._has_ended:
                self._has_ended = True
                self._report_break()
            return None
        self.frames_read += 1
        stamp_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) * _MS
        self._film_s = stamp_s if stamp_s > self._film_s else self._film_s + self._period_s
        return self._film_s, np.asarray(picture, np.uint8)

    def _report_break(self) -> None:
        from griffin.vision.film_end import find_break  # a second FFmpeg, needed once a film

        found = find_break(self._path, self._film_s, self._tuning.cut_short_s)
        if found is not None:
            log.warning("%s breaks off after %.1f of %.1f s.", self.name, found.end_s, found.promised_s)


class ImageReader:
    """One picture, again and again with new times, without end."""

    is_demo = False

    def __init__(self, path: Path, clock: Clock, tuning: ReaderTuning) -> None:
        self.name = path.name
        self.frames_read = 0
        openable = _openable(path)
        try:
            picture = cv2.imread(openable, cv2.IMREAD_COLOR)
        except cv2.error:  # more pixels than OpenCV takes
            picture = None
        if picture is None:
            raise CameraError(f"{path} is not a picture that Griffin can read.", hint="JPEG and PNG will do.")
        self._picture = fit(np.asarray(picture, np.uint8))
        self._metronome = _Metronome(clock, tuning.image_rate_hz)

    def read(self) -> Frame | None:
        """The picture, due one period after the last time."""
        self.frames_read += 1
        return Frame(captured_s=self._metronome.next_s(), picture=self._picture)

    def release(self) -> None:
        """Nothing is held."""


class DemoReader:
    """The demo pilot, drawn as it is needed, without end."""

    name = "demo pilot"
    is_demo = True

    def __init__(self, clock: Clock, tuning: ReaderTuning) -> None:
        self.frames_read = 0
        self._size_px = tuning.demo_size_px
        self._metronome = _Metronome(clock, tuning.demo_rate_hz)

    def read(self) -> Frame | None:
        """The pilot as it stands at the time at which the frame is due."""
        due_s = self._metronome.next_s()
        self.frames_read += 1
        return Frame(
            captured_s=due_s, picture=draw_demo_frame(due_s - self._metronome.start_s, self._size_px)
        )

    def release(self) -> None:
        """Nothing is held."""


def _openable(path: Path) -> str:
    """The file's name as OpenCV takes it. Raises CameraError for one that it wouldn't survive."""
    try:
        openable = str(path.absolute())  # `17:30.mp4` alone would be taken for an address
        openable.encode()
    except UnicodeEncodeError as error:
        raise CameraError(f"The name {path} is not proper text.", hint="Rename the file.") from error
    return openable


class _Metronome:
    """Due times at a steady rate; those that have passed already are left out."""

    def __init__(self, clock: Clock, rate_hz: float) -> None:
        self.start_s = 0.0
        self._clock = clock
        self._rate_hz = rate_hz
        self._beat = -1

    def next_s(self) -> float:
        now_s = self._clock.now_s()
        if self._beat < 0:
            self.start_s = now_s
        self._beat = max(self._beat + 1, math.floor((now_s - self.start_s) * self._rate_hz))
        return self.start_s + self._beat / self._rate_hz
