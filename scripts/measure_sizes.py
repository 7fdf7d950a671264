"""Measures what the set-up fetches and what it takes on the disk, and writes scripts/lib/sizes.sh.

Usage: .venv/bin/python scripts/measure_sizes.py     (needs the network and about 4 GB in $TMPDIR)
After scripts/lock: the set-up looks for as much free room as stands there, and the README says it.
"""

import math
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = ROOT / "scripts" / "lib" / "sizes.sh"
HEAD = """\
# shellcheck shell=bash disable=SC2034  # setup.sh reads them
# Written by scripts/measure_sizes.py: in MB (a million bytes), as they are on Linux with x86-64.
"""
LOCKS = {"play": "requirements.lock", "test": "requirements-dev.lock"}
MB = 1_000_000


def size_mb(folder: Path) -> int:
    """What the folder's files take on the disk, in whole MB."""
    taken = sum(file.lstat().st_blocks * 512 for file in folder.rglob("*"))
    return math.ceil(taken / MB)


def measure_packages(lock: Path, scratch: Path) -> tuple[int, int]:
    """What the lock's packages are in MB as wheels, and installed in an environment of their own."""
    wheels, environment = scratch / "wheels", scratch / "environment"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--no-cache-dir", "-q"]
    options = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(lock)]
    subprocess.run([*pip, "download", *options, "--dest", str(wheels)], check=True)
    venv.create(environment, symlinks=True, with_pip=True)
    python = ["--python", str(environment / "bin" / "python")]
    place = ["--no-index", "--find-links", str(wheels)]
    subprocess.run([*pip, *python, "install", *place, *options], check=True)
    return size_mb(wheels), size_mb(environment)


def measure() -> dict[str, int]:
    """All sizes in MB by their names in sizes.sh."""
    from griffin.progress import ignore_progress
    from griffin.vision.pose_model import WHEEL_SIZE, provision_pose_model

    sizes = {}
    for kind, lock in LOCKS.items():
        with tempfile.TemporaryDirectory() as scratch:
            fetched, installed = measure_packages(ROOT / lock, Path(scratch))
        sizes |= {f"{kind}_fetched_mb": fetched, f"{kind}_installed_mb": installed}
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch, "griffin")
        subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(clone)], check=True)  # noqa: S607
        sizes["checkout_mb"] = size_mb(clone)
    sizes["model_fetched_mb"] = math.ceil(WHEEL_SIZE / MB)
    sizes["model_kept_mb"] = math.ceil(provision_pose_model(ignore_progress).stat().st_size / MB)
    return sizes


def main() -> None:
    """Write the file anew, and print it."""
    text = HEAD + "".join(f"{name}={size}\n" for name, size in measure().items())
    SIZES.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
