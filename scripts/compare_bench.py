"""Compares what `griffin bench` measures in another commit and in this checkout, in pairs of runs.

Usage: python scripts/compare_bench.py COMMIT [render|play] [--quality low] [--seconds 10] [--pairs 7]
           [--within PERCENT [--figure NAME ...]]

The commit is checked out into a temporary folder; this checkout is measured as it lies there, with what isn't
committed yet. The two run in turn, old new, new old, ..., so that a machine that gets slower or warmer harms
both alike. The table shows every figure that all reports have as a number: the medians, the ratio new/old of
each pair, and the median ratio.

Status 1 if --within PERCENT is given and a judged figure got worse by more than that: its median ratio and at
least 5 of 7 pairs are above the limit. Status 2 and one sentence if the comparison can't be made.
"""

import argparse
import json
import math
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
# The figures that --within judges: a figure of that name, or all below it. Not judged: first_frame_s, which
# depends on what the system's file cache still holds, and the highest percentiles, which a single
# interruption by another program decides.
JUDGED = {
    "render": ("cpu_ms_per_frame", "frame_ms.median", "memory_mb.peak"),
    "play": ("cpu_ms_per_turn", "advance_ms_per_flight_s", "frame_ms.median", "memory_mb"),
}
AGREEING, OF_PAIRS = 5, 7  # how many must agree: another program that runs slows down one or two pairs
CHECKS_VARIABLE = "GRIFFIN_GL_CHECKS"  # the tests' environment sets it, and every OpenGL call gets slower
STOP_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]  # Windows has no SIGHUP


class CompareError(Exception):
    """The comparison can't be made; the text is a sentence for the user."""


# --- figures ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, a value for each pair of runs."""

    name: str
    old: tuple[float, ...]
    new: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """New to old in each pair; infinite where something came from nothing."""
        return tuple(_ratio(old, new) for old, new in zip(self.old, self.new, strict=True))

    @property
    def median_ratio(self) -> float:
        """The ratio that is judged: that of the medians would compare runs of different pairs."""
        return statistics.median(self.ratios)

    def count_above(self, percent: float) -> int:
        """The pairs in which the figure grew by more than this percentage."""
        return sum(ratio > _limit(percent) for ratio in self.ratios)

    def is_worse(self, percent: float) -> bool:
        """Whether median and enough of the pairs are above the limit."""
        needed = math.ceil(AGREEING * len(self.ratios) / OF_PAIRS)
        return self.median_ratio > _limit(percent) and self.count_above(percent) >= needed


def flatten(report: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """The numbers of a report by dotted name, in its order. Lists, texts, flags and nulls are left out."""
    figures: dict[str, float] = {}
    for key, value in report.items():
        if isinstance(value, Mapping):
            figures |= flatten(value, f"{prefix}{key}.")
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            figures[f"{prefix}{key}"] = float(value)
    return figures


def make_rows(pairs: Sequence[tuple[Mapping[str, float], Mapping[str, float]]]) -> list[Row]:
    """The figures of (old, new) pairs that each run has, in the order of the first old one."""
    runs = [run for pair in pairs for run in pair]
    return [
        Row(name=name, old=tuple(old[name] for old, _ in pairs), new=tuple(new[name] for _, new in pairs))
        for name in runs[0]
        if all(name in run for run in runs)
    ]


def choose_rows(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows of these names and below them. Raises CompareError for a name that matches none."""
    for name in names:
        if not any(_is_under(row.name, name) for row in rows):
            raise CompareError(f"Not every report has the figure {name}; choose others with --figure.")
    return [row for row in rows if any(_is_under(row.name, name) for name in names)]


def make_table(rows: Sequence[Row]) -> str:
    """One row a figure: old median, new median, the ratio of each pair, median ratio."""
    width = max(len(row.name) for row in rows)
    pairs = len(rows[0].ratios)
    lines = [f"{'':{width}} {'old':>9} {'new':>9}  {'new/old of each pair':<{7 * pairs}} median"]
    for row in rows:
        medians = "".join(f" {_number(statistics.median(values)):>9}" for values in (row.old, row.new))
        ratios = "".join(f"{ratio:<7.3f}" for ratio in row.ratios)
        lines.append(f"{row.name:{width}}{medians}  {ratios:<{7 * pairs}} {row.median_ratio:.3f}")
    return "\n".join(lines)


def make_verdict(rows: Sequence[Row], percent: float) -> str:
    """One line for each figure that is judged."""
    return "\n".join(
        f"{row.name}: {'WORSE by' if row.is_worse(percent) else 'not worse by'} more than {percent:g} % "
        f"(median ratio {row.median_ratio:.3f}, {row.count_above(percent)} of {len(row.ratios)} pairs above "
        f"{_limit(percent):.3f})"
        for row in rows
    )


def _ratio(old: float, new: float) -> float:
    if old == 0.0:
        return 1.0 if new == 0.0 else math.inf
    return new / old


def _limit(percent: float) -> float:
    return 1.0 + percent / 100.0


def _is_under(name: str, chosen: str) -> bool:
    return name == chosen or name.startswith(f"{chosen}.")


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) or abs(value) >= 1e5 else f"{value:.4g}"


# --- runs -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A checkout: `label` names its runs, `title` names it in a sentence."""

    label: str
    title: str
    folder: Path

    def check_bench(self, what: str) -> None:
        """Raises CompareError when `griffin bench` doesn't know `what`."""
        none = CompareError(f"{self.title} has no `griffin bench {what}`.")
        if not self.folder.joinpath("griffin", "__main__.py").is_file():
            raise none  # the interpreter would go on to an installed griffin, which is another one
        done = self._run("griffin", "bench", what, "--help")
        if done.returncode == 2:
            raise none
        self._check(done)

    def compile(self) -> None:
        """Writes the bytecode, which a fresh checkout lacks: its first run would pay for that."""
        self._run("compileall", "-q", "griffin")

    def measure(self, arguments: Sequence[str], report: Path) -> dict[str, float]:
        """The figures of one run. Raises CompareError when it fails or leaves no report."""
        self._check(self._run("griffin", "bench", *arguments, "--json", str(report)))
        try:
            figures: dict[str, float] = flatten(json.loads(report.read_text(encoding="utf-8")))
        except (OSError, ValueError, AttributeError) as error:
            raise CompareError(f"{self.title}: the bench left no report that can be read.") from error
        return figures

    def _run(self, *module_arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != CHECKS_VARIABLE}
        return subprocess.run(
            [sys.executable, "-m", *module_arguments],
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )

    def _check(self, done: subprocess.CompletedProcess[str]) -> None:
        if done.returncode != 0:
            said = _last_line(done.stderr) or "it said nothing"
            raise CompareError(f"{self.title}: the bench failed with status {done.returncode}: {said}")


@contextmanager
def other_tree(commit: str) -> Iterator[Tree]:
    """A commit in a temporary folder, which is always removed. Raises CompareError for a bad commit."""
    found = _git("rev-parse", "--quiet", "--verify", "--end-of-options", f"{commit}^{{commit}}")
    if found.returncode != 0:
        raise CompareError(_last_line(found.stderr) or f"There is no commit {commit} here.")
    full = found.stdout.strip()
    short = full[:10]
    parent = Path(tempfile.mkdtemp(prefix="griffin-bench-"))
    folder = parent / f"griffin-{short}"
    try:
        added = _git("worktree", "add", "--quiet", "--detach", str(folder), full)
        if added.returncode != 0:
            raise CompareError(f"Commit {short} can't be checked out: {_last_line(added.stderr)}")
        yield Tree(label="old", title=f"Commit {short}", folder=folder)
    finally:
        with _without_signals():
            _git("worktree", "remove", "--force", "--force", str(folder))  # twice: also one that is half made
            shutil.rmtree(parent, ignore_errors=True)


def measure_pairs(options: argparse.Namespace, judged: Sequence[str]) -> list[Row]:
    """Runs all pairs, a line of progress for each run."""
    arguments = [options.what, "--quality", options.quality, "--seconds", f"{options.seconds:g}"]
    pairs: list[tuple[dict[str, float], dict[str, float]]] = []
    new = Tree(label="new", title="This checkout", folder=ROOT)
    with other_tree(options.commit) as old:
        reports = old.folder.parent
        print(f"old: {old.title}, new: this checkout; griffin bench {' '.join(arguments)}", flush=True)
        for tree in (old, new):
            tree.check_bench(options.what)
            tree.compile()
        for number in range(1, options.pairs + 1):
            figures: dict[str, dict[str, float]] = {}
            for tree in (old, new) if number % 2 else (new, old):
                began_s = time.monotonic()
                figures[tree.label] = tree.measure(arguments, reports / f"{tree.label}-{number}.json")
                shown = _show_run(figures[tree.label], judged)
                took_s = time.monotonic() - began_s
                print(f"pair {number} of {options.pairs}, {tree.label}: {shown} ({took_s:.0f} s)", flush=True)
            pairs.append((figures["old"], figures["new"]))
            if options.within is not None:
                choose_rows(make_rows(pairs), judged)  # better now than after the last pair
    return make_rows(pairs)


def _show_run(figures: Mapping[str, float], judged: Sequence[str]) -> str:
    return ", ".join(
        f"{name} {_number(value)}"
        for name, value in figures.items()
        if any(_is_under(name, chosen) for chosen in judged)
    )


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    git = shutil.which("git")
    if git is None:
        raise CompareError("git is not installed, and only git has the other commit.")
    return subprocess.run([git, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


@contextmanager
def _without_signals() -> Iterator[None]:
    """A second Ctrl-C doesn't interrupt what cleans up after the first one."""
    handlers = [(number, signal.signal(number, signal.SIG_IGN)) for number in STOP_SIGNALS]
    try:
        yield
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)


# --- the command ------------------------------------------------------------------------------------------


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("commit", metavar="COMMIT", help="to compare with: a hash, a branch, HEAD~3")
    parser.add_argument("what", nargs="?", default="render", choices=tuple(JUDGED), help="the bench to run")
    parser.add_argument("--quality", default="low", help="as the bench takes it (%(default)s)")
    parser.add_argument("--seconds", type=_positive, default=10.0, help="of flight, each run (%(default)g)")
    parser.add_argument("--pairs", type=_count, default=OF_PAIRS, help="runs of each (%(default)s)")
    parser.add_argument(
        "--within", type=_percent, metavar="PERCENT", help="status 1 if a judged figure grew by more"
    )
    parser.add_argument(
        "--figure", action="append", metavar="NAME", help="judge this figure instead; may be repeated"
    )
    options = parser.parse_args(arguments)
    if options.figure and options.within is None:
        parser.error("--figure names what --within judges, which is missing")
    return options


def main() -> int:
    for number in STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays in force
            signal.signal(number, _stop)
    options = parse_options()
    judged = options.figure or JUDGED[options.what]
    try:
        rows = measure_pairs(options, judged)
        if not rows:
            raise CompareError("The reports have no number in common.")
        print(make_table(rows))
        if options.within is None:
            return 0
        chosen = choose_rows(rows, judged)
    except CompareError as error:
        print(f"compare_bench: {error}", file=sys.stderr)
        return 2
    print(make_verdict(chosen, options.within))
    return 1 if any(row.is_worse(options.within) for row in chosen) else 0


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _positive(text: str) -> float:
    value = _float(text)
    if not 0.0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def _percent(text: str) -> float:
    value = _float(text)
    if not 0.0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a percentage of 0 or more")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


if __name__ == "__main__":
    sys.exit(main())
