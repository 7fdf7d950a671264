"""Cameras that aren't there: drivers that answer questions, devices that send pictures by a manual clock."""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from griffin.clock import ManualClock
from griffin.errors import CameraError
from griffin.vision import v4l2
from griffin.vision.capture_mode import CaptureMode
from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2
from griffin.vision.v4l2 import CameraInfo, FrameSize

SELECT_S = 2.0  # for which OpenCV waits for a picture, as set in griffin.vision.opencv

Listing = Mapping[str, Mapping[tuple[int, int], Sequence[float]]]
"""FourCC → size → rates."""

# What usual webcams list.
LAPTOP: Listing = {
    "MJPG": {(1280, 720): (30.0,), (640, 480): (30.0,), (640, 360): (30.0,), (320, 240): (30.0,)},
    "YUYV": {(640, 480): (30.0,), (640, 360): (30.0,), (1280, 720): (10.0,)},
}
INFRA_RED: Listing = {"GREY": {(640, 360): (15.0,), (640, 480): (15.0,)}}
RAW: Listing = {"BA81": {(1932, 1092): ()}, "pBAA": {(1932, 1092): ()}, "Y10": {(1932, 1092): ()}}


@dataclass(frozen=True, kw_only=True)
class Range:
    """A driver that takes every size and rate within bounds."""

    least_px: tuple[int, int] = (2, 2)
    most_px: tuple[int, int] = (4096, 4096)
    step_px: int = 2
    least_hz: float = 1.0
    most_hz: float = 60.0


@dataclass(kw_only=True)
class Node:
    """What a driver says of one device."""

    card: str = "A webcam"
    driver: str = "uvcvideo"
    bus: str = "usb-0000:00:14.0-1"
    capabilities: int = v4l2.VIDEO_CAPTURE
    listing: Listing | Mapping[str, Range] = field(default_factory=lambda: LAPTOP)
    fails_to_open: OSError | None = None


class StandInKernel:
    """Answers as drivers do, in the kernel's own records. `calls` counts how often it was asked."""

    def __init__(
        self, nodes: Mapping[str, Node], clock: ManualClock | None = None, call_s: float = 0.0
    ) -> None:
        self.calls = 0
        self.open_handles: set[int] = set()
        self._nodes = dict(nodes)
        self._names = list(nodes)
        self._clock = clock
        self._call_s = call_s

    def open(self, path: Path) -> int:
        self._pass()
        if path.name not in self._nodes:
            raise FileNotFoundError(path)
        error = self._nodes[path.name].fails_to_open
        if error is not None:
            raise error
        handle = self._names.index(path.name)
        self.open_handles.add(handle)
        return handle

    def ioctl(self, handle: int, request: int, argument: bytes) -> bytes:
        self._pass()
        node = self._nodes[self._names[handle]]
        if request == v4l2.QUERY_CAPABILITY:
            of_all = v4l2.VIDEO_CAPTURE | v4l2.NODE_CAPABILITIES | node.capabilities
            names = (node.driver.encode(), node.card.encode()[:31], node.bus.encode())
            return v4l2.CAPABILITY.pack(*names, 6 << 16, of_all, node.capabilities)
        (index,) = struct.unpack_from("<I", argument)
        if request == v4l2.ENUMERATE_FORMATS:
            fourcc = _at(list(node.listing), index)
            return v4l2.FORMAT.pack(index, v4l2.VIDEO_CAPTURE, 0, b"", _padded(fourcc))
        fourcc = argument[4:8].decode().strip()
        listed = node.listing[fourcc]
        if request == v4l2.ENUMERATE_SIZES:
            return self._size(index, fourcc, listed)
        assert request == v4l2.ENUMERATE_INTERVALS
        return self._interval(index, argument, listed)

    def close(self, handle: int) -> None:
        self._pass()
        self.open_handles.remove(handle)

    def _size(
        self, index: int, fourcc: str, listed: Range | Mapping[tuple[int, int], Sequence[float]]
    ) -> bytes:
        if isinstance(listed, Range):
            _at([0], index)
            (least_w, least_h), (most_w, most_h), step = listed.least_px, listed.most_px, listed.step_px
            bounds = (least_w, most_w, step, least_h, most_h, step)
            return v4l2.FRAME_SIZE.pack(index, _padded(fourcc), 3, *bounds)
        width, height = _at(list(listed), index)
        return v4l2.FRAME_SIZE.pack(index, _padded(fourcc), v4l2.DISCRETE, width, height, 0, 0, 0, 0)

    def _interval(
        self, index: int, argument: bytes, listed: Range | Mapping[tuple[int, int], Sequence[float]]
    ) -> bytes:
        _, fourcc, width, height, *_ = v4l2.FRAME_INTERVAL.unpack(argument)
        if isinstance(listed, Range):
            _at([0], index)
            shortest, longest = _interval_of(listed.most_hz), _interval_of(listed.least_hz)
            return v4l2.FRAME_INTERVAL.pack(index, fourcc, width, height, 2, *shortest, *longest, 0, 1)
        rate_hz = _at(list(listed[width, height]), index)
        fraction = _interval_of(rate_hz)
        return v4l2.FRAME_INTERVAL.pack(index, fourcc, width, height, v4l2.DISCRETE, *fraction, 0, 0, 0, 0)

    def _pass(self) -> None:
        self.calls += 1
        if self._clock is not None:
            self._clock.advance(self._call_s)


def _at(entries: Sequence, index: int):
    if index >= len(entries):
        raise OSError(22, "Invalid argument")
    return entries[index]


def _padded(fourcc: str) -> bytes:
    return fourcc.ljust(4).encode()


def _interval_of(rate_hz: float) -> tuple[int, int]:
    return 1000, round(1000 * rate_hz)


def sizes_of(listing: Listing) -> tuple[FrameSize, ...]:
    return tuple(
        FrameSize(fourcc=fourcc, size_px=size_px, rates_hz=tuple(sorted(rates_hz, reverse=True)))
        for fourcc, sizes in listing.items()
        for size_px, rates_hz in sizes.items()
    )


def camera_info(path: str, name: str = "A webcam", listing: Listing = LAPTOP, **changes) -> CameraInfo:
    described = {
        "driver": "uvcvideo",
        "bus": "usb-0000:00:14.0-1",
        "formats": tuple(listing),
        "sizes": sizes_of(listing),
    }
    return CameraInfo(path=path, name=name, **(described | changes))


@dataclass(kw_only=True)
class Device:
    """A camera, and what it does when it is opened.

    `rate_hz` tells how many pictures a second it really sends in a mode. `is_there` goes by the clock.
    """

    info: CameraInfo
    rate_hz: Callable[[CaptureMode], float] = lambda mode: mode.rate_hz
    start_s: float = 0.3
    is_silent: bool = False
    refuses: Callable[[CaptureMode], bool] = lambda mode: False
    has_colours: bool = True
    is_damaged: Callable[[int], bool] = lambda number: False
    stamp_age_s: float = 0.02
    is_there: Callable[[float], bool] = lambda now_s: True


class DeviceCapture:
    """A device that is open, as OpenCV has it."""

    def __init__(self, device: Device, mode: CaptureMode, clock: ManualClock) -> None:
        self.is_released = False
        self._device = device
        self._mode = mode
        self._clock = clock
        self._waits_s = device.start_s
        self._number = 0

    def grab(self) -> bool:
        assert not self.is_released
        if not self._device.is_there(self._clock.now_s()) or self._device.refuses(self._mode):
            self._clock.advance(0.001)
            return False
        if self._device.is_silent or self._waits_s > SELECT_S:
            self._waits_s -= SELECT_S
            self._clock.advance(SELECT_S)
            return False
        self._clock.advance(self._waits_s + 1.0 / self._device.rate_hz(self._mode))
        self._waits_s = 0.0
        return True

    def retrieve(self) -> tuple[bool, Picture | None]:
        self._number += 1
        if self._device.is_damaged(self._number):
            return False, None
        return True, _picture(self._mode.size_px, has_colours=self._device.has_colours)

    def get(self, prop: int) -> float:
        assert prop == cv2.CAP_PROP_POS_MSEC
        return (self._clock.now_s() - self._device.stamp_age_s) * 1000.0

    def release(self) -> None:
        self.is_released = True


class StandInCameras:
    """Devices in place of the machine's. `opened` lists every opening, with `times_s` and `captures`."""

    def __init__(self, clock: ManualClock, *devices: Device, can_list: bool = True) -> None:
        self.opened: list[tuple[str, CaptureMode]] = []
        self.times_s: list[float] = []
        self.captures: list[DeviceCapture] = []
        self._clock = clock
        self._devices = devices
        self._can_list = can_list

    def listed(self) -> list[CameraInfo]:
        if not self._can_list:
            return [CameraInfo(path=str(number), name=f"camera {number}") for number in range(4)]
        return [device.info for device in self._there()]

    def describe(self, device: str) -> CameraInfo | None:
        if not self._can_list:
            return None
        return next((info for info in self.listed() if info.path == _path(device)), None)

    def open(self, device: str, mode: CaptureMode) -> DeviceCapture:
        for found in self._there():
            if found.info.path in (device, _path(device)):
                self.opened.append((found.info.path, mode))
                self.times_s.append(self._clock.now_s())
                self.captures.append(DeviceCapture(found, mode, self._clock))
                return self.captures[-1]
        raise CameraError(f"There is no camera {device}.")

    @property
    def modes(self) -> list[tuple[int, int]]:
        """The sizes in which cameras were opened, one after the other."""
        return [mode.size_px for _, mode in self.opened]

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.opened]

    def _there(self) -> list[Device]:
        return [device for device in self._devices if device.is_there(self._clock.now_s())]


@cache
def _picture(size_px: tuple[int, int], *, has_colours: bool) -> Picture:
    width, height = size_px
    picture = np.full((height, width, 3), 90, np.uint8)
    if has_colours:
        picture[:, : width // 2] = (90, 60, 120)
    return picture


def _path(device: str) -> str:
    return f"/dev/video{device}" if device.isdecimal() else device
