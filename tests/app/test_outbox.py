"""What a frame says, as messages: all events, every steering, and the rest as often as the wire wants it."""

import numpy as np
import pytest

from griffin.app.outbox import Outbox
from griffin.clock import ManualClock
from griffin.events import (
    Advice,
    CameraAdvice,
    EventKind,
    Figure,
    GestureEvent,
    Onlooker,
    Onlookers,
    Steering,
)
from griffin.gesture.advice import Adviser
from griffin.gesture.features import BodyFeatures, BodyMeasures, measure
from griffin.gesture.points import BodyPoints
from griffin.gesture.recognizer import Recognition
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import PoseFrame
from griffin.vision.frame import Frame
from tests.app.stand_ins import StandInClient
from tests.gesture.bodies import body

GREY = np.full((48, 64, 3), 100, np.uint8)
GREY[:, ::2] = 160  # stripes, so that the lens is not covered


class Desk:
    """An outbox, and frames that say what a test wants."""

    def __init__(self) -> None:
        self.clock, self.client, self.frames = ManualClock(10.0), StandInClient(), 0
        self.outbox = Outbox(self.client, Adviser(), self.clock, lambda: self.frames)

    def post(self, fps: float, *, is_tracked: bool = False, **said: object) -> None:
        now_s = self.clock.now_s()
        steering = Steering(captured_s=now_s, is_tracked=is_tracked, is_left_arm_seen=is_tracked)
        bodies = (body(),) if is_tracked else ()
        frame = Frame(captured_s=now_s, picture=GREY)
        seen = PoseFrame(captured_s=now_s, aspect=4 / 3, bodies=bodies)
        self.frames += 1
        self.outbox.post(frame, seen, Recognition(steering=steering, **said))
        self.clock.advance(1.0 / fps)

    def sent(self, kind: type) -> list:
        return [message for message in self.client.sent if isinstance(message, kind)]


def measured(captured_s: float) -> tuple[BodyPoints, BodyFeatures]:
    points, tuning = BodyPoints.of(body()), GestureTuning()
    return points, measure(captured_s, points, BodyMeasures(tuning), tuning)


def bystander(claim_frac: float) -> tuple[Onlooker, ...]:
    return (Onlooker(across_frac=0.4, size_frac=0.2, has_arms_up=True, claim_frac=claim_frac),)


@pytest.mark.parametrize(("fps", "a_second"), [(10.0, 10), (24.0, 24), (30.0, 30), (60.0, 30), (90.0, 30)])
def test_at_most_thirty_figures_a_second(fps: float, a_second: int) -> None:
    desk = Desk()
    for _ in range(round(5.0 * fps)):
        desk.post(fps, measured=measured(desk.clock.now_s()))
    assert len(desk.sent(Steering)) == round(5.0 * fps)
    assert len(desk.sent(Figure)) == pytest.approx(5 * a_second, abs=2)


def test_an_uneven_camera_of_thirty_frames_loses_no_figure() -> None:
    chance, desk = np.random.default_rng(1), Desk()
    for _ in range(150):
        desk.post(30.0 * float(chance.uniform(0.8, 1.25)), measured=measured(desk.clock.now_s()))
    assert len(desk.sent(Figure)) > 140


def test_onlookers_come_as_they_change_and_go_once() -> None:
    desk = Desk()
    for number in range(90):
        standing = bystander(0.0) if number < 60 else ()
        desk.post(30.0, onlookers=bystander(number / 30) if number < 30 else standing)
    sent = desk.sent(Onlookers)
    filling = [message for message in sent if message.captured_s < 11.0]
    assert 8 <= len(filling) <= 11  # ten a second
    assert [message.bodies for message in sent[len(filling) :]] == [bystander(0.0), ()]


def test_an_onlooker_who_stands_there_unchanged_is_said_every_second() -> None:
    desk = Desk()
    for _ in range(30 * 5):
        desk.post(30.0, onlookers=bystander(0.0))
    assert len(desk.sent(Onlookers)) == 5


def test_an_advice_is_said_when_it_changes() -> None:
    desk = Desk()
    for _ in range(90):
        desk.post(30.0)
    assert [message.advice for message in desk.sent(CameraAdvice)] == [Advice.NOBODY]


def test_a_camera_that_slows_down_is_said_to() -> None:
    desk = Desk()
    for fps, seconds in ((30.0, 4.0), (8.0, 6.0), (30.0, 3.0)):
        for _ in range(round(seconds * fps)):
            desk.post(fps, is_tracked=True)
    (slow, quick) = desk.sent(CameraAdvice)
    assert (slow.advice, quick.advice) == (Advice.CAMERA_SLOW, Advice.NONE)
    assert 16.0 < slow.captured_s < 17.5  # two seconds make it slow
    assert 20.0 < quick.captured_s < 21.0


def test_events_go_before_the_steering() -> None:
    desk = Desk()
    desk.post(30.0, events=(GestureEvent(captured_s=10.0, kind=EventKind.JUMP),))
    assert [type(message) for message in desk.client.sent] == [GestureEvent, Steering]
