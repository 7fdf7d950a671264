from pathlib import Path

import numpy as np
import pytest

from griffin.clock import ManualClock
from griffin.errors import CameraError
from griffin.vision import devices
from griffin.vision.devices import DeviceReader, DeviceTuning, camera_paths, list_cameras
from griffin.vision.opencv import cv2

PICTURE = np.full((480, 640, 3), 7, np.uint8)


class Webcam:
    """What OpenCV gives for a camera: it works for some frames, and stamps them with the driver's clock."""

    def __init__(self, clock: ManualClock, *, frames: int, stamp_age_s: float = 0.02) -> None:
        self.is_released = False
        self._clock = clock
        self._frames = frames
        self._stamp_age_s = stamp_age_s

    def grab(self) -> bool:
        self._clock.advance(1.0 / 30.0)
        self._frames -= 1
        return self._frames >= 0

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, PICTURE

    def get(self, prop: int) -> float:
        assert prop == cv2.CAP_PROP_POS_MSEC
        return (self._clock.now_s() - self._stamp_age_s) * 1000.0

    def release(self) -> None:
        self.is_released = True


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(50.0)


@pytest.fixture
def plug(monkeypatch):
    """Lets a test say which cameras are found, one after the other; none: there is no camera."""

    def plugged(*webcams: Webcam | None) -> None:
        waiting = list(webcams)

        def open_device(device: int | str, _tuning: DeviceTuning) -> Webcam:
            webcam = waiting.pop(0) if waiting else None
            if webcam is None:
                raise CameraError(f"There is no camera {device}.")
            return webcam

        monkeypatch.setattr(devices, "_open_device", open_device)

    return plugged


def test_frames_are_stamped_by_the_driver_when_its_clock_is_ours(clock, plug):
    plug(Webcam(clock, frames=9, stamp_age_s=0.03))
    frame = DeviceReader(0, clock).read()
    assert frame.captured_s == pytest.approx(clock.now_s() - 0.03)


@pytest.mark.parametrize("stamp_age_s", [-1.0, 49.0])
def test_frames_are_stamped_now_when_it_is_not(clock, plug, stamp_age_s):
    plug(Webcam(clock, frames=9, stamp_age_s=stamp_age_s))
    assert DeviceReader(0, clock).read().captured_s == clock.now_s()


def test_a_camera_without_a_picture_is_refused(clock, plug):
    webcam = Webcam(clock, frames=0)
    plug(webcam)
    with pytest.raises(CameraError, match="sends no picture"):
        DeviceReader(0, clock)
    assert webcam.is_released


def test_a_camera_that_comes_back_goes_on(clock, plug, caplog):
    first = Webcam(clock, frames=2)
    plug(first, None, None, Webcam(clock, frames=5))
    reader = DeviceReader("/dev/video0", clock)
    times_s = [reader.read().captured_s for _ in range(3)]
    assert times_s == sorted(times_s)
    assert first.is_released
    assert "is back" in caplog.text
    assert reader.frames_read == 3


def test_a_camera_that_stays_away_is_given_up(clock, plug):
    plug(Webcam(clock, frames=1))
    reader = DeviceReader(0, clock)
    with pytest.raises(CameraError, match="has stopped sending pictures"):
        reader.read()
    assert clock.now_s() == pytest.approx(50.0 + DeviceTuning().reopen_s, abs=1.0)


def test_devices_that_take_no_pictures_are_no_cameras(monkeypatch, tmp_path):
    for name in ("video0", "video10", "video2", "video-note"):
        (tmp_path / name).write_text("a file, no device")
    monkeypatch.setattr(devices, "_DEVICES", tmp_path)
    assert camera_paths() == []
    monkeypatch.setattr(devices, "_describe", lambda path: (path.name, ()))
    assert [Path(path).name for path in camera_paths()] == ["video0", "video2", "video10"]


def test_a_camera_that_can_not_be_opened_is_listed_with_its_trouble(monkeypatch, tmp_path):
    (tmp_path / "video0").touch()
    monkeypatch.setattr(devices, "_DEVICES", tmp_path)
    monkeypatch.setattr(devices, "_describe", lambda path: ("Toy", ("MJPG",)))
    (report,) = list_cameras()
    assert (report.name, report.formats, report.rate_hz) == ("Toy", ("MJPG",), None)
    assert "is not a camera" in report.problem


def test_the_rate_of_a_camera_is_measured(monkeypatch, clock, plug):
    plug(Webcam(clock, frames=100))
    assert devices.measure_rate("0", clock) == pytest.approx(30.0, abs=1.1)
