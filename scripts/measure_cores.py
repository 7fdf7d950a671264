"""Measures who uses the processor's cores in a real game: CPU time and waiting of every thread, by process.

    python scripts/measure_cores.py [--seconds N] [options of `griffin play`]

The drawn demo pilot plays in a window, at low unless the options say otherwise. After a while, in which
everything settles, the scheduler's figures (`/proc/PID/task/*/schedstat`, Linux only) are taken twice and
compared. "Waits" is the time in which a thread could have run and no core was free. Threads that take less
than a thousandth of a core are added up.
"""

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass

from griffin.tools.processes import PROC, family, role

SETTLE_S = 12.0  # title, first flight, workers at rest
LEAST_FRAC = 0.001


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds since a thread began."""

    ran_s: float
    waited_s: float

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.ran_s - other.ran_s, self.waited_s - other.waited_s)


NOTHING = Spent(0.0, 0.0)


def threads(pids: list[int]) -> dict[tuple[str, str, int], Spent]:
    """What every thread has spent so far, by role, name and number."""
    spent: dict[tuple[str, str, int], Spent] = {}
    for pid in pids:
        with suppress(OSError):  # it has just ended
            here = role(pid)
            for task in PROC.joinpath(str(pid), "task").iterdir():
                ran, waited, _ = task.joinpath("schedstat").read_text().split()
                name = "main" if task.name == str(pid) else task.joinpath("comm").read_text().strip()
                spent[here, name, int(task.name)] = Spent(int(ran) / 1e9, int(waited) / 1e9)
    return spent


def make_table(
    before: dict[tuple[str, str, int], Spent], after: dict[tuple[str, str, int], Spent], passed_s: float
) -> str:
    """A row for each name of a thread in each process: how many, cores used, cores waited for."""
    groups: dict[tuple[str, str], list[Spent]] = defaultdict(list)
    for key, spent in after.items():
        here = spent - before.get(key, NOTHING)
        is_small = here.ran_s < LEAST_FRAC * passed_s
        groups[key[0], "others" if is_small else key[1]].append(here)
    lines = [f"{'process':12}{'thread':20}{'threads':>8}{'cores':>8}{'waits':>8}"]
    for (process, name), mine in sorted(
        groups.items(), key=lambda item: (item[0][0], item[0][1] == "others")
    ):
        lines.append(f"{process:12}{name:20}{len(mine):8}{_cores(mine, passed_s)}")
    every = [each for mine in groups.values() for each in mine]
    return "\n".join([*lines, f"{'all':40}{_cores(every, passed_s)}"])


def _cores(spent: list[Spent], passed_s: float) -> str:
    ran_s, waited_s = sum(each.ran_s for each in spent), sum(each.waited_s for each in spent)
    return f"{ran_s / passed_s:8.3f}{waited_s / passed_s:8.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=20.0, help="that are measured (%(default)g)")
    options, more = parser.parse_known_args()
    if not PROC.joinpath("self", "schedstat").exists():
        print("measure_cores: this system doesn't tell what its threads do; use Linux.", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "griffin", "play", "--source", "demo", "--quality", "low", *more]
    with subprocess.Popen([*command, f"--seconds={SETTLE_S + options.seconds + 5.0}"]) as game:
        try:
            time.sleep(SETTLE_S)
            if game.poll() is not None:
                print("measure_cores: the game has ended early.", file=sys.stderr)
                return 2
            began_s, before = time.monotonic(), threads(family(game.pid))
            time.sleep(options.seconds)
            after, passed_s = threads(family(game.pid)), time.monotonic() - began_s
        finally:
            game.terminate()
    print(make_table(before, after, passed_s))
    return 0


if __name__ == "__main__":
    sys.exit(main())
