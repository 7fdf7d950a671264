"""No lesson, no sign and no change between them flashes, over black as over white."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.game.lesson_moment import IN_THE_AIR, LessonMoment, Move
from griffin.linalg import mat_look_at
from griffin.scene.frame import CameraView, RoomReport, SceneFrame
from griffin.scene.moves import COURSES, pose_at
from griffin.scene.shapes import Canvas
from griffin.scene.signs import Sign
from griffin.scene.welcome import Welcome, WelcomeSituation
from griffin.tools.welcome_scenes import joints
from tests.flashes import MOST_FRAC, brightness_of, flashing_frac

pytestmark = pytest.mark.gl

SIZE_PX = (160, 90)
RATE_HZ = 15.0
EYE = np.array([0.0, 100.0, 5.0])
VIEW = CameraView(eye_world=EYE, view_from_world=mat_look_at(EYE, np.array([0.0, 100.0, 0.0])), fov_y_rad=0.7)
FLAPPING = [RoomReport(figures=(joints(pose_at(Move.FLAP, number / RATE_HZ)),)) for number in range(33)]


@pytest.fixture
def overlay(studio: Any) -> Iterator[Any]:
    from griffin.render.passes.overlay import OverlayPass

    made = OverlayPass(studio.setup)
    yield made
    made.release()


def flashing(studio: Any, overlay: Any, situations: list[WelcomeSituation], grey: float) -> float:
    """The part of the picture that flashes while these are shown, one a picture."""
    welcome, pictures = Welcome(), []
    for number, situation in enumerate(situations):
        shown_s = number / RATE_HZ
        over = welcome.overlay(situation, shown_s, Canvas.of(SIZE_PX))
        frame = SceneFrame(world_s=shown_s, shown_s=shown_s, views=(VIEW,), overlay=over)
        rgb = studio.shoot_frame(frame, overlay, size_px=SIZE_PX, grey=grey)
        pictures.append(brightness_of(rgb.astype(np.uint8)))
    return flashing_frac(np.array(pictures), RATE_HZ)


@pytest.mark.parametrize("grey", [0.0, 1.0])
@pytest.mark.parametrize(
    "moves", [*((move,) for move in Move), (Move.JUMP, Move.FLAP_OFF)], ids=lambda moves: moves[-1].value
)
def test_no_lesson_flashes(studio: Any, overlay: Any, moves: tuple[Move, ...], grey: float) -> None:
    """A round of it and a little more, while the player flaps all the time and the room is asked for."""
    has_flown = moves[0] in IN_THE_AIR
    has_room = not has_flown and Move.STEP_IN not in moves
    lesson = LessonMoment(moves=moves, has_flown=has_flown, room_age_s=1.0 if has_room else None)
    count = round((sum(COURSES[move].round_s for move in moves) + 0.6) * RATE_HZ)
    situations = [
        WelcomeSituation(
            lesson=lesson, room=FLAPPING[number % len(FLAPPING)], is_tracked=Move.STEP_IN not in moves
        )
        for number in range(count)
    ]
    assert flashing(studio, overlay, situations, grey) < MOST_FRAC


@pytest.mark.parametrize("grey", [0.0, 1.0])
def test_signs_that_take_turns_do_not_flash(studio: Any, overlay: Any, grey: float) -> None:
    """Every sign in turn, a lesson between any two, each for 0.6 s: faster than anybody is advised."""
    lesson = WelcomeSituation(lesson=LessonMoment(moves=(Move.TILT,), has_flown=True))
    situations: list[WelcomeSituation] = []
    for sign in Sign:
        situations += [replace(lesson, sign=sign, has_guide=False)] * 9 + [lesson] * 9
    assert flashing(studio, overlay, situations, grey) < MOST_FRAC
