"""`griffin replay`: a journal, flown again. It needs no camera, and off-screen no display."""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.app.ears import JournalEars
from griffin.app.flight_main import fly
from griffin.app.report import merge_reports, read_report, write_report
from griffin.clock import Clock
from griffin.options import PlayOptions, merge_options
from griffin.progress import Progress
from griffin.wire.journal import open_journal

if TYPE_CHECKING:
    from griffin.render.core.window import Window

log = logging.getLogger(__name__)


def run_replay(
    path: Path,
    options: PlayOptions,
    started_s: float,
    clock: Clock,
    stop: threading.Event,
    progress: Progress,
) -> list[Path]:
    """Fly the journal to its end, or until the window is closed. Returns the files left.

    On another machine the states may differ by rounding, which a warning reports; on the same one never.

    Raises:
        ConfigError: the journal can't be used.
        RenderError, AssetError: as their names say.
    """
    journal = open_journal(path)
    begin = journal.start
    options = merge_options(options, {"seed": begin.seed, "hour_h": begin.hour_h})
    ears: JournalEars | None = None

    def open_ears(window: "Window") -> JournalEars:
        nonlocal ears
        ears = JournalEars(window, journal, is_paced=not options.is_headless)
        return ears

    flown = fly(
        options,
        begin,
        open_ears,
        clock=clock,
        stop=stop,
        progress=progress,
        started_s=started_s,
        report=options.report,
    )
    if options.report and (report := read_report(options.report)):
        report["flight"]["recorded_states_sha256"] = journal.states_sha256
        write_report(options.report, merge_reports(report, None))
    if ears and ears.is_over and flown.states_sha256 != journal.states_sha256:
        log.warning("This is not quite the flight that was recorded: another processor rounds otherwise.")
    return flown.written
