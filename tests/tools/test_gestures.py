"""`griffin gestures`: every angle that the recogniser gives is in the JSON, under names that stay.

And each frame has its own time, whatever rate the file states; a picture is watched as the game does.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from griffin.cli import main
from griffin.tools.gestures import summarize
from griffin.vision.frame import Picture
from griffin.vision.synthetic import draw_demo_frame
from tests.gesture.bodies import body, write_recording
from tests.vision.films import write_pictures, write_timed_film

NAMES = {
    "frame",
    "tracked",
    "arm_line_rad",
    "roll_rad",
    "climb_frac",
    "left_wing_rad",
    "right_wing_rad",
    "left_elbow_rad",
    "right_elbow_rad",
    "left_wrist_rad",
    "right_wrist_rad",
    "body_frac",
}


def test_every_angle_of_the_arms_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bent = body(left_arm=0.4, right_arm=-0.2, left_elbow=0.5, right_wrist=0.8)
    recording = write_recording(tmp_path / "clip.npz", seen=bent)
    assert main(["gestures", str(recording), "--json"]) == 0
    last = json.loads(capsys.readouterr().out)["controls"][-1]
    assert set(last) == NAMES
    assert last["left_wing_rad"] == pytest.approx(0.4, abs=0.05)
    assert last["right_wing_rad"] == pytest.approx(-0.2, abs=0.05)
    assert last["left_elbow_rad"] == pytest.approx(0.5, abs=0.05)
    assert last["right_elbow_rad"] == pytest.approx(0.0, abs=0.05)
    assert last["right_wrist_rad"] > 0.5
    assert last["left_wrist_rad"] == 0.0


def test_a_recording_has_a_steady_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recording = write_recording(tmp_path / "clip.npz", fps=25.0)
    assert main(["gestures", str(recording)]) == 0
    assert "60 frames at 25 a second, a player tracked in" in capsys.readouterr().out
    assert main(["gestures", str(recording), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["fps"], result["fps_varies"], result["is_still"]) == (25.0, False, False)
    assert result["times_s"] == pytest.approx([number / 25 for number in range(60)], abs=1e-5)


def watch(file: Path, *options: str) -> dict[str, Any]:
    """What is said of the file; in a process of its own, as the network is closed for good."""
    command = [sys.executable, "-m", "griffin", "gestures", str(file), "--json", *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=150)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    result: dict[str, Any] = json.loads(ended.stdout)
    return result


def assert_times_are_those_of_the_frames(result: dict[str, Any]) -> None:
    assert len(result["times_s"]) == len(result["controls"])
    for event in result["events"]:
        assert event["t_s"] == pytest.approx(result["times_s"][event["frame"]], abs=1e-4)


@pytest.mark.pose
def test_a_picture_is_shown_for_as_long_as_it_takes(tmp_path: Path) -> None:
    Image.fromarray(draw_demo_frame(0.5)).save(tmp_path / "photo.png")
    result = watch(tmp_path / "photo.png")
    assert [event["kind"] for event in result["events"]] == ["player_found"]
    assert sum(entry["tracked"] for entry in result["controls"]) > 80
    assert result["is_still"]
    assert "One picture, shown for 6.5 s: 98 frames at 15 a second" in summarize(result)
    assert_times_are_those_of_the_frames(result)


@pytest.mark.pose
def test_a_film_of_one_picture_is_a_picture(tmp_path: Path) -> None:
    film = write_timed_film(tmp_path / "one.mp4", [0.0], draw=lambda _: draw_demo_frame(0.5))
    result = watch(film, "--fps", "10")
    assert result["is_still"]
    assert result["fps"] == 10.0
    assert [event["kind"] for event in result["events"]] == ["player_found"]


@pytest.mark.pose
def test_the_rate_of_uneven_frames_is_measured(tmp_path: Path) -> None:
    times_s = [*np.arange(0.0, 2.0, 0.1), *np.arange(2.0, 4.0, 0.05)]
    result = watch(write_timed_film(tmp_path / "uneven.mkv", times_s, draw=draw_demo_frame))
    assert result["times_s"] == pytest.approx(times_s, abs=0.001)
    assert result["fps"] == pytest.approx(59 / 3.95, abs=0.01)
    assert result["fps_varies"]
    assert "60 frames at 14.937 a second on average (the rate varies), a player" in summarize(result)
    assert_times_are_those_of_the_frames(result)
    fewer = watch(tmp_path / "uneven.mkv", "--fps", "5")
    assert np.diff(fewer["times_s"]) == pytest.approx(0.2, abs=0.002)
    assert_times_are_those_of_the_frames(fewer)


@pytest.mark.pose
def test_a_steady_film_has_the_rate_that_it_states(tmp_path: Path) -> None:
    film = write_timed_film(
        tmp_path / "steady.mp4", [number / 25 for number in range(50)], draw=draw_demo_frame
    )
    result = watch(film)
    assert result["fps"] == pytest.approx(25.0, abs=0.01)
    assert not result["fps_varies"]
    assert watch(film, "--fps", "12")["fps"] == 12.0


@pytest.mark.pose
def test_an_interlaced_film_is_watched_whatever_its_name(tmp_path: Path) -> None:
    name = b"17:30 #%d \xff.mp4" if sys.platform == "linux" else b"a.mp4"
    film = write_pictures(
        tmp_path / "a.mp4",
        [draw_demo_frame(0.1 * number) for number in range(20)],
        options={"x264-params": "tff=1"},
    ).rename(tmp_path / name.decode(errors="surrogateescape"))
    result = watch(film)
    assert [event["kind"] for event in result["events"]] == ["player_found"]
    assert sum(entry["tracked"] for entry in result["controls"]) > 12
    assert result["fps"] == 10.0


@pytest.mark.pose
def test_an_animated_picture_is_watched_as_a_film(tmp_path: Path) -> None:
    pictures = [Image.fromarray(draw_demo_frame(0.1 * number)) for number in range(10)]
    pictures[0].save(tmp_path / "a.jpg", "WEBP", save_all=True, append_images=pictures[1:], duration=100)
    result = watch(tmp_path / "a.jpg")
    assert not result["is_still"]
    assert result["times_s"] == pytest.approx([0.1 * number for number in range(10)], abs=1e-5)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("rtsp://user:secret@camera/live", "Griffin can't watch rtsp:// addresses"),
        ("none.mp4", "There is no file none.mp4. Give a film"),
        ("/dev/zero", "/dev/zero is a special file of the system, not a film or a picture. Give a film"),
    ],
)
def test_what_is_no_film_is_refused_with_the_reason(
    file: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["gestures", file]) == 3
    complaint = capsys.readouterr().err
    assert said in complaint
    assert "secret" not in complaint


def extreme_roll_rad(result: dict[str, Any]) -> float:
    return float(max((entry["roll_rad"] for entry in result["controls"]), key=abs))


def assert_same(result: dict[str, Any], wanted: dict[str, Any]) -> None:
    """The same events at the same times, within a frame, and the same bank."""
    assert [event["kind"] for event in result["events"]] == [event["kind"] for event in wanted["events"]]
    for event, other in zip(result["events"], wanted["events"], strict=True):
        assert event["t_s"] == pytest.approx(other["t_s"], abs=0.07)
    assert extreme_roll_rad(result) == pytest.approx(extreme_roll_rad(wanted), abs=0.03)


@pytest.mark.pose
@pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
def test_a_recording_that_never_ends_is_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    (tmp_path / "zero.npz").symlink_to("/dev/zero")
    (tmp_path / "folder.npz").mkdir()
    for name, said in (("pipe", "special file"), ("zero", "special file"), ("folder", "is a folder")):
        assert main(["gestures", str(tmp_path / f"{name}.npz")]) == 3
        assert said in capsys.readouterr().err


def test_mirrored_and_turned_films_say_what_the_film_itself_says(tmp_path: Path) -> None:
    begin_s, times_s = 8.5, [number / 15 for number in range(100)]  # the demo pilot's jump and first bank

    def write(name: str, change: Callable[[Picture], Picture]) -> Path:
        def draw(t_s: float) -> Picture:
            return np.ascontiguousarray(change(draw_demo_frame(begin_s + t_s)))

        return write_timed_film(tmp_path / name, times_s, draw=draw)

    film = watch(write("film.mp4", lambda picture: picture))
    assert [event["kind"] for event in film["events"]] == ["player_found", "jump"]
    mirrored = write("mirrored.mp4", lambda picture: picture[:, ::-1])
    assert_same(watch(mirrored, "--mirror", "on"), film)
    assert extreme_roll_rad(watch(mirrored)) == pytest.approx(-extreme_roll_rad(film), abs=0.05)
    sideways = write("sideways.mp4", lambda picture: np.rot90(picture[:, ::-1], -1))
    assert_same(watch(sideways, "--rotate", "270", "--mirror", "on"), film)


def test_a_film_that_is_none_is_refused_whatever_its_name(tmp_path: Path) -> None:
    name = b"b\xff.mp4" if sys.platform == "linux" else b"b.mp4"
    file = Path(str(tmp_path)) / name.decode(errors="surrogateescape")
    file.write_bytes(b"no film")
    command = [sys.executable, "-m", "griffin", "gestures", str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=150)
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr
