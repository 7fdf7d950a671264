"""A source of pictures → its newest Frame. A reader thread keeps only one, as older ones add lag."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.camera_search import open_any_camera
from griffin.vision.devices import DeviceReader
from griffin.vision.frame import Frame
from griffin.vision.orientation import AS_IT_COMES, Orientation
from griffin.vision.readers import DemoReader, ImageReader, Reader, ReaderTuning, UprightReader
from griffin.vision.source_file import find_file
from griffin.vision.source_kind import SourceKind, find_source_kind
from griffin.vision.v4l2 import CameraInfo

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTuning:
    """How the reader thread waits and measures."""

    nap_s: float = 0.02  # the thread's longest sleep before it looks whether it should end
    rate_window: int = 45  # frames over which the rate is measured: 1.5 s at 30 Hz
    # The read of a silent camera returns within 2 s (opencv.py), a search for cameras takes longer.
    join_s: float = 3.0

    def __post_init__(self) -> None:
        if not (0.0 < self.nap_s <= self.join_s and self.rate_window >= 2):
            raise ValueError("naps must be short, and a rate needs two frames")


class FrameSource:
    """Gives each frame out at most once, and only ever the newest.

    `name` and `is_demo` say what it is; `note` says why it is not what was asked for ("" where it is).
    `camera`: what its driver reports, where the source is a camera that was asked. `prepare`: done to each
    frame in the reader thread, if anything is; it may be set at any time.
    """

    def __init__(
        self,
        reader: Reader,
        clock: Clock,
        *,
        note: str = "",
        every_frame: bool = False,
        camera: CameraInfo | None = None,
        tuning: SourceTuning | None = None,
    ) -> None:
        self.name = reader.name
        self.is_demo = reader.is_demo
        self.note = note
        self.camera = camera
        self.prepare: Callable[[Frame], Frame] | None = None
        self._every_frame = every_frame
        self._reader = reader
        self._clock = clock
        self._tuning = tuning or SourceTuning()
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._error: Exception | None = None
        self._is_over = False
        self._is_closing = threading.Event()
        self._times_s: deque[float] = deque(maxlen=self._tuning.rate_window)
        self._thread = threading.Thread(target=self._run, name="frames", daemon=True)
        self._thread.start()

    @property
    def frames_seen(self) -> int:
        """How many frames the source has had, those included that nobody took."""
        return self._reader.frames_read

    @property
    def rate_hz(self) -> float | None:
        """The recent frame rate, by the frames' own times; None while too few came.

        Webcams halve it in dim light.
        """
        with self._changed:
            if len(self._times_s) < 2:
                return None
            return (len(self._times_s) - 1) / (self._times_s[-1] - self._times_s[0])

    @property
    def has_ended(self) -> bool:
        """Whether the last frame has been taken and none will follow."""
        with self._changed:
            return self._is_over and self._newest is None and self._error is None

    def newest(self, timeout_s: float) -> Frame | None:
        """The newest frame that was not given out yet; waits for one, but no longer than that.

        Raises CameraError when the source has failed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._is_over, timeout_s)
            frame, self._newest = self._newest, None
            self._changed.notify_all()
            if frame is None and self._error is not None:
                raise self._error
            return frame

    def close(self) -> None:
        """Stop reading and close the source. Closing twice is harmless."""
        self._is_closing.set()
        self._thread.join(self._tuning.join_s)

    def _run(self) -> None:
        try:
            while not self._is_closing.is_set():
                frame = self._reader.read()
                if frame is None or not self._wait_until(frame.captured_s):
                    break
                self._publish(frame if self.prepare is None else self.prepare(frame))
        except Exception as error:  # handed to the thread that asks for frames
            self._error = error
        finally:
            self._reader.release()
            with self._changed:
                self._is_over = True
                self._changed.notify_all()

    def _wait_until(self, due_s: float) -> bool:
        """Wait until then; False when the source is closed meanwhile."""
        while (left_s := due_s - self._clock.now_s()) > 0.0:
            if self._is_closing.is_set():
                return False
            self._clock.sleep(min(left_s, self._tuning.nap_s))
        return True

    def _publish(self, frame: Frame) -> None:
        with self._changed:
            while self._every_frame and self._newest is not None and not self._is_closing.is_set():
                self._changed.wait(self._tuning.nap_s)
            self._newest = frame
            self._times_s.append(frame.captured_s)
            self._changed.notify_all()


def open_source(
    spec: str,
    *,
    loop: bool,
    clock: Clock,
    every_frame: bool = False,
    orientation: Orientation = AS_IT_COMES,
    tuning: ReaderTuning | None = None,
) -> FrameSource:
    """Open `auto`, `0`, `/dev/video0`, `csi:0`, a video, an image or `demo`. The first picture is there.

    `auto` is the first camera that works, else the demo pilot with a note that says why. `loop` plays a video
    again and again; with `every_frame` none is skipped, however late they are taken. `orientation` is
    that of all sources but the demo pilot. Raises CameraError with what is wrong and what to do.
    """
    tuning = tuning or ReaderTuning()
    kind = find_source_kind(spec)
    if kind is not SourceKind.AUTO:
        reader = _open_reader(spec, clock, tuning, loop=loop, every_frame=every_frame)
        if isinstance(reader, DeviceReader):
            return watch_camera(reader, clock, orientation)
        is_patient = every_frame and kind is SourceKind.VIDEO
        return FrameSource(_set_upright(reader, orientation), clock, every_frame=is_patient)
    try:
        return watch_camera(open_any_camera(clock), clock, orientation)
    except CameraError as error:
        return FrameSource(DemoReader(clock, tuning), clock, note=str(error))


def watch_camera(reader: DeviceReader, clock: Clock, orientation: Orientation) -> FrameSource:
    """A camera that is open already."""
    return FrameSource(UprightReader(reader, orientation), clock, camera=reader.camera)


def _set_upright(reader: Reader, orientation: Orientation) -> Reader:
    return reader if reader.is_demo else UprightReader(reader, orientation)


def _open_reader(spec: str, clock: Clock, tuning: ReaderTuning, *, loop: bool, every_frame: bool) -> Reader:
    kind = find_source_kind(spec)
    if kind is SourceKind.NONE:
        raise CameraError("Without a source there is nothing to watch.", hint="`griffin fly` needs none.")
    if kind is SourceKind.DEMO:
        return DemoReader(clock, tuning)
    if kind is SourceKind.CAMERA:
        return DeviceReader(spec, clock)
    if kind is SourceKind.CSI:
        from griffin.vision.gstreamer import open_csi  # needs pipes that not every system has

        return open_csi(spec, clock)
    path = find_file(spec)
    if kind is SourceKind.IMAGE:
        return ImageReader(path, clock, tuning)
    from griffin.vision.film import VideoReader  # brings a second FFmpeg, which cameras don't need

    return VideoReader(path, clock, tuning, loop=loop, every_frame=every_frame)
