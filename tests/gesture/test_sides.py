"""Left and right exchanged by the model: put back in order before anything is measured."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.gesture.points import BodyPoints
from griffin.gesture.sides import SideMender
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Landmarks, PoseFrame

from .bodies import body, film, recognize, swapped, told

TUNING = GestureTuning()
STEADY = settings(max_examples=200, derandomize=True, deadline=None)
ARMS, LEGS = slice(11, 23), slice(23, 33)


def mended(films: list[PoseFrame]) -> list[BodyPoints]:
    mender = SideMender(TUNING)
    return [mender.mend(each.captured_s, BodyPoints.of(each.bodies[0])) for each in films]


def exchange(frames: list[PoseFrame], numbers: range, part: slice = slice(0, 33)) -> list[PoseFrame]:
    """The same film with left and right of a part of the body the wrong way round in these frames."""
    result = list(frames)
    for number in numbers:
        seen = frames[number].bodies[0]
        other = swapped(seen)
        picture, world = seen.picture.copy(), seen.world.copy()
        picture[part], world[part] = other.picture[part], other.world[part]
        bodies = (replace(seen, picture=picture, world=world),)
        result[number] = replace(frames[number], bodies=bodies)
    return result


def moving(t: float) -> Landmarks:
    """Flaps, banks and jumps, then turns away."""
    wing = 0.9 * math.sin(9.0 * t) if t < 2.6 else -1.0
    rise = max(0.0, 0.3 - 9.81 / 2.0 * (t - 3.0) ** 2)
    yaw = math.pi * min(1.0, max(0.0, (t - 3.5) / 0.5))
    return body(left_arm=wing, right_arm=0.8 * wing - 0.1, rise=rise, yaw=yaw)


MOVING = film(moving, 5.2)
LAST = len(MOVING) - 8
USUAL = told(recognize(MOVING))


def assert_alike(one: list[BodyPoints], other: list[BodyPoints]) -> None:
    for a, b in zip(one, other, strict=True):
        assert a.world[11:] == b.world[11:]
        assert a.picture[11:] == b.picture[11:]


@STEADY
@given(
    start=st.integers(1, LAST),
    frames=st.integers(1, 8),
    part=st.sampled_from([slice(0, 33), ARMS, LEGS]),
)
def test_a_swap_of_up_to_eight_frames_leaves_no_trace(start: int, frames: int, part: slice) -> None:
    assert_alike(mended(exchange(MOVING, range(start, start + frames), part)), mended(MOVING))


@STEADY
@given(start=st.integers(12, LAST), frames=st.integers(1, 8))
def test_a_swap_changes_no_event(start: int, frames: int) -> None:
    assert told(recognize(exchange(MOVING, range(start, start + frames)))) == USUAL


def test_that_film_has_an_event_of_each_kind() -> None:
    assert {kind for kind, _ in USUAL} == {"player_found", "flap", "flap_run", "jump", "turn_away"}


@pytest.mark.parametrize("fps", [8.0, 10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("degps", [-360.0, 90.0, 360.0])
def test_a_real_turn_is_never_mended(degps: float, fps: float) -> None:
    frames = film(lambda t: body(left_arm=0.3, right_arm=-0.9, yaw=math.radians(degps) * t), 4.0, fps)
    for seen, frame in zip(mended(frames), frames, strict=True):
        assert seen == BodyPoints.of(frame.bodies[0])


def test_what_lasts_is_believed() -> None:
    frames = exchange(film(moving, 3.0), range(30, 90))
    after = mended(frames)
    assert after[35] != BodyPoints.of(frames[35].bodies[0])
    assert after[41] == BodyPoints.of(frames[41].bodies[0])


def test_the_order_after_a_hole_is_believed() -> None:
    frames = exchange(film(moving, 3.0), range(30, 90))
    kept = frames[:20] + frames[30:]
    assert mended(kept)[20] == BodyPoints.of(kept[20].bodies[0])


def test_a_model_that_slides_into_the_other_order_is_mended_as_well() -> None:
    frames = exchange(film(moving, 3.0), range(30, 35))
    for number in (29, 35):
        one, other = frames[number].bodies[0], swapped(frames[number].bodies[0])
        middle = replace(one, picture=(one.picture + other.picture) / 2, world=(one.world + other.world) / 2)
        frames[number] = replace(frames[number], bodies=(middle,))
    usual = mended(film(moving, 3.0))
    skipped = {29, 35}
    assert_alike(
        [each for number, each in enumerate(mended(frames)) if number not in skipped],
        [each for number, each in enumerate(usual) if number not in skipped],
    )


@pytest.mark.parametrize("joints", [(15, 16), (13, 14, 15, 16), (15,)])
def test_guessed_joints_exchange_nothing(joints: tuple[int, ...]) -> None:
    noise = np.random.default_rng(5)

    def guessed(t: float) -> Landmarks:
        seen = body(left_arm=0.3, right_arm=0.3)
        visibility, world = seen.visibility.copy(), seen.world.copy()
        if t > 1.0:
            visibility[list(joints)] = 0.05
            world[list(joints)] += noise.normal(0.0, 1.0, (len(joints), 3))
        return replace(seen, world=world, visibility=visibility)

    frames = film(guessed, 4.0)
    for seen, frame in zip(mended(frames), frames, strict=True):
        assert seen == BodyPoints.of(frame.bodies[0])
