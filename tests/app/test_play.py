"""Starting, stopping and cleaning up of real processes: nothing of a game is left when it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from importlib.util import find_spec
from pathlib import Path

import pytest

from griffin.app import camera_main
from griffin.app.parent_watchdog import StopFlag
from griffin.app.play import play
from griffin.cli import main
from griffin.clock import ManualClock
from griffin.errors import ConfigError
from griffin.options import LIVE_DEMO, PlayOptions
from griffin.progress import ignore_progress
from tests.processes import assert_gone, descendants, does

SMALL = ["--headless", "--size", "160x96", "--quality", "low"]


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(start_process: Start, folder: Path) -> Start:
    """Starts a game with these arguments in the test's folder; keywords are environment variables."""

    def start(
        *arguments: str, ignoring: Collection[signal.Signals] = (), **variables: str
    ) -> "subprocess.Popen[str]":
        return start_process(
            [sys.executable, "-m", "griffin", "play", *SMALL, *arguments],
            cwd=folder,
            env=os.environ | {"TMPDIR": str(folder / "tmp")} | variables,
            ignoring=ignoring,
        )

    return start


def wait_for_children(process: "subprocess.Popen[str]", count: int) -> list[int]:
    deadline_s = time.monotonic() + 30.0
    while time.monotonic() < deadline_s:
        if len(found := descendants(process.pid)) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError("the children were not started")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path


def test_a_flight_by_keys_alone_leaves_its_files_and_nothing_else(start: Start, folder: Path) -> None:
    process = start("--source", "none", "--seconds", "3", "--report", "r.json")
    said, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == [
        "griffin-flight.mp4",
        "griffin-flight.png",
        "r.json",
        "tmp",
    ]
    assert "griffin-flight.mp4" in said
    assert list((folder / "tmp").iterdir()) == []
    report = json.loads((folder / "r.json").read_text())
    assert report["frames"] > 3
    assert report["pose"]["inferred"] == 0
    assert (report["sandboxed"], report["camera_restarts"]) == (False, 0)
    assert report["peak_memory_mb"] < 400


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_signal_ends_all_of_it(start: Start, folder: Path, number: signal.Signals, status: int) -> None:
    process = start("--source", "none", "--seconds", "60")
    children = wait_for_children(process, 1)
    time.sleep(1.5)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == status
    assert_gone(children)
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_closed_terminal_does_not_end_what_nohup_started(start: Start) -> None:
    process = start("--source", "none", "--seconds", "3", ignoring=[signal.SIGHUP])
    wait_for_children(process, 1)
    os.killpg(process.pid, signal.SIGHUP)
    _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (0, "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_process_that_nobody_waited_for_counts_as_gone(start_process: Start) -> None:
    assert_gone([start_process(["true"]).pid])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("after_s", [0.0, 0.1, 0.4])
def test_ctrl_c_while_it_starts_shows_no_innards(start: Start, folder: Path, after_s: float) -> None:
    process = start("--source", "none", "--seconds", "60")
    children = wait_for_children(process, 1)
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does it: parent and children alike
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (130, "")
    assert_gone(children)
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.skipif(find_spec("pip") is None, reason="the model would be fetched by uv")
@pytest.mark.parametrize("reason", [signal.SIGTERM, signal.SIGINT, None])
def test_the_game_can_be_left_while_the_model_is_fetched(
    start: Start, folder: Path, reason: signal.Signals | None
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent_index:  # it accepts, and never answers
        process = start(
            *("--source", "demo", "--seconds", "2" if reason is None else "60"),
            XDG_CACHE_HOME=str(folder / "cache"),
            PIP_INDEX_URL=f"http://127.0.0.1:{silent_index.getsockname()[1]}/simple",
            PIP_CONFIG_FILE=os.devnull,
            PIP_FIND_LINKS="",
            GRIFFIN_POSE_MODEL="",
        )
        children = wait_for_children(process, 2)
        if reason is not None:
            time.sleep(1.0)
            os.killpg(process.pid, reason)
        _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (128 + reason if reason else 0, "")
    assert_gone(children)
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_child_that_was_stopped_is_woken_to_end(start: Start) -> None:
    process = start("--source", "none", "--seconds", "60")
    children = wait_for_children(process, 1)
    time.sleep(1.5)
    os.kill(children[0], signal.SIGSTOP)
    process.terminate()
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (143, "")
    assert_gone(children)


@pytest.mark.pose
def test_names_that_begin_with_a_dash_are_no_options(start: Start, folder: Path) -> None:
    (folder / "-film.mp4").write_text("no film")
    process = start("--source=-film.mp4", "--record=-flight.mp4")
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 3
    assert complaints.startswith("griffin: -film.mp4 is not a video")


def test_without_a_folder_for_temporary_files_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(ConfigError, match="no writable folder for temporary files"):
        play(PlayOptions(), lambda tell: tmp_path, ignore_progress, 0.0, ManualClock(), StopFlag())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_children_do_not_outlive_a_killed_game(start: Start, folder: Path) -> None:
    process = start("--source", "none", "--seconds", "60")
    children = wait_for_children(process, 1)
    time.sleep(1.5)
    process.kill()
    process.communicate(timeout=30)
    assert_gone(children)
    assert list((folder / "tmp").glob("*/link")) == []


@pytest.mark.pose
def test_a_failing_child_ends_the_game_with_its_reason(start: Start) -> None:
    process = start("--source", "no-such-film.mp4")
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 3
    assert complaints.startswith("griffin: There is no file no-such-film.mp4.")
    assert complaints.count("\n") == 1


def test_a_model_that_is_not_there_is_reported_in_one_sentence(start: Start) -> None:
    process = start("--source", "demo", "--model", "no-such.task")
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "no pose model at no-such.task" in complaints
    assert complaints.count("\n") == 1


def test_a_place_where_nothing_can_be_written(start: Start, folder: Path) -> None:
    (folder / "file").touch()
    process = start("--source", "none", "--seconds", "1", "--record", "file/film.mp4")
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 2
    assert complaints.startswith("griffin: --record file/film.mp4 can't be written")
    assert complaints.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_a_camera_process_that_is_stopped_ends_with_the_signals_status(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def watch_until_stopped(message: object, clock: object, stop: threading.Event) -> None:
        signal.raise_signal(signal.SIGTERM)
        assert stop.is_set()

    monkeypatch.setattr(camera_main, "run_camera", watch_until_stopped)
    (tmp_path / "pose.task").touch()
    address = f"unix:{tmp_path}/link"
    assert main(["camera", "--connect", address, "--model", str(tmp_path / "pose.task")]) == 143


def wait_for_camera(process: "subprocess.Popen[str]", folder: Path, *, other_than: int = 0) -> int:
    """The camera process, once its first picture has reached the flight."""
    deadline_s = time.monotonic() + 90.0
    while time.monotonic() < deadline_s and process.poll() is None:
        cameras = [pid for pid in descendants(process.pid) if pid != other_than and does(pid, "camera")]
        words = [file.read_text() for file in (folder / "tmp").glob("griffin-*/live-*")]
        if cameras and LIVE_DEMO in words:
            return cameras[0]
        time.sleep(0.1)
    raise AssertionError("no camera process came")


@pytest.mark.gl
@pytest.mark.pose
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.timeout(300)  # the waits add up to 270 s on a machine that is slow or busy
def test_a_camera_process_that_is_killed_comes_back(start_process: Start, folder: Path, display: str) -> None:
    environment = os.environ | {"DISPLAY": display, "TMPDIR": str(folder / "tmp")}
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "griffin", "play", "--source", "demo", "--size", "160x96"]
    command += ["--quality", "low", "--seconds", "280", "--report", "r.json", "--sound", "0"]
    game = start_process(command, cwd=folder, env=environment)
    first = wait_for_camera(game, folder)
    os.kill(first, signal.SIGKILL)
    wait_for_camera(game, folder, other_than=first)
    children = descendants(game.pid)
    leave = ["xdotool", "search", "--onlyvisible", "--name", "^Griffin$", "windowfocus", "keydown", "Escape"]
    subprocess.run(leave, env=environment, timeout=30, check=True)
    _, complaints = game.communicate(timeout=60)
    sentence = "The camera process was ended by SIGKILL. Griffin starts it again at once."
    assert complaints == f"griffin: {sentence}\n"
    assert game.returncode == 0
    assert_gone(children)
    assert list((folder / "tmp").iterdir()) == []
    report = json.loads((folder / "r.json").read_text())
    assert report["pose"]["inferred"] > 0
    assert report["sandboxed"] is True  # the process that was killed has left no word
    assert report["camera_restarts"] == 1
