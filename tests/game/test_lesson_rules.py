"""Whatever comes in, the lessons keep their rules: any body, any hand, any link, any flight."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.controls import Controls
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import IN_THE_AIR, Move
from griffin.game.lessons import Lessons, Seen
from griffin.game.moment import SteeredBy
from tests.flights import angled

PERCH = np.array([0.0, 40.0, 0.0])
ANGLE = st.sampled_from([-1.4, -0.3, 0.0, 0.5, 1.2])
SOMETIMES = st.sampled_from([False, False, False, True])


@st.composite
def turns(draw: st.DrawFn) -> list[tuple[float, Seen]]:
    """Stretches of a few seconds in which one thing goes on, at five turns a second."""
    now_s, mode_s, airborne_s, mode = 0.0, 0.0, draw(st.sampled_from([0.0, 119.0])), FlightMode.PERCHED
    made = []
    for _ in range(draw(st.integers(1, 25))):
        steered_by = draw(st.sampled_from([SteeredBy.BODY] * 6 + list(SteeredBy)))
        link = draw(st.sampled_from([LinkState.LIVE] * 6 + list(LinkState)))
        roll_rad, left_rad, right_rad = draw(ANGLE) / 2.0, draw(ANGLE), draw(ANGLE)
        said = Steering(
            captured_s=0.0,
            roll_rad=roll_rad,
            climb_frac=draw(st.sampled_from([-1.0, 0.0, 0.0, 1.0])),
            arms=angled(left_wing_rad=left_rad, right_wing_rad=right_rad),
            is_tracked=not draw(SOMETIMES),
            is_seated=draw(SOMETIMES),
        )
        kinds = draw(st.lists(st.sampled_from(list(EventKind)), max_size=2))
        events = tuple(GestureEvent(captured_s=0.0, kind=kind) for kind in kinds)
        before, mode = mode, draw(st.sampled_from([mode, mode, *FlightMode]))
        mode_s = mode_s if mode is before else 0.0
        clearance_m, is_demo = draw(st.sampled_from([5.0, 90.0])), draw(SOMETIMES)
        is_hidden = draw(SOMETIMES)
        for turn in range(draw(st.sampled_from([1, 5, 60, 300]))):
            now_s, mode_s = now_s + 0.2, mode_s + 0.2
            airborne_s += 0.2 * (mode is FlightMode.FLYING)
            flight = FlightState(
                time_s=now_s, mode=mode, mode_s=mode_s, airborne_s=airborne_s, clearance_m=clearance_m
            )
            seen = Seen(
                said=said,
                events=events if turn == 0 else (),
                link=link,
                steered_by=steered_by,
                flight=flight,
                is_demo=is_demo,
                is_hidden=is_hidden,
            )
            made.append((now_s, seen))
    return made


@settings(derandomize=True, max_examples=150, deadline=None)
@given(turns(), st.sets(st.sampled_from(IN_THE_AIR)), st.booleans())
def test_the_rules_hold(played: list[tuple[float, Seen]], known: set[Move], asks_jump: bool) -> None:
    lessons, again = (Lessons(known, asks_jump=asks_jump) for _ in range(2))
    ended_s, was_shown, was_interrupted, was_home = -math.inf, False, False, False
    for now_s, seen in played:
        before = lessons.known
        has_learned = lessons.follow(seen)
        lesson = lessons.moment
        assert (again.follow(seen), again.moment) == (has_learned, lesson)
        in_the_air = set(lesson.moves) & set(IN_THE_AIR)
        # Lessons are for bodies; the others see nothing, and nothing is done to their controls.
        is_body = seen.steered_by is SteeredBy.BODY and seen.said.is_tracked
        if not is_body:
            assert not lesson.is_by_griffin
            assert not in_the_air or lesson.done_age_s is not None or seen.is_demo
        # What can't be seen isn't shown.
        if seen.is_hidden:
            assert not lesson.moves or lesson.done_age_s is not None
            assert not lesson.is_by_griffin
            assert lesson.room_age_s is None
        if seen.steered_by is SteeredBy.SHOW:
            assert lesson.moves in ((), (Move.STEP_IN,))
            was_shown, ended_s = False, -math.inf
            continue
        # One at a time, 20 s apart unless one was interrupted, and none that is known, unless just done.
        is_lesson = bool(in_the_air) and not seen.is_demo
        assert len(in_the_air) <= 1
        if is_lesson and not was_shown:
            assert now_s - ended_s >= (1.5 if was_interrupted else 20.0) - 1e-6
            assert not in_the_air & before
        if was_shown and not is_lesson:
            ended_s = now_s
        was_shown = is_lesson
        if is_lesson:
            was_interrupted = lesson.done_age_s is None and not lesson.is_by_griffin
        assert Move.JUMP not in lesson.moves or asks_jump or lesson.done_age_s is not None
        if seen.said.is_seated and is_body:
            assert lesson.moves != (Move.JUMP, Move.FLAP_OFF)
            assert Move.HOME not in lesson.moves or was_home or seen.is_demo
        was_home = Move.HOME in lesson.moves
        # Whoever steers has the griffin, whatever is shown.
        wanted = Controls(roll_rad=0.5)
        for _ in range(20):
            controls = lessons.steer(wanted, seen.flight, PERCH, 0.01)
        assert controls == wanted
        for _ in range(20):
            again.steer(wanted, seen.flight, PERCH, 0.01)
