"""A camera process that is killed, stopped for a while or for ever: the game goes on, and it comes back.

The processes and their link are real. Of the flight only what it asks of the link is here; that the griffin
glides meanwhile is shown in `tests/reliability/test_whole_game.py`.
"""

import os
import signal

import pytest

from griffin.events import LinkState
from tests import processes
from tests.reliability.conftest import JUMPS_EVERY_S, LOOKS_INTO_PROC, WatchedCamera

pytestmark = [
    pytest.mark.pose,
    LOOKS_INTO_PROC,
    pytest.mark.slow,
    pytest.mark.timeout(240),
]

START_S = 60.0  # a start takes 2 s, and many times as long on a busy machine
JUMP_S = 5.0 + JUMPS_EVERY_S  # the first one may come while the player is being found


def test_one_that_is_killed_comes_back(watched: WatchedCamera) -> None:
    killed = watched.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    watched.play_until(lambda: watched.state is LinkState.STALE, 10.0, "the silence is noticed")
    back_s = watched.play_until(lambda: watched.state is LinkState.LIVE, START_S, "another one comes")
    jump_s = watched.play_until_jump(JUMP_S)
    assert watched.pid not in (None, killed)
    print(f"back {back_s:.1f} s after the kill; a jump {jump_s:.1f} s later")


def test_one_that_was_stopped_for_a_while_goes_on(watched: WatchedCamera) -> None:
    stopped = watched.pid
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    watched.play(4.5)
    assert watched.state is LinkState.STALE
    os.kill(stopped, signal.SIGCONT)
    back_s = watched.play_until(lambda: watched.state is LinkState.LIVE, 10.0, "it goes on")
    jump_s = watched.play_until_jump(JUMP_S)
    assert watched.pid == stopped
    print(f"back {back_s:.1f} s after it went on; a jump {jump_s:.1f} s later")


def test_one_that_hangs_is_killed_and_another_one_is_started(
    watched: WatchedCamera, caplog: pytest.LogCaptureFixture
) -> None:
    hung = watched.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    killed_s = watched.play_until(lambda: not processes.is_running(hung), 20.0, "it is killed")
    assert killed_s > 5.0
    back_s = watched.play_until(lambda: watched.state is LinkState.LIVE, START_S, "another one comes")
    jump_s = watched.play_until_jump(JUMP_S)
    assert watched.pid not in (None, hung)
    assert watched.longest_turn_s < 2.0  # nobody waits for a process that hangs
    assert "The camera process doesn't respond. Griffin starts it again at once." in caplog.text
    print(f"killed after {killed_s:.1f} s, back {back_s:.1f} s later; a jump {jump_s:.1f} s later")


def test_a_stop_of_all_processes_ends_none(watched: WatchedCamera) -> None:
    """The test itself stands for the parent: that it was stopped, too, is all that it can see."""
    stopped = watched.pid
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    # as if this process had been stopped as well: no turn for longer than the patience
    signal.sigtimedwait([], 8.0)
    watched.turn()
    watched.turn()
    os.kill(stopped, signal.SIGCONT)
    watched.play_until_jump(JUMP_S)
    assert watched.pid == stopped
