"""The bench of the whole game: its feeder alone, and a short run of all of it."""

import json
import subprocess
import sys
import threading
from itertools import takewhile
from pathlib import Path

import pytest

from griffin.clock import ManualClock
from griffin.errors import WireError
from griffin.events import PROTOCOL_VERSION, Hello, LinkState
from griffin.game.moment import Inputs
from griffin.tools.bench_play import summarize
from griffin.tools.feeder import feed
from griffin.wire.address import Address
from griffin.wire.client import LinkClient
from griffin.wire.journal import open_journal
from griffin.wire.server import LinkServer
from tests.replays import BENCH, ROOT
from tests.scripts_loader import load_script


@pytest.fixture
def server(tmp_path: Path) -> LinkServer:
    made = LinkServer(Address.for_session(tmp_path, "secret"))
    yield made
    made.close()


@pytest.fixture
def turns() -> list[Inputs]:
    """The first seconds of the bench, in which somebody comes and jumps."""
    return list(takewhile(lambda inputs: inputs.now_s < 2.5, open_journal(BENCH).inputs()))


def client_of(address: Address) -> LinkClient:
    return LinkClient(address, Hello(protocol=PROTOCOL_VERSION, source="bench"))


def test_the_feeder_sends_what_the_journal_holds_at_its_pace(server: LinkServer, turns: list[Inputs]) -> None:
    clock = ManualClock(100.0)
    client = client_of(server.address)
    assert feed(turns, client, clock, threading.Event()) == len(turns)
    assert clock.now_s() == pytest.approx(100.0 + turns[-1].now_s)
    inbox = server.poll(clock.now_s())
    client.close()
    said = [(inputs.now_s, event) for inputs in turns for event in inputs.players[0].events]
    assert len(said) >= 2
    for heard, (turn_s, noted) in zip(inbox.events, said, strict=True):
        assert heard.captured_s == pytest.approx(100.0 + turn_s, abs=1e-6)
        assert (heard.kind, heard.strength) == (noted.kind, noted.strength)
    last = turns[-1].players[0].steering
    assert last is not None
    assert (inbox.steering[0].roll_rad, inbox.steering[0].arms) == (last.roll_rad, last.arms)
    assert inbox.steering[0].captured_s == pytest.approx(clock.now_s())
    assert inbox.state is LinkState.ENDED


def test_a_feeder_that_is_stopped_says_goodbye_at_once(server: LinkServer, turns: list[Inputs]) -> None:
    stop = threading.Event()
    stop.set()
    client = client_of(server.address)
    assert feed(turns, client, ManualClock(), stop) == 0
    assert server.poll(0.0).state is LinkState.ENDED
    client.close()


def test_a_feeder_that_nobody_hears_says_so(tmp_path: Path, turns: list[Inputs]) -> None:
    client = client_of(Address(path=tmp_path / "nobody"))
    with pytest.raises(WireError, match="Nobody listens"):
        feed(turns, client, ManualClock(), threading.Event())


def run_feeder(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "griffin.tools.feeder", *arguments]
    return subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, timeout=60)


def test_the_feeders_process_ends_with_its_parents_pipe_and_reports(server: LinkServer) -> None:
    done = run_feeder(str(server.address), str(BENCH))
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert set(report) == {"turns", "busy_s"}
    assert report["turns"] < 30 * 30


def test_the_feeders_process_tells_a_fault_in_one_sentence(tmp_path: Path) -> None:
    done = run_feeder("unix:nowhere", str(tmp_path / "none.journal"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "can't be read" in done.stderr


@pytest.mark.gl
def test_a_short_flight_has_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    command = [sys.executable, "-m", "griffin", "bench", "play", "--size", "160x96", "--quality", "low"]
    command += ["--seconds", "3", "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170)
    if "off-screen" in done.stderr:
        pytest.skip("no off-screen OpenGL here")
    assert done.returncode == 0, done.stderr
    report = json.loads(path.read_text())
    assert {key: set(value) for key, value in report.items() if isinstance(value, dict)} == {
        "frame_ms": {"median", "p95", "p99", "max"},
        "cpu_ms_per_turn": {"flight", "feeder"},
        "latency_ms": {"median", "p95"},
        "memory_mb": {"resident", "peak"},
        "flight": {"distance_m", "airborne_s"},
    }
    plain = {"renderer", "quality", "size_px", "turns", "advance_ms_per_flight_s", "first_frame_s"}
    assert plain < set(report)
    assert report["size_px"] == [160, 96]
    assert report["turns"] >= 3
    assert report["advance_ms_per_flight_s"] > 0.0
    assert done.stdout.strip() == summarize(report)
    compare = load_script("compare_bench")
    figures = compare.flatten(report)
    compare.choose_rows(compare.make_rows([(figures, figures)]), compare.JUDGED["play"])


def test_the_game_is_not_measured_without_its_griffin() -> None:
    command = [sys.executable, "-m", "griffin", "bench", "play", "--without-griffin"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "--without-griffin is for render" in done.stderr
