"""A game of which one process is killed: nothing outlives it, and the next start works at once."""

import os
import signal

import pytest

from tests import processes
from tests.reliability.conftest import OF_WHOLE_GAMES, WholeGame

pytestmark = OF_WHOLE_GAMES

GONE_S = 5.0  # a second on a machine that has time
FAREWELL_S = 30.0  # for one that ends by itself, and finishes its film


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGQUIT, signal.SIGUSR1])
def test_a_game_that_is_killed_leaves_no_process_and_no_file(
    whole_game: WholeGame, number: signal.Signals
) -> None:
    whole_game.start("--record", "flight.mp4")
    whole_game.process.send_signal(number)
    is_killed = number is signal.SIGKILL
    within_s = GONE_S if is_killed else FAREWELL_S
    gone_s = processes.assert_gone([whole_game.process.pid, *whole_game.pids], within_s)
    whole_game.process.communicate(timeout=30)
    print(f"all gone {gone_s:.2f} s after {number.name}")
    if not is_killed:
        assert whole_game.process.returncode == 128 + number
        assert whole_game.left_behind() == []
    whole_game.start()
    assert len(whole_game.left_behind()) == 1  # its own
    assert whole_game.leave() == ""
    assert whole_game.left_behind() == []


def test_a_flight_process_that_is_killed_ends_the_game(whole_game: WholeGame) -> None:
    whole_game.start("--record", "flight.mp4")
    flight = whole_game.find("fly")
    assert flight is not None
    os.kill(flight, signal.SIGKILL)
    gone_s = processes.assert_gone([whole_game.process.pid, *whole_game.pids], GONE_S)
    _, complaints = whole_game.process.communicate(timeout=30)
    assert complaints == "griffin: The flight process was ended by SIGKILL.\n"
    assert whole_game.process.returncode == 137
    assert whole_game.left_behind() == []
    print(f"all gone {gone_s:.2f} s after SIGKILL to the flight process")


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGUSR1])
def test_a_flight_process_that_gets_another_signal_ends_as_if_the_player_left(
    whole_game: WholeGame, number: signal.Signals
) -> None:
    whole_game.start("--record", "flight.mp4")
    flight = whole_game.find("fly")
    assert flight is not None
    os.kill(flight, number)
    processes.assert_gone([flight], FAREWELL_S)
    gone_s = processes.assert_gone([whole_game.process.pid, *whole_game.pids], FAREWELL_S)
    _, complaints = whole_game.process.communicate(timeout=30)
    assert (whole_game.process.returncode, complaints) == (0, "")
    assert whole_game.left_behind() == []
    assert (whole_game.folder / "flight.mp4").exists()
    print(f"all gone {gone_s:.2f} s after the flight process")


def test_processes_that_hang_do_not_outlive_a_game_that_is_killed(whole_game: WholeGame) -> None:
    whole_game.start()
    for command in ("fly", "camera", "sound"):
        hung = whole_game.find(command)
        assert hung is not None
        os.kill(hung, signal.SIGSTOP)
    whole_game.process.kill()
    gone_s = processes.assert_gone(whole_game.pids, GONE_S)
    print(f"all gone {gone_s:.2f} s after SIGKILL, though all hung")
