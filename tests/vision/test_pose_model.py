import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from griffin.errors import PoseModelError
from griffin.vision import pose_model as subject
from griffin.vision.pose_model import (
    AUTO_MODEL,
    MODEL_FILE,
    MODEL_VARIABLE,
    find_faster_model,
    provision_pose_model,
    resolve_pose_model,
)

ROOT = Path(__file__).resolve().parents[2]


def silent(_what: str, _done: float | None) -> None:
    pass


@pytest.fixture
def empty_cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(subject.paths, "cache_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def offline(monkeypatch) -> None:
    """An index at a port where nobody listens, and no other way to get a package."""
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")


@pytest.mark.pose
def test_the_model_holds_both_networks(pose_model):
    with zipfile.ZipFile(pose_model) as bundle:
        assert bundle.namelist() == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]


@pytest.mark.pose
def test_a_cached_model_is_used_without_any_installer(pose_model, empty_cache, offline):
    (empty_cache / MODEL_FILE).write_bytes(pose_model.read_bytes())
    said: list[str] = []
    assert provision_pose_model(lambda what, _done: said.append(what)) == empty_cache / MODEL_FILE
    assert said == []


@pytest.mark.pose
def test_a_damaged_model_is_noticed_and_made_anew(pose_model, empty_cache, caplog):
    sound = pose_model.read_bytes()
    (empty_cache / MODEL_FILE).write_bytes(sound[:5_000_000] + b"x" + sound[5_000_001:])
    said: list[tuple[str, float | None]] = []
    assert provision_pose_model(lambda *what: said.append(what)).read_bytes() == sound
    assert "damaged" in caplog.text
    assert [path.name for path in empty_cache.iterdir()] == [MODEL_FILE]
    assert said[0] == ("Fetching the pose model", None)
    assert said[-1] == ("The pose model is ready", 1.0)
    assert all(done is None or 0.0 <= done <= 1.0 for _, done in said)


def test_without_a_network_one_sentence_says_what_to_do(empty_cache, offline):
    with pytest.raises(PoseModelError) as caught:
        provision_pose_model(silent)
    assert "no way to the package index" in caught.value.sentence
    assert all(way in caught.value.hint for way in ("--source none", "--model FILE", MODEL_VARIABLE))
    assert list(empty_cache.iterdir()) == []


def test_without_an_installer_one_sentence_says_so(empty_cache, monkeypatch):
    monkeypatch.setattr(subject.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PoseModelError, match="Neither pip nor uv"):
        provision_pose_model(silent)


def test_a_cache_that_can_not_be_made_is_told(monkeypatch):
    def refuse() -> Path:
        raise PermissionError(13, "Permission denied", "/nowhere/griffin")

    monkeypatch.setattr(subject.paths, "cache_folder", refuse)
    with pytest.raises(PoseModelError, match=r"could not be stored.*/nowhere/griffin"):
        provision_pose_model(silent)


def test_weights_that_are_not_the_known_ones_are_refused():
    names = (
        "mediapipe/modules/pose_detection/pose_detection.tflite",
        "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    )
    with pytest.raises(PoseModelError, match="not the known ones"):
        subject.build_model(dict.fromkeys(names, b"something else"))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM ...", "not the known file"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("error: dns error: failed to lookup", "no way to the package index"),
        ("Looking\nERROR: No matching distribution found for x.\n", "No matching distribution found for x"),
        ("", "gave no reason"),
    ],
)
def test_the_installers_complaint_becomes_a_reason(said, reason):
    assert reason in subject._reason(said)


def test_the_option_comes_before_the_environment(tmp_path, monkeypatch):
    option, other = tmp_path / "a.task", tmp_path / "b.task"
    option.touch()
    other.touch()
    monkeypatch.setenv(MODEL_VARIABLE, str(other))
    assert resolve_pose_model(option, silent) == option
    assert resolve_pose_model(None, silent) == other


def test_a_file_that_was_asked_for_must_be_there(tmp_path, monkeypatch):
    with pytest.raises(PoseModelError, match="--model"):
        resolve_pose_model(tmp_path / "none.task", silent)
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "none.task"))
    with pytest.raises(PoseModelError, match=MODEL_VARIABLE):
        resolve_pose_model(None, silent)


def test_mediapipe_is_not_imported():
    code = "import sys, griffin.vision.pose_model, griffin.app.sandbox; print('mediapipe' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["~no-such-user/x.task", "x" * 5000, "", "/"])
def test_a_path_that_leads_nowhere_is_told(name):
    with pytest.raises(PoseModelError, match="no pose model at"):
        resolve_pose_model(Path(name), silent)


def test_auto_falls_back_on_a_lite_model_that_was_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("griffin.paths.cache_folder", lambda: tmp_path)
    assert find_faster_model(AUTO_MODEL) is None
    (tmp_path / "pose_landmarker_lite.task").touch()
    assert find_faster_model(AUTO_MODEL) == tmp_path / "pose_landmarker_lite.task"
    assert find_faster_model(None) is None
    assert find_faster_model(Path("other.task")) is None
