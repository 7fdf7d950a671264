"""The lessons of a session: what is shown when, what counts as done, and what the griffin does by itself."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.state import FlightMode, FlightState
from griffin.game.air_lessons import TUNING, AirLessons, CourseTuning
from griffin.game.lesson_moment import DONE, IN_THE_AIR, LessonMoment, Move
from griffin.game.lessons import LessonTuning
from griffin.game.moment import Moment, SteeredBy
from griffin.game.session import Session, SessionStart
from griffin.happenings import HappeningKind
from griffin.input.attract import AttractTuning
from griffin.input.hands import HandCommand
from tests.flights import PLAIN, one, plain_session, tracked_body

TURN_S = 1 / 15
LEVEL = tracked_body(0.0)
HANGING = tracked_body(-1.4)
NOBODY = Steering(captured_s=0.0)
JUMP_S = 1.0
Heard = dict[str, object]
ALOFT = FlightState(
    mode=FlightMode.FLYING,
    time_s=500.0,
    mode_s=130.0,
    airborne_s=130.0,
    speed_mps=18.0,
    clearance_m=100.0,
    position_world=np.array([0.0, 500.0, 0.0]),
)


def event(kind: EventKind) -> GestureEvent:
    return GestureEvent(captured_s=0.0, kind=kind, strength=0.6)


def banking(roll_rad: float) -> Steering:
    return msgspec.structs.replace(tracked_body(-roll_rad, roll_rad), roll_rad=-roll_rad)


CLIMBING = msgspec.structs.replace(tracked_body(0.7), climb_frac=0.8)
# What somebody says who does a move, at each turn while it lasts.
DOES: dict[Move, Callable[[int], Heard]] = {
    Move.TILT: lambda _: {"steering": banking(0.5)},
    Move.RAISE: lambda _: {"steering": CLIMBING},
    Move.REST: lambda _: {"steering": HANGING},
    Move.FLAP: lambda turn: {"events": (event(EventKind.FLAP),)} if turn % 12 == 0 else {},
    Move.HOME: lambda _: {"events": (event(EventKind.TURN_AWAY),)},
}


def fly(
    session: Session, seconds: float, heard_at: Callable[[float, LessonMoment], Heard] = lambda _t, _l: {}
) -> Iterator[tuple[float, Moment]]:
    """A body with level arms jumps after a second, and does what `heard_at` says, which knows the lesson."""
    lesson = LessonMoment()
    for turn in range(round(seconds / TURN_S)):
        now_s = turn * TURN_S
        heard: Heard = {"steering": LEVEL}
        if turn == round(JUMP_S / TURN_S):
            heard["events"] = (event(EventKind.JUMP),)
        moment = session.advance(one(now_s, **{**heard, **heard_at(now_s, lesson)}))
        lesson = moment.players[0].lesson
        yield now_s, moment


def lessons(flown: Iterator[tuple[float, Moment]]) -> list[tuple[float, LessonMoment]]:
    return [(now_s, moment.players[0].lesson) for now_s, moment in flown]


def spans(told: list[tuple[float, LessonMoment]]) -> list[tuple[Move, float, float]]:
    """Each lesson in the air, when it began and when it ended."""
    found: list[tuple[Move, float, float]] = []
    before: tuple[Move, ...] = ()
    for now_s, lesson in told:
        moves = tuple(move for move in lesson.moves if move in IN_THE_AIR)
        if moves and moves != before:
            found.append((moves[0], now_s, now_s))
        elif moves:
            found[-1] = (moves[0], found[-1][1], now_s)
        before = moves
    return found


# --- before the first flight ------------------------------------------------------------------------------


def test_it_shows_how_to_step_in_to_spread_the_arms_and_to_take_off() -> None:
    session = plain_session()
    says = {0: NOBODY, 30: HANGING, 60: LEVEL}
    shown = {
        turn: session.advance(one(turn * TURN_S, **({"steering": says[turn]} if turn in says else {})))
        .players[0]
        .lesson
        for turn in range(90)
    }
    assert shown[29].moves == (Move.STEP_IN,)
    assert shown[29].pearls == (False, False, False)
    assert shown[59].moves == (Move.ARMS_OUT,)
    assert shown[89].moves == (Move.JUMP, Move.FLAP_OFF)
    assert shown[89].pearls == (True, True, False)
    assert not any(lesson.has_flown for lesson in shown.values())


@pytest.mark.parametrize("link", [LinkState.WAITING, LinkState.STALE, LinkState.ENDED])
def test_without_a_live_camera_nothing_is_shown(link: LinkState) -> None:
    session = plain_session()
    moments = [session.advance(one(turn * TURN_S, link=link, steering=HANGING)) for turn in range(30)]
    assert {moment.players[0].lesson.moves for moment in moments} == {()}


def test_a_jump_takes_off_whatever_is_shown_and_is_ticked_off() -> None:
    told = lessons(fly(plain_session(), 4.0, lambda _t, _l: {"steering": HANGING}))
    before = next(lesson for now_s, lesson in reversed(told) if not lesson.has_flown)
    assert before.moves == (Move.ARMS_OUT,)
    ticked = [(now_s, lesson) for now_s, lesson in told if lesson.done_age_s is not None]
    assert {lesson.moves for _, lesson in ticked} == {(Move.JUMP,)}
    assert ticked[0][0] - JUMP_S < 0.1
    assert ticked[-1][0] - ticked[0][0] == pytest.approx(DONE.shown_s, abs=0.15)
    assert all(lesson.has_flown and not lesson.pearls for _, lesson in ticked)


def test_a_take_off_by_key_ticks_off_nothing() -> None:
    session = plain_session()
    tap = HandCommand(has_tapped_wings=True)
    hands = [tap if turn == 10 else HandCommand() for turn in range(30)]
    moments = [
        session.advance(one(turn * TURN_S, steering=LEVEL, hand=hand)) for turn, hand in enumerate(hands)
    ]
    assert moments[-1].players[0].lesson.has_flown
    assert all(moment.players[0].lesson.done_age_s is None for moment in moments)


def test_room_and_privacy_are_spoken_of_once() -> None:
    session = plain_session()
    says = [NOBODY] * 30 + [HANGING] * 450
    told = [session.advance(one(n * TURN_S, steering=each)).players[0].lesson for n, each in enumerate(says)]
    for ages, seconds in (
        ([lesson.room_age_s for lesson in told], 6.0),
        ([lesson.privacy_age_s for lesson in told], 8.0),
    ):
        assert ages[29] is None
        assert sum(age is not None for age in ages) * TURN_S == pytest.approx(seconds, abs=0.15)
        assert [age for age in ages if age is not None] == sorted(age for age in ages if age is not None)


def test_on_the_branch_again_it_is_reminded_after_a_while() -> None:
    back = {"steering": LEVEL, "events": (event(EventKind.TURN_AWAY),)}
    told = lessons(fly(plain_session(), 12.0, lambda now_s, _: back if 3.0 < now_s < 3.1 else {}))
    shown = [now_s for now_s, lesson in told if now_s > 4.0 and Move.JUMP in lesson.moves]
    assert shown[0] == pytest.approx(3.0 + 0.5 + 8.0, abs=0.3)
    assert not told[-1][1].pearls


def test_whoever_comes_to_the_branch_after_a_minute_is_new_to_it_but_what_is_known_stays() -> None:
    session = plain_session()
    flown = list(fly(session, 6.0, lambda now_s, _: DOES[Move.TILT](0) if now_s > 2.0 else {}))
    home = session.advance(one(6.0, steering=LEVEL, events=(event(EventKind.TURN_AWAY),)))
    assert flown[-1][1].players[0].lesson.has_flown
    assert home.players[0].lesson.has_flown
    alone = [session.advance(one(6.0 + n * TURN_S, steering=NOBODY)).players[0].lesson for n in range(1, 960)]
    had_flown = [lesson.has_flown for lesson in alone]
    assert had_flown.index(False) * TURN_S == pytest.approx(60.0, abs=0.2)
    assert alone[-1].moves == (Move.STEP_IN,)
    assert alone[-1].pearls
    comes = [session.advance(one(70.0 + n * TURN_S, steering=LEVEL)).players[0].lesson for n in range(30)]
    assert comes[-1].moves == (Move.JUMP, Move.FLAP_OFF)
    assert all(lesson.privacy_age_s is lesson.room_age_s is None for lesson in comes)  # it was said
    assert Move.TILT in session.known_moves


@pytest.mark.parametrize("known", [(Move.JUMP,), (Move.TILT,)])
def test_whoever_has_played_before_is_shown_the_take_off_only_after_8_s(known: tuple[Move, ...]) -> None:
    session = plain_session(known_moves=known)
    says = [NOBODY] * 45 + [HANGING] * 300
    told = [session.advance(one(n * TURN_S, steering=each)).players[0].lesson for n, each in enumerate(says)]
    assert told[44].moves == (Move.STEP_IN,)
    shown = [n * TURN_S for n, lesson in enumerate(told) if n >= 45 and lesson.moves]
    assert shown[0] == pytest.approx(3.0 + 8.0, abs=0.15)
    assert told[round(shown[0] / TURN_S) + 1].moves == (Move.ARMS_OUT,)
    assert (Move.JUMP, Move.FLAP_OFF) in {lesson.moves for lesson in told}


def test_a_newcomer_after_a_minute_is_shown_it_at_once_whoever_flew_before() -> None:
    session = plain_session()
    list(fly(session, 6.0))
    session.advance(one(6.0, steering=LEVEL, events=(event(EventKind.TURN_AWAY),)))
    for turn in range(1, 960):
        session.advance(one(6.0 + turn * TURN_S, steering=NOBODY))
    comes = [session.advance(one(70.0 + n * TURN_S, steering=HANGING)).players[0].lesson for n in range(5)]
    assert comes[-1].moves == (Move.ARMS_OUT,)


@pytest.mark.parametrize(("kind", "move"), [(EventKind.JUMP, Move.JUMP), (EventKind.FLAP_RUN, Move.FLAP_OFF)])
def test_a_take_off_is_remembered_unless_it_is_the_demo_pilots(kind: EventKind, move: Move) -> None:
    for is_demo, known in ((False, {move}), (True, set())):
        session = plain_session()
        for turn in range(60):
            events = (event(kind),) if turn == 15 else ()
            session.advance(one(turn * TURN_S, steering=LEVEL, events=events, is_demo=is_demo))
        assert session.known_moves == known


# --- while the guide can't be seen ------------------------------------------------------------------------


def test_what_is_shown_on_the_branch_waits_while_it_is_hidden_and_gets_no_older() -> None:
    session = plain_session()
    told = []
    for turn in range(240):
        now_s = turn * TURN_S
        heard: Heard = {"steering": HANGING, "is_guide_hidden": 3.0 <= now_s < 9.0}
        told.append((now_s, session.advance(one(now_s, **heard)).players[0].lesson))
    assert {lesson.moves for now_s, lesson in told if now_s < 2.9} == {(Move.ARMS_OUT,)}
    assert {lesson.moves for now_s, lesson in told if 3.0 < now_s < 8.9} == {()}
    first_s = next(now_s for now_s, lesson in told if Move.FLAP_OFF in lesson.moves)
    assert first_s == pytest.approx(5.0 + 6.0, abs=0.2)


def test_room_to_jump_is_asked_for_as_long_as_it_can_be_seen() -> None:
    session = plain_session()
    ages = []
    for turn in range(300):
        now_s = turn * TURN_S
        heard: Heard = {"steering": LEVEL, "is_guide_hidden": 2.0 <= now_s < 7.0}
        ages.append(session.advance(one(now_s, **heard)).players[0].lesson.room_age_s)
    assert sum(age is not None for age in ages) * TURN_S == pytest.approx(6.0, abs=0.2)


def test_a_lesson_that_is_hidden_neither_runs_on_nor_counts_as_shown() -> None:
    told = lessons(fly(plain_session(), 60.0, lambda now_s, _: {"is_guide_hidden": 6.0 <= now_s < 20.0}))
    assert {lesson.moves for now_s, lesson in told if 6.1 < now_s < 19.9} == {()}
    (first, first_s, ended_s), (again, again_s, _) = spans(told)[:2]
    assert first is again is Move.TILT
    assert (first_s, ended_s) == (pytest.approx(4.0, abs=0.2), pytest.approx(6.0, abs=0.2))
    assert again_s == pytest.approx(20.0 + 1.5, abs=0.2)
    by_itself_s = [now_s for now_s, lesson in told if lesson.is_by_griffin]
    assert by_itself_s[0] - again_s == pytest.approx(8.0, abs=0.2)


def test_a_move_that_the_griffin_does_by_itself_ends_when_the_guide_is_hidden() -> None:
    flown = list(fly(plain_session(), 45.0, lambda now_s, _: {"is_guide_hidden": 13.0 <= now_s < 14.0}))
    by_itself_s = [now_s for now_s, moment in flown if moment.players[0].lesson.is_by_griffin]
    assert [now_s for now_s in by_itself_s if now_s < 13.5][-1] == pytest.approx(13.0, abs=0.1)
    rolls = [moment.players[0].flight.roll_rad for now_s, moment in flown if 15.5 < now_s < 16.0]
    assert max(map(abs, rolls)) < 0.05
    assert by_itself_s[-1] > 30.0  # it is shown again, to its end


def test_what_is_done_while_the_guide_is_hidden_is_known() -> None:
    def tilt(now_s: float, _: LessonMoment) -> Heard:
        heard = DOES[Move.TILT](0) if 7.0 < now_s < 8.5 else {}
        return {"is_guide_hidden": 6.0 <= now_s < 12.0, **heard}

    session = plain_session()
    told = lessons(fly(session, 25.0, tilt))
    assert Move.TILT in session.known_moves
    assert [move for move, begins_s, _ in spans(told) if begins_s > 6.0 and move is Move.TILT] == []


# --- in the air -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def idle() -> list[tuple[float, Moment]]:
    """Two and a half minutes of a body that only holds its arms out."""
    return list(fly(plain_session(), 150.0))


def test_lessons_come_one_at_a_time_20_s_apart_home_last(idle: list[tuple[float, Moment]]) -> None:
    found = spans(lessons(iter(idle)))
    assert [move for move, _, _ in found[:5]] == [Move.TILT, Move.RAISE, Move.REST, Move.FLAP, Move.HOME]
    assert found[0][1] == pytest.approx(JUMP_S + 3.0, abs=0.2)
    assert found[4][1] >= JUMP_S + 120.0
    assert all(begins_s - ended_s >= 20.0 for (_, _, ended_s), (_, begins_s, _) in pairwise(found))
    assert not any(h.kind is HappeningKind.LEARNED for _, moment in idle for h in moment.happenings)


def test_the_griffin_does_by_itself_what_nobody_did_within_8_s(idle: list[tuple[float, Moment]]) -> None:
    for move, begins_s, _ in spans(lessons(iter(idle)))[:5]:
        by_itself = [
            (now_s, moment)
            for now_s, moment in idle
            if moment.players[0].lesson.is_by_griffin and 0.0 <= now_s - begins_s < 15.0
        ]
        assert by_itself[0][0] - begins_s == pytest.approx(8.0, abs=0.1)
        assert by_itself[-1][0] - by_itself[0][0] == pytest.approx(3.0, abs=0.2)
        flights = [moment.players[0].flight for _, moment in by_itself]
        if move is Move.TILT:
            assert max(flight.roll_rad for flight in flights) > 0.35
            assert flights[15].arms.left.wing_rad > 0.3 > -0.3 > flights[15].arms.right.wing_rad
        elif move is Move.RAISE:
            assert flights[-1].position_world[1] - flights[0].position_world[1] > 5.0
        elif move is Move.REST:
            assert flights[20].arms.left.wing_rad == pytest.approx(-0.25, abs=0.02)
        elif move is Move.FLAP:
            strokes = [h for _, m in by_itself for h in m.happenings if h.kind is HappeningKind.STROKE]
            assert len(strokes) == 3
        else:
            assert flights[-1].mode is FlightMode.FLYING  # it looks for home, and takes nobody's flight away


def test_what_was_only_seen_comes_back_once_and_then_no_more() -> None:
    course, told = AirLessons(), []
    for tick in range(6000):
        now_s = 0.1 * tick
        low = replace(ALOFT, time_s=now_s, mode_s=now_s, airborne_s=now_s, clearance_m=10.0)
        told.append((now_s, course.follow(low, is_seated=False) or LessonMoment()))
    found = spans(told)
    assert sorted(move.value for move, _, _ in found) == sorted(2 * [move.value for move in IN_THE_AIR])
    assert course.known == frozenset(IN_THE_AIR)
    for move in IN_THE_AIR:
        first_s, second_s = (begins_s for each, begins_s, _ in found if each is move)
        assert second_s - first_s >= 150.0


@pytest.mark.parametrize("move", IN_THE_AIR)
def test_doing_what_is_shown_ticks_it_off_and_is_reported_once(move: Move) -> None:
    known = tuple(each for each in IN_THE_AIR if each is not move)
    session = plain_session(known_moves=known)
    began: list[float] = []

    def copy(now_s: float, lesson: LessonMoment) -> Heard:
        if move not in lesson.moves:
            return {}
        began.append(now_s)
        return DOES[move](len(began)) if now_s - began[0] > 1.5 else {}

    flown = list(fly(session, 140.0 if move is Move.HOME else 60.0, copy))
    learned_s = [now_s for now_s, m in flown for h in m.happenings if h.kind is HappeningKind.LEARNED]
    assert len(learned_s) == 1
    assert 1.5 < learned_s[0] - began[0] < 4.5
    told = lessons(iter(flown))
    assert len(spans(told)) == 1
    ages = [lesson.done_age_s for _, lesson in told if lesson.done_age_s is not None and move in lesson.moves]
    assert ages[0] == 0.0
    assert ages[-1] == pytest.approx(DONE.shown_s, abs=0.15)
    assert not any(lesson.is_by_griffin for _, lesson in told)
    assert session.known_moves == {Move.JUMP, *IN_THE_AIR}


@pytest.mark.parametrize("move", [Move.TILT, Move.RAISE, Move.FLAP])
def test_what_is_done_unasked_is_never_shown(move: Move) -> None:
    def do(now_s: float, _: LessonMoment) -> Heard:
        if move is Move.FLAP:  # within the time in which other lessons come first
            return DOES[move](round(now_s / TURN_S)) if 12.0 < now_s < 15.0 else {}
        return DOES[move](0) if 2.0 < now_s < 3.5 else {}

    flown = list(fly(plain_session(), 100.0 if move is Move.FLAP else 40.0, do))
    assert move not in {each for each, _, _ in spans(lessons(iter(flown)))}
    assert not any(h.kind is HappeningKind.LEARNED for _, m in flown for h in m.happenings)


def test_what_is_known_from_before_is_not_asked() -> None:
    flown = fly(plain_session(known_moves=(Move.TILT, Move.REST)), 60.0)
    assert [move for move, _, _ in spans(lessons(flown))][:2] == [Move.RAISE, Move.FLAP]


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_whoever_steers_while_the_griffin_does_it_has_it_at_once(side: float) -> None:
    session = plain_session()
    since: list[float] = []

    def steer(now_s: float, lesson: LessonMoment) -> Heard:
        if lesson.is_by_griffin or since:
            since.append(now_s)
        return {"steering": banking(0.5 * side)} if since and now_s - since[0] > 1.5 else {}

    flown = list(fly(session, 16.0, steer))
    steered = [(now_s, m.players[0]) for now_s, m in flown if since and now_s - since[0] > 1.5]
    assert not steered[0][1].lesson.is_by_griffin
    left_rad = [player.flight.arms.left.wing_rad for now_s, player in steered if now_s > steered[0][0] + 0.3]
    assert left_rad == pytest.approx([-0.5 * side] * len(left_rad), abs=0.02)
    assert HappeningKind.LEARNED in {h.kind for _, m in flown for h in m.happenings}


def test_the_keys_end_a_lesson_and_it_comes_again() -> None:
    left = {"hand": HandCommand(bank=-1)}
    told = lessons(fly(plain_session(), 40.0, lambda now_s, _: left if 6.0 < now_s < 9.0 else {}))
    assert all(not lesson.moves for now_s, lesson in told if 6.2 < now_s < 9.5)
    assert [move for move, _, _ in spans(told)] == [Move.TILT, Move.TILT]


def test_a_lesson_that_a_moment_out_of_sight_has_broken_off_comes_again_at_once() -> None:
    def hide(now_s: float, _: LessonMoment) -> Heard:
        return {"steering": NOBODY} if 6.0 < now_s < 6.2 else {}

    shown = spans(lessons(fly(plain_session(), 10.0, hide)))
    tilts = [(begins_s, ended_s) for move, begins_s, ended_s in shown if move is Move.TILT]
    assert len(tilts) == 2
    assert tilts[1][0] - tilts[0][1] < 2.0


def test_a_player_who_is_lost_in_the_air_is_shown_how_to_step_in_after_10_s() -> None:
    told = lessons(fly(plain_session(), 25.0, lambda now_s, _: {"steering": NOBODY} if now_s > 6.0 else {}))
    shown = [now_s for now_s, lesson in told if now_s > 6.0 and Move.STEP_IN in lesson.moves]
    assert shown[0] == pytest.approx(16.0, abs=0.2)
    assert not any(lesson.moves for now_s, lesson in told if 6.2 < now_s < 15.8)


# --- for whom they are not --------------------------------------------------------------------------------


def test_a_show_invites_and_whoever_comes_after_it_begins_anew() -> None:
    quick = AttractTuning(idle_s=1.0, rest_s=1.5)
    session = Session(SessionStart(has_show=True), PLAIN, show_tuning=quick)
    flown = [(0.0, m) for _, m in fly(session, 8.0, lambda now_s, _: DOES[Move.TILT](0) if now_s > 2 else {})]
    assert Move.TILT in session.known_moves
    alone = [session.advance(one(8.0 + n * TURN_S, steering=NOBODY)).players[0] for n in range(150)]
    in_show = [player.lesson for player in alone if player.steered_by is SteeredBy.SHOW]
    assert {lesson.moves for lesson in in_show} == {(Move.STEP_IN,)}
    assert all(lesson.has_flown and not lesson.pearls for lesson in in_show)  # small, as in any flight
    assert flown[-1][1].players[0].lesson.has_flown
    comes = [session.advance(one(18.0 + n * TURN_S, steering=HANGING)).players[0] for n in range(60)]
    assert not comes[-1].lesson.has_flown
    assert comes[-1].lesson.moves == (Move.ARMS_OUT,)
    assert not session.known_moves


@pytest.mark.parametrize("heard", [{"link": LinkState.STALE}, {"is_guide_hidden": True}, {"steering": LEVEL}])
def test_a_show_invites_only_where_the_camera_looks_and_nobody_is_there(heard: Heard) -> None:
    quick = AttractTuning(idle_s=1.0, rest_s=1.5)
    session = Session(SessionStart(has_show=True), PLAIN, show_tuning=quick)
    for turn in range(90):
        player = session.advance(one(turn * TURN_S, steering=NOBODY)).players[0]
    assert player.steered_by is SteeredBy.SHOW
    assert player.lesson.moves == (Move.STEP_IN,)
    player = session.advance(one(90 * TURN_S, **heard)).players[0]
    assert player.steered_by is SteeredBy.SHOW
    assert player.lesson.moves == ()


def test_beside_the_demo_pilot_the_guide_shows_what_it_does() -> None:
    session = plain_session()

    def perform(now_s: float, _: LessonMoment) -> Heard:
        moves = {20.0: Move.TILT, 30.0: Move.RAISE, 40.0: Move.HOME}
        done = next((move for at_s, move in moves.items() if at_s < now_s < at_s + 2.0), None)
        return {"is_demo": True, **(DOES[done](0) if done else {})}

    flown = list(fly(session, 43.0, perform))
    found = spans(lessons(iter(flown)))
    assert [move for move, _, _ in found] == [Move.TILT, Move.RAISE, Move.HOME]
    assert [begins_s for _, begins_s, _ in found] == pytest.approx([20.6, 30.8, 40.1], abs=0.2)
    assert all(ended_s - begins_s >= 2.4 for _, begins_s, ended_s in found)
    assert not session.known_moves
    assert not any(
        m.players[0].lesson.is_by_griffin or h.kind is HappeningKind.LEARNED
        for _, m in flown
        for h in m.happenings
    )


# --- where each has an effect -----------------------------------------------------------------------------


def first_of(flight: FlightState, *open_moves: Move, is_seated: bool = False) -> tuple[Move, ...]:
    course = AirLessons(frozenset(IN_THE_AIR) - frozenset(open_moves))
    lesson = course.follow(flight, is_seated=is_seated)
    return lesson.moves if lesson else ()


@pytest.mark.parametrize(
    ("move", "changed"),
    [
        (Move.TILT, {"mode_s": 2.0}),
        (Move.RAISE, {"position_world": np.array([0.0, 1800.0, 0.0])}),
        (Move.REST, {"mode_s": 10.0}),
        (Move.HOME, {"airborne_s": 100.0}),
    ],
)
def test_a_lesson_waits_for_its_time_and_place(move: Move, changed: dict[str, object]) -> None:
    assert first_of(ALOFT, move) == (move,)
    assert first_of(replace(ALOFT, **changed), move) == ()


def test_strokes_are_taught_where_it_is_slow_or_low_or_late() -> None:
    early = replace(ALOFT, airborne_s=60.0)
    assert first_of(early, Move.FLAP) == ()
    assert first_of(replace(early, speed_mps=12.0), Move.FLAP) == (Move.FLAP,)
    assert first_of(replace(early, clearance_m=10.0), Move.FLAP) == (Move.FLAP,)
    assert first_of(ALOFT, Move.FLAP) == (Move.FLAP,)  # or everywhere, after a while


def test_a_seated_player_need_not_turn_round() -> None:
    assert first_of(ALOFT, Move.HOME, is_seated=True) == ()


def test_a_course_that_is_over_says_nothing() -> None:
    assert first_of(ALOFT) == ()
    assert TUNING.pause_s >= 20.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"spread_s": 5.0},
        {"spread_s": -0.1},
        {"arms_out_s": 0.0},
        {"take_off_s": 0.0},
        {"room_s": 0.0},
        {"privacy_s": 0.0},
        {"demo_s": 0.0},
        {"reminder_s": -1.0},
        {"asked_s": -1.0},
        {"step_in_s": -1.0},
        {"absent_s": 60.0},
        {"absent_s": 0.0},
        {"anew_s": 3.0},
    ],
)
def test_the_tuning_of_the_lessons_is_checked(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        LessonTuning(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"flap_after_s": 200.0}, {"resume_s": 0.0}, {"most_shows": 0}, {"room_m": -1.0}, {"rest_after_s": -1.0}],
)
def test_the_tuning_of_the_course_is_checked(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        CourseTuning(**wrong)
