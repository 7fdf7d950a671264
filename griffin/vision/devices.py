"""A camera → frames, each stamped when it came; and the machine → its cameras. It must not know threads."""

import logging
import os
import stat
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from griffin.clock import Clock, MonotonicClock
from griffin.errors import CameraError
from griffin.vision.frame import Frame, fit
from griffin.vision.opencv import cv2
from griffin.vision.orientation import AS_IT_COMES, Orientation
from griffin.vision.readers import UprightReader

log = logging.getLogger(__name__)

_DEVICES = Path("/dev")
_OTHER_SYSTEMS_CAMERAS = ("0", "1", "2", "3")  # where cameras can't be listed, the numbers that are tried
_MS = 1e-3

# linux/videodev2.h
_CAPABILITY = struct.Struct("<16s32s32sIII12x")  # driver, card, bus, version, capabilities, device_caps
_FORMAT = struct.Struct("<III32s4s16x")  # index, type, flags, description, pixel format
_QUERY_CAPABILITY = 0x80685600  # VIDIOC_QUERYCAP
_ENUMERATE_FORMATS = 0xC0405602  # VIDIOC_ENUM_FMT
_VIDEO_CAPTURE = 1  # V4L2_CAP_VIDEO_CAPTURE, and the buffer type of that name


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTuning:
    """How a camera is opened, and how long it is missed."""

    size_px: tuple[int, int] = (640, 480)  # what nearly every webcam has, and plenty for the model
    rate_hz: float = 30.0  # most webcams' best at that size
    stamp_age_s: float = 0.5  # a driver's time stamp older than this is taken for another clock's
    reopen_s: float = 8.0  # a replugged USB camera is back within about 3 s
    reopen_pause_s: float = 0.5
    measure_s: float = 1.0  # thirty frames of a usual webcam
    warm_up_frames: int = 5  # the first ones come late while the exposure settles

    def __post_init__(self) -> None:
        if min(self.size_px) <= 0 or self.rate_hz <= 0.0 or self.measure_s <= 0.0:
            raise ValueError("size, rate and measuring time must be above 0")
        if not 0.0 < self.reopen_pause_s <= self.reopen_s:
            raise ValueError("the pause must be above 0 and not above the whole time")


class DeviceReader:
    """A camera. When it vanishes it is sought for a while."""

    is_demo = False

    def __init__(self, device: int | str, clock: Clock, tuning: DeviceTuning | None = None) -> None:
        self.name = f"camera {device}"
        self.frames_read = 0
        self._device = device
        self._clock = clock
        self._tuning = tuning or DeviceTuning()
        self._capture = _open_device(device, self._tuning)
        try:
            if not self._capture.grab():
                raise CameraError(
                    f"The {self.name} is there but sends no picture.",
                    hint="Close other programs that use it, or replug it.",
                )
        except CameraError:
            self.release()
            raise

    def read(self) -> Frame | None:
        """The next picture, stamped when it came; None never: a camera has no end."""
        while True:
            if self._capture.grab():
                captured_s = self._stamp()
                ok, picture = self._capture.retrieve()
                if ok:
                    self.frames_read += 1
                    fitted = fit(np.asarray(picture, np.uint8))
                    return Frame(captured_s=captured_s, picture=fitted)
            self._reopen()

    def release(self) -> None:
        """Let the device go."""
        self._capture.release()

    def _stamp(self) -> float:
        """The driver's time where it is of our clock (V4L2 stamps with the monotonic one), else now."""
        now_s = self._clock.now_s()
        driver_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) * _MS
        return driver_s if 0.0 <= now_s - driver_s <= self._tuning.stamp_age_s else now_s

    def _reopen(self) -> None:
        log.warning("The %s has stopped sending pictures; looking for it.", self.name)
        give_up_s = self._clock.now_s() + self._tuning.reopen_s
        while self._clock.now_s() < give_up_s:
            self._capture.release()
            self._clock.sleep(self._tuning.reopen_pause_s)
            try:
                self._capture = _open_device(self._device, self._tuning)
            except CameraError:
                continue
            if self._capture.grab():
                log.warning("The %s is back.", self.name)
                return
        raise CameraError(f"The {self.name} has stopped sending pictures.", hint="Replug it and start again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraReport:
    """One camera. `rate_hz` is measured at the game's own settings; `problem` is "" where it works."""

    path: str
    name: str
    formats: tuple[str, ...] = ()
    rate_hz: float | None = None
    problem: str = ""


def camera_paths() -> list[str]:
    """What may be opened as a camera, first choice first: devices on Linux, numbers elsewhere."""
    if not sys.platform.startswith("linux"):
        return list(_OTHER_SYSTEMS_CAMERAS[:1])
    devices = [path for path in _DEVICES.glob("video*") if path.name.removeprefix("video").isdecimal()]
    devices.sort(key=lambda path: int(path.name.removeprefix("video")))
    return [str(path) for path in devices if _describe(path) is not None]


def list_cameras(*, orientation: Orientation = AS_IT_COMES, clock: Clock | None = None) -> list[CameraReport]:
    """Every camera of this machine, each tried for about a second. Cameras that fail are listed with why."""
    if sys.platform.startswith("linux"):
        found = {path: _describe(Path(path)) or ("", ()) for path in camera_paths()}
    else:
        found = {path: (f"camera {path}", ()) for path in _OTHER_SYSTEMS_CAMERAS}
    reports = []
    for path, (name, formats) in found.items():
        try:
            rate_hz = measure_rate(path, clock or MonotonicClock(), orientation)
            report = CameraReport(path=path, name=name, formats=formats, rate_hz=rate_hz)
        except CameraError as error:
            report = CameraReport(path=path, name=name, formats=formats, problem=str(error))
        if sys.platform.startswith("linux") or not report.problem:
            reports.append(report)
    return reports


def measure_rate(path: str, clock: Clock, orientation: Orientation = AS_IT_COMES) -> float:
    """Frames a second that a camera really gives, set upright. Raises CameraError when it gives none."""
    tuning = DeviceTuning()
    device = DeviceReader(int(path) if path.isdecimal() else path, clock, tuning)
    reader = UprightReader(device, orientation)
    try:
        for _ in range(tuning.warm_up_frames):
            reader.read()
        frames, start_s = 0, clock.now_s()
        while (passed_s := clock.now_s() - start_s) < tuning.measure_s:
            reader.read()
            frames += 1
        return frames / passed_s
    finally:
        reader.release()


def _open_device(device: int | str, tuning: DeviceTuning) -> cv2.VideoCapture:
    path = Path(f"/dev/video{device}" if isinstance(device, int) else device)
    if sys.platform.startswith("linux"):
        _check_device(path)
        capture = cv2.VideoCapture(str(path), cv2.CAP_V4L2)
    else:
        capture = cv2.VideoCapture(device)
    if not capture.isOpened():
        raise CameraError(
            f"{path} can't be opened as a camera.",
            hint="Close other programs that use it, or choose another with --source.",
        )
    width_px, height_px = tuning.size_px
    # The order matters: some drivers take size and rate only for the format chosen before.
    # Raw pictures would halve many a USB camera's rate.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, width_px)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height_px)
    capture.set(cv2.CAP_PROP_FPS, tuning.rate_hz)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # a queue of old pictures is lag
    return capture


def _check_device(path: Path) -> None:
    try:
        is_device = stat.S_ISCHR(path.stat().st_mode)
    except OSError as error:
        raise CameraError(
            f"There is no camera {path}.",
            hint="Plug one in, choose another with --source, or try --source demo.",
        ) from error
    if not is_device:
        raise CameraError(f"{path} is not a camera.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise CameraError(
            f"This user may not open the camera {path}.",
            hint="Add yourself to its group (sudo usermod -aG video $USER) and log in again.",
        )


def _describe(device: Path) -> tuple[str, tuple[str, ...]] | None:
    """A device's name and pixel formats; None when it takes no pictures.

    Webcams have a second device, for metadata. A device that this user may not open is described by its
    path, so that its trouble can be reported.
    """
    import fcntl  # not on every system

    try:
        handle = os.open(device, os.O_RDWR | os.O_NONBLOCK)
    except PermissionError:
        return device.name, ()
    except OSError:
        return None
    try:
        answer = fcntl.ioctl(handle, _QUERY_CAPABILITY, bytes(_CAPABILITY.size))
        _, card, _, _, _, capabilities = _CAPABILITY.unpack(answer)
        if not capabilities & _VIDEO_CAPTURE:
            return None
        return _text(card), tuple(_formats(handle))
    except OSError:
        return None
    finally:
        os.close(handle)


def _formats(handle: int) -> list[str]:
    import fcntl

    formats: list[str] = []
    while True:
        request = _FORMAT.pack(len(formats), _VIDEO_CAPTURE, 0, b"", b"")
        try:
            answer = fcntl.ioctl(handle, _ENUMERATE_FORMATS, request)
        except OSError:  # past the last one
            return formats
        formats.append(_text(_FORMAT.unpack(answer)[4]).strip())


def _text(field: bytes) -> str:
    return field.split(b"\0")[0].decode(errors="replace")
