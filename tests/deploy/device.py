"""A machine to deploy to that is only a folder: a home, programs before the system's own, a board's files.

Python environments are stood in for, so that a test takes seconds; scripts/test_arm64 deploys the real ones.
"""

import os
import subprocess
from pathlib import Path

from griffin.vision.landmarker import _NEEDED_CPU_FEATURES as NEEDED_CPU_FEATURES

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
        features: str = " ".join(sorted(NEEDED_CPU_FEATURES)),
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
