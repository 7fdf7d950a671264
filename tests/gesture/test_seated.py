"""Who sits: hips that keep still, knees at their height or out of sight, and standing up."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import Joint, Landmarks

from .bodies import TORSO_M, Pose, body, film, recognize, times, unseen
from .test_jump import TAKE_OFF_S, hop

KNEES = (Joint.LEFT_KNEE, Joint.RIGHT_KNEE)
LEGS = (*KNEES, *range(Joint.LEFT_ANKLE, Joint.RIGHT_FOOT_INDEX + 1))


def sitting(landmarks: Landmarks, knee_drop_torsos: float = 0.1) -> Landmarks:
    """The same body on a chair: lower by a thigh, with the knees in front of the hips."""
    picture, world = landmarks.picture.copy(), landmarks.world.copy()
    heights_per_m = Pose().heights_per_m
    picture[:25, 1] += 0.4 * heights_per_m
    for knee, hip in zip(KNEES, (Joint.LEFT_HIP, Joint.RIGHT_HIP), strict=True):
        picture[knee, 1] = picture[hip, 1] + knee_drop_torsos * TORSO_M * heights_per_m
        world[knee, 1] = world[hip, 1] + knee_drop_torsos * TORSO_M
    return replace(landmarks, picture=picture, world=world)


def seated_at(pose_at: Callable[[float], Landmarks], duration_s: float, fps: float = 30.0) -> list[bool]:
    return [r.steering.is_seated for r in recognize(film(pose_at, duration_s, fps))]


@pytest.mark.parametrize("fps", [10.0, 30.0])
def test_a_sitter_is_known_after_five_seconds(fps: float) -> None:
    told = seated_at(lambda _: sitting(body()), 6.0, fps)
    assert not any(told[: round(5.0 * fps)])
    assert all(told[round(5.0 * fps) + 1 :])


def test_knees_below_a_desk_are_no_standing_thighs() -> None:
    assert seated_at(lambda _: unseen(body(), *LEGS), 6.0)[-1]
    outside = body(floor_y=1.25)
    assert outside.picture[Joint.LEFT_KNEE, 1] > 1.0
    assert seated_at(lambda _: outside, 6.0)[-1]


def test_who_stands_or_moves_does_not_sit() -> None:
    assert not any(seated_at(lambda _: body(), 8.0))
    assert not any(seated_at(lambda t: sitting(body(x=0.5 + 0.03 * t)), 8.0))


def test_standing_up_ends_it_at_once() -> None:
    told = seated_at(lambda t: sitting(body()) if t < 7.0 else body(), 8.0)
    assert told[209]
    assert not any(told[211:])
    blind = seated_at(lambda t: unseen(sitting(body()) if t < 7.0 else body(), *LEGS), 8.0)
    assert blind[209]
    assert not any(blind[211:])


def test_shifting_on_the_chair_does_not_end_it() -> None:
    told = seated_at(lambda t: sitting(body(x=0.6 if t < 7.0 else 0.65, lean=0.0 if t < 7.0 else 0.3)), 9.0)
    assert all(told[160:])


def test_the_option_pins_it() -> None:
    told = recognize(film(lambda _: body(), 1.0), Recognizer(is_seated=True))
    assert told[-1].steering.is_seated


def test_the_bank_eases_when_somebody_is_found_to_sit() -> None:
    told = recognize(film(lambda _: sitting(body(left_arm=0.2, right_arm=-0.2)), 8.0))
    rolls = [r.steering.roll_rad for r in told]
    assert rolls[-1] > 1.2 * rolls[140]
    assert max(abs(a - b) for a, b in itertools.pairwise(rolls[30:])) < 0.01


def test_a_jump_of_somebody_whose_knees_are_out_of_the_picture_counts() -> None:
    jumping = hop(0.3, at_s=6.0 + TAKE_OFF_S)
    told = recognize(film(lambda t: unseen(jumping(t), *LEGS), 9.0))
    assert told[170].steering.is_seated
    assert times(told, "jump") == [pytest.approx(6.0 + TAKE_OFF_S, abs=0.3)]
