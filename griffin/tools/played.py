"""A game that is played for the sake of its report."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from griffin.app.parent_watchdog import StopFlag
from griffin.app.play import play
from griffin.app.report import read_report
from griffin.clock import Clock
from griffin.options import PlayOptions
from griffin.progress import Progress


def play_for_report(
    options: PlayOptions,
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    started_s: float,
    clock: Clock,
    stop: StopFlag,
    *,
    is_heard: bool | None = None,
) -> dict[str, Any] | None:
    """Play as `play` does; its report, or None where the game was left before there was one.

    Raises ChildError, PoseModelError, ConfigError, WireError as `play`.
    """
    with tempfile.TemporaryDirectory(prefix="griffin-") as folder:
        path = Path(folder) / "report.json"
        options = msgspec.structs.replace(options, report=path)
        play(options, provide_model, progress, started_s, clock, stop, is_heard=is_heard)
        return read_report(path)
