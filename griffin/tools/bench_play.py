"""What the game costs: a recorded body flies it, off-screen, as `griffin play --headless` does.

This process is the flight process, with everything that it has: window, renderer, HUD, session, cues,
socket, and the loop over them. Its cues go nowhere: the sound process is not what is measured. A child,
`tools.feeder`, is the camera process without camera and pose model: it sends the journal's steering and
events over the socket, at the journal's pace. Two runs fly nearly the same way, but not to the bit: what a
turn hears depends on when it comes.

Loading, the first picture and the wait for the feeder aren't measured, but for `first_frame_s`.
"""

import gc
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.app.cue_pipe import CueWriter
from griffin.app.ears import HEADLESS_FRAME_S, LiveEars
from griffin.app.flight_main import fly
from griffin.app.report import peak_memory_mb
from griffin.app.sound_feed import SoundFeed, open_feed
from griffin.clock import Clock, MonotonicClock
from griffin.errors import WireError
from griffin.events import LinkState
from griffin.flight.model import Surroundings
from griffin.game.moment import Inputs, Moment
from griffin.game.session import NearbyAt, Session, SessionStart
from griffin.options import PlayOptions
from griffin.paths import assets_folder, safe_environment
from griffin.progress import Progress
from griffin.render.quality import Quality
from griffin.tools.bench import resident_memory_mb
from griffin.tools.verdict import rate_hz, verdict
from griffin.wire.address import TOKEN_VARIABLE, Address
from griffin.wire.journal import open_journal
from griffin.wire.server import LinkServer
from griffin.world.perch import Perch
from griffin.world.terrain import Terrain

if TYPE_CHECKING:
    from griffin.render.core.window import Window

JOURNAL_FILE = "bench.journal"

_PATIENCE_S = 30.0  # for the feeder to start, and to end, on a busy machine
_POLL_S = 0.005
_OVERTIME_S = 5.0  # beyond the journal, before a silent feeder is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayBenchOptions:
    """What is measured. `seconds` of the journal; None is all of it."""

    size_px: tuple[int, int]
    quality: Quality
    started_s: float
    seconds: float | None = None


class MeasuredSession(Session):
    """A session that adds up the CPU time of its turns: that of the calling thread, for others draw."""

    def __init__(
        self, begin: SessionStart, surroundings: Surroundings, look: NearbyAt | None, clock: MonotonicClock
    ) -> None:
        super().__init__(begin, surroundings, look=look)
        self.busy_s = 0.0
        self._clock = clock

    def advance(self, inputs: Inputs) -> Moment:
        """One turn of the game."""
        began_s = self._clock.thread_busy_s()
        moment = super().advance(inputs)
        self.busy_s += self._clock.thread_busy_s() - began_s
        return moment


def run_play_bench(options: PlayBenchOptions, clock: MonotonicClock, progress: Progress) -> dict[str, Any]:
    """Fly and measure; the report, ready for JSON.

    Raises:
        RenderError, AssetError, ConfigError: as their names say.
        WireError: the feeder failed.
    """
    path = assets_folder() / JOURNAL_FILE
    journal = open_journal(path)
    seconds = max(inputs.now_s for inputs in journal.inputs())
    if options.seconds is not None:
        seconds = min(seconds, options.seconds)
    with ExitStack() as owned:
        bench = _PlayBench(owned, path, seconds, clock)
        play = PlayOptions(
            size_px=options.size_px,
            quality=options.quality,
            is_headless=True,
            seconds=seconds + _OVERTIME_S,
        )
        fly(
            play,
            journal.start,
            bench.open_ears,
            clock=clock,
            stop=threading.Event(),
            progress=progress,
            started_s=options.started_s,
            report=None,
            sound=_feed_nobody(owned, clock, play),
            begin_session=bench.begin_session,
            finish_report=bench.finish_report,
        )
    return {**bench.report, "size_px": list(options.size_px)}


def _feed_nobody(owned: ExitStack, clock: Clock, options: PlayOptions) -> SoundFeed | None:
    """Cues as in a game with sound; None where there is none on this system."""
    if os.name != "posix":
        return None
    writer = CueWriter(os.open(os.devnull, os.O_WRONLY))
    owned.callback(writer.close)
    return open_feed(writer, clock, options)


class _PlayBench:
    """What `fly` asks for where it is measured; `report` is what came of it."""

    def __init__(self, owned: ExitStack, journal: Path, seconds: float, clock: MonotonicClock) -> None:
        self.report: dict[str, Any] = {}
        self._owned = owned
        self._journal = journal
        self._seconds = seconds
        self._clock = clock
        self._busy_s = 0.0

    def begin_session(
        self, begin: SessionStart, terrain: Terrain, perch: Perch, look: NearbyAt | None
    ) -> Session:
        self._session = MeasuredSession(begin, Surroundings.of_land(terrain, perch), look, self._clock)
        return self._session

    def open_ears(self, window: "Window") -> LiveEars:
        """Start the feeder and wait until it is heard; from then on CPU time counts."""
        folder = self._owned.enter_context(tempfile.TemporaryDirectory(prefix="griffin-"))
        link = LinkServer(Address.for_session(Path(folder), secrets.token_hex(16)))
        self._owned.callback(link.close)
        self._child = self._owned.enter_context(_feeder(link.address, self._journal, self._seconds))
        _await_feeder(self._child, link, self._clock)
        gc.collect()
        self._busy_s = self._clock.process_busy_s()
        return LiveEars(window, link, frame_s=HEADLESS_FRAME_S)

    def finish_report(self, report: dict[str, Any]) -> dict[str, Any]:
        busy_s = self._clock.process_busy_s() - self._busy_s
        memory_mb = {"resident": resident_memory_mb(), "peak": peak_memory_mb()}
        fed = _read_feeder(self._child)
        session, turns = self._session, report["frames"]
        self.report = {
            "renderer": report["renderer"],
            "quality": report["quality"],
            "turns": turns,
            "frame_ms": report["frame_ms"],
            "cpu_ms_per_turn": {
                "flight": _per(1e3 * busy_s, turns),
                "feeder": _per(1e3 * fed["busy_s"], fed["turns"]),
            },
            "advance_ms_per_flight_s": _per(1e3 * session.busy_s, session.states[0].time_s),
            "latency_ms": report["latency_ms"]["capture_to_screen"],
            "memory_mb": memory_mb,
            "first_frame_s": report["first_frame_s"],
            "flight": {name: report["flight"][name] for name in ("distance_m", "airborne_s")},
        }
        return report


def _per(amount: float, count: float) -> float | None:
    return round(amount / count, 3) if count > 0.0 else None


def summarize(report: dict[str, Any]) -> str:
    """The report in a few lines, and whether that is quick enough to play."""
    frame, latency, cpu = report["frame_ms"], report["latency_ms"], report["cpu_ms_per_turn"]
    flight, memory = report["flight"], report["memory_mb"]
    rows = [
        ("renderer", report["renderer"]),
        ("quality, size", f"{report['quality']}, {'x'.join(map(str, report['size_px']))}"),
        ("turns", f"{report['turns']}: {flight['distance_m']} m in {flight['airborne_s']} s of flight"),
        ("frame", f"median {frame['median']} / p99 {frame['p99']} / worst {frame['max']} ms"),
        ("latency", f"median {latency['median']} / p95 {latency['p95']} ms from the feeder to the picture"),
        ("CPU a turn", f"{cpu['flight']} ms, all threads; the feeder {cpu['feeder']} ms"),
        ("game's rules", f"{report['advance_ms_per_flight_s']} ms of CPU for each second of flight"),
        ("memory", f"{memory['resident']} MB, peak {memory['peak']} MB"),
        ("first frame", f"after {report['first_frame_s']} s"),
    ]
    lines = [f"{name:14} {text}" for name, text in rows]
    return "\n".join([*lines, verdict(rate_hz(frame["median"]), None, report["quality"])])


# --- the feeder -------------------------------------------------------------------------------------------


@contextmanager
def _feeder(address: Address, journal: Path, seconds: float) -> "Iterator[subprocess.Popen[str]]":
    """The feeder's process, which doesn't outlive the block."""
    child = subprocess.Popen(
        [sys.executable, "-m", "griffin.tools.feeder", str(address), str(journal), f"--seconds={seconds}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=safe_environment() | {TOKEN_VARIABLE: address.token},
        start_new_session=True,  # Ctrl-C is for this process, which ends the feeder
    )
    with child:  # closes the pipes, and waits
        try:
            yield child
        finally:
            child.kill()


def _await_feeder(child: "subprocess.Popen[str]", link: LinkServer, clock: Clock) -> None:
    """Until the feeder is heard. Its first steering is lost; the next one replaces it anyway."""
    until_s = clock.now_s() + _PATIENCE_S
    while link.poll(clock.now_s()).state is not LinkState.LIVE:
        if child.poll() is not None or clock.now_s() > until_s:
            _read_feeder(child)
            raise WireError("The feeder ended before the flight began.")
        clock.sleep(_POLL_S)


def _read_feeder(child: "subprocess.Popen[str]") -> dict[str, Any]:
    """What the feeder printed at its end. Raises WireError when it failed."""
    try:
        said, complaint = child.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise WireError("The feeder doesn't end.") from error
    if child.returncode != 0:
        last_line = complaint.strip().rpartition("\n")[2] or f"status {child.returncode}"
        raise WireError(f"The feeder failed: {last_line}")
    answer: dict[str, Any] = json.loads(said)
    return answer
