"""Each advice in a drawn scene, seen by the real pose model: there in time, and gone in time."""

from collections.abc import Callable, Iterator

import pytest

from griffin.app.outbox import Outbox
from griffin.clock import ManualClock
from griffin.events import Advice, CameraAdvice
from griffin.gesture.advice import Adviser
from griffin.gesture.recognizer import Recognizer
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.demo_canvas import Pinhole
from griffin.vision.demo_performance import perform
from griffin.vision.frame import Frame, Picture
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.lookout import Lookout
from griffin.vision.synthetic import Person, Wardrobe, draw_people
from tests.app.stand_ins import StandInClient
from tests.gesture.advised import Change, assert_comes_and_goes
from tests.vision.conftest import pose_model
from tests.vision.lit import SIZE_PX, against_the_light, covered, darkened, empty_room, pilot

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


@pytest.fixture
def lookout(pose_model) -> Iterator[Lookout]:
    opened = Lookout(CrowdLandmarker(pose_model))
    yield opened
    opened.close()


def watched(
    picture_at: PictureAt,
    landmarker: PoseLandmarker,
    duration_s: float = LENGTH_S,
    *,
    lookout: Lookout | None = None,
    camera_hz: Callable[[float], float] | None = None,
) -> list[Change]:
    """The changes of the advice that were sent over a film, or by a camera of that rate at each moment."""
    clock, client, recognizer, frames = ManualClock(), StandInClient(), Recognizer(), 0
    outbox = Outbox(client, Adviser(is_camera=camera_hz is not None), clock, lambda: frames)
    while clock.now_s() < duration_s:
        frame = Frame(captured_s=clock.now_s(), picture=picture_at(clock.now_s()))
        frames += 1
        seen = landmarker.detect(frame, within=recognizer.view)
        look = (
            None
            if lookout is None
            else lookout.look(frame, recognizer.look_interval_s, recognizer.known_in(seen))
        )
        outbox.post(frame, seen, recognizer.recognize(seen, look))
        clock.advance(1.0 / (RATE_HZ if camera_hz is None else camera_hz(clock.now_s())))
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
        (Advice.COVERED, lambda: covered((70.0, 25.0, 20.0))),
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


def test_of_several_without_a_pilot_one_is_asked_for(landmarker: PoseLandmarker, lookout: Lookout) -> None:
    """The pilot is away, two others step in, dressed otherwise: as long as it is waited for nobody flies."""
    standing = perform(0.3)
    others = [
        Person(pose=standing, right_m=-0.8, wardrobe=Wardrobe(shirt=(190, 40, 40), trousers=(150, 150, 150))),
        Person(pose=standing, right_m=0.8, wardrobe=Wardrobe(shirt=(60, 170, 60), trousers=(190, 190, 190))),
    ]
    crowd = draw_people(others, SIZE_PX)

    def at(t_s: float) -> Picture:
        if START_S - 0.7 <= t_s < START_S:
            return empty_room()
        return crowd if START_S <= t_s < END_S else pilot()

    changes = watched(at, landmarker, lookout=lookout)
    assert_comes_and_goes(changes, Advice.SEVERAL_PEOPLE, START_S, END_S, slack_s=SLACK_S)


@pytest.mark.parametrize("slow_hz", [5.0, 10.0])
def test_a_camera_that_becomes_slow_is_told(slow_hz: float, landmarker: PoseLandmarker) -> None:
    """Two seconds of too few pictures are the cause."""

    def camera_hz(t_s: float) -> float:
        return slow_hz if 1.0 <= t_s < 5.5 else 20.0

    changes = watched(lambda t_s: pilot(), landmarker, 7.5, camera_hz=camera_hz)
    assert_comes_and_goes(changes, Advice.CAMERA_SLOW, 1.0 + 2.0, 5.5, slack_s=1.0 / slow_hz)


def test_a_room_in_the_evening_is_no_trouble(landmarker: PoseLandmarker) -> None:
    """The pilot is seen well there, and nobody who plays in peace wants advice."""
    assert watched(lambda t_s: darkened(pilot(), 0.15), landmarker, 3.0) == []


def test_a_window_behind_is_no_trouble_as_long_as_the_face_is_lit(landmarker: PoseLandmarker) -> None:
    assert watched(lambda t_s: against_the_light(0.5, 1.4), landmarker, 3.0) == []
