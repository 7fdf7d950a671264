"""Whether the game could run for weeks: it plays for some minutes, and what its processes hold is watched.

All is as in `griffin play --source demo`, with the real pose model, but off-screen, without a film, and with
sound that goes to SDL's dummy device. This process is the one that starts the others, so it is watched, too.

What a process holds goes up and down with the land in view. So a minute's memory is the least of its
samples, and growth is the median slope between any two minutes after the first three (Theil and Sen's
estimator), which a few odd minutes don't change.
"""

import os
import statistics
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from griffin.app.parent_watchdog import StopFlag
from griffin.clock import Clock
from griffin.errors import ConfigError, RenderError
from griffin.options import PlayOptions
from griffin.progress import Progress
from griffin.tools.played import play_for_report
from griffin.tools.processes import PROC, Holding, family, holding, role

_OWN_NAME = "play"
_NAMES = {"fly": "flight", "note_filter": "note filter"}  # of roles
_QUANTITIES = ("memory", "descriptors", "threads")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoakTuning:
    """How a soak is measured and judged."""

    minute_s: float = 60.0  # tests have shorter ones
    sample_s: float = 5.0  # reading all of /proc takes some milliseconds
    settle_minutes: int = 3  # until the land around and all caches are filled
    most_growth_percent: float = 3.0
    overtime_s: float = 5.0  # so that the flight completes its last minute

    def __post_init__(self) -> None:
        if not 0.0 < self.sample_s <= self.minute_s:
            raise ValueError("sample_s must be above 0 and no more than minute_s")


TUNING = SoakTuning()


class Watch:
    """Samples of this process and of all that descend from it, by role and minute."""

    def __init__(self, clock: Clock, tuning: SoakTuning = TUNING) -> None:
        self._clock = clock
        self._tuning = tuning
        self._began_s = clock.now_s()
        self._pids: dict[str, set[int]] = defaultdict(set)
        self._samples: dict[str, dict[int, list[Holding]]] = defaultdict(lambda: defaultdict(list))

    def sample(self) -> None:
        """Look at them all once."""
        minute = int((self._clock.now_s() - self._began_s) / self._tuning.minute_s)
        for pid in family(os.getpid()):
            if (held := holding(pid)) is None:
                continue
            try:
                name = _OWN_NAME if pid == os.getpid() else role(pid)
            except OSError:
                continue
            name = _NAMES.get(name, name)
            self._pids[name].add(pid)
            self._samples[name][minute].append(held)

    def run(self, is_over: threading.Event) -> None:
        """Sample now and then until it is over."""
        while not is_over.wait(self._tuning.sample_s):
            self.sample()

    def as_json(self, minutes: int) -> dict[str, Any]:
        """By role: the figures of so many minutes, None where there was no such process, and their growth."""
        return {name: self._process_as_json(name, minutes) for name in self._samples}

    def _process_as_json(self, name: str, minutes: int) -> dict[str, Any]:
        by_minute = [self._samples[name].get(minute, []) for minute in range(minutes)]
        rows: dict[str, list[float | None]] = {
            "memory": [min((round(each.memory_mb, 2) for each in held), default=None) for held in by_minute],
            "descriptors": [max((each.descriptors for each in held), default=None) for held in by_minute],
            "threads": [max((each.threads for each in held), default=None) for held in by_minute],
        }
        settled = self._tuning.settle_minutes
        return {
            "memory_mb": rows["memory"],
            "descriptors": rows["descriptors"],
            "threads": rows["threads"],
            "starts": len(self._pids[name]),
            "growth_percent": {
                quantity: growth_percent(rows[quantity][settled:]) for quantity in _QUANTITIES
            },
        }


def growth_percent(figures: Sequence[float | None]) -> float | None:
    """By how much a figure grows from the first to the last of these minutes; None for fewer than two."""
    points = [(index, figure) for index, figure in enumerate(figures) if figure is not None]
    if len(points) < 2:
        return None
    slope = statistics.median(
        (later - earlier) / (end - begin) for (begin, earlier), (end, later) in combinations(points, 2)
    )
    usual = statistics.median(figure for _, figure in points)
    return round(100.0 * slope * (points[-1][0] - points[0][0]) / usual, 2) if usual else 0.0


def run_soak(
    options: PlayOptions,
    minutes: int,
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    started_s: float,
    clock: Clock,
    stop: StopFlag,
    tuning: SoakTuning = TUNING,
) -> dict[str, Any]:
    """Play and watch; the report, ready for JSON.

    `options`: of the game, its size, quality, source and model. The others are as for `play`.

    Raises:
        ConfigError: this system has no `/proc`.
        ChildError, PoseModelError, ConfigError, WireError: as `play`.
        RenderError: the game was left before its time.
    """
    if not PROC.joinpath("self", "status").exists():
        raise ConfigError("Only Linux says what other processes hold.", hint="Run the soak there.")
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")  # nobody wants to hear that for half an hour
    of_game = msgspec.structs.replace(
        options,
        is_headless=True,
        wants_every_frame=False,
        seconds=minutes * tuning.minute_s + tuning.overtime_s,
    )
    watch, is_over = Watch(clock, tuning), threading.Event()
    watcher = threading.Thread(target=watch.run, args=(is_over,), name="watch", daemon=True)
    watcher.start()
    try:
        report = play_for_report(of_game, provide_model, progress, started_s, clock, stop, is_heard=True)
    finally:
        is_over.set()
        watcher.join()
    if report is None or stop.is_set():
        raise RenderError("The game was left before its time, so it can't be judged.")
    frames = report["frame_ms_by_minute"][:minutes]
    medians_ms = [row["median"] for row in frames][tuning.settle_minutes :]
    result = {
        "renderer": report["renderer"],
        "quality": report["quality"],
        "size_px": list(options.size_px),
        "minutes": minutes,
        "settle_minutes": tuning.settle_minutes,
        "most_growth_percent": tuning.most_growth_percent,
        "processes": watch.as_json(minutes),
        "frame_ms_by_minute": frames,
        "frame_growth_percent": growth_percent(medians_ms),
        "camera_restarts": report["camera_restarts"],
    }
    complaints = find_complaints(result)
    return result | {"complaints": complaints, "is_steady": not complaints}


def find_complaints(report: dict[str, Any]) -> list[str]:
    """What keeps this game from running for weeks, a phrase each.

    Frame times aren't judged: what else the machine does changes them more than the game does.
    """
    complaints = []
    minutes = report["minutes"] - report["settle_minutes"]
    for name, process in report["processes"].items():
        for quantity, percent in process["growth_percent"].items():
            if percent is not None and percent > report["most_growth_percent"]:
                complaints.append(
                    f"the {name} process' {quantity} grew by {percent:g} % in {minutes} minutes"
                )
        if process["starts"] > 1:
            complaints.append(f"the {name} process was started {process['starts']} times")
    return complaints


def summarize(report: dict[str, Any]) -> str:
    """The report as a table, a row a minute, and a sentence of verdict."""
    processes = report["processes"]
    size = "x".join(map(str, report["size_px"]))
    lines = [
        f"{report['renderer']}, {report['quality']}, {size}: MB, descriptors and threads; pictures in ms",
        f"{'minute':>6}" + "".join(f"{name:>18}" for name in processes) + f"{'median':>10}{'p99':>8}",
    ]
    for minute in range(report["minutes"]):
        cells = [
            f"{_cell(process['memory_mb'][minute], '.1f'):>10}"
            f"{_cell(process['descriptors'][minute], 'd'):>4}{_cell(process['threads'][minute], 'd'):>4}"
            for process in processes.values()
        ]
        lines.append(f"{minute + 1:>6}" + "".join(cells) + _frame_cells(report["frame_ms_by_minute"], minute))
    growths = [
        f"{_cell(process['growth_percent']['memory'], '+.2f'):>16} %" for process in processes.values()
    ]
    of_frames = _cell(report["frame_growth_percent"], "+.2f")
    lines.append(f"{'growth':>6}" + "".join(growths) + f"{of_frames:>8} %")
    return "\n".join([*lines, _verdict(report)])


def _frame_cells(rows: list[dict[str, float | None]], minute: int) -> str:
    row = rows[minute] if minute < len(rows) else {"median": None, "p99": None}
    return f"{_cell(row['median'], '.1f'):>10}{_cell(row['p99'], '.1f'):>8}"


def _cell(figure: float | None, form: str) -> str:
    return "-" if figure is None else format(figure, form)


def _verdict(report: dict[str, Any]) -> str:
    if report["complaints"]:
        return f"Not steady: {'; '.join(report['complaints'])}."
    settled = report["settle_minutes"]
    return (
        f"Steady: after minute {settled} nothing that a process holds grew by more than"
        f" {report['most_growth_percent']:g} % in {report['minutes'] - settled} minutes."
    )
