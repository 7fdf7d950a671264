"""Who is somebody, and how a single pilot is kept through gaps; `test_crowd.py` has the others."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from griffin.gesture.recognizer import Recognition
from griffin.landmarks import Landmarks

from .bodies import body, film, recognize, times, told, unseen

FPS = 30.0


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
        ("larger than the picture", lambda _: body(heights_per_m=2.2, floor_y=2.4)),
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


def test_who_stands_too_near_flies_with_what_is_seen() -> None:
    """The torso has three quarters of the picture's height; from the hips down all is outside."""

    def near(t: float) -> Landmarks:
        seen = body(left_arm=0.4, right_arm=-0.4, heights_per_m=1.6, floor_y=2.36)
        return unseen(seen, *range(25, 33))

    recognitions = recognize(film(near, 2.0))
    assert flies_right(recognitions[-1])


def test_who_comes_back_within_ten_seconds_flies_on() -> None:
    recognitions = recognize(film(lambda t: None if 2.0 < t < 11.0 else body(), 12.0))
    assert [kind for kind, _ in told(recognitions)] == ["player_found", "player_lost", "player_found"]
    assert times(recognitions, "player_found")[1] == pytest.approx(11.3, abs=0.05)


def test_a_pilot_who_moved_unseen_is_known_again_by_standing_alone() -> None:
    recognitions = recognize(
        film(lambda t: None if 2.0 < t < 2.6 else banked(0.3 if t < 2.3 else 1.1, right=True), 4.5)
    )
    events = told(recognitions)
    assert [kind for kind, _ in events] == ["player_found", "player_lost", "player_found"]
    assert events[2][1] - 2.6 < 1.2
    assert flies_right(recognitions[-1])
