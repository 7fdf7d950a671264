"""Take-offs: bodies that fly, and all that rises without flying."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from griffin.events import EventKind
from griffin.landmarks import Joint, Landmarks, PoseFrame

from .bodies import Pose, body, film, recognize, times, unseen

G_MPS2 = 9.81
TAKE_OFF_S = 1.2
LEGS = range(Joint.LEFT_KNEE, Joint.RIGHT_FOOT_INDEX + 1)
Moving = Callable[[float], Landmarks]


def hop(rise_m: float, at_s: float = TAKE_OFF_S, dip_m: float = 0.15, **pose: float) -> Moving:
    """Dip, push, fly on a parabola that carries the feet up by `rise_m`, land, straighten."""
    speed = math.sqrt(2.0 * G_MPS2 * rise_m)
    flight_s = 2.0 * speed / G_MPS2
    push_s = 2.0 * dip_m / speed  # from rest at the dip to the speed of the take-off, evenly

    def at(t: float) -> Landmarks:
        since = t - at_s
        if since < -push_s - 0.4 or since > flight_s + push_s + 0.4:
            return body(Pose(**pose))
        if since < -push_s:
            return body(Pose(crouch=dip_m * _ease((since + push_s + 0.4) / 0.4), **pose))
        if since < 0.0:
            return body(Pose(crouch=dip_m * (1.0 - (1.0 + since / push_s) ** 2), **pose))
        if since < flight_s:
            return body(Pose(rise=speed * since - G_MPS2 / 2.0 * since**2, **pose))
        if since < flight_s + push_s:
            return body(Pose(crouch=dip_m * (1.0 - (1.0 - (since - flight_s) / push_s) ** 2), **pose))
        return body(Pose(crouch=dip_m * _ease(1.0 - (since - flight_s - push_s) / 0.4), **pose))

    return at


def _ease(part: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, part)))


def _bump(part: float) -> float:
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * part) if 0.0 < part < 1.0 else 0.0


@pytest.mark.parametrize("fps", [8.0, 10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("rise_m", [0.10, 0.25, 0.45])
def test_a_jump_is_told_once_and_at_once(rise_m: float, fps: float) -> None:
    told = times(recognize(film(hop(rise_m), 3.0, fps)), "jump")
    assert len(told) == 1
    assert 0.0 < told[0] - TAKE_OFF_S <= (0.2 if fps >= 15.0 else 0.35)


@pytest.mark.parametrize("heights_per_m", [0.15, 0.6])
def test_near_and_far_jump_alike(heights_per_m: float) -> None:
    usual = times(recognize(film(hop(0.2), 3.0)), "jump")
    assert times(recognize(film(hop(0.2, heights_per_m=heights_per_m), 3.0)), "jump") == usual


def test_it_works_with_the_legs_out_of_the_picture() -> None:
    moving = hop(0.2)
    frames = film(lambda t: unseen(moving(t), *LEGS), 3.0)
    assert len(times(recognize(frames), "jump")) == 1


def test_a_jump_towards_the_camera_is_one() -> None:
    def towards(t: float) -> Landmarks:
        # 0.6 m nearer within half a second: the floor sinks in the picture meanwhile.
        distance_m = 3.2 - 0.6 * _ease((t - TAKE_OFF_S) / 0.5)
        return hop(0.25, heights_per_m=1.05 / distance_m, floor_y=0.5 + 1.05 / distance_m)(t)

    assert len(times(recognize(film(towards, 3.0)), "jump")) == 1


@pytest.mark.parametrize("fps", [10.0, 30.0])
def test_a_jump_out_of_a_deep_squat_is_one(fps: float) -> None:
    assert len(times(recognize(film(hop(0.25, dip_m=0.4), 3.0, fps)), "jump")) == 1


@pytest.mark.parametrize("legs", [(), LEGS])
def test_standing_height_outlasts_a_long_squat(legs: range) -> None:
    def moving(t: float) -> Landmarks:
        # Eleven seconds on the heels, with a quick stand-up and down in the middle.
        bob = _bump((t - 6.0) / 0.7)
        return unseen(body(crouch=0.4 * _ease((t - 2.0) / 0.4) * (1.0 - bob)), *legs)

    assert times(recognize(film(moving, 13.0)), "jump") == []


def strengths(frames: list[PoseFrame]) -> list[float]:
    return [
        event.strength or 0.0
        for recognition in recognize(frames)
        for event in recognition.events
        if event.kind is EventKind.JUMP
    ]


def jumping(*heights_m: float) -> Moving:
    """One jump after the other, each done before the next begins."""
    jumps = [hop(height_m, at_s=TAKE_OFF_S + 1.6 * k) for k, height_m in enumerate(heights_m)]
    return lambda t: jumps[min(len(jumps) - 1, int(max(0.0, t - 0.58) / 1.6))](t)


def test_strength_is_height_against_the_bodys_own_first_jumps() -> None:
    told = strengths(film(jumping(0.15, 0.15, 0.15, 0.3, 0.08), 9.0))
    assert told[:3] == pytest.approx([0.5, 0.5, 0.5], abs=0.06)
    assert told[3] > 0.75
    assert told[4] < 0.42


def test_a_second_jump_can_be_stronger_or_weaker_than_the_first() -> None:
    assert strengths(film(jumping(0.12, 0.4), 5.0)) == pytest.approx([0.5, 0.75], abs=0.06)
    assert strengths(film(jumping(0.4, 0.12), 5.0)) == pytest.approx([0.5, 0.25], abs=0.06)


def test_a_body_that_was_lost_is_measured_by_its_first_jumps() -> None:
    moving = jumping(0.15, 0.15, 0.4)
    frames = film(lambda t: moving(t if t < 3.6 else max(3.6, t - 2.5)), 8.0)
    seen = [each if not 3.6 < each.captured_s < 4.6 else replace(each, bodies=()) for each in frames]
    assert strengths(seen) == pytest.approx([0.5, 0.5, 1.0], abs=0.06)


def test_it_works_with_the_back_turned() -> None:
    assert len(times(recognize(film(hop(0.2, yaw=math.pi), 3.0)), "jump")) == 1


def test_each_of_five_jumps_in_a_row_is_told() -> None:
    frames = film(jumping(*[0.15] * 5), 9.0)
    assert len(times(recognize(frames), "jump")) == 5


def test_the_arms_don_t_count() -> None:
    raising = film(lambda t: body(left_arm=1.5 * math.sin(9.0 * t), right_arm=1.5 * math.sin(9.0 * t)), 3.0)
    assert times(recognize(raising), "jump") == []


@pytest.mark.parametrize(
    ("name", "moving"),
    [
        ("squats", lambda t: body(crouch=0.4 * (0.5 - 0.5 * math.cos(2.0 * math.pi * t / 1.5)))),
        ("quick squats", lambda t: body(crouch=0.25 * (0.5 - 0.5 * math.cos(2.0 * math.pi * t / 0.9)))),
        ("quick squats from the side", lambda t: body(yaw=1.5, crouch=0.4 * _bump((t % 0.8) / 0.7))),
        ("very quick squats", lambda t: body(crouch=0.3 * _bump((t % 0.6) / 0.55))),
        (
            "dancing on bent knees",
            lambda t: body(crouch=0.2 + 0.1 * math.sin(12.0 * t)),
        ),
        ("standing up", lambda t: body(crouch=0.4 * (1.0 - _ease((t - 2.0) / 0.6)))),
        ("rising on the toes", lambda t: body(rise=0.06 * _ease((t - 1.0) / 0.25))),
        ("bowing", lambda t: body(bow=1.3 * (0.5 - 0.5 * math.cos(2.0 * math.pi * t / 1.2)))),
        ("walking nearer", lambda t: body(heights_per_m=0.7 / (3.5 - 0.7 * t), floor_y=0.6 + 0.08 * t)),
        ("turning", lambda t: body(yaw=2.0 * t)),
        ("stepping aside", lambda t: body(x=0.67 + 0.2 * math.sin(3.0 * t))),
        ("one leg up", lambda t: _with_left_foot_up(body(), 0.3 * abs(math.sin(4.0 * t)))),
    ],
)
@pytest.mark.parametrize("fps", [10.0, 30.0])
def test_what_is_no_jump(name: str, moving: Moving, fps: float) -> None:
    assert times(recognize(film(moving, 4.0, fps)), "jump") == []


def _with_left_foot_up(landmarks: Landmarks, lift_m: float) -> Landmarks:
    picture = landmarks.picture.copy()
    picture[[Joint.LEFT_ANKLE, Joint.LEFT_HEEL, Joint.LEFT_FOOT_INDEX], 1] -= lift_m * 0.35
    return Landmarks(picture=picture, visibility=landmarks.visibility, world=landmarks.world)


def test_a_flight_seen_through_a_short_hole_is_told() -> None:
    moving = hop(0.3)
    frames = film(lambda t: None if TAKE_OFF_S - 0.1 < t < TAKE_OFF_S + 0.05 else moving(t), 3.0)
    assert len(times(recognize(frames), "jump")) == 1


def test_a_body_found_in_the_air_is_no_jump() -> None:
    moving = hop(0.3)
    frames = film(lambda t: None if t < TAKE_OFF_S + 0.15 else moving(t), 3.0)
    assert times(recognize(frames), "jump") == []
