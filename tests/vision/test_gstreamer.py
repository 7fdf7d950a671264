"""A test picture of GStreamer's own stands in for the sensor; everything behind it is the real way."""

import dataclasses
import os
import shutil
import stat
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from griffin.clock import MonotonicClock
from griffin.errors import CameraError
from griffin.vision.camera import FrameSource, open_source
from griffin.vision.gstreamer import GstreamerReader, GstreamerTuning, csi_source

if not sys.platform.startswith("linux"):
    pytest.skip("CSI cameras are Linux's", allow_module_level=True)

TUNING = GstreamerTuning(restart_pause_s=0.05)
HAS_TEST_PICTURES = any(Path("/usr/lib").glob("*/gstreamer-1.0/libgstvideotestsrc.so"))
needs_gstreamer = pytest.mark.skipif(
    shutil.which("gst-launch-1.0") is None or not HAS_TEST_PICTURES,
    reason="needs gstreamer1.0-tools and gstreamer1.0-plugins-base (scripts/test installs them)",
)


def made_pictures(count: int | None = None, *, pattern: str = "smpte") -> tuple[str, ...]:
    """A live source in place of the sensor, which ends after so many pictures."""
    width, height = TUNING.size_px
    limit = () if count is None else (f"num-buffers={count}",)
    caps = f"video/x-raw,width={width},height={height},framerate={TUNING.rate_hz}/1,format=BGRx"
    return ("videotestsrc", "is-live=true", f"pattern={pattern}", *limit, "!", caps)


@needs_gstreamer
def test_pictures_come_whole_and_in_colour() -> None:
    reader = GstreamerReader("camera", made_pictures(pattern="red"), MonotonicClock(), TUNING)
    frame = reader.read()
    assert frame is not None
    reader.release()
    reader.release()
    assert frame.picture.shape == (540, 960, 3)
    assert np.all(frame.picture == (255, 0, 0))


@needs_gstreamer
def test_a_picture_that_nobody_takes_makes_way_for_newer_ones() -> None:
    """However slowly they are taken, the camera is read all the time and the newest picture is given."""
    clock = MonotonicClock()
    source = FrameSource(GstreamerReader("camera", made_pictures(), clock, TUNING), clock)
    times_s: list[float] = []
    try:
        for _ in range(3):
            since_s, seen = clock.now_s(), source.frames_seen
            # The first of three may have begun before `since_s`, and the last may not be there to be taken.
            while source.frames_seen < seen + 3:
                time.sleep(0.002)
            frame = source.newest(30.0)
            assert frame is not None
            assert frame.captured_s > since_s
            times_s.append(frame.captured_s)
    finally:
        source.close()
    assert times_s == sorted(set(times_s))


@needs_gstreamer
def test_a_pipeline_that_ends_is_started_again(caplog: pytest.LogCaptureFixture) -> None:
    reader = GstreamerReader("camera", made_pictures(3), MonotonicClock(), TUNING)
    try:
        for _ in range(5):
            assert reader.read() is not None
    finally:
        reader.release()
    assert reader.frames_read == 5
    assert "The camera is back." in caplog.text


@needs_gstreamer
def test_a_system_without_the_driver_is_told_so() -> None:
    if "nvarguscamerasrc" in "".join(map(str, Path("/usr/lib").glob("*/gstreamer-1.0/*argus*"))):
        pytest.skip("this machine has the driver")
    with pytest.raises(CameraError, match="no driver for CSI cameras"):
        open_source("csi:0", loop=False, clock=MonotonicClock())


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gst-launch-1.0 that a test writes, for what only NVIDIA's element says."""
    program = tmp_path / "gst-launch-1.0"
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return program


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Error generated. No cameras available", "ribbon cable"),
        ("(Argus) Error FileOperationFailed: Connecting to nvargus-daemon failed: refused", "doesn't run"),
        ("Error generated. Failed to create CaptureSession", "nvargus-daemon"),
        ("ERROR: from element /GstPipeline: Something new.", "Something new"),
    ],
)
def test_what_the_daemon_says_becomes_a_sentence(pretend: Path, said: str, reason: str) -> None:
    pretend.write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
    with pytest.raises(CameraError, match=reason):
        open_source("csi:0", loop=False, clock=MonotonicClock())


def test_a_daemon_that_is_stuck_is_given_up(pretend: Path) -> None:
    pretend.write_text("#!/bin/sh\necho 'GST_ARGUS: Creating output stream'\nexec sleep 30\n")
    tuning = dataclasses.replace(TUNING, first_frame_s=0.5, silence_s=0.2)
    with pytest.raises(CameraError, match=r"within 0\.5 s.*restart nvargus-daemon"):
        GstreamerReader("CSI camera 0", csi_source(0, tuning), MonotonicClock(), tuning)


def test_notes_of_the_element_are_not_taken_for_pictures(pretend: Path) -> None:
    """It writes to standard output; the pictures' pipe is another one."""
    send = 'fd=$(printf %s "$*" | sed "s/.* fd=//; s/ .*//"); head -c 1555200 /dev/zero >/proc/self/fd/$fd'
    pretend.write_text(
        f"#!/bin/bash\necho 'GST_ARGUS: Running with following settings'\n{send}\nexec sleep 2\n"
    )
    reader = GstreamerReader("camera", ("x",), MonotonicClock(), TUNING)
    frame = reader.read()
    reader.release()
    assert frame is not None
    assert not frame.picture.any()


@pytest.mark.parametrize("spec", ["csi:", "csi:x", "csi:-1"])
def test_a_camera_without_a_number(spec: str) -> None:
    with pytest.raises(CameraError, match="csi:0"):
        open_source(spec, loop=False, clock=MonotonicClock())


def test_the_sensor_is_scaled_without_stretching_people() -> None:
    elements = csi_source(1, GstreamerTuning())
    assert elements[:2] == ("nvarguscamerasrc", "sensor-id=1")
    assert "width=960,height=540,format=BGRx" in elements[-1]
    with pytest.raises(ValueError, match="same shape"):
        GstreamerTuning(size_px=(640, 480))
