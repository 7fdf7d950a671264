"""A still picture or the demo pilot → frames, one by one, each with the time at which it is due.

Films are read in `film.py`, cameras in `devices.py`. Readers never wait for that time: who reads does
(`camera.FrameSource`). They must not know threads.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.frame import Frame, Picture, fit, from_opencv, set_upright
from griffin.vision.opencv import cv2
from griffin.vision.orientation import Orientation
from griffin.vision.source_file import printable
from griffin.vision.synthetic import draw_demo_frame

_LARGEST_IMAGE_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderTuning:
    """How files are played and the demo pilot is drawn."""

    image_rate_hz: float = 15.0  # an image has no rate; enough for the recognizer to settle
    demo_rate_hz: float = 30.0
    demo_size_px: tuple[int, int] = (640, 480)
    lag_s: float = 0.1  # a file's frame later than this is passed over, when decoding can't keep up
    skip_at_most_s: float = 0.5  # of film passed over in a row; then a late picture is better than none

    def __post_init__(self) -> None:
        if min(self.image_rate_hz, self.demo_rate_hz) <= 0.0:
            raise ValueError("rates must be above 0")
        if min(self.demo_size_px) < 64:
            raise ValueError("the demo pilot needs at least 64 pixels a side")
        if not 0.0 < self.lag_s <= self.skip_at_most_s:
            raise ValueError("lag_s must be above 0 and not above skip_at_most_s")


class Reader(Protocol):
    """A source of frames. `frames_read` counts all that it had, those passed over included."""

    name: str
    is_demo: bool

    @property
    def frames_read(self) -> int:
        """How many it has read so far."""
        ...

    def read(self) -> Frame | None:
        """The next frame, its `captured_s` perhaps in the future; None after the last one.

        Raises CameraError when the source fails.
        """
        ...

    def release(self) -> None:
        """Give the device or file back."""
        ...


class ImageReader:
    """One picture, again and again with new times, without end."""

    is_demo = False

    def __init__(self, path: Path, clock: Clock, tuning: ReaderTuning) -> None:
        self.name = printable(path.name)
        self.frames_read = 0
        picture = _decode(path)
        if picture is None:
            raise CameraError(
                f"{printable(str(path))} is not a picture that Griffin can read.",
                hint="JPEG and PNG of up to 120 megapixels will do.",
            )
        self._picture = fit(picture)
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


class UprightReader:
    """Another reader's frames, set upright: the one place where `--mirror` and `--rotate` are applied.

    `orientation` may be replaced at any time; it holds from the next frame on.
    """

    def __init__(self, reader: Reader, orientation: Orientation) -> None:
        self.name = reader.name
        self.is_demo = reader.is_demo
        self.orientation = orientation
        self._reader = reader

    @property
    def frames_read(self) -> int:
        """As many as the other reader has read."""
        return self._reader.frames_read

    def read(self) -> Frame | None:
        """The next frame, its picture as the model wants it."""
        frame = self._reader.read()
        if frame is None:
            return None
        return replace(frame, picture=set_upright(frame.picture, self.orientation))

    def release(self) -> None:
        """Give the other reader's device or file back."""
        self._reader.release()


def _decode(path: Path) -> Picture | None:
    """The picture, upright; None for a file that holds none. By its content: OpenCV crashes on some names."""
    if path.stat().st_size > _LARGEST_IMAGE_BYTES:
        return None
    try:
        picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, OSError):  # more pixels than OpenCV takes
        return None
    return _decode_otherwise(path) if picture is None else from_opencv(np.asarray(picture, np.uint8))


def _decode_otherwise(path: Path) -> Picture | None:
    """What films are read with knows more kinds of pictures, such as GIF, which older OpenCVs don't."""
    from griffin.vision.film_decoder import FilmDecoder  # seldom needed

    try:
        film = FilmDecoder(path)
    except CameraError:
        return None
    try:
        first = film.next()
        return None if first is None else first.convert()
    except CameraError:
        return None
    finally:
        film.close()


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
