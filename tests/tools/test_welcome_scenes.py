"""The scenes of the welcome: one for each lesson and each advice, and nothing in them is empty."""

import pytest

from griffin.arms import Arm, Arms
from griffin.events import Advice, LinkState, Steering
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import Move
from griffin.game.lessons import Lessons, Seen
from griffin.game.moment import SteeredBy
from griffin.scene.badges import tick
from griffin.scene.moves import STANDING
from griffin.scene.shapes import Canvas
from griffin.tools.shot import SCENES, find_scene
from griffin.tools.welcome_scenes import WELCOME_SCENES, joints, welcome_overlay


def test_there_is_a_scene_for_each_lesson_and_each_advice() -> None:
    shown = {move for scene in WELCOME_SCENES.values() for move in scene.situation.lesson.moves}
    assert shown == set(Move)
    advised = {scene.situation.room.advice for scene in WELCOME_SCENES.values()}
    assert advised == set(Advice)
    assert {"figure", "pilot-and-sibling", "lesson-seated", "advice-unplugged"} <= set(WELCOME_SCENES)


def test_a_row_of_pearls_is_the_game_s() -> None:
    """The lessons of a body that comes, spreads its arms, and is asked to take off."""
    lessons, shown = Lessons(), {}
    nobody = Steering(captured_s=0.0, is_tracked=False)
    hanging, level = (
        Steering(captured_s=0.0, is_tracked=True, arms=Arms.both(Arm(wing_rad=angle)))
        for angle in (-1.4, 0.0)
    )
    for number in range(100):
        said = nobody if number < 10 else hanging if number < 20 else level
        steered_by = SteeredBy.BODY if said.is_tracked else SteeredBy.NOBODY
        flight = FlightState(mode=FlightMode.PERCHED, time_s=0.1 * number, mode_s=0.1 * number)
        lessons.follow(Seen(said=said, events=(), link=LinkState.LIVE, steered_by=steered_by, flight=flight))
        shown[lessons.moment.moves] = lessons.moment.pearls
    assert set(shown) == {(Move.STEP_IN,), (Move.ARMS_OUT,), (Move.JUMP, Move.FLAP_OFF)}
    for scene in WELCOME_SCENES.values():
        lesson = scene.situation.lesson
        if lesson.has_flown:
            assert lesson.pearls == ()
        elif lesson.moves:
            asked = (
                (Move.JUMP, Move.FLAP_OFF) if set(lesson.moves) & {Move.JUMP, Move.FLAP_OFF} else lesson.moves
            )
            assert lesson.pearls == shown[asked]


@pytest.mark.parametrize("name", sorted(WELCOME_SCENES))
def test_griffin_shot_knows_it_and_it_shows_something(name: str) -> None:
    assert find_scene(name).overlay is not None
    assert WELCOME_SCENES[name].over in SCENES
    overlay = welcome_overlay(name, Canvas.of((1280, 720)))
    assert overlay is not None
    assert max(group.alpha_frac for group in overlay.groups) > 0.95


def test_joints_are_what_the_camera_process_would_say() -> None:
    figure = joints(STANDING)
    (left_x, left_y), (right_x, right_y) = figure.points[1], figure.points[2]
    assert left_x == -right_x < 0.0
    assert left_y == right_y == pytest.approx(1.0, abs=0.01)
    assert all(figure.seen)


def test_the_picture_of_a_lesson_that_is_done_has_its_mark() -> None:
    mark = tick((0.0, 0.0), 0.27)
    assert mark is not None
    overlay = welcome_overlay("lesson-done", Canvas.of((1280, 720)))
    assert overlay is not None
    paints = [[fill.paint for fill in group.fills] for group in overlay.groups if group.alpha_frac > 0.9]
    assert [fill.paint for fill in mark.fills] in paints
