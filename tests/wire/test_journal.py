"""The journal: what was noted comes back exactly, and what is not whole is refused in one sentence."""

import hashlib
import json
import logging
import os
import random
import re
from pathlib import Path

import numpy as np
import pytest

from griffin.arms import Arm, Arms
from griffin.errors import ConfigError
from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.state import FlightState
from griffin.game.lesson_moment import Move
from griffin.game.moment import TICKS, Inputs, PlayerInput, from_ticks, on_grid, to_ticks
from griffin.game.session import RULES_VERSION, SessionStart
from griffin.input.hands import HandCommand
from griffin.wire.journal import JOURNAL_VERSION, FlightEnd, JournalWriter, open_journal

DIGEST = hashlib.sha256(b"states").hexdigest()
END = FlightState(
    position_world=np.array([1408.12345678, 239.5, -3379.40000001]), distance_m=571.00004, airborne_s=12.3
)


def noisy_inputs(seed: int, turns: int, players: int = 1) -> list[Inputs]:
    """Inputs of all kinds, on the grid."""
    chance = random.Random(seed)
    now, made = 0, []
    links = [LinkState.WAITING] * players

    def angle() -> float:
        return from_ticks(chance.randint(-31415, 31415))

    def arm() -> Arm:
        return Arm(wing_rad=angle(), elbow_rad=angle(), wrist_rad=angle())

    for _ in range(turns):
        now += chance.randint(0, 400)
        heard = []
        for index in range(players):
            if chance.random() < 0.05:
                links[index] = chance.choice(list(LinkState))
            steering = Steering(
                captured_s=from_ticks(now),
                arm_line_rad=angle(),
                roll_rad=angle(),
                climb_frac=from_ticks(chance.randint(-TICKS, TICKS)),
                arms=Arms(left=arm(), right=arm()),
                body_frac=from_ticks(chance.randint(-TICKS, TICKS)),
                is_tracked=chance.random() < 0.5,
            )
            events = tuple(
                GestureEvent(
                    captured_s=from_ticks(now),
                    kind=chance.choice(list(EventKind)),
                    strength=chance.choice([None, from_ticks(chance.randint(0, TICKS))]),
                )
                for _ in range(chance.choice([0, 0, 0, 1, 3]))
            )
            hand = HandCommand(bank=chance.choice([-1, 0, 0, 1]), has_reset=chance.random() < 0.1)
            heard.append(
                PlayerInput(
                    steering=chance.choice([None, steering]),
                    events=events,
                    link=links[index],
                    hand=chance.choice([HandCommand(), hand]),
                    is_demo=chance.random() < 0.3,
                    is_guide_hidden=chance.random() < 0.3,
                )
            )
        made.append(Inputs(now_s=from_ticks(now), players=tuple(heard)))
    return made


def write(path: Path, inputs: list[Inputs], begin: SessionStart | None = None) -> Path:
    writer = JournalWriter(path, begin or SessionStart(seed=7, hour_h=8.5))
    for each in inputs:
        writer.note(each)
    writer.close(DIGEST, [END] * len(inputs[0].players))
    return path


@pytest.mark.parametrize("players", [1, 2])
def test_what_was_noted_comes_back_exactly(tmp_path: Path, players: int) -> None:
    begin = SessionStart(
        seed=-3,
        hour_h=19.25,
        has_show=True,
        player_count=players,
        known_moves=(Move.TILT, Move.HOME),
        asks_jump=False,
    )
    inputs = noisy_inputs(players, 500, players)
    journal = open_journal(write(tmp_path / "j", inputs, begin))
    assert (journal.start, journal.turns, journal.states_sha256) == (begin, 500, DIGEST)
    assert list(journal.inputs()) == inputs


def test_the_last_line_says_where_each_flight_ended(tmp_path: Path) -> None:
    begin = SessionStart(player_count=2)
    journal = open_journal(write(tmp_path / "j", noisy_inputs(1, 3, players=2), begin))
    (first, second) = journal.ends
    assert first == second == FlightEnd.of(END)
    assert first.position_world == (1408.1235, 239.5, -3379.4)
    assert (first.distance_m, first.airborne_s) == (571.0, 12.3)


def test_the_grid_is_kept_by_ticks_and_bounds_the_error() -> None:
    chance = random.Random(1)
    for _ in range(1000):
        value = chance.uniform(-4.0, 4000.0)
        assert on_grid(on_grid(value)) == on_grid(value) == from_ticks(to_ticks(value))
        assert abs(on_grid(value) - value) <= 0.5 / TICKS + 1e-12


def test_an_hour_takes_less_than_twelve_megabytes(tmp_path: Path) -> None:
    """A camera of 30 Hz and a window of 60 Hz, with every angle in use."""
    minute = noisy_inputs(5, 3600)
    busy = [each for each in minute if each.players[0].steering is not None][:1800]
    idle = PlayerInput(link=LinkState.LIVE)
    turns = []
    for n, each in enumerate(busy):
        heard = PlayerInput(steering=each.players[0].steering, link=LinkState.LIVE)
        turns += [
            Inputs(now_s=on_grid(n / 30), players=(heard,)),
            Inputs(now_s=on_grid(n / 30 + 1 / 60), players=(idle,)),
        ]
    size = write(tmp_path / "j", turns).stat().st_size
    assert 60 * size < 12e6


def damaged_number(text: str) -> str:
    lines = text.splitlines(keepends=True)
    lines[50] = lines[50].replace("1", "2", 1) if "1" in lines[50] else lines[50].replace("3", "4", 1)
    return "".join(lines)


def of_another(**changes: object) -> object:
    def change(text: str) -> str:
        first, rest = text.split("\n", 1)
        return json.dumps(json.loads(first) | changes) + "\n" + rest

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: "", "is not a journal"),
        (lambda text: "\x00\x01 not JSON", "is not a journal"),
        (lambda text: '{"asset": {"version": "2.0"}}\n', "is not a journal"),
        (lambda text: text[: len(text) // 2], "is cut"),
        (lambda text: text[: text.rindex("{")], "is cut"),
        (lambda text: text[:-20], "is cut"),
        (damaged_number, "is damaged"),
        (lambda text: text.replace("\n[", "\n[[", 40), "is damaged in line 2"),
        (lambda text: text.replace("\n[", "\n", 1), "is cut|is damaged"),
        (lambda text: text + "[1]\n", "is damaged"),
        (lambda text: re.sub(r'"ends":\[.*\]', '"ends":[]', text), "is damaged"),
        (lambda text: re.sub(r'"distance_m":[0-9.]+', '"distance_m":null', text), "is cut"),
        (lambda text: text.split("\n", 1)[0] + "\n" + text.split("\n", 2)[2], "is damaged"),
        (of_another(rules=RULES_VERSION + 1), "other rules"),
        (of_another(journal=JOURNAL_VERSION + 1), "other rules"),
        (of_another(start={"seed": "one"}), "is damaged in line 1"),
        (of_another(start={"player_count": 0}), "is damaged in line 1"),
        (of_another(more=1), "is damaged in line 1"),
        (lambda text: "[" * 100_000, "is not a journal"),
    ],
)
def test_what_is_not_whole_is_refused(tmp_path: Path, change: object, sentence: str) -> None:
    path = write(tmp_path / "j", noisy_inputs(2, 100))
    path.write_text(change(path.read_text()))
    with pytest.raises(ConfigError, match=sentence) as refused:
        open_journal(path)
    assert refused.value.exit_status == 2
    assert "\n" not in str(refused.value)


def test_a_journal_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read"):
        open_journal(tmp_path / "none")
    with pytest.raises(ConfigError, match="not an ordinary file"):
        open_journal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="not an ordinary file"):
        open_journal(tmp_path / "pipe")


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("other\n")])
def test_a_journal_that_changes_while_it_is_flown(tmp_path: Path, change: object) -> None:
    journal = open_journal(write(tmp_path / "j", noisy_inputs(4, 20)))
    change(journal.path)
    with pytest.raises(ConfigError, match="has changed"):
        list(journal.inputs())


def test_a_journal_of_weeks_reads_back(tmp_path: Path) -> None:
    week_s = 7 * 86_400.0
    said = Steering(captured_s=week_s - 0.05, is_tracked=True)
    inputs = [
        Inputs(now_s=now_s, players=(PlayerInput(steering=steering),))
        for now_s, steering in ((0.0, None), (week_s, said), (2 * week_s, None))
    ]
    assert list(open_journal(write(tmp_path / "j", inputs)).inputs()) == inputs


def test_a_place_where_no_journal_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="can't be written"):
        JournalWriter(tmp_path / "file" / "j", SessionStart())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_ends_the_journal_and_not_the_flight(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        writer = JournalWriter(Path("/dev/full"), SessionStart())
        for each in noisy_inputs(3, 2000):
            writer.note(each)
        writer.close(DIGEST, [END])
    assert [record.message for record in caplog.records] == [
        "The journal /dev/full breaks off: No space left on device. The flight goes on."
    ]
