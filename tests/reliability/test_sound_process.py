"""A sound process that is killed, or hangs: the flight goes on silently, and sound is soon back."""

import os
import signal

import pytest

from tests import processes
from tests.reliability.conftest import LOOKS_INTO_PROC, WholeGame

pytestmark = [
    pytest.mark.gl,
    LOOKS_INTO_PROC,
    pytest.mark.slow,
    pytest.mark.timeout(240),
]

HANGS = "The sound server doesn't answer: the flight goes on without sound until it does."
BACK_S = 30.0  # 5 s on a machine that has time


def test_sound_comes_back(whole_game: WholeGame) -> None:
    whole_game.start("--report", "report.json", source="none")
    flight = whole_game.find("fly")

    def harm(number: signal.Signals) -> float:
        harmed = whole_game.find("sound")
        assert harmed is not None
        os.kill(harmed, number)
        return processes.wait_until(
            lambda: whole_game.find("sound") not in (None, harmed) and not processes.is_running(harmed),
            BACK_S,
            "another sound process comes",
        )

    killed_s = harm(signal.SIGKILL)
    whole_game.settle()
    hung_s = harm(signal.SIGSTOP)
    whole_game.settle()
    assert whole_game.find("fly") == flight
    assert whole_game.leave() == f"griffin: {HANGS}\n"
    assert whole_game.process.returncode == 143
    print(f"another one {killed_s:.1f} s after the kill, and {hung_s:.1f} s after it hung")
