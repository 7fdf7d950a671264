import itertools
import math

import pytest

from griffin.vision.demo_performance import FLIGHT_S, LOOP_S, TAKE_OFF_S, BodyPose, perform
from griffin.vision.demo_round import TAKE_OFFS_S, TURNS_AWAY_S

STEP_S = 1.0 / 120.0


def numbers(pose: BodyPose) -> list[float]:
    arms = [a for arm in (pose.left, pose.right) for a in (arm.upper_rad, arm.forearm_rad, arm.hand_rad)]
    turn = [math.sin(pose.turn_rad), math.cos(pose.turn_rad)]
    return [
        *arms,
        *turn,
        pose.hips_m,
        pose.feet_m,
        pose.heels_m,
        pose.lean_rad,
        pose.sway_m,
        pose.breath_frac,
    ]


def test_no_part_jumps_anywhere_in_the_loop_nor_at_its_seam():
    times_s = [i * STEP_S for i in range(int(LOOP_S / STEP_S) + 1)]
    poses = [numbers(perform(t_s)) for t_s in times_s]
    steps = [
        max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in itertools.pairwise(poses)
    ]
    fastest_radps = 9.0  # the down stroke
    assert max(steps) < fastest_radps * STEP_S


def test_it_repeats():
    assert numbers(perform(3.3 + 5 * LOOP_S)) == pytest.approx(numbers(perform(3.3)))


def test_the_jump_is_a_free_fall():
    heights_m = [perform(TAKE_OFF_S + FLIGHT_S * i / 20).hips_m for i in range(21)]
    seconds = [b - 2 * m + a for a, m, b in zip(heights_m, heights_m[1:], heights_m[2:], strict=False)]
    assert [s / (FLIGHT_S / 20) ** 2 for s in seconds] == pytest.approx([-9.81] * 19)
    assert max(heights_m) - heights_m[0] == pytest.approx(0.28, abs=0.001)


def test_the_feet_are_in_the_air_only_while_it_jumps():
    for i in range(int(LOOP_S * 30)):
        t_s = i / 30.0
        is_airborne = any(take_off_s < t_s < take_off_s + FLIGHT_S for take_off_s in TAKE_OFFS_S)
        assert (perform(t_s).feet_m > 0.0) == is_airborne


@pytest.mark.parametrize(
    ("t_s", "left_deg", "right_deg"),
    [
        (0.5, -79.0, -79.0),  # stands
        (3.75, 46.0, 0.0),  # lifts the left wing, then the right
        (5.15, 0.0, 46.0),
        (14.9, -22.0, 22.0),  # banks to the left, then to the right
        (18.7, 22.0, -22.0),
        (22.8, 33.0, 33.0),  # climbs
        (26.5, 48.0, 48.0),  # strokes
        (26.85, -38.0, -38.0),
    ],
)
def test_the_arms_do_what_the_programme_says(t_s, left_deg, right_deg):
    pose = perform(t_s)
    sway_deg = 1.3
    assert math.degrees(pose.left.upper_rad) == pytest.approx(left_deg, abs=sway_deg)
    assert math.degrees(pose.right.upper_rad) == pytest.approx(right_deg, abs=sway_deg)


@pytest.mark.parametrize(
    ("t_s", "left_deg", "right_deg"),
    [
        (2.5, 0.0, 0.0),
        (3.45, -40.0, 0.0),  # the hand of the wing that is lifted hangs, then bends up
        (4.05, 40.0, 0.0),
        (4.85, 0.0, -40.0),
        (5.45, 0.0, 40.0),
        (7.0, 0.0, 0.0),
    ],
)
def test_each_hand_bends_where_its_wing_is_shown(t_s, left_deg, right_deg):
    pose = perform(t_s)
    for arm, bend_deg in ((pose.left, left_deg), (pose.right, right_deg)):
        assert math.degrees(arm.hand_rad - arm.forearm_rad) == pytest.approx(bend_deg, abs=5.0)


@pytest.mark.parametrize(("start_s", "end_s"), TURNS_AWAY_S)
def test_the_back_is_turned_for_longer_than_the_reset_needs(start_s, end_s):
    assert end_s - start_s >= 1.5
    assert math.cos(perform(start_s).turn_rad) == pytest.approx(-1.0)
    assert math.cos(perform(end_s).turn_rad) == pytest.approx(-1.0)
