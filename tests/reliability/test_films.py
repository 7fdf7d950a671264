"""A film that is cut short plays but for its last second, whatever ended it."""

import os
import signal
import sys
import time
from pathlib import Path

import av
import pytest

from tests import processes
from tests.reliability.conftest import WholeGame

pytestmark = [
    pytest.mark.gl,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills processes and an X server"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

FILMED_S = 6.0


def film(whole_game: WholeGame) -> float:
    """Records for some seconds; returns how long the file has had its name."""
    whole_game.start("--record", "flight.mp4", "--report", "report.json", source="none")
    processes.wait_until((whole_game.folder / "flight.mp4").exists, 60.0, "the film has its name")
    named_s = time.monotonic()
    time.sleep(FILMED_S)
    return time.monotonic() - named_s


def length_s(path: Path) -> float:
    """Of what plays."""
    with av.open(str(path)) as container:
        return max(float(frame.time) for frame in container.decode(video=0))


def test_a_flight_that_is_killed_leaves_its_film(whole_game: WholeGame) -> None:
    filmed_s = film(whole_game)
    flight = whole_game.find("fly")
    assert flight is not None
    os.kill(flight, signal.SIGKILL)
    whole_game.process.communicate(timeout=30)
    # It had begun before it had its name; tests/render/test_recorder.py knows what is missing to the second.
    assert length_s(whole_game.folder / "flight.mp4") > filmed_s
    assert whole_game.left_behind() == []


def test_a_game_that_is_killed_leaves_its_film(whole_game: WholeGame) -> None:
    filmed_s = film(whole_game)
    os.kill(whole_game.process.pid, signal.SIGKILL)
    processes.assert_gone([whole_game.process.pid, *whole_game.pids], 30.0)
    assert length_s(whole_game.folder / "flight.mp4") > filmed_s


def test_an_x_server_that_dies_costs_neither_film_nor_report(whole_game: WholeGame) -> None:
    whole_game.environment["GRIFFIN_GL_CHECKS"] = "0"  # as players have it: without a server every call fails
    filmed_s = film(whole_game)
    (server,) = (pid for pid in processes.descendants(os.getpid()) if processes.does(pid, "-displayfd"))
    os.kill(server, signal.SIGTERM)
    _, complaints = whole_game.process.communicate(timeout=60)
    assert (whole_game.process.returncode, complaints) == (
        0,
        "griffin: The display is gone. The flight ends.\n",
    )
    assert (whole_game.folder / "report.json").exists()
    assert length_s(whole_game.folder / "flight.mp4") > filmed_s - 1.0
    assert whole_game.left_behind() == []
