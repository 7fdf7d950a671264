"""The living griffin: wings are arms at once, nothing leaps, a mirrored flight is one, whims come and go."""

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from griffin.creature.creature import MuscleTuning, blend_creatures, settle_creature, step_creature
from griffin.creature.gaze import lid_frac
from griffin.creature.life import TUNING, arrive_frac, shake_frac
from griffin.creature.skeleton import JOINT_COUNT, GriffinJoint, other_side
from griffin.creature.wing import MIRROR
from griffin.events import EventKind, Steering
from griffin.flight.state import FlightMode, FlightState
from tests.flights import angled, fastest_radps, fly, mirrored_steering, restless, tracked_body

FLYING = FlightState(mode=FlightMode.FLYING, mode_s=9.0, speed_mps=17.0, clearance_m=60.0, time_s=3.0)
PERCHED = FlightState(arms=angled(left_wing_rad=-1.3, right_wing_rad=-1.3), mode_s=9.0)
STEP_S = 0.01
DAY_OUT = {1.0: EventKind.JUMP, 7.0: EventKind.FLAP, 9.0: EventKind.TURN_AWAY, 13.0: EventKind.JUMP}


def elevation_rad(pose: np.ndarray, joint: GriffinJoint) -> float:
    x, y = pose[joint][0, 0], pose[joint][1, 0]
    return math.atan2(y, abs(x))


@pytest.mark.parametrize("events", [{}, {0.5: EventKind.JUMP}], ids=["perched", "flying"])
def test_a_step_of_the_arm_shows_in_the_next_picture_and_is_nearly_done_in_0_12_s(
    events: dict[float, EventKind],
) -> None:
    step_s, high_rad = 4.0, 1.2
    moments = list(fly(5.0, lambda t: tracked_body(0.0 if t < step_s else high_rad), events))
    rises = [(t, creature.shape.right_wing.elevation_rad, pose) for t, _, creature, pose in moments]
    before = [entry for entry in rises if entry[0] < step_s][-1]
    first = next(entry for entry in rises if entry[0] >= step_s)
    # In the very picture that is drawn after the arm was heard of, the joint has moved by two degrees.
    poses = (before[2].body_from_joint, first[2].body_from_joint)
    humerus = [elevation_rad(pose, GriffinJoint.RIGHT_HUMERUS) for pose in poses]
    assert humerus[1] - humerus[0] > 0.04
    soon = [rise for t, rise, _ in rises if t <= step_s + 0.12][-1]
    end = rises[-1][1]
    assert soon - before[1] > 0.9 * (end - before[1])
    assert end - before[1] == pytest.approx(high_rad, abs=0.1)  # trims of a glide


@pytest.mark.parametrize("events", [{}, {0.5: EventKind.JUMP}], ids=["perched", "flying"])
@pytest.mark.parametrize(("before_rad", "after_rad"), [(0.0, 0.7), (0.0, -0.7), (-1.0, 1.0)])
def test_a_step_of_the_hand_shows_in_the_next_picture_and_is_nearly_done_in_0_12_s(
    events: dict[float, EventKind], before_rad: float, after_rad: float
) -> None:
    step_s = 4.0

    def steer(now_s: float) -> Steering:
        return tracked_body(0.3, right_wrist_rad=before_rad if now_s < step_s else after_rad)

    lifts = [(t, c.shape.right_wing.wrist_lift_rad) for t, _, c, _ in fly(5.0, steer, events)]
    before = [lift for t, lift in lifts if t < step_s][-1]
    first = next(lift for t, lift in lifts if t >= step_s)
    soon = [lift for t, lift in lifts if t <= step_s + 0.12][-1]
    turn = lifts[-1][1] - before
    assert math.copysign(1.0, turn) == math.copysign(1.0, after_rad)
    assert abs(turn) > 0.35
    assert (first - before) / turn > 0.05
    assert (soon - before) / turn > 0.9


@pytest.mark.parametrize("events", [{}, DAY_OUT], ids=["perched", "a day out"])
def test_no_joint_is_faster_than_muscles(events: dict[float, EventKind]) -> None:
    poses = [pose.body_from_joint for _, _, _, pose in fly(16.0, restless, events)]
    assert fastest_radps(poses) < 20.0


def test_a_mirrored_body_flies_a_mirrored_griffin() -> None:
    flight = fly(16.0, restless, DAY_OUT)
    other = fly(16.0, lambda t: mirrored_steering(restless(t)), DAY_OUT)
    swap = [other_side(joint) for joint in range(JOINT_COUNT)]
    for (_, _, _, pose), (_, _, _, twin) in zip(flight, other, strict=True):
        mirrored = MIRROR @ twin.body_from_joint[swap] @ MIRROR
        np.testing.assert_allclose(mirrored, pose.body_from_joint, atol=1e-5)


def test_the_same_flight_gives_the_same_poses() -> None:
    first, second = (list(fly(3.0, restless, {1.0: EventKind.JUMP})) for _ in range(2))
    for (_, _, _, a), (_, _, _, b) in zip(first, second, strict=True):
        np.testing.assert_array_equal(a.body_from_joint, b.body_from_joint)
        np.testing.assert_array_equal(a.world_from_body, b.world_from_body)


def test_stepping_leaves_the_state_before_untouched() -> None:
    before = settle_creature(PERCHED)
    row = before.row.copy()
    step_creature(before, replace(PERCHED, arms=angled(PERCHED.arms, left_wing_rad=0.5)), STEP_S)
    np.testing.assert_array_equal(before.row, row)


def test_a_blend_lies_between_its_two_steps() -> None:
    before = settle_creature(PERCHED)
    now = step_creature(before, replace(PERCHED, arms=angled(PERCHED.arms, left_wing_rad=0.5)), STEP_S)
    np.testing.assert_array_equal(blend_creatures(before, now, 0.0).row, before.row)
    np.testing.assert_allclose(blend_creatures(before, now, 0.5).row, (before.row + now.row) / 2.0)
    np.testing.assert_array_equal(blend_creatures(before, now, 1.0).row, now.row)


def test_a_settled_creature_stays_as_it_is_but_for_its_breath() -> None:
    creature = settle_creature(PERCHED)
    now = step_creature(creature, replace(PERCHED, time_s=STEP_S), STEP_S)
    assert np.abs(now.row - creature.row).max() < 0.02


def test_the_body_rises_from_the_bough_without_a_leap() -> None:
    """From picture to picture the body moves less than the fastest flight would move it, and only onwards."""
    moments = list(fly(3.0, lambda t: tracked_body(0.2), {1.0: EventKind.JUMP}))
    places = np.array([pose.world_from_body[:3, 3] for t, _, _, pose in moments if t > 0.9])
    steps_m = np.linalg.norm(np.diff(places, axis=0), axis=1)
    assert steps_m.max() < 0.5
    assert (np.diff(places[:, 2]) < 1e-6).all()  # the perch looks along -Z


def test_it_crouches_before_it_springs() -> None:
    moments = list(fly(2.0, lambda t: tracked_body(0.2), {1.0: EventKind.JUMP}))
    heights = [pose.world_from_body[1, 3] for t, _, _, pose in moments if 0.95 < t < 1.4]
    assert min(heights[:14]) < heights[0] - 0.03
    assert heights[-1] > heights[0] + 0.3


def test_it_comes_back_to_the_bough_with_high_wings_and_folds_them() -> None:
    events = {0.5: EventKind.JUMP, 4.0: EventKind.TURN_AWAY}
    moments = list(fly(8.0, lambda t: tracked_body(-1.35), events))
    perched = [(s, c) for _, s, c, _ in moments if s.mode is FlightMode.PERCHED and s.time_s > 3.0]
    landing, standing = perched[12][1], perched[-1][1]
    assert arrive_frac(landing.life) > 0.5 > arrive_frac(standing.life)
    assert landing.shape.left_wing.elevation_rad > standing.shape.left_wing.elevation_rad + 0.8


def test_who_stands_still_for_long_stretches_until_the_player_moves() -> None:
    still = list(fly(TUNING.stretch_after_s + 2.2, lambda t: tracked_body(-1.35)))
    before = next(c for t, _, c, _ in still if t > TUNING.stretch_after_s - 0.2)
    stretched = still[-1][2]
    assert stretched.life.stretch_frac > 0.8
    assert stretched.shape.left_wing.elevation_rad > before.shape.left_wing.elevation_rad + 1.0
    moving = stretched
    for i in range(40):
        state = replace(
            PERCHED, arms=angled(PERCHED.arms, left_wing_rad=-1.3 + 0.02 * i), time_s=20.0 + STEP_S * i
        )
        moving = step_creature(moving, state, STEP_S)
    assert moving.life.stretch_frac < 0.1


def test_it_shakes_itself_after_spray() -> None:
    creature = settle_creature(FLYING)
    low, high = replace(FLYING, clearance_m=2.6), replace(FLYING, clearance_m=9.0)
    for _ in range(120):
        creature = step_creature(creature, low, STEP_S, is_over_water=True)
    assert shake_frac(creature.life) == 0.0  # not while it is in the spray
    ruffle_m = creature.shape.ruffle_m
    for _ in range(40):
        creature = step_creature(creature, high, STEP_S, is_over_water=True)
    assert shake_frac(creature.life) > 0.9
    assert creature.shape.ruffle_m > ruffle_m + 0.02
    dry = settle_creature(FLYING)
    for state in [low] * 120 + [high] * 40:
        dry = step_creature(dry, state, STEP_S)
    assert shake_frac(dry.life) == 0.0  # no water, no spray


def test_it_blinks_now_and_then() -> None:
    lids = [lid_frac(creature.life.gaze) for _, _, creature, _ in fly(20.0, lambda t: tracked_body(-1.35))]
    shut = np.array(lids) > 0.9
    assert 3 <= (np.diff(shut.astype(int)) == 1).sum() <= 9


def test_resting_arms_and_bends_in_the_air_do_not_leave_the_range_of_a_wing() -> None:
    for _, _, creature, _ in fly(12.0, restless, {0.5: EventKind.JUMP}):
        for wing in (creature.shape.left_wing, creature.shape.right_wing):
            assert -1.2 < wing.elevation_rad < 1.4
            assert 0.0 <= wing.arm_fold_frac <= 1.0
            assert -0.01 <= wing.hand_fold_frac <= 1.0


def test_muscles_must_move() -> None:
    with pytest.raises(ValueError, match="move"):
        MuscleTuning(elevation_radps=0.0)
    with pytest.raises(ValueError, match="wrist_radps"):
        MuscleTuning(wrist_radps=(2.0, 1.0))


def test_an_untracked_body_leaves_a_gliding_griffin() -> None:
    lost = Steering(captured_s=0.0)
    moments = list(fly(6.0, lambda t: tracked_body(0.5) if t < 3.0 else lost, {0.5: EventKind.JUMP}))
    wing = moments[-1][2].shape.left_wing
    assert abs(wing.elevation_rad) < 0.6
    assert wing.arm_fold_frac < 0.3


def test_the_arms_show_while_the_griffin_beats_by_itself() -> None:
    """Arms held up make it climb with its own strokes; a step of one arm still shows at once, on its side."""

    def steer(now_s: float) -> Steering:
        return msgspec.structs.replace(tracked_body(0.6, 0.6 if now_s < 4.0 else -0.1), climb_frac=1.0)

    moments = list(fly(4.4, steer, {0.5: EventKind.JUMP}))
    assert moments[-1][1].stroke_frac > 0.9
    before = next(c.shape for t, _, c, _ in moments if t >= 3.97)
    after = moments[-1][2].shape
    assert before.left_wing.elevation_rad == pytest.approx(before.right_wing.elevation_rad, abs=0.1)
    assert after.left_wing.elevation_rad - after.right_wing.elevation_rad > 0.3
