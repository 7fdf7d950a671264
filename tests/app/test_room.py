"""What the camera process says of the room: the newest of each kind, as long as it is fresh."""

from pathlib import Path

import pytest

from griffin.app.ears import LiveEars
from griffin.app.room import Room, RoomTuning
from griffin.events import (
    PROTOCOL_VERSION,
    Advice,
    CameraAdvice,
    Figure,
    FigurePoint,
    Hello,
    LinkState,
    Onlooker,
    Onlookers,
    Steering,
)
from griffin.game.moment import PlayerInput
from griffin.input.keys import KeyInput
from griffin.scene.frame import NOTHING_REPORTED, RoomReport
from griffin.wire.address import Address
from griffin.wire.client import LinkClient
from griffin.wire.server import Inbox, LinkServer

LIVE = LinkState.LIVE
SOMEBODY = Onlookers(captured_s=0.0, bodies=(Onlooker(across_frac=-0.4, size_frac=0.2, claim_frac=0.5),))


def figure(captured_s: float, player: int = 0) -> Figure:
    count = len(FigurePoint)
    return Figure(captured_s=captured_s, points=((0.0, 0.0),) * count, seen=(True,) * count, player=player)


def test_a_figure_holds_for_half_a_second_and_each_player_has_one() -> None:
    room = Room()
    assert room.hear(Inbox(state=LIVE, figures={1: figure(0.0, 1)}), 10.0).figures == (figure(0.0, 1),)
    both = room.hear(Inbox(state=LIVE, figures={0: figure(0.3)}), 10.3)
    assert both.figures == (figure(0.3), figure(0.0, 1))
    assert room.hear(Inbox(state=LIVE), 10.7).figures == (figure(0.3),)
    assert room.hear(Inbox(state=LIVE), 10.9).figures == ()


def test_onlookers_hold_until_they_are_gone_or_nothing_is_said_of_them() -> None:
    room = Room()
    assert room.hear(Inbox(state=LIVE, onlookers=SOMEBODY), 0.0).onlookers == SOMEBODY.bodies
    assert room.hear(Inbox(state=LIVE), 2.9).onlookers == SOMEBODY.bodies
    assert room.hear(Inbox(state=LIVE), 3.1).onlookers == ()
    room.hear(Inbox(state=LIVE, onlookers=SOMEBODY), 4.0)
    assert room.hear(Inbox(state=LIVE, onlookers=Onlookers(captured_s=1.0)), 4.1).onlookers == ()


@pytest.mark.parametrize("state", [LinkState.WAITING, LinkState.STALE, LinkState.ENDED])
def test_nothing_holds_without_a_live_link(state: LinkState) -> None:
    room = Room()
    room.hear(Inbox(state=LIVE, figures={0: figure(0.0)}, onlookers=SOMEBODY, advice=Advice.TOO_NEAR), 0.0)
    assert room.hear(Inbox(state=state), 0.1) == NOTHING_REPORTED
    assert room.hear(Inbox(state=LIVE), 0.2) == NOTHING_REPORTED


class NoKeys:
    def keys(self) -> KeyInput:
        return KeyInput()


def test_over_a_real_socket_joints_go_past_the_inputs(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    server = LinkServer(Address(path=tmp_path / "link"))
    client = LinkClient(server.address, Hello(protocol=PROTOCOL_VERSION))
    ears = LiveEars(NoKeys(), server)
    steering = Steering(captured_s=9.9, roll_rad=0.25, is_tracked=True, is_left_arm_seen=True, sent_s=9.95)
    for message in (steering, figure(9.9), SOMEBODY, CameraAdvice(captured_s=9.9, advice=Advice.TOO_NEAR)):
        client.send(message)
    client.pump(10.0)
    (heard,) = ears.listen(10.0).players
    assert heard == PlayerInput(
        steering=Steering(captured_s=0.0, roll_rad=0.25, is_tracked=True), link=LinkState.LIVE
    )
    assert ears.steering == steering
    assert ears.room == RoomReport(advice=Advice.TOO_NEAR, figures=(figure(9.9),), onlookers=SOMEBODY.bodies)
    ears.listen(12.0)
    assert ears.room == NOTHING_REPORTED
    client.close()
    server.close()


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="above 0"):
        RoomTuning(figure_s=0.0)
