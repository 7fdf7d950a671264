"""Runs all checks: formatting, lint, types, tests. Arguments go to pytest. Status 1 if any check fails.

Usage: python scripts/check.py [pytest's options], in an environment that has requirements-dev.lock installed
(scripts/test makes one).
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SLOWEST_TESTS_SHOWN = 10
# The lock gives Python 3.10 an older numpy, and what is right for its type stubs is wrong for the newer ones.
LEAST_PYTHON_FOR_TYPES = (3, 11)


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
    steps.append(run_step("pytest", "pytest", f"--durations={SLOWEST_TESTS_SHOWN}", *sys.argv[1:]))
    print("== summary")
    for name, duration_s, has_passed in steps:
        print(f"{name:12} {duration_s:6.1f} s  {'passed' if has_passed else 'FAILED'}")
    return 0 if all(has_passed for *_, has_passed in steps) else 1


if __name__ == "__main__":
    sys.exit(main())
