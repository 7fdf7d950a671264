"""The machine's cameras: lists them, and opens one in a mode. It never waits for a picture.

Tests replace `Cameras` to have cameras that don't exist.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Any, Protocol

from griffin.errors import CameraError
from griffin.vision.capture_mode import CaptureMode
from griffin.vision.opencv import cv2
from griffin.vision.v4l2 import DEVICES, CameraInfo, Kernel, LinuxKernel, describe_device, list_devices

_VIDEO_MAJOR = 81  # Linux' number for the kind of device that cameras are
_OTHER_SYSTEMS_CAMERAS = ("0", "1", "2", "3")  # where cameras can't be listed, the numbers that are tried


class Capture(Protocol):
    """An open camera, as OpenCV has it."""

    def grab(self) -> bool:
        """Wait for the next picture; False if none comes."""
        ...

    def retrieve(self) -> tuple[bool, Any]:
        """Whether the picture that was waited for can be decoded, and the picture."""
        ...

    def get(self, prop: int, /) -> float:
        """One of OpenCV's properties."""
        ...

    def release(self) -> None:
        """Close the camera."""
        ...


class Cameras(Protocol):
    """What cameras there are, and a way to open them."""

    def listed(self) -> list[CameraInfo]:
        """All devices that take pictures, fit for the game or not."""
        ...

    def describe(self, device: str) -> CameraInfo | None:
        """The device with this path or number; None where nothing is known about it."""
        ...

    def open(self, device: str, mode: CaptureMode) -> Capture:
        """The device, asked for this mode. Raises CameraError with what is wrong."""
        ...


class SystemCameras:
    """Those of this machine: on Linux devices, elsewhere numbers of which nothing is known."""

    def __init__(self, kernel: Kernel | None = None, folder: Path = DEVICES) -> None:
        self._kernel = kernel or LinuxKernel()
        self._folder = folder
        self._is_linux = sys.platform.startswith("linux")

    def listed(self) -> list[CameraInfo]:
        """All devices that take pictures; elsewhere than on Linux the numbers that may be tried."""
        if self._is_linux:
            return list_devices(self._kernel, self._folder)
        return [CameraInfo(path=number, name=f"camera {number}") for number in _OTHER_SYSTEMS_CAMERAS]

    def describe(self, device: str) -> CameraInfo | None:
        """The device with this path or number, behind whatever link; None where it can't be asked."""
        if not self._is_linux:
            return None
        return describe_device(self._path(device).resolve(), self._kernel)

    def open(self, device: str, mode: CaptureMode) -> Capture:
        """The device, asked for this mode; it may do otherwise. Raises CameraError with what is wrong."""
        if self._is_linux:
            path = self._path(device)
            _check_device(path)
            capture = cv2.VideoCapture(str(path), cv2.CAP_V4L2)
        else:
            capture = cv2.VideoCapture(int(device) if device.isdecimal() else device)
        if not capture.isOpened():
            if self._is_linux and _is_of_another_kind(path):
                raise _not_a_camera(path)
            raise CameraError(
                f"{self._path(device)} can't be opened as a camera.",
                hint="Close other programs that use it, or choose another with --source.",
            )
        width_px, height_px = mode.size_px
        # The order matters: some drivers take size and rate only for the format chosen before.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*mode.fourcc))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width_px)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height_px)
        capture.set(cv2.CAP_PROP_FPS, mode.rate_hz)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # a queue of old pictures is lag
        return capture

    def _path(self, device: str) -> Path:
        return self._folder / f"video{device}" if device.isdecimal() else Path(device)


def _check_device(path: Path) -> None:
    try:
        is_device = stat.S_ISCHR(path.stat().st_mode)
    except OSError as error:
        raise CameraError(
            f"There is no camera {path}.",
            hint="Plug one in, choose another with --source, or try --source demo.",
        ) from error
    if not is_device:
        raise _not_a_camera(path)
    if not os.access(path, os.R_OK | os.W_OK):
        raise CameraError(
            f"This user may not open the camera {path}.",
            hint="Add yourself to its group (sudo usermod -aG video $USER) and log in again.",
        )


def _is_of_another_kind(path: Path) -> bool:
    try:
        return os.major(path.stat().st_rdev) != _VIDEO_MAJOR
    except OSError:  # it has just been unplugged
        return False


def _not_a_camera(path: Path) -> CameraError:
    return CameraError(
        f"{path} is not a camera.", hint="Give a camera's number or a film to --source, or try --source demo."
    )
