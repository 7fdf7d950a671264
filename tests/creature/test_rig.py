"""The pose: left is left, mirrored controls mirror it, anatomy holds, soles stay where they grip."""

import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.creature.posture import rest_joints
from griffin.creature.rig import pose_griffin
from griffin.creature.shaping import TUNING
from griffin.creature.skeleton import (
    FEATHERS,
    JOINT_COUNT,
    MEASURE,
    GriffinJoint,
    Side,
    feather_joint,
    joint_name,
    other_side,
    parent_joint,
)
from griffin.creature.wing import MIRROR, WingShape, mirror, wing_joints
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.tuning import FlightTuning
from tests.flights import angled, mirrored_state

FLYING = FlightState(
    mode=FlightMode.FLYING,
    mode_s=9.0,
    time_s=3.3,
    speed_mps=17.0,
    position_world=np.array([10.0, 50.0, -3.0]),
    heading_rad=0.7,
    roll_rad=0.4,
    pitch_rad=0.1,
    turn_radps=0.3,
    arms=angled(
        left_wing_rad=0.5,
        right_wing_rad=-0.3,
        left_elbow_rad=0.2,
        right_elbow_rad=1.1,
        left_wrist_rad=0.7,
        right_wrist_rad=-0.4,
    ),
)
PERCHED = replace(FLYING, mode=FlightMode.PERCHED, roll_rad=0.0, pitch_rad=0.0, speed_mps=0.0, body_frac=-0.4)
STROKING = replace(FLYING, stroke_frac=0.8, stroke_phase_rad=2.0)
TAKING_OFF = replace(FLYING, mode_s=0.2, stroke_frac=1.0)
STATES = pytest.mark.parametrize("state", [FLYING, PERCHED, STROKING, TAKING_OFF])


def joint(state: FlightState, which: int) -> np.ndarray:
    return pose_griffin(state).body_from_joint[which]


def tip_y(state: FlightState, side: Side) -> float:
    """Height of the longest primary's bending joint in the body's frame."""
    return float(joint(state, feather_joint(side, 7, is_tip=True))[1, 3])


@STATES
def test_mirrored_controls_give_the_mirrored_pose(state: FlightState) -> None:
    pose = pose_griffin(state).body_from_joint
    other = pose_griffin(mirrored_state(state)).body_from_joint
    swapped = other[[other_side(j) for j in range(JOINT_COUNT)]]
    np.testing.assert_allclose(MIRROR @ swapped @ MIRROR, pose, atol=1e-5)


@STATES
def test_every_joint_is_a_rigid_movement(state: FlightState) -> None:
    pose = pose_griffin(state)
    turns = np.concatenate([pose.body_from_joint, pose.world_from_body[None]])[:, :3, :3]
    np.testing.assert_allclose(
        turns @ turns.transpose(0, 2, 1), np.broadcast_to(np.eye(3), turns.shape), atol=1e-9
    )
    np.testing.assert_allclose(np.linalg.det(turns), 1.0, atol=1e-9)


def test_the_same_state_gives_the_same_pose() -> None:
    first, second = pose_griffin(STROKING), pose_griffin(STROKING)
    np.testing.assert_array_equal(first.body_from_joint, second.body_from_joint)


@pytest.mark.parametrize("mode", [FlightMode.FLYING, FlightMode.PERCHED])
def test_the_left_arm_lifts_the_left_wing_alone(mode: FlightMode) -> None:
    level = replace(
        FLYING,
        mode=mode,
        roll_rad=0.0,
        arms=angled(
            FLYING.arms,
            left_wing_rad=0.0,
            right_wing_rad=0.0,
            left_elbow_rad=0.0,
            right_elbow_rad=0.0,
            left_wrist_rad=0.0,
            right_wrist_rad=0.0,
        ),
    )
    raised = replace(level, arms=angled(level.arms, left_wing_rad=0.6))
    assert tip_y(raised, Side.LEFT) > tip_y(level, Side.LEFT) + 0.5
    assert tip_y(raised, Side.RIGHT) == pytest.approx(tip_y(level, Side.RIGHT), abs=1e-9)
    assert joint(level, GriffinJoint.LEFT_HAND)[0, 3] < -1.0  # the left wing is on the left


def test_the_wing_follows_the_arm_one_to_one_in_its_range() -> None:
    def elevation(arm_rad: float) -> float:
        bone = joint(
            replace(FLYING, arms=angled(FLYING.arms, right_wing_rad=arm_rad)), GriffinJoint.RIGHT_HUMERUS
        )
        return math.atan2(bone[1, 0], bone[0, 0])

    low, level, high = (elevation(arm) for arm in (-0.5, 0.0, 0.5))
    assert high - level == pytest.approx(0.5, abs=1e-6)
    assert level - low == pytest.approx(0.5, abs=1e-6)


def test_a_bent_elbow_draws_the_wing_in() -> None:
    stretched = replace(FLYING, arms=angled(FLYING.arms, right_elbow_rad=0.0))
    bent = replace(FLYING, arms=angled(FLYING.arms, right_elbow_rad=1.8))
    assert joint(bent, GriffinJoint.RIGHT_HAND)[0, 3] < joint(stretched, GriffinJoint.RIGHT_HAND)[0, 3] - 0.1


HELD_OUT = {"roll_rad": 0.0, "arms": angled(left_wing_rad=0.2, right_wing_rad=0.2)}
HELD = pytest.mark.parametrize(
    "held",
    [
        replace(FLYING, **HELD_OUT),
        replace(PERCHED, **HELD_OUT),
        replace(STROKING, **HELD_OUT, stroke_frac=1.0),
    ],
    ids=["flying", "perched", "stroking"],
)


@HELD
def test_the_left_hand_bends_the_left_wings_hand_alone(held: FlightState) -> None:
    raised, lowered = (
        replace(held, arms=angled(held.arms, left_wrist_rad=0.6)),
        replace(held, arms=angled(held.arms, left_wrist_rad=-0.6)),
    )
    assert tip_y(raised, Side.LEFT) > tip_y(held, Side.LEFT) + 0.15
    assert tip_y(lowered, Side.LEFT) < tip_y(held, Side.LEFT) - 0.15
    unmoved = pose_griffin(held).body_from_joint
    for state in (raised, lowered):
        moved = np.abs(pose_griffin(state).body_from_joint - unmoved).max(axis=(1, 2)) > 1e-9
        hand = {
            index
            for index in range(JOINT_COUNT)
            if index == GriffinJoint.LEFT_HAND or is_carried_by(index, GriffinJoint.LEFT_HAND)
        }
        assert set(np.flatnonzero(moved)) == hand


def is_carried_by(joint: int, carrier: int) -> bool:
    parent = parent_joint(joint)
    return parent is not None and (parent == carrier or is_carried_by(parent, carrier))


@HELD
def test_a_hand_bends_the_wing_within_anatomy(held: FlightState) -> None:
    """Never back, never further than a bird's hand goes, and the first part of the way nearly one to one."""

    def lift(wrist_rad: float) -> float:
        pose = pose_griffin(replace(held, arms=angled(held.arms, right_wrist_rad=wrist_rad))).body_from_joint
        up = pose[GriffinJoint.RIGHT_FOREARM][:3, 1] @ pose[GriffinJoint.RIGHT_HAND][:3, 0]
        return math.asin(float(up))

    lifts = [lift(rad) for rad in np.linspace(-math.pi, math.pi, 41)]
    assert (np.diff(lifts) > -1e-9).all()
    assert max(map(abs, lifts)) < math.radians(37.0)
    assert lift(0.25) - lift(-0.25) > 0.2


def test_a_drooping_hand_flexes() -> None:
    def reach(wrist_rad: float) -> float:
        state = replace(FLYING, roll_rad=0.0, arms=angled(HELD_OUT["arms"], right_wrist_rad=wrist_rad))
        pose = pose_griffin(state).body_from_joint
        return float(np.linalg.norm((pose[feather_joint(Side.RIGHT, 9)] @ [1.4, 0.0, 0.0, 1.0])[:3]))

    assert reach(-0.9) < reach(0.0) - 0.1


def test_folded_wings_hide_the_hands() -> None:
    folded = replace(PERCHED, arms=angled(PERCHED.arms, left_wing_rad=-1.4, right_wing_rad=-1.4))
    bent = replace(folded, arms=angled(folded.arms, left_wrist_rad=1.2, right_wrist_rad=-1.2))
    np.testing.assert_allclose(
        pose_griffin(bent).body_from_joint, pose_griffin(folded).body_from_joint, atol=1e-9
    )


@pytest.mark.parametrize("arm_rad", [-math.pi, -1.5, -0.8, 0.0, 1.0, math.pi])
@pytest.mark.parametrize("elbow_rad", [0.0, 1.5, math.pi])
@pytest.mark.parametrize("wrist_rad", [-math.pi, -0.6, 0.0, 0.6, math.pi])
@pytest.mark.parametrize("mode", [FlightMode.FLYING, FlightMode.PERCHED])
def test_no_wing_crosses_to_the_other_side(
    arm_rad: float, elbow_rad: float, wrist_rad: float, mode: FlightMode
) -> None:
    state = replace(
        FLYING,
        mode=mode,
        arms=angled(
            FLYING.arms, right_wing_rad=arm_rad, right_elbow_rad=elbow_rad, right_wrist_rad=wrist_rad
        ),
        roll_rad=0.0,
    )
    pose = pose_griffin(state).body_from_joint
    for index, feather in enumerate(FEATHERS):
        tip = pose[feather_joint(Side.RIGHT, index)] @ [feather.length_m, 0.0, 0.0, 1.0]
        assert tip[0] > -0.05, f"feather {index}"


def test_resting_arms_fold_the_wings_on_the_perch_but_not_in_the_air() -> None:
    arms = angled(
        PERCHED.arms, left_wing_rad=-1.4, right_wing_rad=-1.4, left_elbow_rad=0.0, right_elbow_rad=0.0
    )
    perched = joint(replace(PERCHED, arms=arms), feather_joint(Side.RIGHT, 7, is_tip=True))
    flying = joint(replace(FLYING, arms=arms), feather_joint(Side.RIGHT, 7, is_tip=True))
    assert abs(perched[0, 3]) < 0.6
    assert flying[0, 3] > 1.4


@pytest.mark.parametrize("body_frac", [-1.0, -0.5, 0.0, 0.5, 1.0])
def test_soles_stay_where_they_grip_while_the_body_moves(body_frac: float) -> None:
    pose = pose_griffin(replace(PERCHED, body_frac=body_frac))
    for side, sign in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
        for foot, measure, sole in (
            (GriffinJoint.RIGHT_TALONS, MEASURE.foreleg, TUNING.fore_sole_perch),
            (GriffinJoint.RIGHT_PAW, MEASURE.hindleg, TUNING.hind_sole_perch),
        ):
            which = int(foot) if side is Side.RIGHT else other_side(int(foot))
            world = pose.world_from_body @ pose.body_from_joint[which] @ [0.0, -measure.foot_m, 0.0, 1.0]
            heading = PERCHED.heading_rad
            x, y, z = sole[0] * sign, sole[1], sole[2]
            turned = [
                x * math.cos(heading) - z * math.sin(heading),
                y,
                x * math.sin(heading) + z * math.cos(heading),
            ]
            wanted = PERCHED.position_world + np.array(turned)
            np.testing.assert_allclose(world[:3], wanted, atol=0.02)


def test_the_body_ducks_and_rises_with_the_player() -> None:
    heights = [pose_griffin(replace(PERCHED, body_frac=b)).world_from_body[1, 3] for b in (-1.0, 0.0, 1.0)]
    assert heights[0] < heights[1] - 0.2 < heights[2] - 0.2


def test_the_head_turns_into_the_bank() -> None:
    right = joint(replace(FLYING, roll_rad=0.5), GriffinJoint.HEAD)
    assert -right[0, 2] > 0.05  # its -Z axis points to the right


def test_wings_beat_against_the_body() -> None:
    top = replace(STROKING, stroke_frac=1.0, stroke_phase_rad=0.0)
    bottom = replace(top, stroke_phase_rad=2.0 * math.pi * 0.55)
    assert tip_y(top, Side.LEFT) > tip_y(bottom, Side.LEFT) + 1.5
    lower, higher = (pose_griffin(s).world_from_body[1, 3] for s in (top, bottom))
    assert lower < higher


def test_the_wrist_flexes_on_the_way_up_only() -> None:
    def reach(cycle: float) -> float:
        state = replace(STROKING, stroke_frac=1.0, stroke_phase_rad=2.0 * math.pi * cycle, roll_rad=0.0)
        pose = pose_griffin(state).body_from_joint
        hand = pose[feather_joint(Side.RIGHT, 9)][:3, 3] - pose[GriffinJoint.RIGHT_HUMERUS][:3, 3]
        return float(np.linalg.norm(hand))

    assert reach(0.775) < 0.9 * reach(0.275)


def test_take_off_has_no_leap() -> None:
    """From standing to flying, the body starts where it stood and turns smoothly."""
    stood = pose_griffin(replace(PERCHED, body_frac=0.0, time_s=3.0))
    launched = replace(
        PERCHED,
        body_frac=0.0,
        time_s=3.0,
        mode=FlightMode.FLYING,
        mode_s=0.0,
        position_world=PERCHED.position_world + np.array([0.0, FlightTuning().stand_height_m, 0.0]),
    )
    flew = pose_griffin(launched)
    np.testing.assert_allclose(flew.world_from_body, stood.world_from_body, atol=1e-6)
    np.testing.assert_allclose(flew.body_from_joint, stood.body_from_joint, atol=1e-6)


def test_a_mirrored_joint_is_the_mirror_s_on_both_sides() -> None:
    joints, _ = wing_joints([WingShape(elevation_rad=0.4, sweep_rad=0.1), WingShape(arm_fold_frac=0.7)])
    np.testing.assert_array_equal(mirror(joints), MIRROR @ joints @ MIRROR)


def test_wings_posed_together_are_those_posed_alone() -> None:
    shapes = [
        WingShape(elevation_rad=0.4, hand_fold_frac=0.3),
        WingShape(twist_rad=-0.3, bend_rad=0.2, flutter_cos_rad=0.1),
    ]
    bones, feathers = wing_joints(shapes)
    for side, shape in enumerate(shapes):
        alone_bones, alone_feathers = wing_joints([shape])
        np.testing.assert_array_equal(bones[side], alone_bones[0])
        np.testing.assert_allclose(feathers[side], alone_feathers[0], atol=1e-12)


def test_rest_posture_has_the_span_and_is_symmetric() -> None:
    rest = rest_joints()
    tips = [rest[feather_joint(Side.RIGHT, i)] @ [f.length_m, 0.0, 0.0, 1.0] for i, f in enumerate(FEATHERS)]
    assert max(tip[0] for tip in tips) == pytest.approx(3.5, abs=0.1)
    np.testing.assert_allclose(
        MIRROR @ rest[[other_side(j) for j in range(JOINT_COUNT)]] @ MIRROR, rest, atol=1e-12
    )


def changed(state: FlightState, name: str, value: float) -> FlightState:
    if name.startswith(("left_", "right_")):
        return replace(state, arms=angled(state.arms, **{name: value}))
    return replace(state, **{name: value})


@pytest.mark.parametrize("base", [FLYING, PERCHED, STROKING], ids=["flying", "perched", "stroking"])
@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("left_wing_rad", -math.pi, math.pi),
        ("left_elbow_rad", 0.0, math.pi),
        ("left_wrist_rad", -math.pi, math.pi),
        ("roll_rad", -1.0, 1.0),
        ("path_rad", -0.8, 0.5),
        ("body_frac", -1.0, 1.0),
        ("stroke_phase_rad", 0.0, 4.0 * math.pi),
        ("stroke_frac", 0.0, 1.0),
        ("time_s", 0.0, 5.0),
    ],
)
def test_a_small_change_never_makes_a_joint_leap(
    base: FlightState, name: str, start: float, end: float
) -> None:
    """At most 8 rad a unit of what leads it, and 20 rad a second: with fast arms still below 20 rad/s."""
    values = np.linspace(start, end, 200)
    poses = np.stack([pose_griffin(changed(base, name, float(v))).body_from_joint for v in values])
    turns = np.einsum("tjki,tjkl->tjil", poses[:-1, :, :3, :3], poses[1:, :, :3, :3])
    cosines = (np.trace(turns, axis1=2, axis2=3) - 1.0) / 2.0
    angles = np.arccos(np.clip(cosines, -1.0, 1.0))
    assert angles.max() / (values[1] - values[0]) < (20.0 if name.endswith("_s") else 8.0)


def test_every_joint_hangs_on_one_nearer_to_the_body_and_has_a_name_of_its_own() -> None:
    for index in range(JOINT_COUNT):
        chain, at = [index], parent_joint(index)
        while at is not None:
            chain.append(at)
            at = parent_joint(at)
        assert chain[-1] == GriffinJoint.BODY
        assert len(chain) <= 6
    assert parent_joint(feather_joint(Side.RIGHT, 3, is_tip=True)) == feather_joint(Side.RIGHT, 3)
    assert parent_joint(feather_joint(Side.LEFT, 3)) == GriffinJoint.LEFT_HAND
    assert parent_joint(GriffinJoint.LEFT_FOREARM) == GriffinJoint.LEFT_HUMERUS
    assert len({joint_name(index) for index in range(JOINT_COUNT)}) == JOINT_COUNT
