"""The loop of the camera process, in-process: drawn-up bodies in, messages out."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from griffin.app.camera_main import wait_for_flight, watch
from griffin.app.heartbeat import Heartbeat
from griffin.app.outbox import Outbox
from griffin.app.report import PoseTally
from griffin.clock import ManualClock
from griffin.errors import WireError
from griffin.events import (
    Advice,
    CameraAdvice,
    EventKind,
    Figure,
    GestureEvent,
    Goodbye,
    GoodbyeReason,
    Steering,
)
from griffin.gesture.advice import Adviser
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import PoseFrame
from griffin.vision.frame import Frame
from griffin.wire.address import Address
from tests.app.stand_ins import StandInClient, StandInLandmarker, StandInLooks, StandInSource
from tests.gesture.bodies import ASPECT, Pose, body


def run(
    count: int,
    see: object,
    client: StandInClient | None = None,
    *,
    note_live: Callable[[], None] = lambda: None,
    stop: threading.Event | None = None,
) -> tuple[StandInClient, PoseTally]:
    clock = ManualClock(50.0)
    client = client or StandInClient()
    tally = PoseTally()
    source = StandInSource(clock, count)
    watch(
        source,
        StandInLandmarker(clock, see),
        StandInLooks(),
        Recognizer(),
        Outbox(client, Adviser(), clock, lambda: source.frames_seen),
        client,
        tally,
        clock,
        stop or threading.Event(),
        note_live,
        Heartbeat(None, clock),
    )
    return client, tally


class LateListener(StandInClient):
    """Nobody listens until the steering of so many frames was sent."""

    def __init__(self, *, frames: int) -> None:
        super().__init__()
        self._frames = frames

    def pump(self, now_s: float) -> float:
        steerings = [message for message in self.sent if isinstance(message, Steering)]
        return 0.0 if len(steerings) >= self._frames else 1.0


def somebody(frame: Frame) -> PoseFrame:
    return PoseFrame(captured_s=frame.captured_s, aspect=ASPECT, bodies=(body(Pose()),))


def nobody(frame: Frame) -> PoseFrame:
    return PoseFrame(captured_s=frame.captured_s, aspect=ASPECT, bodies=())


def test_every_frame_becomes_one_steering_and_a_found_player_one_event() -> None:
    client, tally = run(60, somebody)
    steerings = [message for message in client.sent if isinstance(message, Steering)]
    events = [message for message in client.sent if isinstance(message, GestureEvent)]
    assert len(steerings) == tally.inferred == 60
    assert steerings[-1].is_tracked
    assert [event.kind for event in events] == [EventKind.PLAYER_FOUND]
    assert np.diff([steering.captured_s for steering in steerings]) == pytest.approx(1 / 30 + 0.010)


def test_an_empty_room_steers_nothing() -> None:
    client, tally = run(30, nobody)
    assert not any(isinstance(message, GestureEvent) for message in client.sent)
    steerings = [message for message in client.sent if isinstance(message, Steering)]
    assert not any(steering.is_tracked for steering in steerings)
    assert (tally.inferred, tally.with_player) == (30, 0)


def test_a_steering_says_when_it_was_seen_understood_and_sent() -> None:
    client, _ = run(3, somebody)
    for said in client.sent:
        if isinstance(said, Steering):
            assert said.inferred_s == said.sent_s == pytest.approx(said.captured_s + 0.010)


def test_the_pilot_s_figure_goes_along_and_an_empty_room_has_none() -> None:
    figures = [message for message in run(60, somebody)[0].sent if isinstance(message, Figure)]
    assert 40 < len(figures) < 60  # once it is known for a person
    assert not any(isinstance(message, Figure) for message in run(60, nobody)[0].sent)


def test_an_empty_room_is_said_once_and_so_is_that_somebody_has_come() -> None:
    client, _ = run(90, lambda frame: (nobody if frame.captured_s < 52.0 else somebody)(frame))
    advised = [message for message in client.sent if isinstance(message, CameraAdvice)]
    assert [message.advice for message in advised] == [Advice.COVERED, Advice.NONE]  # its pictures are black


def test_the_models_time_is_measured_apart_from_the_rest() -> None:
    _, tally = run(10, somebody)
    assert tally.model_s.newest_s == pytest.approx([0.010] * 10)
    assert tally.overhead_s.newest_s == pytest.approx([0.0] * 10, abs=1e-9)


def test_a_flight_process_that_is_gone_for_long_ends_the_camera_process() -> None:
    client = StandInClient()
    client.silent_s = 21.0
    with pytest.raises(WireError, match="doesn't listen"):
        run(5, somebody, client)


@pytest.mark.parametrize("is_child", [False, True])
def test_a_camera_process_started_by_hand_says_what_it_waits_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, is_child: bool
) -> None:
    nobody_there = Address(path=tmp_path / "link")
    with pytest.raises(WireError, match="doesn't listen"):
        wait_for_flight(nobody_there, ManualClock(), threading.Event(), is_child=is_child)
    assert caplog.messages == (
        [] if is_child else ["Waiting for the flight process. Start it with `griffin fly`."]
    )


def test_a_source_that_has_ended_says_goodbye() -> None:
    client, _ = run(3, somebody)
    assert client.sent[-1] == Goodbye(reason=GoodbyeReason.FILM_OVER)


def test_a_process_that_is_stopped_leaves_without_a_goodbye() -> None:
    """Its source goes on, and the flight process must not take it for a film that is over."""
    stop = threading.Event()
    client, tally = run(3, somebody, note_live=stop.set, stop=stop)
    assert tally.inferred == 1
    assert not any(isinstance(message, Goodbye) for message in client.sent)


def test_the_first_picture_that_gets_through_is_noted_once() -> None:
    client, steerings_sent = LateListener(frames=4), []

    def note_live() -> None:
        steerings_sent.append(sum(isinstance(message, Steering) for message in client.sent))

    run(10, somebody, client, note_live=note_live)
    assert steerings_sent == [4]


def test_a_picture_that_nobody_hears_of_is_not_noted() -> None:
    client, notes = StandInClient(), []
    client.silent_s = 1.0
    run(10, somebody, client, note_live=lambda: notes.append(1))
    assert notes == []


def test_without_a_picture_nothing_is_noted() -> None:
    notes = []
    run(0, somebody, note_live=lambda: notes.append(1))
    assert notes == []
