"""`griffin gestures`: every angle that the recogniser gives is in the JSON, under names that stay."""

import json
from pathlib import Path

import pytest

from griffin.cli import main
from tests.gesture.bodies import body, write_recording

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
