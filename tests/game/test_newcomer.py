"""Somebody who has never seen the game is soon in the air, whatever it does wrong: landmarks → lessons."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from griffin.events import EventKind
from griffin.flight.state import FlightMode
from griffin.game.lesson_moment import LessonMoment, Move
from griffin.game.session import SessionStart
from griffin.gesture.recognizer import Recognizer
from griffin.happenings import HappeningKind
from griffin.landmarks import Landmarks
from tests.flights import plain_session
from tests.gesture.bodies import body
from tests.gesture.test_jump import hop
from tests.gesture.test_seated import sitting
from tests.replays import write_journal

from .newcomer import Newcomer, Turn, play

TURNING_RAD = 0.2  # of the griffin's bank


def first_s(turns: list[Turn], kind: HappeningKind) -> float:
    return next(turn.now_s for turn in turns for each in turn.moment.happenings if each.kind is kind)


def happened(turns: list[Turn]) -> set[HappeningKind]:
    return {each.kind for turn in turns for each in turn.moment.happenings}


def changes(turns: list[Turn]) -> Iterator[tuple[float, tuple[Move, ...]]]:
    """When other moves are shown, and which."""
    before: tuple[Move, ...] | None = None
    for turn in turns:
        moves = turn.moment.players[0].lesson.moves
        if moves != before:
            yield turn.now_s, moves
        before = moves


@pytest.mark.parametrize("seed", range(20))
def test_a_newcomer_flies_within_20_s_and_turns_within_35(seed: int) -> None:
    turns = play(plain_session(), Newcomer(seed), 24.0)
    found_s, off_s = (first_s(turns, kind) for kind in (HappeningKind.FOUND, HappeningKind.TOOK_OFF))
    assert off_s - found_s < 20.0
    # Both jumps failed: it was strokes that took off.
    assert EventKind.JUMP not in {event.kind for turn in turns for event in turn.inputs.players[0].events}
    turning_s = next(
        turn.now_s
        for turn in turns
        if abs(turn.moment.players[0].flight.roll_rad) > TURNING_RAD
        and not turn.moment.players[0].lesson.is_by_griffin
    )
    assert turning_s - found_s < 35.0
    assert HappeningKind.LEARNED in happened(turns)


def test_one_that_jumps_at_once_flies_0_3_s_later() -> None:
    jump = hop(0.25, at_s=1.2)
    turns = play(plain_session(), lambda now_s, _: jump(now_s) if now_s >= 0.3 else None, 2.0)
    assert first_s(turns, HappeningKind.TOOK_OFF) - 1.2 < 0.3
    shown = [moves for now_s, moves in changes(turns) if now_s < 1.2]
    assert shown == [(Move.STEP_IN,), (Move.ARMS_OUT,)]  # whatever was shown


def waving(now_s: float, _: LessonMoment) -> Landmarks:
    return body(left_arm=-1.4, right_arm=0.9 + 0.3 * (int(4.0 * now_s) % 2))


def standing(_now_s: float, _: LessonMoment) -> Landmarks:
    return body()


def seated(_now_s: float, _: LessonMoment) -> Landmarks:
    return sitting(body())


@pytest.mark.parametrize("body_at", [waving, standing, seated])
def test_who_does_nothing_of_it_sees_other_moves_and_nothing_else_happens(body_at: object) -> None:
    turns = play(plain_session(), body_at, 20.0)
    times_s = [now_s for now_s, _ in changes(turns)]
    assert len(times_s) >= 4
    assert all(later_s - now_s <= 10.1 for now_s, later_s in pairwise(times_s))
    assert happened(turns) == {HappeningKind.CAMERA_LIVE, HappeningKind.FOUND}
    assert turns[-1].moment.players[0].flight.mode is FlightMode.PERCHED
    says = [turn.moment.players[0].lesson.privacy_age_s is not None for turn in turns]
    assert sum(now and not before for before, now in pairwise(says)) == 1  # the line never comes again


def test_one_that_sits_is_never_asked_for_a_jump_once_that_is_known() -> None:
    turns = play(plain_session(), seated, 12.0, Recognizer(is_seated=True))
    assert all(Move.JUMP not in moves for _, moves in changes(turns))
    assert all(turn.moment.players[0].lesson.room_age_s is None for turn in turns)


def test_no_jump_is_asked_for_and_one_still_takes_off() -> None:
    jump = hop(0.25, at_s=14.0)
    turns = play(plain_session(asks_jump=False), lambda now_s, _: jump(now_s), 15.0)
    assert (Move.FLAP_OFF,) in [moves for _, moves in changes(turns)]
    assert all(Move.JUMP not in moves for now_s, moves in changes(turns) if now_s < 14.0)
    assert all(turn.moment.players[0].lesson.room_age_s is None for turn in turns)
    assert first_s(turns, HappeningKind.TOOK_OFF) < 14.3


def test_the_same_newcomer_in_a_journal_gives_the_same_states(tmp_path: Path) -> None:
    known = (Move.RAISE, Move.HOME)
    turns = play(plain_session(known_moves=known), Newcomer(3), 24.0)
    again = plain_session(known_moves=known)
    begin = SessionStart(known_moves=known)
    journal = write_journal(tmp_path / "j", begin, again, [turn.inputs for turn in turns])
    assert journal.start == begin
    replayed = plain_session(known_moves=known)
    lessons = [replayed.advance(inputs).players[0].lesson for inputs in journal.inputs()]
    assert lessons == [turn.moment.players[0].lesson for turn in turns]
    assert replayed.states_sha256 == again.states_sha256 == journal.states_sha256
