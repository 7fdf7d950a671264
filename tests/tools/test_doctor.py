import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from griffin.tools import doctor
from griffin.tools.doctor import Finding, State
from griffin.tools.probes import ask

CAMERA = {
    "path": "/dev/video0",
    "name": "A webcam",
    "formats": ["MJPG", "YUYV"],
    "rate_hz": 29.97,
    "size_px": [1280, 720],
    "problem": "",
    "orientation": "",
}
OPENGL = {"renderer": "A card", "version": "4.6 (Core Profile)", "quality": "high"}
PICTURES = {"picture_s": 0.025, "quality": "low", "size_px": [1280, 720]}
ERROR = {"error": "no", "hint": "do it"}


@pytest.mark.parametrize(
    ("finding", "state", "words"),
    [
        (doctor.judge_python((3, 10, 0), "Linux"), State.OK, "3.10.0"),
        (doctor.judge_python((3, 9, 18), "Linux"), State.FAIL, "3.10 or newer"),
        (doctor.judge_libraries({"numpy": "2.0", "glfw": "2.7"}), State.OK, "numpy 2.0, glfw 2.7"),
        (doctor.judge_libraries({"numpy": "2.0", "glfw": None}), State.FAIL, "missing: glfw"),
        (doctor.judge_display(True), State.OK, ""),
        (doctor.judge_display(False), State.WARN, "off-screen"),
        (doctor.judge_opengl(OPENGL), State.OK, "A card, OpenGL 4.6"),
        (doctor.judge_opengl(OPENGL | {"quality": "medium"}), State.OK, "auto takes medium"),
        (doctor.judge_opengl(OPENGL | {"quality": "low"}), State.WARN, "driver"),
        (doctor.judge_opengl(ERROR), State.FAIL, "do it"),
        (doctor.judge_opengl(ERROR | {"hint": ""}), State.FAIL, "OpenGL 3.3"),
        (doctor.judge_pictures(PICTURES), State.OK, "40 a second at low quality, 1280x720"),
        (doctor.judge_pictures(PICTURES | {"picture_s": 0.1}), State.WARN, "--size 960x540"),
        (doctor.judge_pictures(ERROR), State.WARN, "do it"),
        (doctor.judge_pose("m", {"look_s": 0.017, "seen_frac": 1.0}), State.OK, "17 ms"),
        (doctor.judge_pose("m", {"look_s": 0.2, "seen_frac": 1.0}), State.WARN, "slow"),
        (doctor.judge_pose("m", {"look_s": 0.017, "seen_frac": 0.5}), State.FAIL, "50 %"),
        (doctor.judge_pose("m", ERROR), State.FAIL, "do it"),
        (doctor.judge_sandbox({"in_force": True, "sentence": "It is shut."}), State.OK, "It is shut."),
        (doctor.judge_sandbox({"in_force": False, "sentence": "No."}), State.FAIL, "--allow-network"),
        (doctor.judge_sandbox(ERROR), State.FAIL, "--allow-network"),
        (doctor.judge_audio({"driver": "pulseaudio"}), State.OK, "through pulseaudio"),
        (doctor.judge_audio(ERROR), State.WARN, "runs without"),
    ],
)
def test_judges(finding: Finding, state: State, words: str) -> None:
    assert finding.state is state
    assert words in f"{finding.found} {finding.remedy}"
    assert bool(finding.remedy) == (state is not State.OK)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ({"cameras": [CAMERA]}, State.OK, "30.0 pictures/s at 1280x720 (MJPG, YUYV)"),
        ({"cameras": [CAMERA | {"rate_hz": 14.9}]}, State.WARN, "more light"),
        ({"cameras": [CAMERA | {"rate_hz": None, "problem": "It is busy."}]}, State.WARN, "It is busy."),
        ({"cameras": [CAMERA | {"orientation": "mirrored back"}]}, State.OK, "YUYV), mirrored back"),
        ({"cameras": []}, State.WARN, "demo pilot"),
        (ERROR, State.WARN, "do it"),
    ],
)
def test_judges_cameras(answer: dict[str, object], state: State, words: str) -> None:
    (finding,) = doctor.judge_cameras(answer)
    assert finding.state is state
    assert words in f"{finding.found} {finding.remedy}"


def test_only_a_failure_keeps_the_game_from_running() -> None:
    fine = doctor.judge_display(True)
    poor = doctor.judge_display(False)
    bad = doctor.judge_opengl(ERROR)
    assert doctor.can_run([fine, poor])
    assert not doctor.can_run([fine, bad])


def test_the_last_line_says_whether_it_is_quick_enough() -> None:
    look = doctor.judge_pose("m", {"look_s": 0.02, "seen_frac": 1.0})
    quick = [doctor.judge_pictures(PICTURES), look]
    slow = [doctor.judge_pictures(PICTURES | {"picture_s": 0.1}), look]
    assert doctor._summary(quick) == (
        "The game can run. Smooth, with 40 pictures and 50 looks at the player a second."
    )
    assert "Too slow to play well, with 10 pictures" in doctor._summary(slow)
    assert doctor._summary([look, doctor.judge_pictures(ERROR)]) == "The game can run."


def test_a_probe_that_fails_is_told_in_its_answer() -> None:
    assert "KeyError" in ask("no such probe")["error"]


def test_a_model_that_is_none_is_told_with_what_to_do(tmp_path: Path) -> None:
    model = tmp_path / "model.task"
    model.write_text("not a model")
    answer = ask("pose", str(model))
    assert "is not a pose landmarker model" in answer["error"]
    assert answer["hint"]


def test_a_cache_folder_that_cannot_be_made_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.delenv("GRIFFIN_POSE_MODEL", raising=False)
    if not sys.platform.startswith("linux"):
        pytest.skip("only there the variable moves the cache folder")
    cache, model = doctor._examine_cache()
    assert cache.state is State.FAIL
    assert str(tmp_path / "file") in cache.found
    assert model.state is State.WARN


@pytest.mark.gl
def test_the_real_doctor_looks_at_this_machine() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "griffin", "doctor", "--json"],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    report = json.loads(done.stdout)
    states = {row["name"]: row["state"] for row in report["findings"]}
    assert done.returncode == (0 if report["can_run"] else 1)
    assert states["Python"] == states["Libraries"] == "ok"
    assert states["OpenGL"] in ("ok", "warn")
    pace = next(row for row in report["findings"] if row["name"] == "Pictures")
    assert pace["rate_hz"] > 0.0
    assert all(row["remedy"] for row in report["findings"] if row["state"] != "ok")


def test_a_path_with_brackets_is_shown_as_it_is() -> None:
    finding = Finding(name="Pose model", state=State.WARN, found="[/x] [bold]", remedy="[/red]")
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(doctor._table([finding]))
    assert "[/x] [bold]" in console.export_text()


@pytest.mark.skipif(
    sys.version_info < (3, 11), reason="older interpreters always look into the current folder"
)
def test_a_stray_module_in_the_current_folder_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("griffin.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit('stray')")
    assert "in_force" in ask("sandbox")
