"""A picture's file stands in for the camera: it is not there, comes, goes, and comes back."""

import threading
from pathlib import Path

import pytest

from griffin.clock import MonotonicClock
from griffin.errors import CameraError
from griffin.vision import reconnect
from griffin.vision.opencv import cv2
from griffin.vision.reconnect import ReconnectingSource, ReconnectTuning
from griffin.vision.synthetic import draw_demo_frame

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
    assert source.wait(threading.Event(), nap_s=0.02)
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
    monkeypatch.setattr(reconnect, "camera_paths", list)
    source = ReconnectingSource("auto", MonotonicClock(), tuning=SOON)
    assert source.newest(0.05) is None
    assert not source.is_there


def test_tunables_are_checked() -> None:
    with pytest.raises(ValueError, match="pause_s"):
        ReconnectTuning(pause_s=0.0)
