"""Jogging on the spot takes off once; what only looks a little like it doesn't."""

import math
from collections.abc import Callable

import pytest

from griffin.landmarks import Joint, Landmarks

from .bodies import body, film, recognize, times

LEFT_FOOT = [Joint.LEFT_ANKLE, Joint.LEFT_HEEL, Joint.LEFT_FOOT_INDEX]
RIGHT_FOOT = [Joint.RIGHT_ANKLE, Joint.RIGHT_HEEL, Joint.RIGHT_FOOT_INDEX]
G_MPS2 = 9.81


def jog(
    t: float,
    *,
    steps_hz: float = 2.8,
    lift_m: float = 0.2,
    flight_frac: float = 0.4,
    has_one_leg: bool = False,
) -> Landmarks:
    """Each step: on one foot, then through the air to the other one."""
    phase, number = t * steps_hz % 1.0, int(t * steps_hz)
    flight_s = flight_frac / steps_hz
    since_s = (phase - (1.0 - flight_frac)) / steps_hz
    if since_s > 0.0:
        rise_m, crouch_m = G_MPS2 / 2.0 * since_s * (flight_s - since_s), 0.0
    else:
        rise_m, crouch_m = 0.0, 0.05 * math.sin(math.pi * phase / (1.0 - flight_frac))
    landmarks = body(rise=rise_m, crouch=crouch_m)
    # A foot leaves the floor as the flight begins, swings through the other one's stand, and lands.
    off = 1.0 + flight_frac
    for foot, swung in (
        (RIGHT_FOOT if number % 2 else LEFT_FOOT, phase - (1.0 - flight_frac)),
        (LEFT_FOOT if number % 2 else RIGHT_FOOT, phase + flight_frac),
    ):
        landmarks = lifted(landmarks, foot, lift_m * math.sin(math.pi * min(1.0, max(0.0, swung / off))))
    return landmarks


def lifted(landmarks: Landmarks, foot: list[Joint], lift_m: float) -> Landmarks:
    picture = landmarks.picture.copy()
    picture[foot, 1] -= 0.35 * lift_m
    return Landmarks(picture=picture, visibility=landmarks.visibility, world=landmarks.world)


def jogging(t: float) -> Landmarks:
    return body() if t < 1.0 else jog(t - 1.0)


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0, 60.0])
def test_jogging_takes_off_once(fps: float) -> None:
    told = times(recognize(film(jogging, 7.0, fps)), "jog")
    assert len(told) == 1
    assert told[0] < 1.0 + 7.0 / 2.8


def test_after_a_rest_it_takes_off_again() -> None:
    def twice(t: float) -> Landmarks:
        return jogging(t) if t < 4.0 else body() if t < 6.5 else jog(t - 6.5)

    assert len(times(recognize(film(twice, 10.0)), "jog")) == 2


@pytest.mark.parametrize(
    ("name", "moving"),
    [
        ("walking on the spot", lambda t: jog(t, steps_hz=1.8, flight_frac=0.02)),
        (
            "bouncing a ball",
            lambda t: body(crouch=0.1 + 0.08 * math.sin(13.0 * t)),
        ),
        ("hopping on one foot", lambda t: lifted(jog(t, lift_m=0.0), LEFT_FOOT, 0.25)),
    ],
)
def test_what_is_no_jogging(name: str, moving: Callable[[float], Landmarks]) -> None:
    assert times(recognize(film(moving, 5.0)), "jog") == []
