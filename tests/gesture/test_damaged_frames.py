"""Whatever numbers a pose model gives, the recogniser goes on: a body that can't be is no body."""

import math
from collections.abc import Iterable
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.events import Steering
from griffin.gesture.points import read_points
from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.gesture.track import Trunk, find_trunk
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import LANDMARK_COUNT, Joint, Landmarks, PoseFrame

from .bodies import body, film, frame, recognize, told
from .test_flap import beating
from .test_jump import hop

DAMAGED_S, TAIL_S = 3.0, 3.4
NUMBERS = st.one_of(
    st.floats(),
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308, -1e308, 1e154, 5e-324, 0.0, 1e3, -20.0, 3.0]),
)


def perform(t: float) -> Landmarks:
    """A jump while frames are damaged; afterwards another one and strokes."""
    if t < 2.8:
        return hop(0.25)(t)
    if t < 5.7:
        return hop(0.25, at_s=4.6)(t)
    wing = beating(0.8)(t - 5.0)
    return body(left_arm=wing, right_arm=wing)


FILM = film(perform, 8.0)
CLEAN = recognize(FILM)


def tail(recognitions: Iterable[Recognition]) -> list[tuple[str, float]]:
    return [(kind, time_s) for kind, time_s in told(recognitions) if time_s > TAIL_S]


def assert_in_range(steering: Steering) -> None:
    """Every number is finite and within what the wire allows."""
    msgspec.convert(msgspec.to_builtins(steering), Steering)
    for number in (steering.arm_line_rad, steering.roll_rad, steering.climb_frac, steering.body_frac):
        assert math.isfinite(number)
    for arm in (steering.arms.left, steering.arms.right):
        assert all(math.isfinite(number) for number in msgspec.structs.astuple(arm))


def damaged(seen: Landmarks, damages: Iterable[tuple[str, int, int, float]]) -> Landmarks:
    """The body with some numbers of its arrays replaced."""
    arrays = {name: getattr(seen, name).copy() for name in ("picture", "visibility", "world")}
    for name, joint, axis, number in damages:
        arrays[name][(joint, axis)[: arrays[name].ndim]] = number
    return Landmarks(**arrays)


DAMAGE = st.tuples(
    st.sampled_from(["picture", "visibility", "world"]),
    st.integers(0, LANDMARK_COUNT - 1),
    st.integers(0, 2),
    NUMBERS,
)
DAMAGES = st.dictionaries(
    st.integers(0, round(DAMAGED_S * 30) - 1), st.lists(DAMAGE, min_size=1, max_size=6), max_size=5
)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(DAMAGES)
def test_damaged_numbers_end_nothing_and_are_forgotten(
    damages: dict[int, list[tuple[str, int, int, float]]],
) -> None:
    frames = [
        replace(each, bodies=(damaged(each.bodies[0], damages[number]),)) if number in damages else each
        for number, each in enumerate(FILM)
    ]
    recognitions = recognize(frames)
    for recognition in recognitions:
        assert_in_range(recognition.steering)
    assert tail(recognitions) == [(kind, pytest.approx(time_s, abs=0.04)) for kind, time_s in tail(CLEAN)]


@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    st.sampled_from(["picture", "visibility", "world", "all"]),
    NUMBERS,
    st.integers(0, round(DAMAGED_S * 30) - 20),
    st.integers(1, 20),
)
def test_all_points_in_one_place_end_nothing_either(name: str, number: float, first: int, count: int) -> None:
    def collapse(seen: Landmarks) -> Landmarks:
        names = ["picture", "world"] if name == "all" else [name]
        return replace(seen, **{each: np.full_like(getattr(seen, each), number) for each in names})

    frames = [
        replace(each, bodies=(collapse(each.bodies[0]),)) if first <= index < first + count else each
        for index, each in enumerate(FILM)
    ]
    recognitions = recognize(frames)
    for recognition in recognitions:
        assert_in_range(recognition.steering)
    late = [(kind, time_s) for kind, time_s in tail(recognitions) if not kind.startswith("player")]
    assert [kind for kind, _ in late] == [kind for kind, _ in tail(CLEAN)]


def test_the_film_says_something_after_the_damage() -> None:
    kinds = [kind for kind, _ in tail(CLEAN)]
    assert kinds.count("jump") == 1
    assert kinds.count("flap") >= 2


def trunk_of(landmarks: Landmarks) -> Trunk | None:
    points = read_points(landmarks, GestureTuning())
    return find_trunk(points, GestureTuning()) if points is not None else None


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e308])
@pytest.mark.parametrize("name", ["picture", "world", "visibility"])
def test_one_impossible_number_makes_the_frame_empty(name: str, number: float) -> None:
    seen = damaged(body(), [(name, Joint.LEFT_WRIST, 1, number)])
    assert trunk_of(seen) is None
    recognizer = Recognizer()
    recognize(film(lambda _: body(left_arm=0.5, right_arm=0.5), 1.0), recognizer)
    with_damage = recognizer.recognize(frame(1.0, seen))
    empty = Recognizer()
    recognize(film(lambda _: body(left_arm=0.5, right_arm=0.5), 1.0), empty)
    assert with_damage == empty.recognize(PoseFrame(captured_s=1.0, aspect=4 / 3, bodies=()))


@pytest.mark.parametrize("visibility", [-0.01, 1.01, -1e308])
def test_a_visibility_outside_its_range_makes_the_frame_empty(visibility: float) -> None:
    seen = damaged(body(), [("visibility", Joint.LEFT_HEEL, 0, visibility)])
    assert trunk_of(seen) is None


def test_a_trunk_without_size_is_no_body() -> None:
    seen = body()
    world = seen.world.copy()
    world[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]] = 0.0
    assert trunk_of(replace(seen, world=world)) is None
    picture = seen.picture.copy()
    picture[:] = picture[Joint.NOSE]
    assert trunk_of(replace(seen, picture=picture)) is None


@pytest.mark.parametrize("heights_per_m", [0.1, 1.4])
def test_a_possible_body_is_kept(heights_per_m: float) -> None:
    for pose in (body(), body(bow=1.2), body(yaw=math.pi / 2), body(crouch=0.5, lean=0.4)):
        seen = replace(pose, picture=pose.picture * heights_per_m / 0.35)
        assert trunk_of(seen) is not None
