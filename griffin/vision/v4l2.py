"""A video device of Linux → what its driver says of it: name, socket, formats, sizes, rates.

The driver is asked with ioctls of Video4Linux 2 (linux/videodev2.h). That takes no picture and next to no
time: some laptops have 32 such devices. Tests replace `Kernel` to have cameras that don't exist.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DEVICES = Path("/dev")

# struct v4l2_capability: driver, card, bus, version, capabilities of the whole device, those of this node
CAPABILITY = struct.Struct("<16s32s32sIII12x")
FORMAT = struct.Struct("<III32s4s16x")  # v4l2_fmtdesc: index, type, flags, description, pixel format
# v4l2_frmsizeenum: index, pixel format, type, then width and height; or least, most and step of each
FRAME_SIZE = struct.Struct("<I4sI6I8x")
# v4l2_frmivalenum: index, pixel format, width, height, type, then a fraction; or least, most and step
FRAME_INTERVAL = struct.Struct("<I4sIII6I8x")

QUERY_CAPABILITY = 0x80685600  # VIDIOC_QUERYCAP
ENUMERATE_FORMATS = 0xC0405602  # VIDIOC_ENUM_FMT
ENUMERATE_SIZES = 0xC02C564A  # VIDIOC_ENUM_FRAMESIZES
ENUMERATE_INTERVALS = 0xC034564B  # VIDIOC_ENUM_FRAMEINTERVALS

VIDEO_CAPTURE = 0x1  # V4L2_CAP_VIDEO_CAPTURE, and the buffer type of that name
MEDIA_CONTROLLED = 0x20000000  # V4L2_CAP_IO_MC: raw, and silent until a media controller links its parts
NODE_CAPABILITIES = 0x80000000  # V4L2_CAP_DEVICE_CAPS: the last field counts
DISCRETE = 1  # V4L2_FRMSIZE_TYPE_DISCRETE and V4L2_FRMIVAL_TYPE_DISCRETE; others are ranges

_MOST_ANSWERS = 200  # to one question
# Of a driver that takes any size within a range, those are asked for that cameras have.
_USUAL_SIZES_PX = ((1920, 1080), (1280, 720), (960, 540), (640, 360), (1280, 960), (960, 720), (640, 480))
_USUAL_RATE_HZ = 30.0


class Kernel(Protocol):
    """The system calls that are needed here. Each raises OSError."""

    def open(self, path: Path) -> int:
        """A handle of the device."""
        ...

    def ioctl(self, handle: int, request: int, argument: bytes) -> bytes:
        """The argument as the driver has filled it in."""
        ...

    def close(self, handle: int) -> None:
        """Close the handle."""
        ...


class LinuxKernel:
    """The real one."""

    def open(self, path: Path) -> int:
        """A handle of the device, without waiting for it."""
        return os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def ioctl(self, handle: int, request: int, argument: bytes) -> bytes:
        """The argument as the driver has filled it in."""
        import fcntl  # not on every system

        return fcntl.ioctl(handle, request, argument)

    def close(self, handle: int) -> None:
        """Close the handle."""
        os.close(handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSize:
    """A size in which a device gives pictures of one pixel format (its FourCC).

    `rates_hz` are those that it lists for it, the highest first; () where it lists none.
    """

    fourcc: str
    size_px: tuple[int, int]
    rates_hz: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraInfo:
    """What a driver says of one device that takes pictures.

    `name` and `bus` stay when it comes back under another path: `bus` is the socket that it is plugged into.
    A device that this user may not open, `is_forbidden`, has its path for a name and no formats.
    """

    path: str
    name: str
    driver: str = ""
    bus: str = ""
    is_media_controlled: bool = False
    is_forbidden: bool = False
    formats: tuple[str, ...] = ()
    sizes: tuple[FrameSize, ...] = ()


def list_devices(kernel: Kernel, folder: Path = DEVICES) -> list[CameraInfo]:
    """All devices that take pictures, by their numbers. Others, such as those for metadata, are left out."""
    paths = [path for path in folder.glob("video*") if path.name.removeprefix("video").isdecimal()]
    paths.sort(key=lambda path: int(path.name.removeprefix("video")))
    infos = (describe_device(path, kernel) for path in paths)
    return [info for info in infos if info is not None]


def describe_device(path: Path, kernel: Kernel) -> CameraInfo | None:
    """What the device says of itself; None where it takes no pictures or doesn't answer."""
    try:
        handle = kernel.open(path)
    except PermissionError:
        return CameraInfo(path=str(path), name=path.name, is_forbidden=True)
    except OSError:
        return None
    try:
        answer = kernel.ioctl(handle, QUERY_CAPABILITY, bytes(CAPABILITY.size))
        driver, card, bus, _, of_all, of_node = CAPABILITY.unpack(answer)
        capabilities = of_node if of_all & NODE_CAPABILITIES else of_all
        if not capabilities & VIDEO_CAPTURE:
            return None
        is_media_controlled = bool(capabilities & MEDIA_CONTROLLED)
        # Some drivers list a format or a size twice, or even without end.
        formats = () if is_media_controlled else tuple(dict.fromkeys(_list_formats(handle, kernel)))
        return CameraInfo(
            path=str(path),
            name=_text(card),
            driver=_text(driver),
            bus=_text(bus),
            is_media_controlled=is_media_controlled,
            formats=tuple(_text(fourcc).strip() for fourcc in formats),
            sizes=tuple(size for fourcc in formats for size in _list_sizes(handle, fourcc, kernel)),
        )
    except OSError:
        return None
    finally:
        kernel.close(handle)


def _list_formats(handle: int, kernel: Kernel) -> Iterator[bytes]:
    for index in range(_MOST_ANSWERS):
        question = FORMAT.pack(index, VIDEO_CAPTURE, 0, b"", b"")
        try:
            yield FORMAT.unpack(kernel.ioctl(handle, ENUMERATE_FORMATS, question))[4]
        except OSError:  # past the last one
            return


def _list_sizes(handle: int, fourcc: bytes, kernel: Kernel) -> Iterator[FrameSize]:
    seen_px: set[tuple[int, int]] = set()
    for index in range(_MOST_ANSWERS):
        question = FRAME_SIZE.pack(index, fourcc, 0, *[0] * 6)
        try:
            _, _, kind, *numbers = FRAME_SIZE.unpack(kernel.ioctl(handle, ENUMERATE_SIZES, question))
        except OSError:
            return
        for size_px in [(numbers[0], numbers[1])] if kind == DISCRETE else _within(numbers):
            if size_px not in seen_px:
                seen_px.add(size_px)
                rates_hz = sorted(set(_list_rates(handle, fourcc, size_px, kernel)), reverse=True)
                yield FrameSize(fourcc=_text(fourcc).strip(), size_px=size_px, rates_hz=tuple(rates_hz))
        if kind != DISCRETE:  # there is one range at most
            return


def _within(bounds: list[int]) -> list[tuple[int, int]]:
    """The usual sizes within least, most and step of the width, and of the height."""
    least_w, most_w, step_w, least_h, most_h, step_h = bounds
    return [
        (width, height)
        for width, height in _USUAL_SIZES_PX
        if least_w <= width <= most_w
        and least_h <= height <= most_h
        and (width - least_w) % max(1, step_w) == 0
        and (height - least_h) % max(1, step_h) == 0
    ]


def _list_rates(handle: int, fourcc: bytes, size_px: tuple[int, int], kernel: Kernel) -> Iterator[float]:
    for index in range(_MOST_ANSWERS):
        question = FRAME_INTERVAL.pack(index, fourcc, *size_px, 0, *[0] * 6)
        try:
            answer = FRAME_INTERVAL.unpack(kernel.ioctl(handle, ENUMERATE_INTERVALS, question))
        except OSError:
            return
        kind, *numbers = answer[4:]
        least, most = numbers[:2], numbers[2:4]
        if kind == DISCRETE:
            if all(least):
                yield least[1] / least[0]
            continue
        if all(least) and all(most):  # the shortest interval is the highest rate
            highest_hz, lowest_hz = least[1] / least[0], most[1] / most[0]
            yield min(highest_hz, max(lowest_hz, _USUAL_RATE_HZ))
        return


def _text(field: bytes) -> str:
    return field.split(b"\0")[0].decode(errors="replace")
