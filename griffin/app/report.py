"""What a flight leaves in its report: tallies that each process keeps, and their one JSON form."""

import json
import sys
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from griffin.app.durations import Durations
from griffin.app.latency import Latencies
from griffin.errors import ConfigError
from griffin.events import GestureEvent
from griffin.flight.state import FlightState

_MOST_EVENTS = 4096  # of a flight that are listed: those of an hour
_MINUTE_S = 60.0
_MOST_MINUTES = 24 * 60  # that are listed


def event_as_json(event: GestureEvent, t_s: float, digits: int) -> dict[str, Any]:
    """An event with the time to tell for it; its strength, and each arm's, where it has one."""
    entry: dict[str, Any] = {"t_s": round(t_s, digits), "kind": event.kind.value}
    for name in ("strength", "left_strength", "right_strength"):
        strength = getattr(event, name)
        if strength is not None:
            entry[name] = round(strength, digits)
    return entry


def spread_ms(durations_s: Sequence[float] | Durations, *names: str) -> dict[str, float | None]:
    """The named statistics of durations, in milliseconds; None where nothing was measured."""
    if len(durations_s) == 0:
        return dict.fromkeys(names)
    percents = {name: {"median": 50, "p95": 95, "p99": 99, "max": 100}[name] for name in names}
    if isinstance(durations_s, Durations):
        found_s = {name: durations_s.percentile_s(percent) for name, percent in percents.items()}
    else:
        found_s = {name: float(np.percentile(durations_s, percent)) for name, percent in percents.items()}
    return {name: round(1e3 * duration_s, 3) for name, duration_s in found_s.items()}


@dataclass(slots=True, kw_only=True)
class PoseTally:
    """What the camera process counts. `overhead_s`: from frame available to message sent, less the model."""

    source_frames: int = 0
    inferred: int = 0
    with_player: int = 0
    model_s: Durations = field(default_factory=Durations)
    overhead_s: Durations = field(default_factory=Durations)

    def as_json(self) -> dict[str, Any]:
        """The `pose` part of the report."""
        return {
            "source_frames": self.source_frames,
            "inferred": self.inferred,
            "with_player": self.with_player,
            "inference_ms": spread_ms(self.model_s, "median", "p95"),
            "overhead_ms": spread_ms(self.overhead_s, "median", "p95"),
        }


class CameraParts:
    """What the camera processes of one game have left, added up: one that has failed is started again.

    Counts are sums. Percentiles can't be added: they are those of the process with the most inferences.
    """

    def __init__(self) -> None:
        self._pose = PoseTally().as_json()
        self._most_inferred = 0
        self._are_sandboxed: bool | None = None  # None: no process has said
        self._process_count = 0

    def add(self, part: dict[str, Any] | None) -> None:
        """The part of one process that has ended; None where it left none, as one that was killed."""
        self._process_count += 1
        if part is None:
            return
        pose, total = part["pose"], self._pose
        for count in ("source_frames", "inferred", "with_player"):
            total[count] += pose[count]
        if pose["inferred"] > self._most_inferred:
            self._most_inferred = pose["inferred"]
            for spread in ("inference_ms", "overhead_ms"):
                total[spread] = pose[spread]
        self._are_sandboxed = part["sandboxed"] and self._are_sandboxed is not False

    def as_json(self) -> dict[str, Any]:
        """The camera's part of the report; without a camera its numbers are zero and empty.

        `sandboxed` is None where there were processes, and none has left a word about it.
        """
        return {
            "pose": self._pose,
            "sandboxed": self._are_sandboxed if self._process_count else False,
            "camera_restarts": max(0, self._process_count - 1),
        }


@dataclass(slots=True, kw_only=True)
class FlightTally:
    """What the flight process counts, in memory that doesn't grow with the days.

    `latencies`: the way of each steering from the camera to the screen. `events`: the newest 4,096, with
    their time since the flight began; `event_counts` has all of them, by kind.
    """

    frame_s: Durations = field(default_factory=Durations)
    latencies: Latencies = field(default_factory=Latencies)
    events: deque[GestureEvent] = field(default_factory=lambda: deque(maxlen=_MOST_EVENTS))
    event_counts: Counter[str] = field(default_factory=Counter)
    first_frame_s: float | None = None  # after the program's start
    _minutes: deque[dict[str, float | None]] = field(default_factory=lambda: deque(maxlen=_MOST_MINUTES))
    _minute_s: Durations = field(default_factory=Durations)  # of the minute that isn't over
    _minute_began_s: float | None = None

    def count_events(self, events: Sequence[GestureEvent]) -> None:
        """Note events with their time since the flight began."""
        for event in events:
            self.events.append(event)
            self.event_counts[event.kind.value] += 1

    def count_frame(self, spent_s: float, now_s: float) -> None:
        """A picture has taken this long, and is complete now."""
        self.frame_s.note(spent_s)
        if self._minute_began_s is None:
            self._minute_began_s = now_s
        while now_s - self._minute_began_s >= _MINUTE_S:
            self._minutes.append(_minute_as_json(self._minute_s))
            self._minute_s = Durations()
            self._minute_began_s += _MINUTE_S
        self._minute_s.note(spent_s)

    def as_json(
        self, *, renderer: str, quality: str, state: FlightState, states_sha256: str, dropped_lines: int
    ) -> dict[str, Any]:
        """The flight's part of the report."""
        clearance_m = state.min_clearance_m
        return {
            "renderer": renderer,
            "quality": quality,
            "frames": len(self.frame_s),
            "frame_ms": spread_ms(self.frame_s, "median", "p95", "p99", "max"),
            "frame_ms_by_minute": list(self._minutes),
            "first_frame_s": None if self.first_frame_s is None else round(self.first_frame_s, 3),
            "peak_memory_mb": peak_memory_mb(),
            "latency_ms": {
                name: spread_ms(durations_s, "median", "p95")
                for name, durations_s in self.latencies.legs_s.items()
            },
            "events": [event_as_json(event, event.captured_s, digits=3) for event in self.events],
            "event_counts": dict(self.event_counts),
            "flight": {
                "distance_m": round(state.distance_m, 1),
                "airborne_s": round(state.airborne_s, 2),
                "min_clearance_m": None if clearance_m is None else round(clearance_m, 2),
                "states_sha256": states_sha256,
            },
            "dropped_lines": dropped_lines,
        }


def _minute_as_json(frame_s: Durations) -> dict[str, float | None]:
    """The pictures of one whole minute; a suspended machine has minutes without any."""
    return {"frames": len(frame_s), **spread_ms(frame_s, "median", "p95", "p99", "max")}


def peak_memory_mb() -> float | None:
    """The most memory that this process has had resident so far; None where the system doesn't tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit_bytes / 1e6, 1)


def merge_reports(flight: dict[str, Any], camera: dict[str, Any] | None) -> dict[str, Any]:
    """One report of the flight's and the camera's parts; `camera` is None where there was none."""
    return {**flight, **(camera or CameraParts().as_json())}


def write_report(path: Path, report: dict[str, Any]) -> None:
    """As indented JSON. Raises ConfigError when it can't be written there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"The report can't be written to {path}: {error.strerror}.") from error


def read_report(path: Path) -> dict[str, Any] | None:
    """What `write_report` wrote, or None if it never came to that."""
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return report
