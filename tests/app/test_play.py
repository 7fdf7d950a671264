"""Starting, stopping and cleaning up of real processes: nothing of a game is left when it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

SMALL = ["--headless", "--size", "160x96", "--quality", "low"]


def start(*arguments: str, folder: Path, **variables: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "griffin", "play", *SMALL, *arguments],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(folder / "tmp")} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that a signal to the game doesn't reach the tests
    )


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return []
    own = [int(child) for child in children.read_text().split()]
    return own + [further for child in own for further in descendants(child)]


def wait_for_children(process: "subprocess.Popen[str]", count: int) -> list[int]:
    deadline_s = time.monotonic() + 30.0
    while time.monotonic() < deadline_s:
        if len(found := descendants(process.pid)) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError("the children were not started")


def assert_gone(pids: list[int], within_s: float = 10.0) -> None:
    deadline_s = time.monotonic() + within_s
    left = pids
    while left and time.monotonic() < deadline_s:
        left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        time.sleep(0.05)
    assert not left


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path


def test_a_flight_by_keys_alone_leaves_its_files_and_nothing_else(folder: Path) -> None:
    process = start("--source", "none", "--seconds", "3", "--report", "r.json", folder=folder)
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
    assert report["peak_memory_mb"] < 400


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_signal_ends_all_of_it(folder: Path, number: signal.Signals, status: int) -> None:
    process = start("--source", "none", "--seconds", "60", folder=folder)
    children = wait_for_children(process, 1)
    time.sleep(1.5)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == status
    assert_gone(children)
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("after_s", [0.0, 0.1, 0.4])
def test_ctrl_c_while_it_starts_shows_no_innards(folder: Path, after_s: float) -> None:
    process = start("--source", "none", "--seconds", "60", folder=folder)
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
def test_the_game_can_be_left_while_the_model_is_fetched(folder: Path, reason: signal.Signals | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent_index:  # it accepts, and never answers
        process = start(
            *("--source", "demo", "--seconds", "2" if reason is None else "60"),
            folder=folder,
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
        _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (128 + reason if reason else 0, "")
    assert_gone(children)
    assert list((folder / "tmp").iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_child_that_was_stopped_is_woken_to_end(folder: Path) -> None:
    process = start("--source", "none", "--seconds", "60", folder=folder)
    children = wait_for_children(process, 1)
    time.sleep(1.5)
    os.kill(children[0], signal.SIGSTOP)
    process.terminate()
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (143, "")
    assert_gone(children)


@pytest.mark.pose
def test_names_that_begin_with_a_dash_are_no_options(folder: Path) -> None:
    (folder / "-film.mp4").write_text("no film")
    process = start("--source=-film.mp4", "--record=-flight.mp4", folder=folder)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 3
    assert complaints.startswith("griffin: -film.mp4 is no video")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_children_do_not_outlive_a_killed_game(folder: Path) -> None:
    process = start("--source", "none", "--seconds", "60", folder=folder)
    children = wait_for_children(process, 1)
    time.sleep(1.5)
    process.kill()
    process.communicate(timeout=30)
    assert_gone(children)
    assert list((folder / "tmp").glob("*/link")) == []


@pytest.mark.pose
def test_a_failing_child_ends_the_game_with_its_reason(folder: Path) -> None:
    process = start("--source", "no-such-film.mp4", folder=folder)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 3
    assert complaints.startswith("griffin: There is no file no-such-film.mp4.")
    assert complaints.count("\n") == 1


def test_a_model_that_is_not_there_is_told_in_one_sentence(folder: Path) -> None:
    process = start("--source", "demo", "--model", "no-such.task", folder=folder)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "no pose model at no-such.task" in complaints
    assert complaints.count("\n") == 1


def test_a_place_where_nothing_can_be_written(folder: Path) -> None:
    (folder / "file").touch()
    process = start("--source", "none", "--seconds", "1", "--record", "file/film.mp4", folder=folder)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 2
    assert complaints.startswith("griffin: --record file/film.mp4 can't be written")
    assert complaints.count("\n") == 1
