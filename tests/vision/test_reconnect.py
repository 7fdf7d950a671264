"""A picture's file stands in for the camera: it is not there, comes, goes, and comes back."""

import threading
from pathlib import Path

import pytest

from griffin.clock import ManualClock, MonotonicClock
from griffin.errors import CameraError
from griffin.vision import camera_search, devices
from griffin.vision.opencv import cv2
from griffin.vision.reconnect import ReconnectingSource, ReconnectTuning
from griffin.vision.synthetic import draw_demo_frame

from .cameras import Device, StandInCameras, camera_info

SOON = ReconnectTuning(pause_s=0.05)


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    return tmp_path / "camera.png"


def plug_in(camera: Path) -> None:
    scratch = camera.with_name("scratch.png")
    cv2.imwrite(str(scratch), draw_demo_frame(0.0))
    scratch.rename(camera)


def test_a_late_camera_is_waited_for(camera: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = ReconnectingSource(str(camera), MonotonicClock(), tuning=SOON)
    threading.Timer(0.4, plug_in, (camera,)).start()
    assert source.newest(0.05) is None
    assert not source.is_there
    noted: list[str] = []
    assert source.wait(threading.Event(), lambda: noted.append("absent"), nap_s=0.02)
    assert noted == ["absent"]
    assert source.newest(2.0) is not None
    assert source.frames_seen >= 1
    source.close()
    source.close()
    assert [record.message.count("looked for until it comes") for record in caplog.records] == [1, 0]


def test_waiting_ends_when_the_game_does(camera: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    source = ReconnectingSource(str(camera), MonotonicClock(), tuning=SOON)
    assert not source.wait(stop, nap_s=0.02)


def test_a_camera_that_fails_is_opened_again(camera: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(camera)
    source = ReconnectingSource(str(camera), MonotonicClock(), tuning=SOON)
    assert source.newest(2.0) is not None
    seen = source.frames_seen
    assert source._source is not None

    def fail(_timeout_s: float) -> None:
        raise CameraError("It has stopped sending pictures.")

    monkeypatch.setattr(source._source, "newest", fail)
    assert source.newest(0.1) is None
    assert not source.is_there
    assert source.wait(threading.Event(), nap_s=0.02)
    assert source.newest(2.0) is not None
    assert source.frames_seen > seen
    source.close()


def test_auto_never_means_the_demo_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_search, "SystemCameras", lambda: StandInCameras(ManualClock()))
    source = ReconnectingSource("auto", MonotonicClock(), tuning=SOON)
    assert source.newest(0.05) is None
    assert not source.is_there


@pytest.mark.parametrize("spec", ["auto", "2", "/dev/video2"])
def test_a_camera_that_was_away_for_long_is_taken_under_another_number(
    spec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long after its reader has given up, whatever else is plugged in meanwhile."""
    clock = ManualClock(50.0)
    stick = camera_info("/dev/video2", "Stick", bus="usb-2")
    moved, other = camera_info("/dev/video3", "Stick", bus="usb-2"), camera_info("/dev/video0", "Other")
    cameras = StandInCameras(
        clock,
        Device(info=other, is_there=lambda now_s: now_s > 100.0),
        Device(info=stick, is_there=lambda now_s: now_s < 55.0),
        Device(info=moved, is_there=lambda now_s: now_s > 100.0),
    )
    for module in (camera_search, devices):
        monkeypatch.setattr(module, "SystemCameras", lambda: cameras)
    source = ReconnectingSource(spec, clock, tuning=ReconnectTuning(pause_s=2.0))
    assert source.wait(threading.Event())
    while source.is_there:
        source.newest(0.01)
    assert 55.0 < clock.now_s() < 100.0
    assert source.wait(threading.Event())
    assert source.newest(1.0) is not None
    source.close()
    assert cameras.paths == ["/dev/video2", "/dev/video3"]


def test_a_camera_that_fails_is_reported_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = ManualClock(50.0)
    dead = Device(info=camera_info("/dev/video0"), is_silent=True)
    cameras = StandInCameras(
        clock, dead, Device(info=camera_info("/dev/video1", bus="usb-9"), is_silent=True)
    )
    for module in (camera_search, devices):
        monkeypatch.setattr(module, "SystemCameras", lambda: cameras)
    source = ReconnectingSource("auto", clock)
    while clock.now_s() < 200.0:
        assert source.newest(0.1) is None
    assert len(cameras.opened) > 10
    (record,) = caplog.records
    assert record.message.startswith("The camera /dev/video0 is there but sends no picture.")


def test_a_named_camera_that_never_comes_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a new start of the process, when the camera came back under another number meanwhile."""
    clock = ManualClock(50.0)
    cameras = StandInCameras(clock, Device(info=camera_info("/dev/video2")))
    for module in (camera_search, devices):
        monkeypatch.setattr(module, "SystemCameras", lambda: cameras)
    source = ReconnectingSource("/dev/video0", clock)
    while not source.is_there:
        assert clock.now_s() < 100.0
        source.newest(0.1)
    source.close()
    assert cameras.paths == ["/dev/video2"]
    assert cameras.times_s[0] >= 50.0 + ReconnectTuning().named_only_s


def test_a_named_camera_that_comes_late_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock(50.0)
    cameras = StandInCameras(
        clock,
        Device(info=camera_info("/dev/video2")),
        Device(info=camera_info("/dev/video0"), is_there=lambda now_s: now_s > 55.0),
    )
    for module in (camera_search, devices):
        monkeypatch.setattr(module, "SystemCameras", lambda: cameras)
    source = ReconnectingSource("/dev/video0", clock)
    assert source.wait(threading.Event())
    source.close()
    assert cameras.paths == ["/dev/video0"]


def test_tunables_are_checked() -> None:
    with pytest.raises(ValueError, match="pause_s"):
        ReconnectTuning(pause_s=0.0)
