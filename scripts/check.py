"""Runs all checks: formatting, lint, types, tests. Status 1 if any check fails.

Usage: python scripts/check.py [--slow] [pytest's options], in an environment that has requirements-dev.lock
installed (scripts/test makes one). Tests marked `slow` are left out without --slow; with it, tests run one
after the other, because some of the slow ones play sound or film in real time.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SLOWEST_TESTS_SHOWN = 10
# The lock gives Python 3.10 an older numpy, and what is right for its type stubs is wrong for the newer ones.
LEAST_PYTHON_FOR_TYPES = (3, 11)
MOST_WORKERS = 4  # each may start games of its own, with two processes and 300 MB
SLOW = "--slow"


def pytest_options(arguments: Sequence[str]) -> list[str]:
    """Pytest's options for these arguments of ours. A later -m or -n replaces the one given here."""
    given = [argument for argument in arguments if argument != SLOW]
    chosen = []
    if SLOW not in arguments:
        chosen += ["-m", "not slow"]
        if not any(argument.startswith("-m") for argument in given):
            workers = min(os.cpu_count() or 1, MOST_WORKERS)
            chosen += ["-n", str(workers), "--dist", "loadfile"]
    return [f"--durations={SLOWEST_TESTS_SHOWN}", *chosen, *given]


def run_step(name: str, *module_arguments: str) -> tuple[str, float, bool]:
    """The step's name, how long it took in seconds, and whether it passed."""
    print(f"== {name}", flush=True)
    started_s = time.monotonic()
    status = subprocess.run([sys.executable, "-m", *module_arguments], cwd=ROOT, check=False).returncode
    return name, time.monotonic() - started_s, status == 0


def main() -> int:
    """Every check runs, so that one start shows everything that is wrong."""
    steps = [
        run_step("ruff format", "ruff", "format", "--check", "."),
        run_step("ruff check", "ruff", "check", "."),
    ]
    if sys.version_info >= LEAST_PYTHON_FOR_TYPES:
        steps.append(run_step("mypy", "mypy"))
    else:
        print(
            "== mypy: not run, types are checked with Python {}.{} or newer".format(*LEAST_PYTHON_FOR_TYPES)
        )
    steps.append(run_step("pytest", "pytest", *pytest_options(sys.argv[1:])))
    print("== summary")
    for name, duration_s, has_passed in steps:
        print(f"{name:12} {duration_s:6.1f} s  {'passed' if has_passed else 'FAILED'}")
    return 0 if all(has_passed for *_, has_passed in steps) else 1


if __name__ == "__main__":
    sys.exit(main())
