"""The two commands, in a copy of the scripts with only the programs on the PATH that a test puts there."""

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
ORDINARY_PROGRAMS = (
    *("awk", "bash", "cat", "cksum", "dirname", "env", "grep", "id", "mktemp", "paste", "rm", "sed", "sort"),
    *("tail", "tee", "tr", "uname"),
)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are tried on Linux")


class Machine:
    """A checkout with nothing set up, on a machine that has only the ordinary programs."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "check out"  # people have spaces in their folders
        self.programs = folder / "programs"
        self.checkout.mkdir()
        self.programs.mkdir()
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            shutil.copy(ROOT / name, self.checkout)
        for name in ORDINARY_PROGRAMS:
            program = shutil.which(name)
            assert program is not None
            self.programs.joinpath(name).symlink_to(program)

    def give(self, name: str, script: str) -> None:
        """Put a program on the PATH, in place of the real one."""
        program = self.programs / name
        program.unlink(missing_ok=True)
        program.write_text(f"#!/usr/bin/env bash\n{script}\n")
        program.chmod(0o755)

    def give_python(self, *, missing: str = "") -> None:
        """Python, on a system that lacks these things: lines as system_needs.py prints them."""
        told = f'printf "%b" "{missing}"'
        self.give(
            "python3", f'case "$*" in *system_needs*) {told} ;; *) exec "{sys.executable}" "$@" ;; esac'
        )

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.checkout.parent,
            env={"PATH": str(self.programs), "HOME": str(self.checkout.parent), "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, command: str = "play", *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(str(self.checkout / "scripts" / command), *arguments)

    def pretend_set_up(self) -> None:
        """As after a first start, but `griffin` only repeats its arguments."""
        venv = self.checkout / ".venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
        venv.joinpath("bin", "griffin").write_text('#!/usr/bin/env bash\nprintf "<%s>" "$@"\n')
        venv.joinpath("bin", "griffin").chmod(0o755)
        self.in_setup('checksum "" >"$venv/.play"; place >"$venv/.place"')

    def in_setup(self, code: str) -> subprocess.CompletedProcess[str]:
        return self.run("bash", "-euo", "pipefail", "-c", f'. "{self.checkout}/scripts/lib/setup.sh"; {code}')


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


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


@pytest.mark.parametrize("name", ["scripts/play", "scripts/test", "scripts/lock", ".ci/run"])
def test_can_be_executed(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize("command", ["play", "test"])
def test_without_python_one_sentence_and_status_1(machine: Machine, command: str) -> None:
    done = machine.start(command)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "griffin: Python 3.10 or newer is needed, and none was found. Install it, then start again."
    ]


def test_an_old_python_is_passed_over(machine: Machine) -> None:
    machine.give("python3", "exit 1")  # as `sys.exit(sys.version_info < (3, 10))` ends there
    machine.give("python3.12", f'exec "{sys.executable}" "$@"')
    assert machine.in_setup("find_python").stdout == "python3.12\n"


def test_without_rights_the_one_line_to_run_is_printed(machine: Machine) -> None:
    machine.give_python(
        missing="need libGL.so.1 libgl1\\nneed libEGL.so.1 libegl1\\nwant libXi.so.6 libxi6\\n"
    )
    machine.give("apt-get", "exit 99")
    machine.give("id", "echo 1000")
    done = machine.start()
    assert done.returncode == 1
    assert "sudo apt-get install -y libegl1 libgl1 libxi6" in done.stderr


def test_as_root_packages_are_installed_and_lists_fetched_when_needed(machine: Machine) -> None:
    calls = machine.checkout / "calls"
    machine.give(
        "apt-get", f'echo "$*" >>"{calls}"; [ -e "{calls}.updated" ] || {{ : >"{calls}.updated"; exit 100; }}'
    )
    machine.give("id", "echo 0")
    done = machine.in_setup('fill_apt "libgl1 libegl1" "libxi6"')
    assert done.returncode == 0
    kinds = [
        next(word for word in line.split() if word in ("install", "update"))
        for line in calls.read_text().splitlines()
    ]
    assert kinds == ["install", "update", "install"]
    assert calls.read_text().splitlines()[-1].endswith("libgl1 libegl1 libxi6")


def test_a_package_that_this_release_lacks_spoils_nothing(machine: Machine) -> None:
    calls = machine.checkout / "calls"
    machine.give("apt-get", f'case "$*" in *libosmesa6*) exit 100 ;; esac; echo "$*" >>"{calls}"')
    machine.give("id", "echo 0")
    done = machine.in_setup('fill_apt "libgl1" "libosmesa6 libxi6"')
    assert done.returncode == 0
    assert "libosmesa6 could not be installed; going on without it" in done.stderr
    assert calls.read_text().splitlines()[-1].endswith("libxi6")


def test_without_apt_the_missing_libraries_are_named(machine: Machine) -> None:
    machine.give_python(missing="need libGL.so.1 libgl1\\nneed libEGL.so.1 libegl1\\n")
    done = machine.start()
    assert done.returncode == 1
    assert "libEGL.so.1, libGL.so.1" in done.stderr
    assert "libgl1" not in done.stderr


def test_what_is_only_wanted_stops_nobody(machine: Machine) -> None:
    machine.give_python(missing="want libXi.so.6 libxi6\\n")
    done = machine.in_setup("check_system python3 play; echo going on")
    assert done.stdout == "going on\n"
    assert "libXi.so.6" in done.stderr


def test_a_second_start_sets_up_nothing_and_hands_arguments_on(machine: Machine) -> None:
    machine.pretend_set_up()
    done = machine.start("play", "--source", "my film.mp4", "")
    assert done.stderr == ""
    assert done.stdout == "<play><--source><my film.mp4><>"


@pytest.mark.parametrize("change", ["lock", "move", "python", "interrupted"])
def test_a_changed_lock_or_a_broken_venv_is_noticed(machine: Machine, change: str) -> None:
    machine.pretend_set_up()
    if change == "lock":
        with machine.checkout.joinpath("requirements.lock").open("a") as lock:
            lock.write("# other\n")
    elif change == "move":
        machine.checkout = machine.checkout.rename(machine.checkout.with_name("elsewhere"))
    elif change == "python":
        for python in machine.checkout.joinpath(".venv", "bin").glob("python*"):
            python.unlink()
    else:
        machine.checkout.joinpath(".venv", ".place").unlink()
    done = machine.start()
    assert done.returncode == 1  # there is neither pip nor another Python here
    assert done.stdout == ""
    expected = "could not be installed" if change == "lock" else "none was found"
    assert expected in done.stderr


def test_an_unreachable_index_is_told_in_one_sentence(machine: Machine) -> None:
    venv = machine.checkout / ".venv"
    venv.mkdir()
    venv.joinpath("install.log").write_text("WARNING: Retrying ... NewConnectionError ...\nERROR: none\n")
    done = machine.in_setup("explain_pip")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Check the network" in done.stderr


@pytest.mark.parametrize("kind", ["quick", "libraries", "play", "test"])
def test_needs_are_told_one_a_line(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "scripts" / "lib" / "system_needs.py"), kind],
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        assert re.fullmatch(r"(need|want) \S+ [a-z0-9.+-]+", line)


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
