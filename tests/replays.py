"""Journals for the tests: written from inputs, and flown again by the game's own loop."""

import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from griffin.app.ears import JournalEars
from griffin.app.flight_loop import Flight
from griffin.clock import ManualClock
from griffin.game.moment import Inputs
from griffin.game.session import Session, SessionStart
from griffin.options import PlayOptions
from griffin.progress import ignore_progress
from griffin.render.quality import Quality
from griffin.scene.camera import ChaseCamera, GroundHeight
from griffin.wire.journal import Journal, JournalWriter, open_journal
from griffin.world.perch import Perch, find_perch
from griffin.world.terrain import Terrain
from tests.app.stand_ins import StandInCapture

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "assets" / "bench.journal"
RECORDED = [*sorted(ROOT.joinpath("tests", "data").glob("*.journal")), BENCH]


@cache
def land(seed: int) -> tuple[Terrain, Perch]:
    """The land of a seed, and its perch."""
    terrain = Terrain(seed)
    return terrain, find_perch(terrain)


def land_session(begin: SessionStart) -> Session:
    """A session over the land of its seed."""
    return Session.over_land(begin, *land(begin.seed))


def write_journal(path: Path, begin: SessionStart, session: Session, inputs: Iterable[Inputs]) -> Journal:
    """Fly the session by these inputs, noting them."""
    writer = JournalWriter(path, begin)
    for each in inputs:
        writer.note(each)
        session.advance(each)
    writer.close(session.states_sha256, session.states)
    return open_journal(path)


def fly_journal(
    journal: Journal,
    session: Session,
    window: Any,
    renderer: Any,
    clock: ManualClock,
    surface_m: GroundHeight,
) -> None:
    """Fly a journal to its end as on a screen: turns without a picture where it is late."""
    Flight(
        PlayOptions(seed=journal.start.seed, quality=Quality.LOW),
        clock,
        window,
        renderer,
        JournalEars(window, journal, is_paced=True),
        session,
        ChaseCamera(surface_m),
        StandInCapture(),
    ).run(threading.Event(), ignore_progress)
