"""The whole way of the data, for real: drawn pilot, real model, real socket, real picture."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from griffin.audio.files import decode_file
from griffin.audio.steps import RATE_HZ
from griffin.wire.journal import open_journal

PEOPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "people"
# Said if the game lasts until that is found out.
NO_LOUDSPEAKER = "griffin: There is no loudspeaker: the flight goes on without sound until there is one.\n"
LONG_CLIP = (pytest.mark.slow, pytest.mark.timeout(300))  # it is played at its own speed


def play(folder: Path, *arguments: str) -> dict[str, object]:
    command = [sys.executable, "-m", "griffin", "play", "--report", "report.json", *arguments]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=150)
    assert ended.returncode == 0, ended.stderr
    report: dict[str, object] = json.loads((folder / "report.json").read_text())
    return report


@pytest.mark.pose
@pytest.mark.gl
def test_the_demo_pilot_takes_off_and_flies(tmp_path: Path) -> None:
    small = ("--headless", "--size", "320x180", "--quality", "low", "--seconds", "30")
    report = play(tmp_path, *small, "--source", "demo", "--journal", "flight.journal")
    pose, flight = report["pose"], report["flight"]
    assert isinstance(pose, dict)
    assert isinstance(flight, dict)
    assert report["sandboxed"] is (sys.platform == "linux")
    assert report["dropped_lines"] == 0
    assert pose["inferred"] > 50
    assert pose["with_player"] >= 0.95 * pose["inferred"]
    kinds = [event["kind"] for event in report["events"]]  # type: ignore[attr-defined]
    assert kinds[0] == "player_found"
    assert "jump" in kinds
    assert "player_lost" not in kinds
    assert flight["airborne_s"] > 3.0
    assert flight["distance_m"] > 40.0
    assert flight["min_clearance_m"] > 2.0
    legs_ms = report["latency_ms"]
    assert isinstance(legs_ms, dict)
    assert legs_ms["capture_to_inferred"]["median"] > 1.0
    left = (tmp_path / "report.json").read_text() + (tmp_path / "flight.journal").read_text()
    assert "figure" not in left
    assert "points" not in left
    heard = decode_file(tmp_path / "griffin-flight.mp4")
    # On a busy machine the last turn may end late: what counts is how long the flight was.
    flown_s = max(inputs.now_s for inputs in open_journal(tmp_path / "flight.journal").inputs())
    assert flown_s >= 30.0
    assert len(heard) / RATE_HZ == pytest.approx(flown_s, abs=0.5)
    assert np.abs(heard).max() > 0.1


@pytest.mark.pose
@pytest.mark.gl
@pytest.mark.skipif(not PEOPLE.is_dir(), reason="the clips of people lie beside the checkout, not in it")
@pytest.mark.parametrize(
    ("clip", "least_frac", "most_frac"),
    [
        ("p2s_single_cam01.mp4", 0.9, 1.0),
        pytest.param("tfjs_pose_squats.mp4", 0.9, 1.0, marks=LONG_CLIP),
        pytest.param("intel_car_no_person.mp4", 0.0, 0.0, marks=LONG_CLIP),
    ],
)
def test_a_person_is_found_where_there_is_one(
    tmp_path: Path, clip: str, least_frac: float, most_frac: float
) -> None:
    report = play(
        tmp_path, "--headless", "--source", str(PEOPLE / clip), "--size", "160x96", "--quality", "low"
    )
    pose = report["pose"]
    assert isinstance(pose, dict)
    assert pose["inferred"] > 10
    assert least_frac * pose["inferred"] <= pose["with_player"] <= most_frac * pose["inferred"]
    kinds = [event["kind"] for event in report["events"]]  # type: ignore[attr-defined]
    assert "jump" not in kinds
    assert "flap_run" not in kinds


def find_window(environment: dict[str, str]) -> str:
    """The game's window once it stays: with a software driver it is made twice."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "^Griffin$"]
    seen: list[str] = []
    deadline_s = time.monotonic() + 60.0
    while time.monotonic() < deadline_s:
        seen.append(subprocess.run(search, env=environment, capture_output=True, text=True).stdout.strip())
        if seen[-1] and seen[-4:] == [seen[-1]] * 4:
            return seen[-1]
        time.sleep(0.5)
    raise AssertionError(f"no window came to stay: {seen}")


def wait_for_file(path: Path) -> None:
    """The land comes before the first key is read, and takes its time on a busy machine."""
    deadline_s = time.monotonic() + 60.0
    while not path.is_file():
        assert time.monotonic() < deadline_s, f"no {path.name}"
        time.sleep(0.1)


Press = Callable[..., None]  # the key, and xdotool's word for what is done to it
PlayInWindow = Callable[[], tuple["subprocess.Popen[str]", Press]]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def play_in_window(tmp_path: Path, display: str, start_process: Start) -> PlayInWindow:
    """Starts the game in a window that has the keyboard; returns it, and what presses keys there."""
    environment = os.environ | {"DISPLAY": display, "SDL_AUDIODRIVER": "no such driver"}
    environment.pop("WAYLAND_DISPLAY", None)
    options = ["--source", "none", "--size", "320x180", "--quality", "low", "--seconds", "120"]
    command = [sys.executable, "-m", "griffin", "play", "--report", "report.json", *options]

    def xdotool(*arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=environment, timeout=10, check=True)

    def play() -> tuple["subprocess.Popen[str]", Press]:
        game = start_process(command, cwd=tmp_path, env=environment)
        identity = find_window(environment)
        xdotool("windowfocus", identity)
        time.sleep(1.0)
        return game, lambda key, action="key": xdotool(action, "--window", identity, key)

    return play


@pytest.mark.gl
def test_keys_fly_in_a_real_window(tmp_path: Path, play_in_window: PlayInWindow) -> None:
    game, press = play_in_window()
    press("p")
    wait_for_file(tmp_path / "griffin-0.png")
    press("space")
    time.sleep(4.0)
    press("Escape")  # a tap is no hold
    press("q")
    time.sleep(1.0)
    assert game.poll() is None
    press("Escape", "keydown")
    _, complaints = game.communicate(timeout=30)
    assert (game.returncode, complaints.removeprefix(NO_LOUDSPEAKER)) == (0, "")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["flight"]["airborne_s"] > 0.0  # how far it came depends on the machine


@pytest.mark.gl
@pytest.mark.skipif(shutil.which("setxkbmap") is None, reason="needs setxkbmap (Debian: x11-xkb-utils)")
@pytest.mark.parametrize(
    "layout",
    [["fr"], ["us", "dvorak"]],  # P lies at R's position on the latter
    ids=["French", "Dvorak"],
)
def test_letters_go_by_label(
    tmp_path: Path,
    display: str,
    play_in_window: PlayInWindow,
    layout: list[str],
) -> None:
    subprocess.run(["setxkbmap", "-display", display, *layout], timeout=10, check=True)
    game, press = play_in_window()
    press("p")
    wait_for_file(tmp_path / "griffin-0.png")
    press("Escape", "keydown")
    _, complaints = game.communicate(timeout=30)
    assert (game.returncode, complaints.removeprefix(NO_LOUDSPEAKER)) == (0, "")
