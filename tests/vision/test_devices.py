"""A camera that starts late, is slow, is pulled out, comes back, or doesn't: with stand-in devices."""

import sys

import pytest

from griffin.clock import ManualClock
from griffin.errors import CameraError
from griffin.vision.camera_access import SystemCameras
from griffin.vision.camera_report import MeasureTuning, list_cameras
from griffin.vision.camera_search import open_any_camera
from griffin.vision.capture_mode import USUAL_MODES
from griffin.vision.devices import DeviceReader, DeviceTuning
from griffin.vision.orientation import Orientation, Rotation
from griffin.vision.v4l2 import CameraInfo

from .cameras import INFRA_RED, RAW, Device, Node, StandInCameras, StandInKernel, camera_info

START_S = 50.0
BUILT_IN = camera_info("/dev/video0", "Built-in", bus="usb-1")
STICK = camera_info("/dev/video2", "Stick", bus="usb-2")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START_S)


def read_for(reader: DeviceReader, clock: ManualClock, seconds: float) -> int:
    """How many frames come in that time."""
    until_s, before = clock.now_s() + seconds, reader.frames_read
    while clock.now_s() < until_s:
        reader.read()
    return reader.frames_read - before


# --- time stamps ------------------------------------------------------------------------------------------


def test_frames_are_stamped_by_the_driver_when_its_clock_is_ours(clock):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, stamp_age_s=0.03))
    frame = DeviceReader("/dev/video0", clock, cameras=cameras).read()
    assert frame is not None
    assert frame.captured_s == pytest.approx(clock.now_s() - 0.03)


@pytest.mark.parametrize("stamp_age_s", [-1.0, 49.0])
def test_frames_are_stamped_now_when_it_is_not(clock, stamp_age_s):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, stamp_age_s=stamp_age_s))
    frame = DeviceReader("0", clock, cameras=cameras).read()
    assert frame is not None
    assert frame.captured_s == clock.now_s()


def test_red_is_first(clock):
    frame = DeviceReader("0", clock, cameras=StandInCameras(clock, Device(info=BUILT_IN))).read()
    assert frame is not None
    assert frame.picture[200, 200].tolist() == [120, 60, 90]  # OpenCV's camera gives blue first


# --- the mode ---------------------------------------------------------------------------------------------


def test_the_whole_width_of_the_sensor_is_asked_for_and_scaled_for_the_model(clock):
    cameras = StandInCameras(clock, Device(info=BUILT_IN))
    reader = DeviceReader("0", clock, cameras=cameras)
    frame = reader.read()
    assert frame is not None
    assert (reader.size_px, frame.picture.shape) == ((1280, 720), (540, 960, 3))
    read_for(reader, clock, 10.0)
    assert cameras.modes == [(1280, 720)]
    assert reader.is_settled


def test_a_camera_that_is_slower_than_it_says_gets_another_mode(clock):
    cameras = StandInCameras(
        clock, Device(info=BUILT_IN, rate_hz=lambda mode: 15.0 if mode.size_px == (1280, 720) else 30.0)
    )
    reader = DeviceReader("0", clock, cameras=cameras)
    assert read_for(reader, clock, 4.0) == pytest.approx(60, abs=1)  # all pictures count meanwhile
    read_for(reader, clock, 8.0)
    assert cameras.modes == [(1280, 720), (640, 360)]
    assert [capture.is_released for capture in cameras.captures] == [True, False]
    assert reader.size_px == (640, 360)
    assert reader.is_settled


def test_in_dim_light_the_widest_view_stays(clock):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, rate_hz=lambda mode: 15.0))
    reader = DeviceReader("0", clock, cameras=cameras)
    read_for(reader, clock, 20.0)
    assert cameras.modes == [(1280, 720), (640, 360), (1280, 720)]
    assert reader.is_settled


def test_a_mode_that_can_not_be_started_is_passed_over(clock):
    device = Device(info=BUILT_IN, refuses=lambda mode: mode.size_px == (1280, 720))
    cameras = StandInCameras(clock, device)
    DeviceReader("0", clock, cameras=cameras).read()
    assert cameras.modes == [(1280, 720), (640, 360)]
    assert clock.now_s() - START_S < 1.0


def test_a_mode_that_fails_in_the_trial_is_left_again(clock):
    device = Device(
        info=BUILT_IN, rate_hz=lambda mode: 15.0, refuses=lambda mode: mode.size_px != (1280, 720)
    )
    cameras = StandInCameras(clock, device)
    reader = DeviceReader("0", clock, cameras=cameras)
    read_for(reader, clock, 15.0)
    assert cameras.modes == [(1280, 720), (640, 360), (640, 480), (1280, 720)]


def test_where_nothing_is_listed_the_usual_is_tried(clock):
    cameras = StandInCameras(clock, Device(info=CameraInfo(path="0", name="")), can_list=False)
    reader = DeviceReader("0", clock, cameras=cameras)
    reader.read()
    assert reader.camera is None
    assert cameras.opened == [("0", USUAL_MODES[0])]


# --- the first picture ------------------------------------------------------------------------------------


def test_a_first_picture_that_takes_five_seconds_is_waited_for(clock):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, start_s=5.0))
    reader = DeviceReader("0", clock, cameras=cameras)
    assert reader.read() is not None
    assert clock.now_s() - START_S == pytest.approx(5.0, abs=0.5)
    assert len(cameras.opened) == 1


@pytest.mark.parametrize(
    ("device", "within_s"),
    [
        (Device(info=BUILT_IN, is_silent=True), 11.0),
        (Device(info=BUILT_IN, refuses=lambda mode: True), 1.0),
    ],
)
def test_a_camera_without_a_picture_is_refused(clock, device, within_s):
    cameras = StandInCameras(clock, device)
    with pytest.raises(CameraError, match=r"camera 0 is there but sends no picture\. Close other programs"):
        DeviceReader("0", clock, cameras=cameras)
    assert all(capture.is_released for capture in cameras.captures)
    assert clock.now_s() - START_S < within_s


# --- a camera that goes -----------------------------------------------------------------------------------


def is_away(begin_s: float, end_s: float):
    return lambda now_s: not begin_s <= now_s - START_S < end_s


def test_damaged_pictures_are_left_out(clock, caplog):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, is_damaged=lambda number: number % 15 < 2))
    reader = DeviceReader("0", clock, cameras=cameras)
    before_s = clock.now_s()
    assert read_for(reader, clock, 10.0) == pytest.approx(10.0 * 30.0 * 13 / 15, abs=2)
    assert clock.now_s() - before_s == pytest.approx(10.0, abs=0.2)
    assert not caplog.records


@pytest.mark.parametrize(
    "device",
    [
        Device(info=BUILT_IN, is_damaged=lambda number: number > 30),
        Device(info=BUILT_IN, is_damaged=lambda number: number > 30, is_there=is_away(1.5, 4.0)),
    ],
)
def test_a_camera_that_sends_only_damaged_pictures_is_opened_again(clock, device):
    cameras = StandInCameras(clock, device)
    reader = DeviceReader("0", clock, cameras=cameras)
    assert read_for(reader, clock, 6.0) > 60
    assert len(cameras.opened) > 2


def test_a_camera_that_comes_back_goes_on(clock, caplog):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, is_there=is_away(5.0, 8.0)))
    reader = DeviceReader("/dev/video0", clock, cameras=cameras)
    times_s = [reader.read().captured_s for _ in range(300)]
    assert times_s == sorted(times_s)
    assert cameras.captures[0].is_released
    assert [record.message for record in caplog.records] == [
        "The camera /dev/video0 has stopped sending pictures; looking for it.",
        "The camera /dev/video0 is back.",
    ]
    assert cameras.modes == [(1280, 720)] * 2
    assert reader.is_settled


PULLED_OUT_S = 5.0
PULLED_STICK = Device(info=STICK, is_there=lambda now_s: now_s - START_S < PULLED_OUT_S)


def moving_stick(
    clock: ManualClock, other: CameraInfo, *, bus: str = "usb-2", back_s: float = 8.0
) -> StandInCameras:
    """A stick that is pulled out, and comes back as /dev/video3 on that bus; and another camera."""
    moved = camera_info("/dev/video3", "Stick", bus=bus)
    back = Device(info=moved, is_there=lambda now_s: now_s - START_S >= back_s)
    return StandInCameras(clock, Device(info=other), PULLED_STICK, back)


def test_a_camera_that_comes_back_under_another_number_is_taken_again(clock, caplog):
    cameras = moving_stick(clock, BUILT_IN)
    reader = DeviceReader("2", clock, cameras=cameras)
    read_for(reader, clock, 12.0)
    assert cameras.paths == ["/dev/video2", "/dev/video3"]
    assert "The camera 2 is back: Stick (/dev/video3) is used now." in caplog.text
    assert reader.camera == camera_info("/dev/video3", "Stick", bus="usb-2")
    assert reader.name == "camera /dev/video3"


def test_a_camera_in_another_socket_is_the_same_by_name(clock):
    cameras = moving_stick(clock, BUILT_IN, bus="usb-9", back_s=6.0)
    reader = DeviceReader("/dev/video2", clock, cameras=cameras)
    read_for(reader, clock, 8.0)
    assert cameras.paths == ["/dev/video2", "/dev/video3"]


def test_its_infra_red_sister_is_not_taken_for_the_camera(clock):
    cameras = moving_stick(clock, camera_info("/dev/video1", "Stick", listing=INFRA_RED, bus="usb-2"))
    reader = DeviceReader("2", clock, cameras=cameras)
    read_for(reader, clock, 10.0)
    assert cameras.paths == ["/dev/video2", "/dev/video3"]


def test_another_camera_is_used_if_it_stays_away(clock, caplog):
    infra_red = camera_info("/dev/video1", "Built-in", listing=INFRA_RED, bus="usb-1")
    cameras = StandInCameras(
        clock,
        Device(info=infra_red),
        Device(info=BUILT_IN, rate_hz=lambda mode: 20.0),
        PULLED_STICK,
    )
    reader = DeviceReader("/dev/video2", clock, cameras=cameras)
    read_for(reader, clock, PULLED_OUT_S + DeviceTuning().same_only_s - 1.0)
    assert set(cameras.paths[1:]) == {"/dev/video0"}  # at the end of the last reading
    assert clock.now_s() - START_S > PULLED_OUT_S + DeviceTuning().same_only_s
    assert "The camera /dev/video2 is gone: Built-in (/dev/video0) is used now." in caplog.text
    read_for(reader, clock, 15.0)
    assert cameras.modes[1:] == [(1280, 720), (640, 360), (1280, 720)]  # it has its own trial


def test_a_camera_that_stays_away_is_given_up(clock):
    cameras = StandInCameras(clock, Device(info=BUILT_IN, is_there=is_away(3.0, 99.0)))
    reader = DeviceReader("0", clock, cameras=cameras)
    with pytest.raises(CameraError, match="camera 0 has stopped sending pictures"):
        read_for(reader, clock, 50.0)
    assert clock.now_s() - START_S == pytest.approx(3.0 + DeviceTuning().reopen_s, abs=1.0)


def test_where_nothing_is_listed_the_number_is_tried_first_and_then_the_others(clock):
    cameras = StandInCameras(
        clock,
        Device(info=CameraInfo(path="0", name="")),
        Device(info=CameraInfo(path="1", name=""), is_there=lambda now_s: now_s - START_S < 5.0),
        can_list=False,
    )
    reader = DeviceReader("1", clock, cameras=cameras)
    read_for(reader, clock, 12.0)
    assert cameras.paths == ["1", "0"]


# --- which camera -----------------------------------------------------------------------------------------


def test_an_infra_red_camera_that_comes_first_is_passed_over(clock, caplog):
    infra_red = camera_info("/dev/video0", "Built-in", listing=INFRA_RED, bus="usb-1")
    named = camera_info("/dev/video1", "Built-in IR", bus="usb-1")
    cameras = StandInCameras(
        clock, Device(info=infra_red, has_colours=False), Device(info=named), Device(info=STICK)
    )
    assert open_any_camera(clock, cameras=cameras).camera == STICK
    assert cameras.paths == ["/dev/video2"]
    assert not caplog.records
    # By its number it may be used, all the same.
    assert DeviceReader("0", clock, cameras=cameras).read() is not None


def test_a_camera_that_lists_colours_and_shows_none_is_used_only_if_there_is_no_other(clock):
    grey = Device(info=BUILT_IN, has_colours=False)
    cameras = StandInCameras(clock, grey, Device(info=STICK))
    assert open_any_camera(clock, cameras=cameras).camera == STICK
    assert [capture.is_released for capture in cameras.captures] == [True, False]
    alone = StandInCameras(clock, grey)
    assert open_any_camera(clock, cameras=alone).camera == BUILT_IN
    assert len(alone.opened) == 1
    dead = StandInCameras(clock, grey, Device(info=STICK, is_silent=True))
    assert open_any_camera(clock, cameras=dead).camera == BUILT_IN


def test_one_dead_device_is_enough_to_pass_over_its_fellows(clock, caplog):
    channels = [
        Device(
            info=camera_info(f"/dev/video{number}", "isp", driver="isp", bus="platform:isp"), is_silent=True
        )
        for number in range(32)
    ]
    cameras = StandInCameras(clock, *channels, Device(info=camera_info("/dev/video40", bus="platform:x")))
    assert open_any_camera(clock, cameras=cameras).camera.path == "/dev/video40"
    assert cameras.paths == ["/dev/video0", "/dev/video40"]
    assert clock.now_s() - START_S < 12.0
    assert len(caplog.records) == 1


def test_with_32_raw_devices_and_a_webcam_no_time_is_lost(clock, caplog):
    raw = [
        Device(info=camera_info(f"/dev/video{number}", "isys", listing=RAW, driver="isys"), is_silent=True)
        for number in range(32)
    ]
    cameras = StandInCameras(clock, *raw, Device(info=camera_info("/dev/video32")))
    assert open_any_camera(clock, cameras=cameras).camera.path == "/dev/video32"
    assert clock.now_s() - START_S < 1.0
    assert not caplog.records
    with pytest.raises(CameraError, match="no camera that shows colours by itself"):
        open_any_camera(clock, cameras=StandInCameras(clock, *raw))


def test_a_built_in_camera_that_needs_a_relay_is_told():
    clock = ManualClock()
    raw = Device(info=camera_info("/dev/video0", driver="isys", is_media_controlled=True))
    with pytest.raises(CameraError, match="v4l2-relayd"):
        open_any_camera(clock, cameras=StandInCameras(clock, raw))
    with pytest.raises(CameraError, match=r"^There is no camera\.$"):
        open_any_camera(clock, cameras=StandInCameras(clock))


def test_the_camera_that_was_known_comes_first(clock):
    moved = camera_info("/dev/video5", "Stick", bus="usb-2")
    cameras = StandInCameras(clock, Device(info=BUILT_IN), Device(info=moved))
    assert open_any_camera(clock, known=STICK, cameras=cameras).camera == moved
    assert open_any_camera(clock, cameras=cameras).camera == BUILT_IN


# --- the doctor -------------------------------------------------------------------------------------------


def test_each_camera_is_measured_in_the_mode_in_which_the_game_uses_it(clock):
    cameras = StandInCameras(
        clock,
        Device(info=camera_info("/dev/video1", "IR", listing=INFRA_RED)),
        Device(info=BUILT_IN, rate_hz=lambda mode: 10.0 if mode.size_px == (1280, 720) else 29.97),
        Device(info=STICK, refuses=lambda mode: True),
    )
    orientation = Orientation(rotation=Rotation.RIGHT)
    good, bad = list_cameras(orientation=orientation, clock=clock, cameras=cameras)
    assert (good.path, good.name, good.formats) == ("/dev/video0", "Built-in", ("MJPG", "YUYV"))
    assert good.rate_hz == pytest.approx(29.97, abs=1.1)
    assert (good.size_px, good.problem) == ((640, 360), "")
    assert (bad.path, bad.rate_hz, bad.size_px) == ("/dev/video2", None, None)
    assert "sends no picture" in bad.problem


def test_where_cameras_are_not_listed_those_that_fail_are_none(clock):
    cameras = StandInCameras(clock, Device(info=CameraInfo(path="1", name="")), can_list=False)
    (report,) = list_cameras(clock=clock, cameras=cameras)
    assert report.path == "1"


# --- the machine ------------------------------------------------------------------------------------------

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices are Linux's")


@on_linux
def test_devices_are_listed_and_links_followed(tmp_path):
    nodes = {"video0": Node(card="First"), "video1": Node(capabilities=0x00800000)}
    for name in nodes:
        (tmp_path / name).touch()
    (tmp_path / "by-id").symlink_to("video0")
    cameras = SystemCameras(StandInKernel(nodes), tmp_path)
    assert [info.name for info in cameras.listed()] == ["First"]
    for device in ("0", str(tmp_path / "video0"), str(tmp_path / "by-id")):
        info = cameras.describe(device)
        assert info is not None
        assert (info.path, info.name) == (str(tmp_path / "video0"), "First")
    assert cameras.describe("7") is None
    with pytest.raises(CameraError, match="is not a camera"):
        cameras.open("0", USUAL_MODES[0])


@on_linux
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_what_is_no_camera_is_told_so(device):
    with pytest.raises(CameraError, match=f"^{device} is not a camera. Give a camera's number or a film"):
        SystemCameras().open(device, USUAL_MODES[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"refusal_pause_s": 0.0},
        {"same_only_s": 9.0},
        {"reopen_pause_s": 0.0},
        {"refusal_s": 20.0},
        {"refusals": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        DeviceTuning(**wrong)
    with pytest.raises(ValueError, match="above 0"):
        MeasureTuning(measure_s=0.0)
