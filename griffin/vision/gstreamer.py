"""A CSI camera of a Jetson → frames, out of a GStreamer child process. It knows nothing of our threads.

Why a child. The OpenCV that pip installs has no GStreamer, and only NVIDIA's element `nvarguscamerasrc` makes
pictures of what such a sensor sends. So `gst-launch-1.0` runs it, and raw pictures come through a pipe:

    nvarguscamerasrc ! scaled by the hardware ! RGB ! a queue of one picture, which drops ! fdsink

The pipe is not the child's standard output: NVIDIA's element writes notes there. A picture is exactly width x
height x 3 bytes, so nothing marks where one ends. The queue drops pictures where we are slow, and the pipe
holds about one, so nothing grows old in between. When we are gone, the pipe breaks and the child ends.

The element only talks to a daemon of NVIDIA's, over a local socket (which the sandbox allows). When that is
stuck, no picture ever comes: hence the time limits, and a message that says how to restart it.
"""

import fcntl
import logging
import os
import select
import shutil
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.frame import Frame, Picture
from griffin.vision.source_kind import CSI_PREFIX

log = logging.getLogger(__name__)

_PROGRAM = "gst-launch-1.0"
_PIPE_BYTES = 1 << 20  # as much as a user may ask for; fewer, larger reads
_LINES_KEPT = 20  # of what the child said

_WAKE_DAEMON = "Wake NVIDIA's camera daemon: sudo systemctl restart nvargus-daemon."
# What the child says, and what that means for a player. The first that fits counts.
_EXPLANATIONS = (
    (
        'no element "nvarguscamerasrc"',
        "this system has no driver for CSI cameras",
        "On a Jetson install nvidia-l4t-gstreamer; elsewhere use a USB camera.",
    ),
    (
        "No cameras available",
        "no camera answers at that connector",
        "Check the ribbon cable with the power off; jetson-io.py must know the camera.",
    ),
    ("Invalid camera device", "there is no such camera", "The first one is csi:0."),
    ("Connecting to nvargus-daemon failed", "NVIDIA's camera daemon doesn't run", _WAKE_DAEMON),
    (
        "Failed to create CaptureSession",
        "another program uses it, or NVIDIA's camera daemon is stuck",
        f"Close other programs. {_WAKE_DAEMON}",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GstreamerTuning:
    """What is asked of the camera, and how long it is missed."""

    sensor_px: tuple[int, int] = (1280, 720)  # a mode that every usual CSI sensor has at 30 Hz or more
    size_px: tuple[int, int] = (960, 540)  # the same shape, and as large as the pose model has use for
    rate_hz: int = 30
    first_frame_s: float = 10.0  # the daemon takes 2 to 3 s, more after a boot
    silence_s: float = 2.0  # without a picture: the daemon is stuck, or the cable is out
    restarts: int = 3  # in a row; a daemon that systemd starts anew is back after one or two
    restart_pause_s: float = 1.0
    end_s: float = 3.0  # for the child to release the sensor: killing it may leave the daemon stuck

    def __post_init__(self) -> None:
        if min(*self.sensor_px, *self.size_px, self.rate_hz) <= 0:
            raise ValueError("sizes and rate must be above 0")
        if self.size_px[0] * self.sensor_px[1] != self.size_px[1] * self.sensor_px[0]:
            raise ValueError("both sizes must have the same shape, or people are stretched")
        if min(self.silence_s, self.restart_pause_s, self.end_s) <= 0.0 or self.restarts < 1:
            raise ValueError("times must be above 0, and there must be a restart")
        if self.first_frame_s < self.silence_s:
            raise ValueError("the first picture takes longer than the next")


def open_csi(spec: str, clock: Clock, tuning: GstreamerTuning | None = None) -> "GstreamerReader":
    """The camera that `csi:0` names. Raises CameraError where there is none or it sends nothing."""
    number = spec.removeprefix(CSI_PREFIX)
    if not number.isdecimal():
        raise CameraError(f"{spec} is not a CSI camera.", hint="The first one is csi:0.")
    tuning = tuning or GstreamerTuning()
    return GstreamerReader(f"CSI camera {number}", csi_source(int(number), tuning), clock, tuning)


def csi_source(number: int, tuning: GstreamerTuning) -> tuple[str, ...]:
    """The part of the pipeline that only a Jetson has: sensor → scaled pictures in ordinary memory."""
    sensor_width, sensor_height = tuning.sensor_px
    width, height = tuning.size_px
    return (
        *("nvarguscamerasrc", f"sensor-id={number}", "!"),
        f"video/x-raw(memory:NVMM),width={sensor_width},height={sensor_height},"
        f"framerate={tuning.rate_hz}/1,format=NV12",
        *("!", "nvvidconv", "flip-method=0", "!"),
        f"video/x-raw,width={width},height={height},format=BGRx",
    )


class GstreamerReader:
    """Pictures of a pipeline. When they stop it is started anew, a few times.

    `source` is the pipeline's beginning, up to pictures of the tuning's size.
    """

    is_demo = False

    def __init__(self, name: str, source: Sequence[str], clock: Clock, tuning: GstreamerTuning) -> None:
        """Raises CameraError when no first picture comes."""
        self.name = name
        self.frames_read = 0
        self._source = source
        self._clock = clock
        self._tuning = tuning
        self._child: _Child | None = None
        if shutil.which(_PROGRAM) is None:
            raise CameraError(
                f"The {name} needs {_PROGRAM}, which isn't there.",
                hint="Install it: sudo apt-get install gstreamer1.0-tools gstreamer1.0-plugins-base",
            )
        self._ahead: Frame | None = self._start()

    def read(self) -> Frame | None:
        """The next picture, stamped when its first bytes came; None never: a camera has no end.

        Raises CameraError when pictures stop for good.
        """
        frame, self._ahead = self._ahead, None
        if frame is None and self._child is not None:
            frame = self._child.picture(self._tuning.silence_s)
        frame = frame or self._restart()
        self.frames_read += 1
        return frame

    def release(self) -> None:
        """Release the camera."""
        if self._child is not None:
            self._child.end()
        self._child = None

    def _start(self) -> Frame:
        self._child = _Child(self._source, self._clock, self._tuning)
        frame = self._child.picture(self._tuning.first_frame_s)
        if frame is None:
            error = self._explain(self._child.said)
            self.release()
            raise error
        return frame

    def _restart(self) -> Frame:
        log.warning("The %s has stopped sending pictures; starting it again.", self.name)
        for tries_left in reversed(range(self._tuning.restarts)):
            self.release()
            self._clock.sleep(self._tuning.restart_pause_s)
            try:
                frame = self._start()
            except CameraError:
                if not tries_left:
                    raise
                continue
            log.warning("The %s is back.", self.name)
            return frame
        raise AssertionError("unreachable: there is at least one restart")

    def _explain(self, said: Sequence[str]) -> CameraError:
        text = "\n".join(said)
        for sign, reason, hint in _EXPLANATIONS:
            if sign in text:
                return CameraError(f"The {self.name} sends no picture: {reason}.", hint=hint)
        errors = [line.removeprefix("ERROR: ") for line in said if "ERROR" in line]
        if errors:
            return CameraError(
                f"The {self.name} sends no picture ({errors[0].rstrip('.')}).", hint=_WAKE_DAEMON
            )
        silent_s = self._tuning.first_frame_s
        return CameraError(f"The {self.name} sent no picture within {silent_s:g} s.", hint=_WAKE_DAEMON)


class _Child:
    """One run of the pipeline."""

    def __init__(self, source: Sequence[str], clock: Clock, tuning: GstreamerTuning) -> None:
        self._clock = clock
        self._end_s = tuning.end_s
        self._is_ended = False
        width, height = tuning.size_px
        self._shape = (height, width, 3)
        self._handle, theirs = os.pipe()
        try:
            fcntl.fcntl(self._handle, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        except OSError:
            log.debug("the pipe stays small")
        sink = "videoconvert ! video/x-raw,format=RGB ! queue leaky=downstream max-size-buffers=1"
        sink += f" max-size-bytes=0 max-size-time=0 ! fdsink fd={theirs} sync=false"
        self._process = subprocess.Popen(
            [_PROGRAM, "-q", *source, "!", *sink.split()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs],
        )
        os.close(theirs)
        self._lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._listener = threading.Thread(target=self._listen, name="gstreamer", daemon=True)
        self._listener.start()

    @property
    def said(self) -> tuple[str, ...]:
        """Its last lines. Ends it, so that they are complete."""
        self.end()
        return tuple(self._lines)

    def picture(self, timeout_s: float) -> Frame | None:
        """The next picture; None when it doesn't come in time or the child has ended."""
        picture: Picture = np.empty(self._shape, np.uint8)
        left = picture.data.cast("B")
        deadline_s = self._clock.now_s() + timeout_s
        captured_s: float | None = None
        while left:
            wait_s = deadline_s - self._clock.now_s()
            if wait_s <= 0.0 or not select.select([self._handle], [], [], wait_s)[0]:
                return None
            count = os.readv(self._handle, [left])
            if count == 0:
                return None
            if captured_s is None:
                captured_s = self._clock.now_s()
            left = left[count:]
        assert captured_s is not None
        return Frame(captured_s=captured_s, picture=picture)

    def end(self) -> None:
        """Ask it to release the camera, and kill it if it doesn't. Ending twice is harmless."""
        if self._is_ended:
            return
        self._is_ended = True
        os.close(self._handle)
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(self._end_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(self._end_s)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                text = line.decode(errors="replace").rstrip()
                log.debug("gst-launch: %s", text)
                self._lines.append(text)
