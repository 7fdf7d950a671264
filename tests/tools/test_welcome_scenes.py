"""The scenes of the welcome: one for each lesson and each advice, and nothing in them is empty."""

import pytest

from griffin.events import Advice
from griffin.game.lesson_moment import Move
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
