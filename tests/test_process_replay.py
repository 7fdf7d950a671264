"""Process replay: recorded inputs through the real game, and nothing comes out differently.

The journals in tests/data are made by scripts/renew_journals.py; docs/measuring.md says when to renew them.
Processors differ in the last bit, so a recorded flight is compared within a millimetre, and bit for bit only
what was written on this machine.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from griffin.clock import ManualClock
from griffin.events import EventKind, GestureEvent, LinkState
from griffin.flight.model import Surroundings
from griffin.flight.state import FlightMode
from griffin.game.moment import Inputs, on_grid, put_on_grid
from griffin.game.session import Session, SessionStart
from griffin.happenings import HappeningKind
from griffin.input.hands import NO_COMMAND
from griffin.wire.journal import Journal, open_journal
from tests.app.stand_ins import StandInRenderer, StandInWindow
from tests.flights import PLAIN, one, plain_session, restless
from tests.replays import BENCH, RECORDED, fly_journal, land, land_session, write_journal
from tests.scripts_loader import load_script

# What happens in each, in order, without the griffin's own beats.
EXPECTED = {
    "body": ["camera_live", "found", "took_off", "learned", *["stroke"] * 4, "turned_back", "landed", "lost"],
    "hands": [
        *("camera_live", "found", "took_off", "learned", "camera_stale", "lost", "camera_live", "found"),
        *("stroke", "camera_ended", "lost", "turned_back", "landed"),
    ],
    "kiosk": ["camera_live", "took_off", "found", "turned_back", "landed", "took_off", "learned"],
    "bench": ["camera_live", "found", "took_off", *["stroke"] * 3, "learned", *["stroke"] * 5],
}
LOW_M = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of a journal: its session, what happened, and parts of the turns in the air."""

    session: Session
    happened: list[str]
    over_water_frac: float
    low_over_land_frac: float
    banks_rad: tuple[float, float]


@cache
def replay(path: Path) -> Replay:
    journal = open_journal(path)
    session, surroundings = land_session(journal.start), Surroundings.of_land(*land(journal.start.seed))
    kinds: list[HappeningKind] = []
    is_wet: list[bool] = []
    is_low: list[bool] = []
    rolls_rad: list[float] = []
    for inputs in journal.inputs():
        kinds += [happening.kind for happening in session.advance(inputs).happenings]
        state = session.states[0]
        if state.mode is FlightMode.FLYING:
            is_wet.append(surroundings.is_over_water(state))
            is_low.append(state.clearance_m < LOW_M and not is_wet[-1])
            rolls_rad.append(state.roll_rad)
    return Replay(
        session=session,
        happened=[kind.value for kind in kinds if kind is not HappeningKind.BEAT],
        over_water_frac=sum(is_wet) / len(is_wet),
        low_over_land_frac=sum(is_low) / len(is_low),
        banks_rad=(min(rolls_rad), max(rolls_rad)),
    )


# --- what was recorded once -------------------------------------------------------------------------------


def test_each_recorded_flight_is_small_and_has_an_expectation() -> None:
    assert {path.stem for path in RECORDED} == set(EXPECTED)
    assert all(path.stat().st_size < 60_000 for path in RECORDED)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_a_recorded_flight_ends_where_it_ended_and_the_same_things_happen(path: Path) -> None:
    done = replay(path)
    assert done.happened == EXPECTED[path.stem]
    for state, end in zip(done.session.states, open_journal(path).ends, strict=True):
        assert state.position_world == pytest.approx(end.position_world, abs=1e-3)
        assert state.distance_m == pytest.approx(end.distance_m, abs=1e-3)
        assert state.airborne_s == pytest.approx(end.airborne_s, abs=1e-3)


@pytest.mark.parametrize("path", [path for path in RECORDED if path.stem in ("body", "bench")])
def test_a_flight_by_body_banks_both_ways(path: Path) -> None:
    left_rad, right_rad = replay(path).banks_rad
    assert left_rad < -0.4
    assert right_rad > 0.4


def test_the_flight_of_the_bench_passes_low_over_water_and_low_over_land() -> None:
    done = replay(BENCH)
    assert done.over_water_frac > 0.15
    assert done.low_over_land_frac > 0.25


def test_the_flight_of_the_bench_holds_only_what_a_feeder_can_send() -> None:
    journal = open_journal(BENCH)
    turns = list(journal.inputs())
    assert turns[-1].now_s == pytest.approx(30.0, abs=0.05)
    assert [turn.now_s for turn in turns] == [on_grid(n / 30) for n in range(len(turns))]
    assert all(turn.players[0].steering for turn in turns)
    assert {turn.players[0].link for turn in turns} == {LinkState.LIVE}
    assert {turn.players[0].hand for turn in turns} == {NO_COMMAND}
    assert journal.start == SessionStart(seed=journal.start.seed)


# --- what is recorded here, bit for bit -------------------------------------------------------------------


def restless_inputs(seconds: float) -> list[Inputs]:
    """A body of 30 Hz that does a bit of everything, heard by a window of 60 Hz."""
    turns = []
    for turn in range(round(seconds * 60)):
        now_s = on_grid(turn / 60)
        said = {"steering": put_on_grid(restless(now_s), now_s)} if turn % 2 == 0 else {}
        if turn == 40:
            said["events"] = (GestureEvent(captured_s=now_s, kind=EventKind.JUMP),)
        if turn % 150 == 149:
            said["events"] = (GestureEvent(captured_s=now_s, kind=EventKind.FLAP, strength=0.7),)
        turns.append(one(now_s, **said))
    return turns


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    path = tmp_path_factory.mktemp("fresh") / "fresh.journal"
    return write_journal(path, SessionStart(), plain_session(), restless_inputs(8.0))


def test_a_journal_turn_by_turn_gives_the_states_it_was_written_with(fresh: Journal) -> None:
    session = plain_session()
    for inputs in fresh.inputs():
        session.advance(inputs)
    assert session.states[0].distance_m > 80.0
    assert session.states_sha256 == fresh.states_sha256


@pytest.mark.parametrize(
    ("window_hz", "least_frac", "most_frac"), [(144, 1, 1), (60, 0.4, 1), (7, 0.1, 0.13)]
)
def test_the_rate_of_the_pictures_does_not_matter(
    fresh: Journal, window_hz: float, least_frac: float, most_frac: float
) -> None:
    clock, session = ManualClock(500.0), plain_session()
    window, renderer = StandInWindow(clock, period_s=1 / window_hz), StandInRenderer()
    fly_journal(fresh, session, window, renderer, clock, PLAIN.surface_m)
    assert least_frac <= len(renderer.frames) / fresh.turns <= most_frac
    assert session.states_sha256 == fresh.states_sha256


# --- the script that makes them ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script("renew_journals")


def test_the_same_script_gives_the_same_bytes(script: ModuleType, tmp_path: Path) -> None:
    for name in ("first", "second"):
        player = script.Player(script.Part(raises_s=0.4, jumps_s=1.9), script.in_turn((4.0, 30, 0)))
        script.write(tmp_path / name, SessionStart(seed=1), script.turns(4.0, 30.0), player.say)
    assert open_journal(tmp_path / "first").ends[0].airborne_s > 1.0
    assert tmp_path.joinpath("first").read_bytes() == tmp_path.joinpath("second").read_bytes()
