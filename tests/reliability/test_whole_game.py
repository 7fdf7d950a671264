"""Whole games whose processes are stopped; their journals show what the griffin did meanwhile."""

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from griffin.events import EventKind, LinkState
from griffin.flight.state import FlightMode
from griffin.flight.timestep import LONGEST_FRAME_S
from griffin.wire.journal import open_journal
from tests import processes
from tests.reliability.conftest import JUMPS_EVERY_S, OF_WHOLE_GAMES, WholeGame
from tests.replays import land_session

pytestmark = OF_WHOLE_GAMES

STOP_S = 10.0
AFTERWARDS_S = 20.0  # for a jump to be recognised: 5 s on a machine that has time
FASTEST_MPS = 80.0


class Turn(NamedTuple):
    """One turn of a flown game."""

    now_s: float
    world_s: float
    place: tuple[float, ...]
    is_flying: bool
    is_live: bool
    has_jump: bool


def fly_again(path: Path) -> list[Turn]:
    """The turns of a game by its journal."""
    journal = open_journal(path)
    session = land_session(journal.start)
    turns = []
    for inputs in journal.inputs():
        moment, heard = session.advance(inputs), inputs.players[0]
        flight = moment.players[0].flight
        turns.append(
            Turn(
                now_s=inputs.now_s,
                world_s=moment.world_s,
                place=tuple(flight.position_world),
                is_flying=flight.mode is FlightMode.FLYING,
                is_live=heard.link is LinkState.LIVE,
                has_jump=any(event.kind is EventKind.JUMP for event in heard.events),
            )
        )
    return turns


def first_jump_after(turns: list[Turn], now_s: float) -> float:
    """Seconds from then until a jump is recognised."""
    return next(turn.now_s for turn in turns if turn.now_s > now_s and turn.has_jump) - now_s


def test_after_a_stop_of_all_processes_the_world_goes_on_where_it_was(
    whole_game: WholeGame, jumper: Path
) -> None:
    whole_game.start("--loop", "--journal", "flight.journal", source=str(jumper))
    time.sleep(2.0 * JUMPS_EVERY_S)
    pids = {command: whole_game.find(command) for command in ("fly", "camera", "sound")}
    everything = [whole_game.process.pid, *whole_game.pids]
    for pid in everything:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(STOP_S)
    for pid in everything:  # the parent first: it must not take the others' silence for a failure
        os.kill(pid, signal.SIGCONT)
    time.sleep(AFTERWARDS_S)
    now = {command: whole_game.find(command) for command in pids}
    assert now == pids
    assert whole_game.leave() == ""
    turns = fly_again(whole_game.folder / "flight.journal")
    gap = int(np.argmax(np.diff([turn.now_s for turn in turns])))
    before, after = turns[gap], turns[gap + 1]
    assert after.now_s - before.now_s > STOP_S - 1.0
    assert after.world_s - before.world_s < LONGEST_FRAME_S + 0.02
    assert np.linalg.norm(np.subtract(after.place, before.place)) < FASTEST_MPS * LONGEST_FRAME_S
    jump_s = first_jump_after(turns, after.now_s)
    assert jump_s < AFTERWARDS_S
    print(f"the world went on by {after.world_s - before.world_s:.2f} s; a jump {jump_s:.1f} s later")


def test_while_its_camera_process_hangs_the_griffin_glides(whole_game: WholeGame, jumper: Path) -> None:
    whole_game.start("--loop", "--journal", "flight.journal", source=str(jumper))
    time.sleep(3.0 * JUMPS_EVERY_S)
    hung = whole_game.find("camera")
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    hung_s = processes.wait_until(lambda: not processes.is_running(hung), 20.0, "it is killed")
    back_s = processes.wait_until(
        lambda: whole_game.find("camera") not in (None, hung) and whole_game.is_live,
        90.0,
        "another one works",
    )
    time.sleep(AFTERWARDS_S)
    complaints = whole_game.leave()
    assert complaints == "griffin: The camera process doesn't respond. Griffin starts it again at once.\n"
    turns = fly_again(whole_game.folder / "flight.journal")
    began = next(i for i, turn in enumerate(turns) if i and turns[i - 1].is_live and not turn.is_live)
    lost = [turn for turn in turns[began:] if not turn.is_live]
    assert lost[-1].now_s - lost[0].now_s > 5.0
    flown = [turn for turn in lost if turn.is_flying]
    assert len(flown) > 0.5 * len(lost)
    steps_m = np.linalg.norm(np.diff([turn.place for turn in lost], axis=0), axis=1)
    assert steps_m.max() < FASTEST_MPS * LONGEST_FRAME_S
    jump_s = first_jump_after(turns, lost[-1].now_s)
    assert jump_s < AFTERWARDS_S
    print(f"killed after {hung_s:.1f} s, back {back_s:.1f} s later; a jump {jump_s:.1f} s after that")
