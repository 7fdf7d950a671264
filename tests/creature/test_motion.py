"""Recorded people fly the griffin: no joint leaps, and the wings do what the arms do."""

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from griffin.flight.model import Surroundings
from griffin.gesture.recording import load_recording
from tests.scripts_loader import load_script

ROOT = Path(__file__).resolve().parent.parent.parent
CLIPS = ROOT.parent / "shared" / "data" / "motion"
# One of each kind: the fastest arms, a leap, one arm alone, banks, and a real video.
NAMES = ("child_stretch_a", "dance_leap_05a", "comp_one_arm_l", "comp_glide_bank", "real_jumping_jack_1")

pytestmark = pytest.mark.skipif(not CLIPS.is_dir(), reason="the clips of motion lie beside the checkout")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script("check_griffin_motion")


def plain() -> Surroundings:
    return Surroundings(
        surface_m=lambda _x_m, _z_m: 0.0,
        perch_world=np.array([0.0, 60.0, 0.0]),
        perch_heading_rad=0.0,
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_joint_leaps(name: str, script: ModuleType) -> None:
    recording = load_recording(CLIPS / f"{name}.npz")
    found = script.watch(script.fly(iter(recording.frames), plain()))
    assert found.pictures > 60
    assert found.violations == 0, (
        f"{script.joint_name(found.joint)} at {found.at_s:.2f} s: {found.radps:.1f} rad/s"
    )


@pytest.mark.parametrize("name", ["comp_one_arm_l", "comp_glide_bank"])
def test_each_wing_follows_its_own_arm(name: str, script: ModuleType) -> None:
    recording = load_recording(CLIPS / f"{name}.npz")
    moments = list(script.fly(iter(recording.frames), plain()))
    for side in ("left", "right"):
        arm = np.array([getattr(moment.state.arms, side).wing_rad for moment in moments])
        wing = np.array([getattr(moment.creature.shape, f"{side}_wing").elevation_rad for moment in moments])
        assert np.corrcoef(np.clip(arm, -1.0, 1.2), wing)[0, 1] > 0.8
