"""scripts/play and scripts/test set up what is missing, or say in a sentence what to do."""

import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.scripts_loader import load_script

from .machine import ROOT, Machine

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are tried on Linux")


def wait_for(file: Path) -> None:
    for _ in range(600):
        if file.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{file} did not come")


@pytest.mark.parametrize("command", ["play", "test"])
def test_without_python_one_sentence_and_status_1(machine: Machine, command: str) -> None:
    done = machine.start(command)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "griffin: Python 3.10 to 3.14 is needed, and none was found. Install one, then start again."
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
    packages = "--no-install-recommends libegl1 libgl1 libxi6"
    assert f"su -c 'apt-get update && apt-get install -y {packages}'" in done.stderr
    machine.give("sudo", "exit 1")
    assert f"sudo apt-get update && sudo apt-get install -y {packages}" in machine.start().stderr


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


@pytest.mark.parametrize("change", ["lock", "python", "interrupted"])
def test_a_changed_lock_or_a_broken_venv_is_noticed(machine: Machine, change: str) -> None:
    machine.pretend_set_up()
    if change == "lock":
        with machine.checkout.joinpath("requirements.lock").open("a") as lock:
            lock.write("# other\n")
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


def test_a_missing_python_is_named_with_the_line_to_run(machine: Machine) -> None:
    machine.give("apt-get", "exit 99")
    machine.give("id", "echo 0")
    done = machine.start()
    assert done.returncode == 1
    assert (
        "  apt-get update && apt-get install -y --no-install-recommends python3 python3-venv\n" in done.stderr
    )


@pytest.mark.parametrize("other", ["python3.13", ""])
def test_a_python_too_new_for_the_packages_is_passed_over_or_named(machine: Machine, other: str) -> None:
    as_if = "import sys, runpy; sys.version_info = (3, 15); runpy.run_path(sys.argv[1], run_name='__main__')"
    machine.give("python3", f'exec "{sys.executable}" -I -S -c "{as_if}" "$3"')
    if other:
        machine.give(other, f'exec "{sys.executable}" "$@"')
        assert machine.in_setup("find_python").stdout == "python3.13\n"
    else:
        done = machine.start()
        assert done.returncode == 1
        assert re.search(
            r"Python 3.15 \(.+\) is newer than the packages that Griffin is pinned to", done.stderr
        )


def test_the_whole_set_up_is_done_once(machine: Machine) -> None:
    machine.give_installer()
    done = machine.start("play", "--help", PIP_USER="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "<play><--help>"
    calls = machine.checkout.parent.joinpath("pip-calls").read_text().splitlines()
    assert len(calls) == 2
    # `pip install --user` doesn't work in .venv, and what a kill leaves behind goes with .venv.
    assert all(call.startswith(f"0 {machine.checkout}/.venv/tmp ") for call in calls)
    assert not machine.checkout.joinpath(".venv", "tmp").exists()
    assert machine.start("play").stderr == ""


def test_a_moved_folder_is_mended_offline(machine: Machine) -> None:
    machine.give_installer()
    machine.start()
    machine.give_installer("sys.exit(1)")
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("Jürgen's [2] $HOME"))
    done = machine.start("play", "x")
    assert done.stdout == "<play><x>", done.stderr
    program = str(machine.checkout / ".venv" / "bin" / "griffin")
    assert machine.run(program, "doctor").stdout == "<doctor>"
    link = machine.checkout.parent / "link"
    link.symlink_to(program)
    assert machine.run(str(link), "doctor").stdout == "<doctor>"
    (way,) = machine.checkout.glob(".venv/lib/python*/site-packages/_editable*.pth")
    assert way.read_bytes() == b"../../../..\n"


def test_a_folder_may_be_called_what_its_owner_likes(machine: Machine) -> None:
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("Jürgen's [1] $HOME"))
    machine.give_installer()
    done = machine.start("play", "x")
    assert (done.returncode, done.stdout) == (0, "<play><x>"), done.stderr


@pytest.mark.parametrize("way", ["link", "link of a link", "sh", "CDPATH", "no HOME"])
def test_all_ways_to_start_it_work(machine: Machine, way: str) -> None:
    machine.pretend_set_up()
    script = machine.checkout / "scripts" / "play"
    link = machine.checkout.parent / "fly"
    link.symlink_to(script)
    link.with_name("fly again").symlink_to("fly")
    command = {"link": [str(link)], "link of a link": [f"{link} again"], "sh": ["sh", str(script)]}
    done = subprocess.run(
        [*command.get(way, ["check out/scripts/play"]), "a b"],
        cwd=machine.checkout.parent,
        env={name: value for name, value in machine.environment.items() if way != "no HOME" or name != "HOME"}
        | ({"CDPATH": f".:{machine.checkout}"} if way == "CDPATH" else {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "<play><a b>", "")


def test_a_module_in_the_current_folder_is_not_taken_for_a_library(machine: Machine) -> None:
    machine.pretend_set_up()
    machine.checkout.parent.joinpath("griffin.py").write_text("raise SystemExit('the wrong one')")
    assert machine.start("play", "x").stdout == "<play><x>"


def test_with_sudo_it_says_who_will_own_what(machine: Machine) -> None:
    machine.give_installer()
    machine.give("id", "echo 0")
    done = machine.start(SUDO_USER="eva")
    assert done.returncode == 0
    assert "no sudo is needed to play. What is set up now belongs to root, and eva" in done.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="only root can call it as somebody else")
def test_a_venv_of_root_is_named_with_the_line_to_run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        machine = Machine(Path(folder))
        venv = machine.checkout / ".venv"
        venv.mkdir()
        done = subprocess.run(
            [str(machine.checkout / "scripts" / "play")],
            env=machine.environment,
            user=65534,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert f"{venv} belongs to root and has to be made anew." in done.stderr
        assert re.search(r"^  su -c 'rm -r .+/check out/.venv.+$", done.stderr, re.MULTILINE)
        shutil.rmtree(venv)
        done = subprocess.run(
            done.args, env=machine.environment, user=65534, capture_output=True, text=True, check=False
        )
        assert "Clone Griffin into a folder of your own" in done.stderr


def test_too_little_room_is_told_before_anything_is_made(machine: Machine) -> None:
    machine.give_installer()
    sizes = machine.checkout / "scripts" / "lib" / "sizes.sh"
    sizes.write_text(re.sub(r"play_installed_mb=\d+", "play_installed_mb=900000000", sizes.read_text()))
    stale = machine.checkout / "griffin" / "vision" / "__pycache__"
    stale.mkdir(parents=True)
    done = machine.start()
    assert done.returncode == 1
    assert re.fullmatch(
        r"griffin: there is too little room: \d+ MB are free in .+/check out, and the set-up needs 9000\d+ MB"
        r"\. Make room there, then start again\.\n",
        done.stderr,
    )
    assert not machine.checkout.joinpath(".venv").exists()
    assert not stale.exists()  # a full disk may have cut short what lies there


def test_a_small_temporary_folder_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    free_room = load_script("lib/free_room")
    temporary = tmp_path / "tmp"
    monkeypatch.setattr(free_room.tempfile, "gettempdir", lambda: str(temporary))
    monkeypatch.setattr(free_room, "device", lambda folder: 2 if folder == temporary else 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    usage = {tmp_path: 2_000_000_000, temporary: 60_000_000}
    monkeypatch.setattr(free_room.shutil, "disk_usage", lambda folder: SimpleNamespace(free=usage[folder]))
    said = free_room.check(tmp_path, 246.0, 766.0, 36.0)
    assert said.startswith(f"there is too little room: 60 MB are free in the temporary folder {temporary},")
    assert "or set TMPDIR to another folder" in said
    tmp_path.joinpath("cache", "griffin").mkdir(parents=True)
    tmp_path.joinpath("cache", "griffin", "pose_landmarker_full.task").touch()
    assert free_room.check(tmp_path, 246.0, 766.0, 36.0) == ""  # then nothing will be fetched into it


def test_a_disk_that_fills_up_is_told(machine: Machine) -> None:
    machine.give_installer("print('ERROR: [Errno 28] No space left on device'); sys.exit(1)")
    done = machine.start()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("check out/.venv is full. Make room, then start again.")


def test_a_failed_fetch_leaves_the_venv_as_it_was(machine: Machine) -> None:
    machine.give_installer()
    machine.start()
    lock = machine.checkout / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + "# newer\n")
    machine.checkout.parent.joinpath("fetch.py").write_text("print('NewConnectionError'); sys.exit(1)")
    assert "Check the network" in machine.start().stderr
    lock.write_text(before)
    done = machine.start("play", "x")
    assert (done.stdout, done.stderr) == ("<play><x>", "")


@pytest.mark.parametrize("moment", ["venv", "fetch", "install"])
def test_ctrl_c_is_a_word_and_status_130(machine: Machine, moment: str) -> None:
    reached = machine.checkout.parent / "reached"
    wait = f"pathlib.Path({str(reached)!r}).touch(); time.sleep(60)"
    machine.give_installer(
        {"install": "print('Installing collected packages: numpy', flush=True); "}.get(moment, "") + wait
    )
    if moment == "venv":
        machine.give(
            "python3",
            f"""case "$*" in
            *system_needs*) ;; "-m venv "*) exec "{sys.executable}" -c "import pathlib, time; {wait}" ;;
            *) exec "{sys.executable}" "$@" ;; esac""",
        )
    with subprocess.Popen(
        [str(machine.checkout / "scripts" / "play")],
        env=machine.environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        wait_for(reached)
        os.killpg(started.pid, signal.SIGINT)
        _, said = started.communicate(timeout=60)
    assert started.returncode == 130
    assert said.splitlines()[-1] == "griffin: interrupted. Start again to go on."
    assert "Traceback" not in said
    machine.give_installer()
    done = machine.start("play", "x")
    assert done.stdout == "<play><x>"
    assert ("making .venv" in done.stderr) == (moment != "fetch")


def test_a_second_set_up_waits_for_the_first(machine: Machine) -> None:
    folder = machine.checkout.parent
    go_on, reached = folder / "go on", folder / "reached"
    machine.give_installer(
        f"pathlib.Path({str(reached)!r}).touch()\n"
        f"while not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.05)"
    )
    command = [str(machine.checkout / "scripts" / "play"), "x"]
    common = {"env": machine.environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **common) as first:
        wait_for(reached)
        with subprocess.Popen(command, **common) as second:
            assert second.stderr is not None
            line = second.stderr.readline()
            go_on.touch()
            assert line == "griffin: another set-up is at work in this folder; waiting for it to end\n"
            assert second.communicate(timeout=60) == ("<play><x>", "")
        assert first.communicate(timeout=60)[0] == "<play><x>"
    assert len(folder.joinpath("pip-calls").read_text().splitlines()) == 2


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


def test_the_readme_says_the_sizes_that_were_measured() -> None:
    text = ROOT.joinpath("scripts", "lib", "sizes.sh").read_text(encoding="utf-8")
    size_mb = {name: int(number) for name, number in re.findall(r"^(\w+)_mb=(\d+)$", text, re.MULTILINE)}
    readme = " ".join(ROOT.joinpath("README.md").read_text(encoding="utf-8").split())
    spare_mb = load_script("lib/free_room").SPARE_MB
    free_mb = (
        2 * size_mb["play_fetched"] + size_mb["play_installed"] + 2 * size_mb["model_fetched"] + spare_mb
    )
    for said in (
        f"{math.ceil(free_mb / 100.0) / 10.0} GB should be free",
        f"it fetches {size_mb['play_fetched'] + size_mb['model_fetched']} MB",
        f"{size_mb['play_installed']} MB in the folder `.venv`",
        f"{size_mb['model_kept']} MB for the pose model",
        f"{size_mb['checkout']} MB of this repository",
        f"`scripts/test` makes {size_mb['test_installed']} MB of `.venv`",
    ):
        assert said in readme


@pytest.mark.parametrize("name", ["README.md", "scripts/lock", "scripts/lib/setup.sh"])
def test_everybody_names_the_same_pythons(name: str) -> None:
    python_fits = load_script("lib/python_fits")
    oldest, newest = (".".join(map(str, version)) for version in (python_fits.OLDEST, python_fits.NEWEST))
    assert f"Python {oldest} to {newest}" in ROOT.joinpath(name).read_text(encoding="utf-8")
