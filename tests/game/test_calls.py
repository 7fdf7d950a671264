"""Which happenings are called: every take-off, of which hasty ones are soft, and signs not at every time."""

import pytest

from griffin.events import EventKind, GestureEvent
from griffin.game.calls import TUNING, Call, Caller, CallKind
from griffin.game.moment import Moment
from griffin.happenings import Happening, HappeningKind
from tests.flights import one, plain_session

TOOK_OFF, FOUND, LOST = HappeningKind.TOOK_OFF, HappeningKind.FOUND, HappeningKind.LOST


def kinds_of(*happened: tuple[HappeningKind, float]) -> list[CallKind | None]:
    caller = Caller()
    calls = [caller.answer(kind, at_s) for kind, at_s in happened]
    return [None if call is None else call.kind for call in calls]


def moment(shown_s: float, world_s: float, *happenings: Happening) -> Moment:
    players = plain_session().moment().players
    return Moment(players=players, happenings=happenings, world_s=world_s, shown_s=shown_s)


def test_a_cry_soon_after_another_one_is_soft() -> None:
    pause_s = TUNING.cry_pause_s
    times_s = (1.0, 1.5 + pause_s, 2.0 + pause_s, 1.9 + 2.0 * pause_s, 4.0 + 3.0 * pause_s)
    assert kinds_of(*((TOOK_OFF, at_s) for at_s in times_s)) == [
        *(CallKind.CRY, CallKind.CRY, CallKind.SOFT_CRY, CallKind.SOFT_CRY, CallKind.CRY),
    ]


def test_a_sign_that_was_just_given_is_not_given_again() -> None:
    happened = [(FOUND, 1.0), (LOST, 1.4), (FOUND, 1.8), (LOST, 2.2), (FOUND, 4.1), (LOST, 9.0)]
    assert kinds_of(*happened) == [CallKind.FOUND, CallKind.LOST, None, None, CallKind.FOUND, CallKind.LOST]


def test_most_happenings_are_not_called() -> None:
    quiet = [(kind, 5.0) for kind in HappeningKind if kind not in (TOOK_OFF, FOUND, LOST)]
    assert set(kinds_of(*quiet)) == {None}


def test_calls_are_of_the_first_player_and_of_the_screens_time() -> None:
    happenings = (
        Happening(kind=TOOK_OFF, at_s=9.95),
        Happening(kind=FOUND, at_s=9.0, player=1),
        Happening(kind=LOST, at_s=3.0),
    )
    first, second = Caller().follow(moment(60.0, 10.0, *happenings))
    assert (first.kind, first.at_s) == (CallKind.CRY, pytest.approx(59.95))
    assert second == Call(kind=CallKind.LOST, at_s=59.75)  # no turn is longer than a quarter of a second


def test_a_sessions_happenings_are_called() -> None:
    session, caller = plain_session(), Caller()
    jump = GestureEvent(captured_s=1 / 3, kind=EventKind.JUMP, strength=0.8)
    turns = [one(n / 30, events=(jump,) if n == 10 else ()) for n in range(30)]
    calls = [call for turn in turns for call in caller.follow(session.advance(turn))]
    assert [call.kind for call in calls] == [CallKind.CRY]
