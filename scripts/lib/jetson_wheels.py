"""Fetches the wheels that a lock names for another machine: what --offline carries along.

Usage: jetson_wheels.py LOCK PYTHON GLIBC MACHINE FOLDER, as in `requirements.lock 3.10 2.35 aarch64 wheels`,
with a Python that has pip and packaging (scripts/play's .venv has). pip alone can't do it: it fetches for
other machines, but decides by its own what a lock's markers mean.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

OLDEST_GLIBC_MINOR = 17  # manylinux2014, the oldest that packages are still made for


def select(lock: str, python: str, machine: str) -> list[str]:
    """The lock's requirements that hold on Linux with this Python and machine: `name==version --hash=...`."""
    environment = {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
    }
    chosen = []
    for entry in lock.replace(" \\\n    ", " ").splitlines():
        if not entry or entry.startswith("#"):
            continue
        text, _, hashes = entry.partition(" --hash=")
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            chosen.append(f"{requirement.name}{requirement.specifier} --hash={hashes}")
    return chosen


def platforms(glibc: str, machine: str) -> list[str]:
    """The names of everything that this C library can load, newest first."""
    newest = int(glibc.split(".")[1])
    return [f"manylinux_2_{minor}_{machine}" for minor in range(newest, OLDEST_GLIBC_MINOR - 1, -1)] + [
        f"manylinux2014_{machine}"
    ]


def main() -> None:
    """Fetch what is not there yet; every file's hash is checked."""
    lock, python, glibc, machine, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        requirements = Path(scratch) / "requirements.txt"
        requirements.write_text("\n".join(select(Path(lock).read_text(encoding="utf-8"), python, machine)))
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(requirements)]
        command += ["--implementation", "cp", "--python-version", python, "--dest", folder]
        command += [option for name in platforms(glibc, machine) for option in ("--platform", name)]
        sys.exit(subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode)


if __name__ == "__main__":
    main()
