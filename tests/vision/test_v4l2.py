"""What drivers say, in the kernel's own records, from stand-in devices."""

import struct
import sys
from pathlib import Path

import pytest

from griffin.clock import ManualClock
from griffin.vision import v4l2
from griffin.vision.camera_choice import usable_cameras
from griffin.vision.v4l2 import FrameSize, LinuxKernel, describe_device, list_devices

from .cameras import INFRA_RED, LAPTOP, RAW, Node, Range, StandInKernel, sizes_of


def make_folder(folder: Path, nodes: dict[str, Node]) -> Path:
    for name in nodes:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(
    ("record", "size", "request_code"),
    [
        (v4l2.CAPABILITY, 104, v4l2.QUERY_CAPABILITY),
        (v4l2.FORMAT, 64, v4l2.ENUMERATE_FORMATS),
        (v4l2.FRAME_SIZE, 44, v4l2.ENUMERATE_SIZES),
        (v4l2.FRAME_INTERVAL, 52, v4l2.ENUMERATE_INTERVALS),
    ],
)
def test_records_have_the_size_that_their_request_says(record: struct.Struct, size: int, request_code: int):
    """As in asm-generic/ioctl.h: bits 16 to 29 are the size of the argument, 8 to 15 the letter."""
    assert record.size == size == request_code >> 16 & 0x3FFF
    assert request_code >> 8 & 0xFF == ord("V")


def test_everything_that_is_listed_is_read():
    kernel = StandInKernel({"video0": Node(card="A webcam: A webc", bus="usb-1")})
    info = describe_device(Path("/dev/video0"), kernel)
    assert info is not None
    assert (info.path, info.name, info.driver, info.bus) == (
        "/dev/video0",
        "A webcam: A webc",
        "uvcvideo",
        "usb-1",
    )
    assert info.formats == ("MJPG", "YUYV")
    assert info.sizes == sizes_of(LAPTOP)
    assert not kernel.open_handles


def test_rates_are_listed_from_the_highest_on():
    listing = {"MJPG": {(640, 480): (7.5, 30.0, 15.0, 30.0)}}
    info = describe_device(Path("video0"), StandInKernel({"video0": Node(listing=listing)}))
    assert info is not None
    assert info.sizes == (FrameSize(fourcc="MJPG", size_px=(640, 480), rates_hz=(30.0, 15.0, 7.5)),)


def test_of_a_range_the_usual_sizes_are_taken():
    listing = {"YUYV": Range(least_px=(16, 16), most_px=(1280, 720), step_px=8, least_hz=5.0, most_hz=60.0)}
    info = describe_device(Path("video0"), StandInKernel({"video0": Node(listing=listing)}))
    assert info is not None
    assert {size.size_px for size in info.sizes} == {(1280, 720), (640, 360), (960, 720), (640, 480)}
    assert {size.rates_hz for size in info.sizes} == {(30.0,)}
    slow = {"YUYV": Range(most_hz=12.0)}
    info = describe_device(Path("video0"), StandInKernel({"video0": Node(listing=slow)}))
    assert info is not None
    assert {size.rates_hz for size in info.sizes} == {(12.0,)}


def test_devices_come_in_the_order_of_their_numbers_and_without_those_that_take_no_pictures(tmp_path):
    nodes = {
        "video10": Node(),
        "video2": Node(card="metadata", capabilities=0x00800000),
        "video0": Node(fails_to_open=PermissionError(13, "Permission denied")),
        "video1": Node(fails_to_open=OSError(19, "No such device")),
    }
    folder = make_folder(tmp_path, nodes)
    (folder / "video-note").touch()
    (folder / "video7").touch()  # of which the kernel knows nothing
    infos = list_devices(StandInKernel(nodes), folder)
    assert [Path(info.path).name for info in infos] == ["video0", "video10"]
    assert [info.is_forbidden for info in infos] == [True, False]
    assert infos[0].name == "video0"


def test_an_old_driver_without_capabilities_of_its_node_is_read():
    class OldKernel(StandInKernel):
        def ioctl(self, handle: int, request: int, argument: bytes) -> bytes:
            answer = super().ioctl(handle, request, argument)
            if request != v4l2.QUERY_CAPABILITY:
                return answer
            return v4l2.CAPABILITY.pack(*v4l2.CAPABILITY.unpack(answer)[:4], v4l2.VIDEO_CAPTURE, 0)

    assert describe_device(Path("video0"), OldKernel({"video0": Node()})) is not None


def test_a_driver_that_lists_without_end_is_left_alone():
    class Chatterbox(StandInKernel):
        def ioctl(self, handle: int, request: int, argument: bytes) -> bytes:
            return super().ioctl(handle, request, b"\0\0\0\0" + argument[4:])

    info = describe_device(Path("video0"), Chatterbox({"video0": Node(listing={"GREY": {(2, 2): (1.0,)}})}))
    assert info is not None
    assert info.formats == ("GREY",)
    assert info.sizes == (FrameSize(fourcc="GREY", size_px=(2, 2), rates_hz=(1.0,)),)


def test_32_dead_devices_are_passed_over_within_a_second(tmp_path: Path) -> None:
    """Raw channels of an image processor, infra-red, metadata; a question takes as long as on a slow bus."""
    clock = ManualClock()
    isys = {"driver": "isys", "bus": "PCI:0000:00:05.0"}
    nodes = {
        f"video{number}": Node(
            card="Intel IPU6 ISYS Capture",
            capabilities=v4l2.VIDEO_CAPTURE | v4l2.MEDIA_CONTROLLED,
            listing=LAPTOP,  # such a driver lists YUYV, too
            **isys,
        )
        for number in range(16)
    }
    nodes |= {f"video{number}": Node(card="ipu6", listing=RAW, **isys) for number in range(16, 24)}
    nodes |= {f"video{number}": Node(capabilities=0x00A00000) for number in range(24, 30)}
    nodes |= {f"video{number}": Node(card="IR", listing=INFRA_RED) for number in range(30, 32)}
    nodes |= {"video32": Node(card="A webcam")}
    kernel = StandInKernel(nodes, clock, call_s=0.002)
    infos = list_devices(kernel, make_folder(tmp_path, nodes))
    assert [Path(info.path).name for info in usable_cameras(infos)] == ["video32"]
    assert clock.now_s() < 1.0
    assert kernel.calls < 400


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices are Linux's")
def test_a_real_device_that_is_no_camera_says_so() -> None:
    assert describe_device(Path("/dev/null"), LinuxKernel()) is None
    assert describe_device(Path("/dev/no-such-device"), LinuxKernel()) is None
