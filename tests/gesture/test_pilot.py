"""Who flies: the first credible body, kept through all that comes by; and who is nobody."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.landmarks import Landmarks, PoseFrame

from .bodies import ASPECT, body, film, frame, recognize, times, told, unseen

FPS = 30.0
UP = 1.2
MIDDLE_X = ASPECT / 2.0


def scene(*actors: Callable[[float], Landmarks | None], duration_s: float) -> list[PoseFrame]:
    """Frames in which the model reports everybody."""
    frames = []
    for number in range(round(duration_s * FPS)):
        seen = [actor(number / FPS) for actor in actors]
        frames.append(frame(number / FPS, *(each for each in seen if each is not None)))
    return frames


def banked(x: float, right: bool) -> Landmarks:
    """Somebody who can be told by the bank."""
    tilt = 0.4 if right else -0.4
    return body(left_arm=tilt, right_arm=-tilt, x=x)


def flies_right(recognition: Recognition) -> bool:
    return recognition.steering.is_tracked and recognition.steering.roll_rad > 0.1


def test_a_single_body_is_found_after_a_moment_and_counted_backwards() -> None:
    recognitions = recognize(film(lambda _: body(), 1.0))
    assert told(recognitions) == [("player_found", 0.3)]
    assert [r.frames_with_player for r in recognitions[:11]] == [0] * 9 + [10, 1]
    assert sum(r.frames_with_player for r in recognitions) == 30


@pytest.mark.parametrize("yaw", [0.0, 0.6, math.pi])
def test_front_and_back_are_a_person(yaw: float) -> None:
    assert len(times(recognize(film(lambda _: body(yaw=yaw), 1.0)), "player_found")) == 1


@pytest.mark.parametrize(
    ("name", "invented"),
    [
        ("upside down", lambda _: _upside_down()),
        ("lying", lambda _: body(lean=1.5)),
        ("unsure", lambda _: unseen(body(), 11, 12)),
        ("without a face", lambda _: unseen(body(), 0)),
        ("a speck", lambda _: body(heights_per_m=0.03)),
        ("narrow as a pole", lambda _: _narrow()),
        ("larger than the picture", lambda _: body(heights_per_m=1.6, floor_y=1.9)),
        ("head out of the picture", lambda _: body(floor_y=0.15)),
        ("now here, now there", lambda t: body(x=0.3 + 0.6 * (round(t * FPS) // 4 % 2))),
        ("a flicker", lambda t: body() if math.sin(20.0 * t) > 0.7 else None),
        ("pulsing", lambda t: body(heights_per_m=0.2 if round(t * FPS) // 3 % 2 else 0.5)),
    ],
)
def test_an_invented_body_is_nobody(name: str, invented: Callable[[float], Landmarks | None]) -> None:
    recognitions = recognize(film(invented, 3.0))
    assert told(recognitions) == []
    assert sum(r.frames_with_player for r in recognitions) == 0
    assert not any(r.steering.is_tracked for r in recognitions)


def _upside_down() -> Landmarks:
    standing = body()
    return replace(standing, picture=standing.picture * [1.0, -1.0, 1.0] + [0.0, 1.2, 0.0])


def _narrow() -> Landmarks:
    standing = body()
    return replace(standing, world=standing.world * [0.2, 1.0, 1.0])


def test_of_several_the_first_to_raise_both_arms_flies() -> None:
    frames = scene(
        lambda t: banked(0.6, right=False),
        lambda t: body(left_arm=UP, right_arm=UP, x=1.1) if t < 1.2 else banked(1.1, right=True),
        duration_s=3.0,
    )
    recognitions = recognize(frames)
    assert 0.5 <= times(recognitions, "player_found")[0] <= 0.7
    assert flies_right(recognitions[-1])


def test_else_the_one_in_the_middle_flies() -> None:
    frames = scene(
        lambda t: banked(0.2, right=False), lambda t: banked(MIDDLE_X + 0.05, right=True), duration_s=3.0
    )
    recognitions = recognize(frames)
    assert len(times(recognitions, "player_found")) == 1
    assert flies_right(recognitions[-1])


@pytest.mark.parametrize("heights_per_m", [0.25, 0.55])
def test_who_walks_past_takes_over_nothing(heights_per_m: float) -> None:
    frames = scene(
        lambda t: banked(MIDDLE_X, right=True),
        lambda t: body(x=-0.1 + 0.5 * (t - 1.0), heights_per_m=heights_per_m) if 1.0 < t < 4.0 else None,
        duration_s=5.0,
    )
    recognitions = recognize(frames)
    assert told(recognitions) == [("player_found", 0.3)]
    assert all(flies_right(r) for r in recognitions[30:])


def test_a_model_that_jumps_to_a_passer_by_is_asked_for_a_second_body() -> None:
    recognizer = Recognizer()

    def stranger(t: float) -> Landmarks:
        return body(x=0.1 + 0.4 * (t - 2.0))

    events = []
    asked_s = None
    for number in range(round(4.0 * FPS)):
        t = number / FPS
        pilot = banked(MIDDLE_X + 0.3, right=True)
        if 2.0 < t < 3.5:  # the model has jumped; asked for two, it finds both
            bodies = (stranger(t), pilot) if recognizer.wants_second_body else (stranger(t),)
        else:
            bodies = (pilot,)
        events += told([recognizer.recognize(frame(t, *bodies))])
        if recognizer.wants_second_body and t > 1.0 and asked_s is None:
            asked_s = t
    assert events == [("player_found", 0.3)]
    assert asked_s is not None
    assert asked_s - 2.0 < 0.1


def test_a_second_body_is_asked_for_only_when_needed() -> None:
    recognizer = Recognizer()
    asked = []
    for each in film(lambda t: body() if t < 2.0 else None, 2.2):
        recognizer.recognize(each)
        asked.append(recognizer.wants_second_body)
    assert all(asked[:8])
    assert not any(asked[10:60])
    assert not any(asked[60:])  # an empty room is no reason to look twice


def test_who_leaves_is_lost_then_released_and_the_next_steps_in() -> None:
    # Somebody else walks through the empty place and stands elsewhere, not long enough to be taken for the
    # pilot.
    frames = scene(
        lambda t: banked(0.4, right=False) if t < 2.0 else None,
        lambda t: banked(min(1.3, 0.0 + 0.35 * (t - 2.0)), right=True) if t > 2.0 else None,
        duration_s=7.0,
    )
    recognitions = recognize(frames)
    events = told(recognitions)
    assert [kind for kind, _ in events] == ["player_found", "player_lost", "player_found"]
    assert events[1][1] == pytest.approx(2.4, abs=0.05)
    assert events[2][1] == pytest.approx(5.0, abs=0.1)


def test_who_comes_back_within_three_seconds_flies_on() -> None:
    recognitions = recognize(film(lambda t: None if 2.0 < t < 4.0 else body(), 5.0))
    assert [kind for kind, _ in told(recognitions)] == ["player_found", "player_lost", "player_found"]
    assert times(recognitions, "player_found")[1] == pytest.approx(4.3, abs=0.05)


def test_a_pilot_who_moved_unseen_is_known_again_by_standing_alone() -> None:
    recognitions = recognize(
        film(lambda t: None if 2.0 < t < 2.6 else banked(0.3 if t < 2.3 else 1.1, right=True), 4.5)
    )
    events = told(recognitions)
    assert [kind for kind, _ in events] == ["player_found", "player_lost", "player_found"]
    assert events[2][1] - 2.6 < 1.2
    assert flies_right(recognitions[-1])
