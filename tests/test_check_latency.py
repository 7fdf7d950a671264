"""scripts/check_latency.py: what it makes of pixels and logs. The run itself needs a screen and a minute."""

import struct
from pathlib import Path

import numpy as np
import pytest

from tests.scripts_loader import load_script

check = load_script("check_latency")

PERIOD_S = 0.04  # of the pictures
LATE_S = 0.07  # true latency


def watch(told_late_s: float) -> list[object]:
    """A screen that shows each pose `LATE_S` late, and a flight process that says something else."""
    captured_s = [round(100.0 + number / 10, 4) for number in range(200)]
    noted = [[at_s, (number // 12) % 2] for number, at_s in enumerate(captured_s)]
    told = [(at_s, at_s + told_late_s) for at_s in captured_s]
    wind = np.random.default_rng(3)
    looks = []
    for number in range(520):
        at_s = 100.1 + number * PERIOD_S
        pose = next((pose for seen_s, pose in reversed(noted) if seen_s + LATE_S < at_s), 0)
        pixels = np.clip(np.array([90, 90 + 60 * pose, 150]) + wind.integers(-2, 3, 3), 0, 255)
        looks.append(check.Look(at_s=at_s, before_s=at_s - 0.002, pixels=pixels.astype(np.uint8)))
    return check.find_blinks(looks, noted, told)


@pytest.mark.parametrize("told_late_s", [LATE_S, LATE_S + 0.015])
def test_blinks_are_found_in_pixels_whatever_the_flight_process_says(told_late_s: float) -> None:
    blinks = watch(told_late_s)
    assert len(blinks) >= 12
    for blink in blinks:
        assert blink.told_s - blink.captured_s == pytest.approx(told_late_s)
        assert 0.0 <= blink.seen_s - blink.captured_s - LATE_S + 0.001 <= PERIOD_S + 0.001


def test_a_screen_that_never_changes_is_no_measure() -> None:
    look = check.Look(at_s=1.0, before_s=0.9, pixels=np.zeros(3, dtype=np.uint8))
    noted = [[0.1, 0], [0.2, 1], [2.0, 0]]
    with pytest.raises(check.NotMeasuredError, match="never came to rest"):
        check.find_blinks([look], noted, [(0.1, 0.2), (0.2, 0.3), (2.0, 2.1)])


def test_what_the_flight_process_logs_is_read() -> None:
    lines = "griffin: x: captured at 12.3456 s, on the screen at 12.4000 s\ngriffin: something else\n"
    assert check.read_told(lines) == [(12.3456, 12.4)]


def test_poses_are_held_for_uneven_times() -> None:
    poses = [check.pose_at(number / 15) for number in range(900)]
    changes = np.flatnonzero(np.diff(poses)) / 15
    assert check.HOLD_S[0] - 0.07 <= np.diff(changes).min() < np.diff(changes).max() <= check.HOLD_S[1] + 0.07


def test_the_middle_of_a_screen_is_read_from_its_file(tmp_path: Path) -> None:
    width, height, name = 8, 20, b"screen\0\0"
    words = [0] * 25
    words[0], words[4], words[5], words[12], words[19] = 100 + len(name), width, height, 4 * width, 2
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    pixels[5:18, 2:6, 1] = 7
    path = tmp_path / "Xvfb_screen0"
    path.write_bytes(struct.pack(">25I", *words) + name + bytes(2 * 12) + pixels.tobytes())
    seen = check.ScreenFile(path).look()
    assert (seen.size, set(seen.tolist())) == (13 * 4, {7})


def test_without_xvfb_one_sentence_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check.shutil, "which", lambda name: None)
    assert check.main([]) == 2
    assert capsys.readouterr().err.startswith("Xvfb not found")
