"""The pose model without its mask: the same points for less work, and other files as they are."""

import io
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from griffin.vision.demo_performance import perform
from griffin.vision.lean_model import LANDMARKS_MEMBER, lean_bundle, lean_file
from griffin.vision.synthetic import Person, draw_people
from griffin.vision.task_bundle import write_bundle

DETECTOR_MEMBER = "pose_detector.tflite"
PICTURES = [
    draw_people([Person(pose=perform(t_s)), Person(pose=perform(0.3), right_m=0.9)]) for t_s in (1.0, 10.0)
]


def members(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as stored:
        return {name: stored.read(name) for name in stored.namelist()}


def points_of(model: Path) -> list[list[float]]:
    """What MediaPipe itself sees in the pictures."""
    from mediapipe import Image, ImageFormat
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model)), num_poses=2)
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        seen = [
            landmarker.detect(Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(each)))
            for each in PICTURES
        ]
    return [
        [value for point in body for value in (point.x, point.y, point.z, point.visibility)]
        for result in seen
        for body in (*result.pose_landmarks, *result.pose_world_landmarks)
    ]


@pytest.mark.pose
def test_the_points_are_the_same_to_the_last_bit(pose_model: Path) -> None:
    whole = points_of(pose_model)
    assert len(whole) == 8
    with lean_file(pose_model) as lean:
        assert lean != pose_model
        assert points_of(lean) == whole
    assert not lean.exists()


@pytest.mark.pose
def test_the_weights_stay_where_they_are_and_a_lean_model_stays_as_it_is(pose_model: Path) -> None:
    whole = pose_model.read_bytes()
    lean = lean_bundle(whole)
    before, after = members(whole), members(lean)
    assert before[DETECTOR_MEMBER] == after[DETECTOR_MEMBER]
    old, new = (np.frombuffer(each[LANDMARKS_MEMBER], dtype=np.uint8) for each in (before, after))
    assert len(old) == len(new)
    assert 0 < np.count_nonzero(old != new) < 2000  # the list of operators alone
    assert lean_bundle(lean) == lean


def test_what_is_no_bundle_stays_as_it_is() -> None:
    for content in (b"", b"no zip", write_bundle({DETECTOR_MEMBER: b"TFL3"})):
        assert lean_bundle(content) == content


@pytest.mark.pose
@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_model_ends_nothing(pose_model: Path, seed: int) -> None:
    stored = members(pose_model.read_bytes())
    dice = np.random.default_rng(seed)
    damaged = bytearray(stored[LANDMARKS_MEMBER])
    places = dice.integers(0, 200_000, 2000)
    for place, value in zip(places, dice.integers(0, 256, 2000), strict=True):
        damaged[place] = value
    bundle = write_bundle(stored | {LANDMARKS_MEMBER: bytes(damaged[: dice.integers(8, len(damaged))])})
    assert list(members(lean_bundle(bundle))) == list(stored)


def test_where_no_file_can_be_written_the_model_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    model = tmp_path / "model.task"
    model.write_bytes(b"no zip")
    with lean_file(model) as lean:
        assert lean == model
    assert model.exists()
