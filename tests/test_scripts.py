"""The scripts are sound, and the locks hold all that they should."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASH_SCRIPTS = sorted(
    file
    for file in (*ROOT.joinpath("scripts").rglob("*"), ROOT / ".ci" / "run")
    if file.is_file() and file.suffix in ("", ".sh")
)
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are tried on Linux")


@pytest.mark.parametrize("script", BASH_SCRIPTS, ids=lambda file: file.name)
def test_shellcheck_finds_nothing(script: Path) -> None:
    beside_python = Path(sys.executable).parent / "shellcheck"
    shellcheck = str(beside_python) if beside_python.exists() else shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck isn't installed")
    done = subprocess.run(
        [shellcheck, "--external-sources", "--source-path=SCRIPTDIR", str(script)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", BASH_SCRIPTS, ids=lambda file: file.name)
def test_an_exported_cdpath_does_no_harm(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    if re.search(r"^[^#]*\$\(cd ", text, re.MULTILINE):  # its output would be taken
        assert "\nunset CDPATH" in text


def test_without_uv_the_lock_says_what_to_install(tmp_path: Path) -> None:
    for name in ("bash", "dirname", "env"):
        program = shutil.which(name)
        assert program is not None
        tmp_path.joinpath(name).symlink_to(program)
    done = subprocess.run(
        [str(ROOT / "scripts" / "lock")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "scripts/lock: uv is missing. Install it with this line: pip install uv\n"


@pytest.mark.parametrize(
    "name",
    [*(f"scripts/{name}" for name in ("play", "test", "griffin", "install", "uninstall", "lock")), ".ci/run"],
)
def test_can_be_executed(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


# --- the locks --------------------------------------------------------------------------------------------


def locked(name: str) -> dict[str, set[str]]:
    """Package: its `version ; marker` lines. Every one of them has a hash."""
    pins: dict[str, set[str]] = {}
    lines = ROOT.joinpath(name).read_text(encoding="utf-8").splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if pin := re.fullmatch(r"([a-z0-9-]+)==(.+) \\", line):
            assert following.startswith("    --hash=sha256:"), f"{pin[1]} has no hash"
            pins.setdefault(pin[1], set()).add(pin[2])
        else:
            assert re.fullmatch(r"#.*|    --hash=sha256:[0-9a-f]{64}( \\)?", line), f"what is {line!r}?"
    return pins


def test_the_locks_hold_only_versions_and_hashes_and_agree() -> None:
    play, test = locked("requirements.lock"), locked("requirements-dev.lock")
    assert play["mediapipe"] == {"1.2.2"}
    assert {"pip", "hatchling", "editables"} <= set(play)
    assert {name: test.get(name) for name in play} == play


def test_the_jetson_lock_is_for_processors_without_the_newer_instructions() -> None:
    pins = locked("requirements-jetson.lock")
    assert pins["mediapipe"] == {"0.10.18"}
    assert all(version.startswith("1.26.") for version in pins["numpy"])
    assert all(version.startswith("4.11.") for version in pins["opencv-contrib-python"])
    assert {"pip", "hatchling", "editables"} <= set(pins)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-jetson.lock"])
def test_the_lock_holds_every_dependency(lock: str) -> None:
    dependencies = ROOT.joinpath("pyproject.toml").read_text().split("dependencies = [")[1].split("\n]")[0]
    names = {name.lower() for name in re.findall(r'^ +"([A-Za-z0-9-]+)', dependencies, re.MULTILINE)}
    assert len(names) > 5
    assert names <= set(locked(lock))
