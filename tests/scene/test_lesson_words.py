"""The words of a lesson: once, for a moment, and not again while the guides go round."""

from itertools import pairwise

import pytest

from griffin.game.lesson_moment import NO_LESSON, LessonMoment, Move
from griffin.scene.hud import HudLine
from griffin.scene.lesson_words import LessonWords, LessonWordsTuning

OUT = LessonMoment(moves=(Move.ARMS_OUT,))
OFF = LessonMoment(moves=(Move.JUMP, Move.FLAP_OFF))


def said(lessons: list[tuple[float, LessonMoment]], seconds: float) -> list[tuple[float, HudLine]]:
    """What is said when, without repetitions; `lessons`: from when on each is shown."""
    words, lines = LessonWords(), []
    for tick in range(round(seconds * 10)):
        now_s = tick / 10
        shown = [lesson for since_s, lesson in lessons if since_s <= now_s][-1]
        line = words.choose(shown, now_s)
        if not lines or lines[-1][1] is not line:
            lines.append((now_s, line))
    return lines


def test_words_go_and_the_figure_stays() -> None:
    assert said([(0.0, OFF)], 25.0) == [(0.0, HudLine.JUMP_OR_FLAP), (5.0, HudLine.NOTHING)]


def test_while_the_guides_go_round_no_line_returns_within_twenty_seconds() -> None:
    rounds = [(15.0 * n + start, lesson) for n in range(4) for start, lesson in ((0.0, OUT), (5.0, OFF))]
    lines = said(rounds, 60.0)
    for line in (HudLine.ARMS_OUT, HudLine.JUMP_OR_FLAP):
        times = [at_s for at_s, each in lines if each is line]
        assert all(after - before >= 20.0 for before, after in pairwise(times))
        assert times


def test_done_is_said_by_the_tick_alone() -> None:
    done = LessonMoment(moves=(Move.TILT,), done_age_s=0.2)
    assert said([(0.0, LessonMoment(moves=(Move.TILT,))), (1.0, done)], 2.0)[-1] == (1.0, HudLine.NOTHING)


@pytest.mark.parametrize("move", [Move.TILT, Move.RAISE, Move.REST, Move.FLAP, Move.HOME, Move.ARMS_OUT])
def test_each_move_has_words_of_its_own(move: Move) -> None:
    assert LessonWords().choose(LessonMoment(moves=(move,)), 0.0) is not HudLine.NOTHING


def test_without_a_lesson_there_are_no_words() -> None:
    assert LessonWords().choose(NO_LESSON, 0.0) is HudLine.NOTHING
    assert LessonWords().choose(LessonMoment(moves=(Move.STEP_IN,)), 0.0) is HudLine.NOTHING


def test_words_that_never_go_are_refused() -> None:
    with pytest.raises(ValueError, match="for a while"):
        LessonWordsTuning(stay_s=0.0)
