"""The deployment, over a real SSH server on this machine with a key of its own.

The device is a folder: its home, its programs before the system's own, and what a test says about its board.
Python environments are stood in for, so that a test takes seconds; scripts/test_arm64 deploys the real ones.
"""

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.vision.landmarker import _NEEDED_CPU_FEATURES

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("griffin", "shaders", "assets", "scripts")
FILES = ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY_NOTICES.md")
LOCKS = ("requirements.lock", "requirements-jetson.lock")
SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
UNIT = Path(".config/systemd/user/griffin.service")
MODEL = Path(".cache/griffin/pose_landmarker_full.task")

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are tried on Linux")

PYTHON = r"""
device=@DEVICE@
case "$*" in
  *system_needs*) cat "$device/missing" 2>/dev/null ;;
  *"version_info[:2]"*) cat "$device/python" ;;
  *"-m venv "*)
    for folder; do :; done
    mkdir -p "$folder/bin" && cp "$device/venv-python" "$folder/bin/python"
    ;;
  *) exit 9 ;;
esac
"""
VENV_PYTHON = r"""#!/usr/bin/env bash
device=@DEVICE@
case "$*" in
  *"pip install"*)
    printf '%s\n' "$*" >>"$device/pip-calls"
    [ ! -e "$device/pip-fails" ] || { echo 'ERROR: none'; exit 1; }
    cp "$device/griffin" "$(dirname "$0")/griffin"
    ;;
  *"probes pose"*) echo '{"look_s": 0.05, "seen_frac": 1.0}' ;;
  *) exit 9 ;;
esac
"""
GRIFFIN = r"""#!/usr/bin/env bash
case $1 in
  model) printf model >"$HOME/.cache/griffin/pose_landmarker_full.task" ;;
  doctor) echo 'The game can run.' ;;
  *) exit 9 ;;
esac
"""


class Device:
    """What lies on the other machine, and what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.programs = folder / "programs"
        self.board = folder / "board"
        for made in (self.home, self.programs, self.board):
            made.mkdir(parents=True)
        self.prefix = self.home / ".local" / "share" / "griffin-flight"
        (folder / "python").write_text("3.10\n")
        self.give("python3", PYTHON)
        for minor in range(10, 15):
            self.give(f"python3.{minor}", "exit 127")  # those of the real system don't count
        for name, text in (("venv-python", VENV_PYTHON), ("griffin", GRIFFIN)):
            file = folder / name
            file.write_text(text.replace("@DEVICE@", str(folder)))
            file.chmod(0o755)
        self.give("uname", 'if [ "$1" = -m ]; then echo aarch64; else exec /usr/bin/uname "$@"; fi')
        self.describe()

    def give(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/usr/bin/env bash\n{script.replace('@DEVICE@', str(self.folder))}\n")
        program.chmod(0o755)

    def describe(
        self,
        *,
        model: str = "NVIDIA Jetson Orin Nano Developer Kit",
        release: str = "# R36 (release), REVISION: 4.7, GCID: 1, BOARD: generic, EABI: aarch64",
        features: str = " ".join(sorted(_NEEDED_CPU_FEATURES)),
        glibc: str = "2.35",
        system: str = "Ubuntu 22.04.5 LTS",
    ) -> None:
        """The board, as its files and programs tell it."""
        self.put("proc/device-tree/model", model + "\0")
        self.put("etc/nv_tegra_release", release + "\n")
        self.put("etc/os-release", f'NAME="Ubuntu"\nPRETTY_NAME="{system}"\n')
        self.put("proc/cpuinfo", f"processor\t: 0\nFeatures\t: fp asimd {features}\n")
        self.put("proc/meminfo", "MemTotal:        7800000 kB\n")
        self.give("getconf", f"echo glibc {glibc}")

    def put(self, name: str, text: str) -> None:
        file = self.board / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def add_camera(self, number: int, driver: str) -> None:
        folder = self.board / "sys/class/video4linux" / f"video{number}" / "device"
        folder.mkdir(parents=True)
        (folder / "driver").symlink_to(f"../../drivers/{driver}")

    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "GRIFFIN_FACTS_ROOT": str(self.board),
            "LC_ALL": "C",
        }

    def content(self) -> dict[str, str]:
        """Everything in the home: each path, with what a file holds or where a link leads."""
        found = {}
        for path in sorted(self.home.rglob("*")):
            name = str(path.relative_to(self.home))
            if path.is_symlink():
                found[name] = f"-> {path.readlink()}"
            else:
                found[name] = path.read_text(errors="replace") if path.is_file() else "folder"
        return found

    @property
    def current(self) -> str:
        return str((self.prefix / "current").readlink())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that are deployed, in a checkout that nobody works in."""
    folder = tmp_path_factory.mktemp("laptop") / "griffin"
    folder.mkdir()
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*FILES, *LOCKS):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def checkout(project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project, tmp_path / "griffin"))


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path / "device")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ssh_config(device: Device, tmp_path: Path) -> Iterator[Path]:
    """An SSH server that lets one throw-away key in, and the client's settings for it."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("needs sshd and ssh (Debian: openssh-server; scripts/test installs it)")
    folder = tmp_path / "ssh"
    folder.mkdir()
    for name in ("host", "key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    port = free_port()
    settings = " ".join(f'"{name}={value}"' for name, value in device.environment().items())
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/key.pub\nStrictModes no\nPasswordAuthentication no\n"
        f"KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nSetEnv {settings}\n"
    )
    known = f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}"
    (folder / "known_hosts").write_text(known)
    config = folder / "config"
    config.write_text(
        f"Host *\n  Port {port}\n  IdentityFile {folder}/key\n  IdentitiesOnly yes\n  IdentityAgent none\n"
        f"  UserKnownHostsFile {folder}/known_hosts\n  GlobalKnownHostsFile /dev/null\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd wants it; Debian makes it when the service starts
    server = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", str(folder / "sshd_config")],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(port, server)
        yield config
    finally:
        server.terminate()
        server.communicate()


def wait_for(port: int, server: "subprocess.Popen[str]") -> None:
    deadline_s = time.monotonic() + 10.0
    while time.monotonic() < deadline_s:
        if server.poll() is not None:
            raise AssertionError(server.communicate()[1])
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("sshd doesn't listen")


def deploy(checkout: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(checkout / "scripts" / "deploy_jetson.sh"), *arguments],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def deploy_there(checkout: Path, ssh_config: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return deploy(checkout, "127.0.0.1", "--ssh-config", str(ssh_config), *arguments)


def deploy_here(checkout: Path, device: Device, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return deploy(checkout, "--local", *arguments, **device.environment())


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
    assert "one look of the pose model takes 50 ms: 20 a second" in first.stderr
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
    assert "sudo apt-get install -y libegl1" in done.stderr
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
    assert set(named[1].split()) == _NEEDED_CPU_FEATURES


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
    spec = importlib.util.spec_from_file_location("jetson_wheels", ROOT / "scripts/lib/jetson_wheels.py")
    assert spec is not None
    assert spec.loader is not None
    wheels = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(wheels)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for python in ("3.10", "3.12"):
        chosen = wheels.select(lock, python, "aarch64")
        names = [line.split("==")[0] for line in chosen]
        assert len(names) == len(set(names)) > 30  # one version of each
        assert all(re.fullmatch(r"\S+==\S+( --hash=sha256:[0-9a-f]{64})+", line) for line in chosen)
    assert wheels.platforms("2.31", "aarch64")[0] == "manylinux_2_31_aarch64"
