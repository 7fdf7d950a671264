"""`griffin replay`: a journal, flown again. It needs no camera, and off-screen no display."""

import logging
import os
import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.app.cue_pipe import CuePipe, CueWriter
from griffin.app.ears import JournalEars
from griffin.app.flight_main import fly
from griffin.app.report import merge_reports
from griffin.app.sound_feed import SoundFeed, open_feed
from griffin.app.sound_keeper import has_sound, keep_sound
from griffin.clock import Clock
from griffin.game.session import NearbyAt, Session, SessionStart
from griffin.options import PlayOptions, StartMessage, merge_options
from griffin.progress import Progress
from griffin.wire.journal import FlightEnd, Journal, open_journal
from griffin.world.perch import Perch
from griffin.world.terrain import Terrain

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
    replay = _Replay(journal, is_paced=not options.is_headless)
    with ExitStack() as owned:
        return fly(
            options,
            begin,
            replay.open_ears,
            clock=clock,
            stop=stop,
            progress=progress,
            started_s=started_s,
            report=options.report,
            sound=_open_sound(options, started_s, clock, owned),
            begin_session=replay.begin_session,
            finish_report=replay.finish_report,
        )


def _open_sound(options: PlayOptions, started_s: float, clock: Clock, owned: ExitStack) -> SoundFeed | None:
    """The sound of a replay on a screen: no other process is there that would keep the sound process."""
    if not has_sound(options):
        return None
    pipe = owned.enter_context(closing(CuePipe()))
    message = StartMessage(options=options, address="", token="", started_s=started_s)
    keeper = owned.enter_context(closing(keep_sound(message, pipe, clock)))
    writer = CueWriter(os.dup(pipe.writing))
    pipe.release_writing()
    owned.callback(writer.close)
    return open_feed(writer, clock, options, keeper.check)


class _Replay:
    """What `fly` asks for where a journal is flown, and the comparison of its end with the journal's."""

    def __init__(self, journal: Journal, *, is_paced: bool) -> None:
        self._journal = journal
        self._is_paced = is_paced
        self._ears: JournalEars | None = None
        self._session: Session | None = None

    def begin_session(
        self, begin: SessionStart, terrain: Terrain, perch: Perch, look: NearbyAt | None
    ) -> Session:
        self._session = Session.over_land(begin, terrain, perch, look)
        return self._session

    def open_ears(self, window: "Window") -> JournalEars:
        self._ears = JournalEars(window, self._journal, is_paced=self._is_paced)
        return self._ears

    def finish_report(self, report: dict[str, Any]) -> dict[str, Any]:
        if self._ears and self._ears.is_over and self._session:
            compare_end(self._session, self._journal)
        flight = {**report["flight"], "recorded_states_sha256": self._journal.states_sha256}
        return merge_reports({**report, "flight": flight}, None)


def compare_end(session: Session, journal: Journal) -> None:
    """Warn when a session came to another end than the journal says."""
    if session.states_sha256 == journal.states_sha256:
        return
    ends = zip((FlightEnd.of(state) for state in session.states), journal.ends, strict=True)
    if all(end.is_near(recorded) for end, recorded in ends):
        log.warning("This flight differs by rounding from the one recorded, as on another processor.")
    else:
        log.warning("This is another flight than the one recorded: the rules of the game have changed.")
