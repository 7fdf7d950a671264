"""Looks at everybody: taken when they are due, beside the loop, and done without where they can't be had."""

import time
from pathlib import Path

import pytest

from griffin.landmarks import PoseFrame
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.frame import Frame
from griffin.vision.lookout import BackgroundLookout, Lookout
from griffin.vision.synthetic import draw_demo_frame

PICTURE = draw_demo_frame(2.5)
PATIENCE_S = 30.0  # for a model that is loaded on a busy machine


def frame(captured_s: float) -> Frame:
    return Frame(captured_s=captured_s, picture=PICTURE)


def answer(lookout: BackgroundLookout, captured_s: float, interval_s: float) -> PoseFrame:
    """Offers the same frame until a look is finished."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        if (seen := lookout.look(frame(captured_s), interval_s)) is not None:
            return seen
        time.sleep(0.01)
    raise AssertionError("no look was finished")


@pytest.mark.pose
def test_looks_are_taken_beside_the_loop_when_they_are_due(pose_model: Path) -> None:
    with BackgroundLookout(pose_model) as lookout:
        first = answer(lookout, 1.0, 1.0)
        assert (first.captured_s, len(first.bodies)) == (1.0, 1)
        assert first.bodies[0].clothes is not None
        for captured_s in (1.3, 1.6, 1.9):  # not due yet
            assert lookout.look(frame(captured_s), 1.0) is None
        time.sleep(0.3)
        assert lookout.look(frame(1.95), 1.0) is None
        assert answer(lookout, 2.1, 1.0).captured_s == 2.1
    lookout.close()  # once more does no harm


@pytest.mark.pose
def test_without_a_clock_the_very_frame_is_looked_at(pose_model: Path) -> None:
    lookout = Lookout(CrowdLandmarker(pose_model))
    try:
        seen = [lookout.look(frame(0.25 * number), 0.5) for number in range(5)]
    finally:
        lookout.close()
    assert [look and look.captured_s for look in seen] == [0.0, None, 0.5, None, 1.0]


def test_without_its_model_the_game_goes_on_and_that_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.task"
    broken.write_bytes(b"no model")
    with BackgroundLookout(broken) as lookout:
        until_s = time.monotonic() + PATIENCE_S
        while not caplog.records and time.monotonic() < until_s:
            assert lookout.look(frame(time.monotonic()), 0.1) is None
            time.sleep(0.01)
        assert lookout.look(frame(time.monotonic()), 0.1) is None
    (record,) = caplog.records
    assert "can't load the pose model broken.task" in record.getMessage()
    assert "goes on without looking for other people" in record.getMessage()
