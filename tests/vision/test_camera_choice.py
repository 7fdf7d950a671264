"""Which devices are cameras for the game, and which of them comes first."""

import pytest

from griffin.vision.camera_choice import is_infra_red, same_camera, usable_cameras
from griffin.vision.v4l2 import CameraInfo

from .cameras import INFRA_RED, LAPTOP, RAW, camera_info


@pytest.mark.parametrize(
    "name",
    [
        "Integrated IR Camera",
        "HP IR Camera: HP IR Camera",
        "Laptop_Integrated_IR_Camera",
        "Infrared Camera",
        "Infra-Red Cam",
        "Integrated Camera: Integrated I",
        "IR",
    ],
)
def test_infra_red_cameras_are_known_by_name(name: str) -> None:
    assert is_infra_red(name)
    assert usable_cameras([camera_info("/dev/video0", name)]) == []


@pytest.mark.parametrize(
    "name",
    [
        "Integrated Camera: Integrated C",
        "SuYin USB2.0 RGBIR Camera: SuYi",
        "HP TrueVision FHD RGB-IR",
        "AIR Cam",
        "Iriun Webcam",
        "FaceTime HD Camera I",
        "",
    ],
)
def test_other_names_are_not_taken_for_infra_red(name: str) -> None:
    assert not is_infra_red(name)
    assert len(usable_cameras([camera_info("/dev/video0", name)])) == 1


def test_grey_raw_and_media_controlled_devices_are_passed_over():
    grey = camera_info("/dev/video0", listing=INFRA_RED)
    depth = camera_info("/dev/video1", listing={"Z16": {(640, 480): (30.0,)}, "Y16": {(640, 480): (30.0,)}})
    raw = camera_info("/dev/video2", listing=RAW, driver="isys")
    media = camera_info("/dev/video3", driver="isys", is_media_controlled=True)
    nothing = camera_info("/dev/video4", listing={})
    colour = camera_info("/dev/video5", listing=LAPTOP | INFRA_RED)
    assert usable_cameras([grey, depth, raw, media, nothing, colour]) == [colour]


def test_usb_comes_first_and_virtual_cameras_last():
    virtual = camera_info("/dev/video0", "OBS", driver="v4l2 loopback", bus="platform:v4l2loopback-000")
    processor = camera_info("/dev/video1", "bcm2835-isp", driver="bcm2835-isp", bus="platform:bcm2835-isp")
    forbidden = CameraInfo(path="/dev/video2", name="video2", is_forbidden=True)
    first, second = camera_info("/dev/video3"), camera_info("/dev/video4", bus="usb-2")
    ranked = usable_cameras([virtual, processor, forbidden, first, second])
    assert ranked == [forbidden, first, second, processor, virtual]


def test_numbers_of_which_nothing_is_known_may_be_tried():
    numbers = [CameraInfo(path=str(number), name=f"camera {number}") for number in range(4)]
    assert usable_cameras(numbers) == numbers


def test_a_camera_is_known_again_in_its_socket_or_else_in_any():
    known = camera_info("/dev/video0", "Cam", bus="usb-1")
    back = camera_info("/dev/video2", "Cam", bus="usb-1")
    twin = camera_info("/dev/video3", "Cam", bus="usb-2")
    other = camera_info("/dev/video0", "Other", bus="usb-1")
    assert same_camera([other, twin, back], known) == [back]
    assert same_camera([other, twin], known) == [twin]
    sister = camera_info("/dev/video1", "Cam", listing=INFRA_RED, bus="usb-1")
    assert same_camera([other, sister], known) == []
