"""Each advice in a drawn scene, seen by the real pose model: there in time, and gone in time."""

from collections.abc import Callable, Iterator

import pytest

from griffin.app.outbox import Outbox
from griffin.clock import ManualClock
from griffin.events import Advice, CameraAdvice
from griffin.gesture.advice import Adviser
from griffin.gesture.recognizer import Recognizer
from griffin.vision.demo_canvas import Pinhole
from griffin.vision.frame import Frame, Picture
from griffin.vision.landmarker import PoseLandmarker
from tests.app.stand_ins import StandInClient
from tests.gesture.advised import Change, assert_comes_and_goes
from tests.vision.conftest import pose_model
from tests.vision.lit import against_the_light, covered, darkened, empty_room, pilot

__all__ = ["pose_model"]
pytestmark = pytest.mark.pose

RATE_HZ = 10.0
SLACK_S = 2.0 / RATE_HZ  # a look waits for a frame
START_S, END_S, LENGTH_S = 1.5, 4.0, 5.5
PictureAt = Callable[[float], Picture]


@pytest.fixture
def landmarker(pose_model) -> Iterator[PoseLandmarker]:
    opened = PoseLandmarker(pose_model)
    yield opened
    opened.close()


def watched(picture_at: PictureAt, landmarker: PoseLandmarker, duration_s: float = LENGTH_S) -> list[Change]:
    """The changes of the advice that were sent over a film."""
    clock, client, recognizer, frames = ManualClock(), StandInClient(), Recognizer(), 0
    outbox = Outbox(client, Adviser(is_camera=False), clock, lambda: frames)
    while clock.now_s() < duration_s:
        frame = Frame(captured_s=clock.now_s(), picture=picture_at(clock.now_s()))
        frames += 1
        seen = landmarker.detect(frame, within=recognizer.view)
        outbox.post(frame, seen, recognizer.recognize(seen))
        clock.advance(1.0 / RATE_HZ)
    return [(each.captured_s, each.advice) for each in client.sent if isinstance(each, CameraAdvice)]


def for_a_while(bad: Picture) -> PictureAt:
    """The pilot in good light, and three seconds of something else."""
    return lambda t_s: bad if START_S <= t_s < END_S else pilot()


@pytest.mark.parametrize(
    ("advice", "bad"),
    [
        (Advice.NOBODY, empty_room),
        (Advice.TOO_DARK, lambda: darkened(pilot(), 0.02)),
        (Advice.COVERED, covered),
        (Advice.COVERED, lambda: covered((20.0, 25.0, 70.0))),
        (Advice.AGAINST_THE_LIGHT, lambda: against_the_light(0.04, 1.6)),
        (Advice.AGAINST_THE_LIGHT, lambda: against_the_light(0.08, 1.2)),
        (Advice.OFF_TO_RIGHT, lambda: pilot(camera=Pinhole(aside_m=1.4))),
        (Advice.OFF_TO_LEFT, lambda: pilot(camera=Pinhole(aside_m=-1.4))),
    ],
    ids=lambda value: value.value if isinstance(value, Advice) else "",
)
def test_it_comes_and_goes(advice: Advice, bad: Callable[[], Picture], landmarker: PoseLandmarker) -> None:
    changes = watched(for_a_while(bad()), landmarker)
    assert_comes_and_goes(changes, advice, START_S, END_S, slack_s=SLACK_S)


@pytest.mark.parametrize(("height_m", "nearest_m"), [(1.2, 0.6), (1.4, 0.75)])
def test_who_walks_up_to_the_camera_is_sent_back(
    height_m: float, nearest_m: float, landmarker: PoseLandmarker
) -> None:
    """At the lower camera the head leaves the picture and the model loses the body, at the other one not."""

    def at(t_s: float) -> Picture:
        metres = min(3.2, max(nearest_m, 3.2 - 1.5 * (t_s - 1.0), nearest_m + 1.5 * (t_s - 5.0)))
        return pilot(camera=Pinhole(distance_m=round(metres, 2), height_m=height_m))

    changes = watched(at, landmarker, 8.0)
    near_s, back_s = 1.0 + (3.2 - 0.95) / 1.5, 5.0 + (0.95 - nearest_m) / 1.5
    assert_comes_and_goes(changes, Advice.TOO_NEAR, near_s, back_s, slack_s=SLACK_S)


def test_who_walks_away_is_called_back(landmarker: PoseLandmarker) -> None:
    """Step by step the model follows a body down to a third of the size at which it finds one."""

    def at(t_s: float) -> Picture:
        metres = 3.2 if t_s >= 6.0 else min(20.0, max(3.2, 3.2 + 5.0 * (t_s - 1.0)))
        return pilot(camera=Pinhole(distance_m=round(metres, 1)))

    changes = watched(at, landmarker, 8.0)
    assert_comes_and_goes(changes, Advice.TOO_FAR, 1.0 + (15.8 - 3.2) / 5.0, 6.0, slack_s=SLACK_S)


def test_a_room_in_the_evening_is_no_trouble(landmarker: PoseLandmarker) -> None:
    """The pilot is seen well there, and nobody who plays in peace wants advice."""
    assert watched(lambda t_s: darkened(pilot(), 0.15), landmarker, 3.0) == []


def test_a_window_behind_is_no_trouble_as_long_as_the_face_is_lit(landmarker: PoseLandmarker) -> None:
    assert watched(lambda t_s: against_the_light(0.5, 1.4), landmarker, 3.0) == []
