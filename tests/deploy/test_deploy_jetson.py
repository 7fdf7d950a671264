"""The deployment: arguments, hosts, installing twice, updates, failures, removal; what each board gets."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts_loader import load_script

from .conftest import free_port
from .device import NEEDED_CPU_FEATURES, Device, deploy, deploy_here, deploy_there

ROOT = Path(__file__).resolve().parents[2]
UNIT = Path(".config/systemd/user/griffin.service")
MODEL = Path(".cache/griffin/pose_landmarker_full.task")

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are tried on Linux")

# --- arguments and hosts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "say where to"),
        (["a@b", "--local"], "exclude each other"),
        (["a@b", "c@d"], "only one machine"),
        (["--local", "--csi", "--usb"], "exclude each other"),
        (["--local", "--usb", "--csi"], "exclude each other"),
        (["--local", "--offline"], "to another machine"),
        (["--local", "--power"], "--power needs a value"),
        (["a@b", "--ssh-config", ""], "--ssh-config needs a value"),
        (["--locale"], "no option --locale"),
    ],
)
def test_wrong_arguments_get_one_sentence_the_usage_and_status_2(
    project: Path, arguments: list[str], sentence: str
) -> None:
    done = deploy(project, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    first, second, *_ = done.stderr.splitlines()
    assert first.startswith("griffin: ")
    assert sentence in first
    assert second.startswith("Usage: ")


def test_help_names_every_option(project: Path) -> None:
    done = deploy(project, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    for option in ("--dry-run", "--autostart", "--csi", "--usb", "--power", "--offline", "--uninstall"):
        assert option in done.stdout


def test_a_machine_without_ssh(project: Path, tmp_path: Path) -> None:
    for program in ("bash", "dirname"):
        found = shutil.which(program)
        assert found is not None
        (tmp_path / program).symlink_to(found)
    done = deploy(project, "somebody@127.0.0.1", PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("griffin: ssh is missing")


@pytest.mark.skipif(shutil.which("ssh") is None, reason="needs ssh (Debian: openssh-client)")
def test_a_host_that_is_not_there(project: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(f"Host *\n  Port {free_port()}\n")
    done = deploy_there(project, config)
    assert done.returncode == 1
    assert "Connection refused" in done.stderr
    assert "127.0.0.1 can't be reached with a key" in done.stderr.splitlines()[-1]


def test_a_host_that_does_not_know_the_key(project: Path, ssh_config: Path, device: Device) -> None:
    (ssh_config.parent / "key").unlink()
    done = deploy_there(project, ssh_config)
    assert done.returncode == 1
    assert "ssh-copy-id 127.0.0.1" in done.stderr.splitlines()[-1]
    assert device.content() == {}


# --- install, again, update, remove -----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["there", "here"])
def test_a_dry_run_tells_every_step_and_does_none(
    project: Path, device: Device, where: str, request: pytest.FixtureRequest
) -> None:
    options = "--dry-run", "--autostart"
    if where == "there":
        done = deploy_there(project, request.getfixturevalue("ssh_config"), *options)
    else:
        done = deploy_here(project, device, *options)
    assert done.returncode == 0, done.stderr
    assert "NVIDIA Jetson Orin Nano Developer Kit, aarch64" in done.stderr
    assert "L4T 36.4.7 (JetPack 6)" in done.stderr
    for what in ("install Griffin into", "use this installation", "link the command", "start Griffin after"):
        assert f"would: {what}" in done.stderr
    assert device.content() == {}


def test_it_installs_does_nothing_twice_and_removes_exactly_what_it_added(
    project: Path, device: Device, ssh_config: Path
) -> None:
    (device.home / ".config").mkdir()
    (device.home / ".config" / "theirs").write_text("theirs")
    before = device.content()

    first = deploy_there(project, ssh_config, "--autostart", "--csi")
    assert first.returncode == 0, first.stderr
    assert "one look of the pose model takes 50 ms: 20.0 a second" in first.stderr
    assert "The game can run." in first.stdout
    assert (device.home / ".local/bin/griffin").resolve() == (
        device.prefix / device.current / "venv/bin/griffin"
    )
    assert (device.home / MODEL).is_file()
    unit = (device.home / UNIT).read_text()
    assert f'ExecStart="{device.prefix}/current/venv/bin/griffin" play --kiosk --source csi:0' in unit
    assert (device.home / UNIT.parent / "graphical-session.target.wants/griffin.service").resolve() == (
        device.home / UNIT
    )
    assert not (device.prefix / "incoming").exists()
    assert not list(device.prefix.rglob("__pycache__"))
    installed = device.content()

    again = deploy_there(project, ssh_config, "--autostart", "--csi")
    assert again.returncode == 0, again.stderr
    assert "carry the project over: already so" in again.stderr
    assert len(re.findall(r"\[\d\] .*: already so", again.stderr)) == 7
    assert device.content() == installed

    told = deploy_there(project, ssh_config, "--uninstall", "--dry-run")
    assert told.returncode == 0, told.stderr
    assert device.content() == installed

    removed = deploy_there(project, ssh_config, "--uninstall")
    assert removed.returncode == 0, removed.stderr
    assert device.content() == before
    assert "nothing of Griffin is installed" in deploy_there(project, ssh_config, "--uninstall").stderr


def test_a_failed_update_leaves_the_old_one_working(checkout: Path, device: Device, ssh_config: Path) -> None:
    assert deploy_there(checkout, ssh_config).returncode == 0
    old = device.current
    (checkout / "griffin" / "clock.py").write_text("# newer\n")
    (device.folder / "pip-fails").touch()

    failed = deploy_there(checkout, ssh_config)
    assert failed.returncode == 1
    assert "failed: install Griffin into" in failed.stderr
    assert "is untouched and works as before" in failed.stderr
    assert device.current == old
    assert [path.name for path in (device.prefix / "versions").iterdir()] == [Path(old).name]

    (device.folder / "pip-fails").unlink()
    assert deploy_there(checkout, ssh_config).returncode == 0
    assert device.current != old
    assert (device.prefix / old).is_dir()  # to go back to
    (checkout / "griffin" / "clock.py").write_text("# newest\n")
    assert deploy_there(checkout, ssh_config).returncode == 0
    assert not (device.prefix / old).exists()


def test_what_a_broken_off_run_left_is_made_anew(project: Path, device: Device) -> None:
    assert deploy_here(project, device).returncode == 0
    version = device.prefix / device.current
    (version / ".complete").unlink()
    shutil.rmtree(version / "venv" / "bin")
    (device.prefix / "incoming" / "app").mkdir(parents=True)
    (device.prefix / "versions" / "half").mkdir()
    (device.prefix / "current").unlink()

    again = deploy_here(project, device)
    assert again.returncode == 0, again.stderr
    assert (version / "venv" / "bin" / "griffin").is_file()
    assert not (device.prefix / "incoming").exists()
    assert not (device.prefix / "versions" / "half").exists()
    assert deploy_here(project, device, "--uninstall").returncode == 0
    assert device.content() == {}


def test_without_rsync_the_project_comes_all_the_same(
    project: Path, device: Device, ssh_config: Path
) -> None:
    facts = project / "scripts" / "lib" / "jetson_facts.sh"
    device.give("rsync", "exit 1")  # must not be called
    text = facts.read_text()
    try:
        facts.write_text(text.replace("fact_has_rsync=yes", "fact_has_rsync=no"))
        done = deploy_there(project, ssh_config)
    finally:
        facts.write_text(text)
    assert done.returncode == 0, done.stderr
    assert (device.prefix / device.current / "app" / "griffin" / "cli.py").is_file()


def test_what_belongs_to_somebody_else_stays(project: Path, device: Device) -> None:
    theirs = device.home / ".local" / "bin" / "griffin"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    unit = device.home / UNIT
    unit.parent.mkdir(parents=True)
    unit.write_text("theirs")
    before = device.content()
    done = deploy_here(project, device, "--autostart")
    assert done.returncode == 1
    assert "griffin.service is there already" in done.stderr
    assert deploy_here(project, device).returncode == 0
    assert theirs.read_text() == unit.read_text() == "theirs"
    assert deploy_here(project, device, "--uninstall").returncode == 0
    assert device.content() == before


def test_a_model_that_was_there_before_stays(project: Path, device: Device) -> None:
    (device.home / MODEL).parent.mkdir(parents=True)
    (device.home / MODEL).write_text("theirs")
    assert deploy_here(project, device).returncode == 0
    assert deploy_here(project, device, "--uninstall").returncode == 0
    assert (device.home / MODEL).is_file()


def test_missing_system_packages_without_rights_are_told_and_nothing_is_left(
    project: Path, device: Device
) -> None:
    (device.folder / "missing").write_text("need libEGL.so.1 libegl1\n")
    device.give("id", 'if [ "$1" = -u ]; then echo 1000; else exec /usr/bin/id "$@"; fi')
    device.give("sudo", "exit 1")
    done = deploy_here(project, device)
    assert done.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends libegl1\n" in done.stderr
    assert deploy_here(project, device, "--uninstall").returncode == 0
    assert device.content() == {}


# --- boards -----------------------------------------------------------------------------------------------

XAVIER = {
    "model": "NVIDIA Jetson Xavier NX Developer Kit",
    "release": "# R35 (release), REVISION: 6.1, GCID: 1, BOARD: t186ref, EABI: aarch64",
    "features": "aes sha2 crc32 atomics fphp asimdhp asimdrdm",
    "glibc": "2.31",
    "system": "Ubuntu 20.04.6 LTS",
}


def test_orin_gets_the_newer_mediapipe(project: Path, device: Device) -> None:
    assert deploy_here(project, device).returncode == 0
    calls = (device.folder / "pip-calls").read_text()
    assert "/app/requirements.lock" in calls
    assert "--require-hashes --only-binary=:all:" in calls


def test_xavier_gets_the_older_one_with_a_python_that_was_carried(project: Path, device: Device) -> None:
    device.describe(**XAVIER)
    (device.folder / "python").write_text("3.8\n")
    carried = device.prefix / "incoming" / "python" / "cpython-3.10-linux-aarch64-gnu" / "bin" / "python3.10"
    carried.parent.mkdir(parents=True)
    shutil.copy(device.programs / "python3", carried)
    carried.write_text(carried.read_text().replace('cat "$device/python"', "echo 3.10"))
    for folder, name in (("wheels", "a.whl"), ("model", MODEL.name), ("model", "pose_landmarker_lite.task")):
        file = device.prefix / "incoming" / folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("carried")
    done = deploy_here(project, device)
    assert done.returncode == 0, done.stderr
    assert "JetPack 5" in done.stderr
    assert "MediaPipe 0.10.18; for a newer one it lacks asimddp lrcpc" in done.stderr
    assert "the system's own is 3.8" in done.stderr
    calls = (device.folder / "pip-calls").read_text()
    assert "/app/requirements-jetson.lock" in calls
    assert f"--no-index --find-links {device.prefix}/incoming/wheels" in calls
    assert (device.home / MODEL).with_name("pose_landmarker_lite.task").read_text() == "carried"
    assert deploy_here(project, device, "--uninstall").returncode == 0
    assert [name for name in device.content() if "griffin" in name or "python" in name] == []


def test_xavier_gets_its_python_by_uv(project: Path, device: Device) -> None:
    device.describe(**XAVIER)
    (device.folder / "python").write_text("3.8\n")
    place = '"$UV_PYTHON_INSTALL_DIR/cpython-3.10/bin"'
    program = device.folder / "python3.10"
    program.write_text((device.programs / "python3").read_text().replace('cat "$device/python"', "echo 3.10"))
    program.chmod(0o755)
    device.give("uv", f'echo "$*" >@DEVICE@/uv-calls; mkdir -p {place} && cp @DEVICE@/python3.10 {place}')
    done = deploy_here(project, device)
    assert done.returncode == 0, done.stderr
    assert (device.folder / "uv-calls").read_text() == "python install --no-bin 3.10\n"
    assert "-py3.10-requirements-jetson" in device.current


def test_xavier_without_any_way_to_a_python_is_told_what_to_do(project: Path, device: Device) -> None:
    device.describe(**XAVIER)
    (device.folder / "python").write_text("3.8\n")
    device.give("uv", "exit 2")
    done = deploy_here(project, device)
    assert done.returncode == 1
    assert "--offline" in done.stderr
    assert "deadsnakes" in done.stderr


def test_nano_and_tx2_are_refused_with_the_reason(project: Path, device: Device) -> None:
    release = "# R32 (release), REVISION: 7.4, GCID: 1, BOARD: t210ref, EABI: aarch64"
    device.describe(model="NVIDIA Jetson Nano", release=release, features="aes sha2 crc32", glibc="2.27")
    done = deploy_here(project, device)
    assert done.returncode == 1
    assert "C library is 2.27" in done.stderr.splitlines()[-1]
    assert device.content() == {}
    device.give("uname", "echo armv7l")
    assert "kind of processor (armv7l)" in deploy_here(project, device).stderr


@pytest.mark.parametrize(
    ("driver", "has_argus", "source"),
    [
        ("uvcvideo", True, "auto"),
        ("tegra-camrtc-capture-vi", True, "csi:0"),
        ("tegra-camrtc-capture-vi", False, "auto"),
        ("", False, "auto"),
    ],
)
def test_the_camera_that_is_there_is_taken(
    project: Path, device: Device, driver: str, has_argus: bool, source: str
) -> None:
    if driver:
        device.add_camera(0, driver)
    if has_argus:
        device.put("usr/lib/aarch64-linux-gnu/gstreamer-1.0/libgstnvarguscamerasrc.so", "")
    assert f"source {source})" in deploy_here(project, device, "--dry-run", "--autostart").stderr


def test_the_power_mode_is_set_by_name_and_put_back(project: Path, device: Device) -> None:
    modes = "< POWER_MODEL ID=0 NAME=MAXN >\n< POWER_MODEL ID=3 NAME=MODE_15W >\n"
    device.put("etc/nvpmodel.conf", modes)
    (device.folder / "mode").write_text("3 MODE_15W")
    names = "case $2 in 0) echo 0 MAXN ;; 3) echo 3 MODE_15W ;; esac >@DEVICE@/mode"
    shown = 'read -r number name <@DEVICE@/mode; printf "NV Power Mode: %s\\n%s\\n" "$name" "$number"'
    device.give("nvpmodel", f"if [ $1 = -q ]; then {shown}; else {names}; fi")
    device.give("sudo", '[ "$1" = -n ] && shift; "$@"')
    wrong = deploy_here(project, device, "--power", "TURBO")
    assert wrong.returncode == 1
    assert "no power mode TURBO, only: MAXN MODE_15W" in wrong.stderr
    assert deploy_here(project, device, "--power", "MAXN").returncode == 0
    assert (device.folder / "mode").read_text() == "0 MAXN\n"
    assert deploy_here(project, device, "--uninstall").returncode == 0
    assert (device.folder / "mode").read_text() == "3 MODE_15W\n"


# --- single parts -----------------------------------------------------------------------------------------


def test_both_sides_ask_for_the_same_processor() -> None:
    text = (ROOT / "scripts/lib/jetson_facts.sh").read_text()
    named = re.search(r"^NEEDED_CPU_FEATURES='(.*)'$", text, re.MULTILINE)
    assert named is not None
    assert set(named[1].split()) == NEEDED_CPU_FEATURES


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze")
    text = (ROOT / "scripts/lib/griffin.service.in").read_text()
    command = tmp_path / "current/venv/bin/griffin"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    unit = tmp_path / "griffin.service"

    def complaints(unit_text: str) -> list[str]:
        unit.write_text(unit_text.replace("@PREFIX@", str(tmp_path)).replace("@SOURCE@", "csi:0"))
        done = subprocess.run(
            [analyze, "--user", "verify", str(unit)],
            env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return [line for line in done.stderr.splitlines() if "griffin.service" in line]

    assert complaints(text.replace("Restart=", "Restrat="))  # else this machine's systemd tells nothing
    assert not complaints(text)


def test_wheels_are_chosen_for_the_other_machine() -> None:
    wheels = load_script("lib/jetson_wheels")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for python in ("3.10", "3.12"):
        chosen = wheels.select(lock, python, "aarch64")
        names = [line.split("==")[0] for line in chosen]
        assert len(names) == len(set(names)) > 30  # one version of each
        assert all(re.fullmatch(r"\S+==\S+( --hash=sha256:[0-9a-f]{64})+", line) for line in chosen)
    assert wheels.platforms("2.31", "aarch64")[0] == "manylinux_2_31_aarch64"
