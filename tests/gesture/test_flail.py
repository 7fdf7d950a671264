"""Flailing: both arms fast, to and fro, for a second and a half; and what is none."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.landmarks import Joint, Landmarks

from .bodies import ASPECT, body, film, recognize, times, unseen
from .test_flap import beating

ARM_TORSOS = 1.1
START_S = 1.0


def flailing(
    rate_hz: float,
    stroke_torsos: float,
    phase: float,
    left_up: float = 0.0,
    right_up: float = 0.0,
    end_s: float = 9.0,
) -> Callable[[float], Landmarks]:
    """Each arm to and fro about an angle of its own, by strokes of this length."""
    half = stroke_torsos / ARM_TORSOS / 2.0

    def at(t: float) -> Landmarks:
        if not START_S <= t < end_s:
            return body()
        turn = 2.0 * math.pi * rate_hz * (t - START_S)
        return body(
            left_arm=left_up + half * math.sin(turn), right_arm=right_up + half * math.sin(turn + phase)
        )

    return at


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    rate_hz=st.floats(1.5, 4.0),
    stroke_torsos=st.floats(1.0, 2.0),
    phase=st.floats(0.8, 2.0 * math.pi - 0.8),  # hands that go together make strokes
    left_up=st.floats(-1.0, 1.0),
    right_up=st.floats(-1.0, 1.0),
    fps=st.sampled_from([10.0, 15.0, 24.0, 30.0, 60.0]),
)
def test_who_flails_takes_off_within_two_seconds(
    rate_hz: float, stroke_torsos: float, phase: float, left_up: float, right_up: float, fps: float
) -> None:
    told = recognize(film(flailing(rate_hz, stroke_torsos, phase, left_up, right_up), 4.0, fps))
    flails, runs = times(told, "flail"), times(told, "flap_run")
    assert len(flails) <= 1
    assert min(flails + runs) <= START_S + 2.0


def test_flailing_is_told_once_until_the_arms_were_calm() -> None:
    moving = flailing(3.0, 1.2, 2.0)
    assert len(times(recognize(film(moving, 8.0)), "flail")) == 1
    pausing = flailing(3.0, 1.2, 2.0, end_s=4.0)
    told = recognize(film(lambda t: pausing(t if t < 5.0 else t - 5.0 + START_S), 8.5))
    assert len(times(told, "flail")) == 2


def test_a_flap_run_is_not_told_again_as_flailing() -> None:
    wing = beating(0.4, 0.7, -0.7)
    told = recognize(film(lambda t: body(left_arm=wing(t), right_arm=wing(t)), 3.0))
    assert len(times(told, "flap_run")) == 1
    assert times(told, "flail") == []


@pytest.mark.parametrize(
    ("name", "moving"),
    [
        ("too short a time", flailing(3.0, 1.2, 2.0, end_s=START_S + 0.8)),
        ("small movements", flailing(3.0, 0.25, 2.0)),
        ("slow movements", flailing(0.8, 1.0, 2.0)),
        ("one arm alone", lambda t: body(left_arm=math.sin(20.0 * t))),
        (
            "from the side",
            lambda t: body(left_arm=math.sin(20.0 * t), right_arm=-math.sin(20.0 * t), yaw=1.4),
        ),
        (
            "walking to and fro",
            lambda t: body(
                left_arm=-1.0 + math.sin(15.0 * t),
                right_arm=-1.0 - math.sin(15.0 * t),
                x=0.67 + 0.3 * math.sin(3.0 * t),
            ),
        ),
    ],
)
def test_what_is_no_flailing(name: str, moving: Callable[[float], Landmarks]) -> None:
    assert times(recognize(film(moving, 5.0)), "flail") == []


def test_a_hidden_wrist_is_no_calm() -> None:
    moving = flailing(3.0, 1.2, 2.0)

    def at(t: float) -> Landmarks:
        return unseen(moving(t), Joint.LEFT_WRIST) if 4.0 < t < 4.4 else moving(t)

    assert len(times(recognize(film(at, 8.0)), "flail")) == 1


@pytest.mark.parametrize("gaps_s", [(0.28, 0.23), (0.2, 0.29), (0.24, 0.24)])
def test_pictures_too_far_apart_to_see_a_speed_are_no_calm(gaps_s: tuple[float, float]) -> None:
    frames = film(flailing(3.0, 1.2, 2.0), 8.0)
    middle_s, end_s = 4.0 + gaps_s[0], 4.0 + sum(gaps_s)
    seen = [
        each
        for each in frames
        if not 4.01 < each.captured_s < end_s or abs(each.captured_s - middle_s) <= 0.5 / 30
    ]
    assert len(times(recognize(seen), "flail")) == 1


@pytest.mark.parametrize("x", [0.1, 0.67, 1.3])
@pytest.mark.parametrize(("grown", "count"), [(1.09, 1), (1.25, 0)])
def test_coming_nearer_is_travel_from_three_tenths_of_a_metre_on(x: float, grown: float, count: int) -> None:
    moving = flailing(3.0, 1.2, 2.0)

    def at(t: float) -> Landmarks:
        return scaled_about(moving(t), x, 1.0 + (grown - 1.0) * min(1.0, max(0.0, t - START_S)))

    assert len(times(recognize(film(at, 2.5)), "flail")) == count


def scaled_about(landmarks: Landmarks, x: float, size: float) -> Landmarks:
    """A body that stands there, larger by this factor."""
    picture = landmarks.picture.copy()
    picture[:, 0] = x + size * (picture[:, 0] - ASPECT / 2.0)
    picture[:, 1] = 0.5 + size * (picture[:, 1] - 0.5)
    return replace(landmarks, picture=picture)
