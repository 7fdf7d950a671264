"""The arms as controls: one test a sign, and what each control rests at."""

import itertools
import math

import pytest

from griffin.events import Steering
from griffin.gesture.recognizer import Recognizer
from griffin.gesture.tuning import GestureTuning

from .bodies import Pose, body, film, recognize


def held(duration_s: float = 1.5, *, is_seated: bool = False, **pose: float) -> Steering:
    """The controls after holding a pose."""
    frames = film(lambda _: body(Pose(**pose)), duration_s)
    return recognize(frames, Recognizer(is_seated=is_seated))[-1].steering


def test_the_right_hand_lower_banks_to_the_right() -> None:
    right, left = held(left_arm=0.4, right_arm=-0.4), held(left_arm=-0.4, right_arm=0.4)
    assert right.arm_line_rad > 0.2
    assert right.roll_rad > 0.2
    assert left.arm_line_rad < -0.2
    assert left.roll_rad == pytest.approx(-right.roll_rad)


def test_both_arms_up_climb_and_down_dive() -> None:
    assert held(left_arm=0.9, right_arm=0.9).climb_frac > 0.9
    assert held(left_arm=-0.7, right_arm=-0.7).climb_frac < -0.7


@pytest.mark.parametrize("arm", [0.0, 0.1, -0.15, -0.25])
def test_arms_about_level_glide(arm: float) -> None:
    steering = held(left_arm=arm, right_arm=arm)
    assert steering.climb_frac == 0.0
    assert steering.roll_rad == 0.0


@pytest.mark.parametrize("arm", [-1.2, -1.4, -1.55])
def test_arms_at_rest_are_a_level_glide_and_no_dive(arm: float) -> None:
    steering = held(left_arm=arm, right_arm=arm + 0.1)
    assert steering.climb_frac == pytest.approx(0.0, abs=0.03)
    assert steering.roll_rad == pytest.approx(0.0, abs=0.03)


def test_arms_out_to_the_front_are_level() -> None:
    steering = held(left_arm=0.0, right_arm=0.0, forward=math.pi / 2)
    assert steering.climb_frac == 0.0
    assert steering.roll_rad == 0.0


def test_the_wings_are_the_player_s_own_arms() -> None:
    steering = held(left_arm=0.6, right_arm=-0.8, left_elbow=0.5)
    assert steering.arms.left.wing_rad == pytest.approx(0.6)
    assert steering.arms.right.wing_rad == pytest.approx(-0.8)
    assert steering.arms.left.elbow_rad == pytest.approx(0.5)
    assert steering.arms.right.elbow_rad == pytest.approx(0.0, abs=1e-6)


def test_the_wings_wrists_are_the_player_s_own_less_what_a_straight_hand_may_show() -> None:
    steering = held(left_arm=0.1, right_arm=0.1, left_wrist=0.6, right_wrist=-0.5)
    dead_rad = GestureTuning().wrist_dead_rad
    assert steering.arms.left.wrist_rad == pytest.approx(0.6 - dead_rad)
    assert steering.arms.right.wrist_rad == pytest.approx(-0.5 + dead_rad)
    nearly_straight = held(left_arm=0.1, left_wrist=0.1, right_wrist=-0.1)
    assert nearly_straight.arms.left.wrist_rad == nearly_straight.arms.right.wrist_rad == 0.0


def test_a_hand_that_is_bent_shows_within_a_tenth_of_a_second() -> None:
    frames = film(lambda t: body(left_arm=0.0, left_wrist=0.7 if t >= 2.0 else 0.0), 2.2)
    told = [r.steering.arms.left.wrist_rad for r in recognize(frames)]
    assert told[60] > 0.05
    assert told[63] > 0.5


def test_one_frame_of_a_lost_hand_moves_it_little() -> None:
    frames = film(lambda t: body(left_arm=0.0, left_wrist=-1.2 if round(t * 30) == 60 else 0.0), 2.4)
    told = [r.steering.arms.left.wrist_rad for r in recognize(frames)]
    assert min(told) > -0.9
    assert told[66] == pytest.approx(0.0, abs=0.1)


def test_ducking_is_negative_and_stretching_positive() -> None:
    def after(**pose: float) -> float:
        frames = film(lambda t: body(Pose(**pose)) if t > 3.0 else body(), 3.7)
        return recognize(frames)[-1].steering.body_frac

    assert after(crouch=0.25) < -0.8
    assert after(rise=0.08) > 0.6
    assert after() == pytest.approx(0.0, abs=0.01)


def test_the_bank_is_bounded() -> None:
    assert held(left_arm=1.3, right_arm=-1.3).roll_rad <= GestureTuning().roll_most_rad


@pytest.mark.parametrize("duration_s", [1.0, 30.0])
def test_a_lean_from_the_start_is_taken_off(duration_s: float) -> None:
    crooked = held(duration_s, left_arm=0.08, right_arm=-0.08, lean=0.08)
    assert crooked.roll_rad == pytest.approx(0.0, abs=0.01)


def test_a_lean_of_the_moment_banks() -> None:
    def moving(t: float) -> float:
        return 0.35 if t > 3.0 else 0.0

    frames = film(lambda t: body(left_arm=moving(t), right_arm=-moving(t), lean=moving(t)), 4.0)
    assert recognize(frames)[-1].steering.roll_rad > 0.3


def test_seated_players_need_less_of_an_angle() -> None:
    standing = held(left_arm=0.2, right_arm=-0.2).roll_rad
    assert held(left_arm=0.2, right_arm=-0.2, is_seated=True).roll_rad > 1.2 * standing


def test_a_small_restless_player_gets_help() -> None:
    def most_roll(heights_per_m: float, shake: float) -> float:
        frames = film(
            lambda t: body(
                left_arm=0.2 + shake * math.sin(25.0 * t),
                right_arm=-0.2 - shake * math.sin(25.0 * t),
                heights_per_m=heights_per_m,
            ),
            8.0,
        )
        told = [r.steering.roll_rad for r in recognize(frames)[120:]]
        return sum(told) / len(told)

    assert most_roll(0.15, 0.1) < 0.9 * most_roll(0.5, 0.1)
    assert most_roll(0.15, 0.0) == pytest.approx(most_roll(0.5, 0.0), abs=1e-6)


def test_a_drop_out_is_bridged_then_eased_to_level() -> None:
    pose = Pose(left_arm=0.5, right_arm=-0.5, left_wrist=0.4)
    frames = film(lambda t: body(pose) if t < 2.0 else None, 3.5)
    told = [r.steering for r in recognize(frames)]
    assert told[int(2.3 * 30)].roll_rad == told[59].roll_rad
    assert told[int(2.3 * 30)].is_tracked
    half = told[round((2.0 + 0.4 + 0.25) * 30)]
    assert not half.is_tracked
    assert 0.2 < half.roll_rad / told[59].roll_rad < 0.8
    assert told[-1].roll_rad == told[-1].arm_line_rad == told[-1].arms.left.wing_rad == 0.0
    assert told[59].arms.left.wrist_rad > 0.2
    assert told[-1].arms.left.wrist_rad == 0.0


def test_after_a_loss_the_bank_comes_back_smoothly() -> None:
    frames = film(lambda t: None if 2.0 <= t < 3.2 else body(left_arm=0.5, right_arm=-0.5), 5.0)
    rolls = [r.steering.roll_rad for r in recognize(frames)]
    assert rolls[-1] == pytest.approx(rolls[59])
    assert max(abs(b - a) for a, b in itertools.pairwise(rolls[60:])) < 0.1
