"""The arms as controls: one test a sign, and what each control rests at."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.events import EventKind, GestureEvent, Steering
from griffin.flight.model import start, step
from griffin.flight.timestep import STEP_S
from griffin.gesture.recognizer import Recognizer
from griffin.gesture.tuning import GestureTuning
from griffin.input.hands import NO_COMMAND, ControlMerger
from griffin.landmarks import Joint, Landmarks
from tests.flights import PLAIN

from .bodies import TORSO_M, Pose, body, film, recognize, times, unseen
from .test_jump import TAKE_OFF_S, hop

WRISTS = (Joint.LEFT_WRIST, Joint.RIGHT_WRIST)
ARMS = range(Joint.LEFT_ELBOW, Joint.RIGHT_THUMB + 1)
PROPERTY = settings(max_examples=200, derandomize=True, deadline=None)


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


# --- arms at rest ---


def with_hands(beside_torsos: float, below_torsos: float, landmarks: Landmarks | None = None) -> Landmarks:
    """A body with both hands so far beside the trunk's line and below the shoulders, elbows between."""
    landmarks = landmarks or body()
    picture, world = landmarks.picture.copy(), landmarks.world.copy()
    for points, torso in ((picture, TORSO_M * Pose().heights_per_m), (world, TORSO_M)):
        neck = (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2.0
        for side, wrist in ((1.0, Joint.LEFT_WRIST), (-1.0, Joint.RIGHT_WRIST)):
            points[wrist, :2] = neck[:2] + np.array([side * beside_torsos, below_torsos]) * torso
            points[wrist, 2] = neck[2] - 0.3 * torso
            points[wrist - 2] = (points[wrist] + points[wrist - 4]) / 2.0 + np.array([0, 0.2 * torso, 0])
            for knuckle in (wrist + 2, wrist + 4, wrist + 6):
                points[knuckle] = points[wrist]
    return replace(landmarks, picture=picture, world=world)


@PROPERTY
@given(st.floats(-0.35, 0.35), st.floats(-0.35, 1.2))
def test_hands_near_the_trunk_s_line_fly_level_at_any_height(beside: float, below: float) -> None:
    steering = recognize(film(lambda _: with_hands(beside, below), 1.5, 10.0))[-1].steering
    assert steering.climb_frac == 0.0
    assert steering.roll_rad == 0.0


@pytest.mark.parametrize("yaw", [-1.0, 0.6, 1.2])
def test_hands_on_a_desk_rest_at_any_angle_to_the_camera(yaw: float) -> None:
    steering = held(left_arm=-1.3, right_arm=-1.3, left_elbow=1.3, right_elbow=1.3, forward=1.5, yaw=yaw)
    assert steering.climb_frac == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("arm", [1.2, 1.4, 1.55])
def test_arms_raised_straight_overhead_climb(arm: float) -> None:
    assert held(left_arm=arm, right_arm=arm).climb_frac == pytest.approx(1.0)


def test_from_spread_to_the_lap_nothing_steps() -> None:
    rests = [
        held(1.0, left_arm=-0.7, right_arm=-0.7, left_elbow=-fold, right_elbow=-fold).climb_frac
        for fold in np.arange(0.0, 2.4, 0.1)
    ]
    assert rests[0] < -0.7
    assert rests[-1] == 0.0
    assert max(abs(a - b) for a, b in itertools.pairwise(rests)) < 0.4


def heights_m(arm_rad: Callable[[float], float], fps: float, duration_s: float) -> list[float]:
    """Heights of a flight, a step apart, that the recogniser steers by these arms."""
    recognizer, merger, state = Recognizer(), ControlMerger(), start(PLAIN)
    frames = film(lambda t: body(left_arm=arm_rad(t), right_arm=arm_rad(t)), duration_s, fps)
    waiting, heights = iter(frames), []
    frame = next(waiting, None)
    for number in range(round(duration_s / STEP_S)):
        now_s, steering = number * STEP_S, None
        while frame is not None and frame.captured_s <= now_s + 1e-9:
            steering = recognizer.recognize(frame).steering
            frame = next(waiting, None)
        jump = [GestureEvent(captured_s=now_s, kind=EventKind.JUMP)] if number == 50 else []
        merger.hear(steering=steering, events=jump, is_linked=True, hand=NO_COMMAND, now_s=now_s)
        state, _ = step(state, merger.take(), PLAIN, STEP_S)
        if number == 50:
            state = replace(state, position_world=state.position_world + np.array([0.0, 300.0, 0.0]))
        heights.append(float(state.position_world[1]))
    return heights


LOWERED_AT_S = 2.5


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("is_smooth", [False, True])
@pytest.mark.parametrize("lowering_s", [0.4, 0.7, 1.0])
def test_lowering_the_arms_costs_less_than_two_metres(lowering_s: float, is_smooth: bool, fps: float) -> None:
    def arm_rad(t: float) -> float:
        part = min(1.0, max(0.0, (t - LOWERED_AT_S - 0.3 / fps) / lowering_s))
        return -1.45 * (part * part * (3.0 - 2.0 * part) if is_smooth else part)

    level, lowered = heights_m(lambda _: 0.0, fps, 5.0), heights_m(arm_rad, fps, 5.0)
    assert max(a - b for a, b in zip(level, lowered, strict=True)) < 2.0


@pytest.mark.parametrize("fps", [8.0, 10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("lowering_s", [0.15, 0.5, 1.0])
def test_a_dive_has_its_full_effect_when_held_for_three_tenths(lowering_s: float, fps: float) -> None:
    def arm_at(t: float) -> float:
        return -0.7 * min(1.0, max(0.0, (t - 2.0) / lowering_s))

    frames = film(lambda t: body(left_arm=arm_at(t), right_arm=arm_at(t)), 3.3 + lowering_s, fps)
    told = [r.steering for r in recognize(frames)]
    soon = next(each for each in told if each.captured_s >= 2.0 + lowering_s + 0.3)
    assert soon.climb_frac == pytest.approx(told[-1].climb_frac, abs=0.03)
    assert told[-1].climb_frac < -0.7


# --- joints that aren't seen ---


@PROPERTY
@given(st.data())
def test_joints_below_the_least_visibility_move_no_control(data: st.DataObject) -> None:
    """A film with hidden joints, and the same with these joints elsewhere in the frames that hide them."""
    seed = data.draw(st.integers(0, 2**32 - 1))
    hidden = data.draw(st.sets(st.sampled_from([*ARMS, *range(23, 33)]), min_size=1))
    begin_s, end_s = sorted(data.draw(st.tuples(st.floats(0.0, 2.0), st.floats(0.0, 2.5))))
    arm, fold = data.draw(st.floats(-1.4, 1.4)), data.draw(st.floats(-0.8, 0.8))
    noise = np.random.default_rng(seed)

    def filmed(is_noisy: bool) -> list[Steering]:
        def at(t: float) -> Landmarks:
            arms = {"left_arm": arm * math.sin(3.0 * t), "right_arm": -0.7 * arm, "left_elbow": fold}
            pose = body(Pose(lean=0.15 * math.sin(2.0 * t), **arms))
            if not begin_s <= t <= end_s:
                return pose
            pose = unseen(pose, *hidden)
            return elsewhere(pose, hidden, noise) if is_noisy else pose

        return [r.steering for r in recognize(film(at, 2.5, 10.0))]

    assert filmed(True) == filmed(False)


def elsewhere(landmarks: Landmarks, joints: set[int], noise: np.random.Generator) -> Landmarks:
    """Limbs half a metre off; hips, by which a body is followed, by a centimetre."""
    picture, world = landmarks.picture.copy(), landmarks.world.copy()
    for joint in sorted(joints):
        far_m = 0.01 if joint in (Joint.LEFT_HIP, Joint.RIGHT_HIP) else 0.5
        off_m = noise.normal(0.0, far_m, 3)
        picture[joint] += off_m * Pose().heights_per_m
        world[joint] += off_m
    return replace(landmarks, picture=picture, world=world)


@pytest.mark.parametrize("arm", [0.9, -0.7])
def test_over_a_second_of_unseen_wrists_climb_hardly_changes(arm: float) -> None:
    noise = np.random.default_rng(3)

    def at(t: float) -> Landmarks:
        pose = body(left_arm=arm, right_arm=arm)
        if t < 2.0:
            return pose
        pose = elsewhere(unseen(pose, *ARMS), set(ARMS), noise)
        visibility = pose.visibility.copy()
        visibility[list(ARMS)] = noise.uniform(0.01, 0.07, len(ARMS))
        return replace(pose, visibility=visibility)

    told = [r.steering.climb_frac for r in recognize(film(at, 6.0))]
    assert told[59] == told[87]  # for a second it holds
    assert max(abs(a - b) for a, b in itertools.pairwise(told[59:])) < 0.02
    assert told[-1] == 0.0


def test_wrists_that_were_never_seen_are_at_rest() -> None:
    for arm in (0.9, -0.7):
        told = recognize(film(lambda _, arm=arm: unseen(body(left_arm=arm, right_arm=0.1), *ARMS), 2.0))
        assert {(r.steering.climb_frac, r.steering.roll_rad) for r in told} == {(0.0, 0.0)}


def test_an_upper_arm_speaks_for_a_hand_beyond_the_picture_s_edge() -> None:
    def at(t: float) -> Landmarks:
        pose = body(left_arm=0.5 * math.sin(2.0 * t), right_arm=-0.5 * math.sin(2.0 * t))
        return unseen(pose, *WRISTS, *range(Joint.LEFT_PINKY, Joint.RIGHT_THUMB + 1)) if t > 1.0 else pose

    def seen(t: float) -> Landmarks:
        return body(left_arm=0.5 * math.sin(2.0 * t), right_arm=-0.5 * math.sin(2.0 * t))

    blind, sure = recognize(film(at, 6.0)), recognize(film(seen, 6.0))
    for a, b in zip(blind, sure, strict=True):
        assert a.steering.roll_rad == pytest.approx(b.steering.roll_rad, abs=0.05)
        assert a.steering.climb_frac == pytest.approx(b.steering.climb_frac, abs=0.05)


def test_a_hand_that_fades_from_sight_makes_no_step() -> None:
    def at(t: float) -> Landmarks:
        pose = body(left_arm=0.3, right_arm=-0.2, left_elbow=0.6, right_elbow=-0.5)
        visibility = pose.visibility.copy()
        visibility[list(WRISTS)] = max(0.0, 0.9 - 0.9 * abs(t - 2.0))
        return replace(pose, visibility=visibility)

    told = [r.steering for r in recognize(film(at, 4.0))][15:]
    for name, most in (("roll_rad", 0.06), ("climb_frac", 0.06), ("arm_line_rad", 0.05)):
        values = [getattr(each, name) for each in told]
        assert max(abs(a - b) for a, b in itertools.pairwise(values)) < most


# --- leaning ---


def test_leaning_banks_gently_with_hanging_arms() -> None:
    def roll_at(lean: float, arm: float = -1.45) -> float:
        def at(t: float) -> Landmarks:
            return body(lean=lean if t > 3.0 else 0.0, left_arm=arm, right_arm=arm)

        return recognize(film(at, 4.5))[-1].steering.roll_rad

    assert roll_at(math.radians(5.0)) == 0.0
    assert 0.02 < roll_at(math.radians(12.0)) < math.radians(10.0)
    assert roll_at(-math.radians(12.0)) == pytest.approx(-roll_at(math.radians(12.0)))
    assert roll_at(math.radians(30.0)) == pytest.approx(math.radians(20.0), abs=0.01)


def tilted(landmarks: Landmarks, tilt_rad: float) -> Landmarks:
    """As a tilted camera sees it."""
    turn = np.eye(3)
    turn[:2, :2] = [[math.cos(tilt_rad), -math.sin(tilt_rad)], [math.sin(tilt_rad), math.cos(tilt_rad)]]
    middle = np.array([2.0 / 3.0, 0.5, 0.0])
    return replace(
        landmarks,
        picture=(landmarks.picture - middle) @ turn.T + middle,
        world=landmarks.world @ turn.T,
    )


@pytest.mark.parametrize("arm", [0.0, -1.45])
@pytest.mark.parametrize("tilt_deg", [-15.0, -7.0, 10.0, 15.0])
def test_with_a_tilted_camera_who_stands_straight_flies_straight(tilt_deg: float, arm: float) -> None:
    hopping = hop(0.3, at_s=TAKE_OFF_S + 1.0, left_arm=arm, right_arm=arm)
    told = recognize(film(lambda t: tilted(hopping(t), math.radians(tilt_deg)), 20.0))
    assert any(event.kind is EventKind.JUMP for r in told for event in r.events)
    assert max(abs(r.steering.roll_rad) for r in told[120:]) < 0.02


def flying_then(lean_rad: Callable[[float], float], duration_s: float, fps: float = 10.0) -> list[Steering]:
    """Steering of a player who takes off and then leans."""
    hopping = hop(0.3)
    frames = film(lambda t: hopping(t) if t < 3.0 else body(lean=lean_rad(t)), duration_s, fps)
    return [r.steering for r in recognize(frames)]


def test_in_flight_a_lean_steers_for_as_long_as_it_is_meant() -> None:
    rolls = [each.roll_rad for each in flying_then(lambda _: 0.25, 100.0)]
    assert rolls[500] == pytest.approx(rolls[50], abs=0.01)
    assert rolls[500] > 0.1
    assert rolls[-1] == pytest.approx(0.0, abs=0.01)  # after a minute it is the chair


def test_who_leans_to_and_fro_steers_on() -> None:
    rolls = [each.roll_rad for each in flying_then(lambda t: 0.3 * math.sin(0.5 * t), 100.0)]
    assert max(rolls[800:]) == pytest.approx(max(rolls[100:300]), abs=0.01)
    assert min(rolls[800:]) == pytest.approx(-max(rolls[800:]), abs=0.03)


@pytest.mark.parametrize(("yaw", "bow", "tilt_deg"), [(math.pi, 0.0, 10.0), (math.pi / 2.0, 0.35, 0.0)])
@pytest.mark.parametrize("arm", [0.0, -1.45])
def test_the_side_and_the_back_teach_nothing_of_the_camera(
    yaw: float, bow: float, tilt_deg: float, arm: float
) -> None:
    def at(t: float) -> Landmarks:
        turned = body(left_arm=arm, right_arm=arm, yaw=yaw, bow=bow)
        seen = turned if 9.0 < t < 16.0 else body(left_arm=arm, right_arm=arm)
        return tilted(seen, math.radians(tilt_deg))

    rolls = [r.steering.roll_rad for r in recognize(film(at, 20.0, 15.0))]
    assert max(abs(roll_rad) for roll_rad in rolls[15:130] + rolls[255:]) < 0.02


# --- lost in flight, and found again ---


def out_of_sight(moving: Callable[[float], Landmarks], from_s: float, lasts_s: float) -> list[Steering]:
    """The steering of a player who isn't seen for a time."""
    frames = film(
        lambda t: None if from_s < t < from_s + lasts_s else moving(t), from_s + lasts_s + 9.0, 15.0
    )
    recognitions = recognize(frames)
    assert len(times(recognitions, "player_lost")) == 1
    return [r.steering for r in recognitions]


def leaning_in_flight(t: float) -> Landmarks:
    return hop(0.3)(t) if t < 3.0 else body(lean=0.3)


def test_who_is_lost_in_flight_and_comes_back_flies_on() -> None:
    assert out_of_sight(leaning_in_flight, 5.0, 1.0)[-1].roll_rad > 0.2


def test_whoever_comes_after_a_pilot_who_left_begins_on_the_branch() -> None:
    assert out_of_sight(leaning_in_flight, 5.0, 11.0)[-1].roll_rad == pytest.approx(0.0, abs=0.02)


def test_the_camera_s_tilt_is_known_after_a_loss() -> None:
    hopping = hop(0.3, at_s=10.0)
    steerings = out_of_sight(lambda t: tilted(hopping(t), math.radians(10.0)), 12.0, 1.0)
    assert max(abs(each.roll_rad) for each in steerings[15:]) < 0.02


def test_which_arms_are_seen_well_enough_to_steer() -> None:
    def flags(landmarks: Landmarks) -> tuple[bool, bool]:
        steering = recognize(film(lambda _: landmarks, 1.0))[-1].steering
        return steering.is_left_arm_seen, steering.is_right_arm_seen

    left, right = (Joint.LEFT_ELBOW, Joint.LEFT_WRIST), (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST)
    assert flags(body()) == (True, True)
    assert flags(unseen(body(), Joint.LEFT_WRIST)) == (True, True)  # its upper arm speaks for it
    assert flags(unseen(body(), *left)) == (False, True)
    assert flags(unseen(body(), *right)) == (True, False)
    assert flags(unseen(body(), *left, *right)) == (False, False)


def test_no_arm_is_seen_of_somebody_out_of_sight() -> None:
    frames = film(lambda t: body() if t < 1.0 else None, 1.3)
    last = recognize(frames)[-1].steering
    assert last.is_tracked
    assert not last.is_left_arm_seen
    assert not last.is_right_arm_seen
