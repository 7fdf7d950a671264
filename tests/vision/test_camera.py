import os
import stat
import struct
import subprocess
import sys
import threading
import time
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from griffin.clock import ManualClock, MonotonicClock
from griffin.errors import CameraError
from griffin.vision import camera_search
from griffin.vision.camera import FrameSource, open_source
from griffin.vision.camera_access import SystemCameras
from griffin.vision.frame import Frame
from griffin.vision.opencv import cv2
from griffin.vision.orientation import Orientation, Rotation
from griffin.vision.v4l2 import CameraInfo

from .cameras import INFRA_RED, Device, StandInCameras, camera_info
from .films import number_of, write_film

ROOT = Path(__file__).resolve().parents[2]
BLACK = np.zeros((4, 4, 3), np.uint8)


class Tape:
    """A reader that gives what it was given, and then ends or fails."""

    name = "tape"
    is_demo = False

    def __init__(self, frames: list[Frame], *, error: Exception | None = None) -> None:
        self.frames_read = 0
        self.is_released = False
        self._frames = frames
        self._error = error

    def read(self) -> Frame | None:
        if self.frames_read < len(self._frames):
            self.frames_read += 1
            return self._frames[self.frames_read - 1]
        if self._error is not None:
            raise self._error
        return None

    def release(self) -> None:
        self.is_released = True


def tape_of(count: int, *, error: Exception | None = None) -> Tape:
    now_s = time.monotonic()
    return Tape([Frame(captured_s=now_s + i * 0.01, picture=BLACK + i) for i in range(count)], error=error)


def wait_for_the_reader() -> None:
    """Until the thread that reads has come to its end."""
    for thread in threading.enumerate():
        if thread.name == "frames":
            thread.join(10.0)


def drain(source: FrameSource) -> list[Frame]:
    frames = []
    while not source.has_ended:
        if (frame := source.newest(0.5)) is not None:
            frames.append(frame)
    return frames


def test_each_frame_is_given_out_once_and_the_last_one_surely():
    source = FrameSource(tape_of(8), MonotonicClock())
    frames = drain(source)
    values = [int(frame.picture[0, 0, 0]) for frame in frames]
    assert values == sorted(set(values))
    assert values[-1] == 7
    assert source.newest(0.0) is None
    assert source.frames_seen == 8


def test_only_the_newest_is_kept_and_the_end_waits_for_it():
    source = FrameSource(tape_of(5), MonotonicClock())
    wait_for_the_reader()
    assert not source.has_ended
    assert source.newest(0.0).picture[0, 0, 0] == 4
    assert source.has_ended


def test_frames_are_prepared_in_the_thread_that_reads_them():
    threads = []

    def prepare(frame: Frame) -> Frame:
        threads.append(threading.current_thread().name)
        return replace(frame, image="made")

    now_s = time.monotonic() + 0.2
    source = FrameSource(Tape([Frame(captured_s=now_s, picture=BLACK)]), MonotonicClock())
    source.prepare = prepare
    (frame,) = drain(source)
    assert (frame.image, threads) == ("made", ["frames"])


def test_every_frame_waits_for_who_takes_it(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.avi", frames=12)
    source = open_source(str(film), loop=False, every_frame=True, clock=MonotonicClock())
    times_s = []
    while not source.has_ended:
        if frame := source.newest(1.0):
            times_s.append(frame.captured_s)
            time.sleep(0.06)  # slower than the film
    source.close()
    assert len(times_s) == source.frames_seen == 12
    assert times_s == sorted(set(times_s))


def test_a_frame_is_given_out_when_it_is_due():
    due_s = time.monotonic() + 0.5
    source = FrameSource(Tape([Frame(captured_s=due_s, picture=BLACK)]), MonotonicClock())
    assert source.newest(0.05) is None
    assert source.newest(5.0) is not None
    assert time.monotonic() >= due_s


def test_a_failure_is_raised_where_frames_are_asked_for_after_the_last_frame():
    source = FrameSource(tape_of(1, error=CameraError("Gone.")), MonotonicClock())
    wait_for_the_reader()
    assert source.newest(1.0) is not None
    with pytest.raises(CameraError, match="Gone"):
        source.newest(1.0)
    assert not source.has_ended


def test_closing_ends_the_thread_and_gives_the_source_back():
    tape = Tape([Frame(captured_s=time.monotonic() + 60.0, picture=BLACK)])
    source = FrameSource(tape, MonotonicClock())
    source.close()
    source.close()
    assert tape.is_released
    assert "frames" not in [thread.name for thread in threading.enumerate()]


def test_the_rate_is_measured():
    source = FrameSource(tape_of(20), MonotonicClock())
    assert source.rate_hz is None or source.rate_hz > 0.0
    drain(source)
    assert source.rate_hz == pytest.approx(100.0)


def test_a_video_is_played_to_its_end(tmp_path):
    source = open_source(str(write_film(tmp_path / "a.avi", frames=12)), loop=False, clock=MonotonicClock())
    start_s = time.monotonic()
    frames = drain(source)
    assert time.monotonic() - start_s >= 11 / 20.0 - 0.05
    assert number_of(frames[-1].picture) == 11
    assert (source.name, source.is_demo, source.note) == ("a.avi", False, "")
    assert source.frames_seen == 12


def test_the_demo_pilot_comes_at_30_hz():
    source = open_source("demo", loop=False, clock=MonotonicClock())
    frames = [source.newest(1.0) for _ in range(10)]
    assert not source.has_ended
    source.close()
    steps_s = np.diff([frame.captured_s for frame in frames if frame is not None])
    assert source.is_demo
    assert np.allclose(np.round(steps_s * 30.0), steps_s * 30.0, atol=1e-6)


def test_without_a_camera_auto_is_the_demo_pilot_and_says_why(monkeypatch):
    monkeypatch.setattr(camera_search, "SystemCameras", lambda: StandInCameras(ManualClock()))
    source = open_source("auto", loop=False, clock=MonotonicClock())
    source.close()
    assert (source.is_demo, source.note) == (True, "There is no camera.")


def test_a_camera_that_fails_leaves_auto_with_the_demo_pilot(monkeypatch, tmp_path, caplog):
    info = CameraInfo(path="/dev/null", name="nothing")
    monkeypatch.setattr(SystemCameras, "listed", lambda _self: [info])
    source = open_source("auto", loop=False, clock=MonotonicClock())
    source.close()
    assert source.is_demo
    assert "/dev/null is not a camera" in source.note


def test_auto_watches_the_first_camera_for_colours(monkeypatch):
    clock = ManualClock(50.0)
    infra_red = Device(info=camera_info("/dev/video0", listing=INFRA_RED), has_colours=False)
    cameras = StandInCameras(clock, infra_red, Device(info=camera_info("/dev/video2", "A webcam")))
    monkeypatch.setattr(camera_search, "SystemCameras", lambda: cameras)
    source = open_source("auto", loop=False, clock=clock, orientation=Orientation(rotation=Rotation.LEFT))
    frame = source.newest(5.0)
    source.close()
    assert (source.name, source.is_demo, source.note) == ("camera /dev/video2", False, "")
    assert source.camera is not None
    assert source.camera.name == "A webcam"
    assert frame is not None
    assert frame.picture.shape == (960, 540, 3)  # the whole width of the sensor, set upright
    assert cameras.captures[-1].is_released


def make_folder(path: Path) -> None:
    path.mkdir()


def make_empty(path: Path) -> None:
    path.touch()


def make_text(path: Path) -> None:
    path.write_text("Not a film, but a poem.\n" * 50)


def make_vast(path: Path) -> None:
    """A PNG that claims more pixels than OpenCV takes."""
    content = bytearray(cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))[1].tobytes())
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    path.write_bytes(content)


def make_cut(path: Path) -> None:
    """An MP4 of which the end, which tells where everything is, never arrived."""
    content = write_film(path, frames=30).read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("none.mp4", lambda _path: None, "There is no file"),
        ("folder", make_folder, "is a folder"),
        ("empty.mp4", make_empty, "is empty"),
        ("text.mp4", make_text, "is not a video or a picture"),
        ("cut.mp4", make_cut, "ends early"),
        ("text.jpg", make_text, "is not a picture"),
        ("vast.png", make_vast, "is not a picture"),
        ("pipe", os.mkfifo, "is a special file of the system, not a film"),
        ("x" * 300, lambda _path: None, "can't be opened: File name too long"),
        ("b\udcff.mp4", make_text, "b?.mp4 is not a video or a picture"),
    ],
)
def test_what_can_not_be_read_is_refused_in_one_sentence(tmp_path, capfd, name, make, sentence):
    path = tmp_path / name
    make(path)
    with pytest.raises(CameraError) as caught:
        open_source(str(path), loop=False, clock=MonotonicClock())
    assert sentence in caught.value.sentence
    assert caught.value.sentence.count(".") - str(path).count(".") == 1
    assert capfd.readouterr().err == ""  # OpenCV keeps its own words to itself


def test_cameras_that_are_not_there_are_refused():
    for spec in ("77", "/dev/video77"):
        with pytest.raises(CameraError, match="no camera /dev/video77"):
            open_source(spec, loop=False, clock=MonotonicClock())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can make a device to forbid")
def test_a_device_without_permission_is_told(tmp_path):
    device = tmp_path / "video0"
    os.mknod(device, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest", "popen", "test_")):  # popen: of pytest-xdist
            folder.chmod(0o755)
    code = (
        "import sys\nfrom griffin.clock import MonotonicClock\n"
        "from griffin.vision.camera import open_source\nfrom griffin.errors import CameraError\n"
        "try:\n    open_source(sys.argv[1], loop=False, clock=MonotonicClock())\n"
        "except CameraError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", code, str(device)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, user=65534, check=False)
    except PermissionError:
        pytest.skip("another user may not run this interpreter")
    if done.returncode != 0 and "Error" in done.stderr:
        pytest.skip(f"another user can't run this checkout: {done.stderr.splitlines()[-1]}")
    assert f"This user may not open the camera {device}." in done.stdout


def test_a_user_that_does_not_exist_is_told():
    with pytest.raises(CameraError, match="can't be opened"):
        open_source("~no-such-user/film.mp4", loop=False, clock=MonotonicClock())


def test_cameras_and_the_demo_load_no_second_ffmpeg():
    code = (
        "import sys\nfrom griffin.clock import MonotonicClock\n"
        "from griffin.vision.camera import open_source\n"
        "source = open_source('demo', loop=False, clock=MonotonicClock())\nsource.close()\n"
        "print('cv2' in sys.modules, 'av' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["True", "False"]
