"""CreatureShape → joints: all that bends in the griffin, and the matrices that come of it."""

from dataclasses import dataclass, field

import numpy as np

from griffin.linalg import Array, mat_rotate_x, mat_rotate_y, mat_rotate_z, mat_translate
from griffin.scene.legs import LegShape, leg_joints
from griffin.scene.skeleton import (
    FIRST_FEATHER,
    JOINT_COUNT,
    MEASURE,
    TAIL_JOINTS,
    GriffinJoint,
    Side,
    limb_joints,
)
from griffin.scene.wing import WingShape, wing_joints


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatureShape:
    """All that bends, before it becomes matrices; the defaults are the posture in which the mesh is made."""

    left_wing: WingShape = field(default_factory=WingShape)
    right_wing: WingShape = field(default_factory=WingShape)
    neck_pitch_rad: float = 0.0
    head_pitch_rad: float = 0.0
    look_yaw_rad: float = 0.0
    look_roll_rad: float = 0.0
    tail_pitch_rad: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    tail_yaw_rad: tuple[float, float, float, float] = (
        0.0,
        0.0,
        0.0,
        0.0,
    )  # positive swings the tip to the right
    fan_spread_rad: float = 0.0
    fan_pitch_rad: float = 0.0
    left_foreleg: LegShape = field(default_factory=LegShape)
    right_foreleg: LegShape = field(default_factory=LegShape)
    left_hindleg: LegShape = field(default_factory=LegShape)
    right_hindleg: LegShape = field(default_factory=LegShape)


def joints_of(shape: CreatureShape) -> Array:
    """body_from_joint (JOINT_COUNT, 4, 4)."""
    joints = np.empty((JOINT_COUNT, 4, 4))
    joints[GriffinJoint.BODY] = np.eye(4)
    _pose_neck(joints, shape)
    _pose_tail(joints, shape)
    for side in Side:
        is_left = side is Side.LEFT
        foreleg = shape.left_foreleg if is_left else shape.right_foreleg
        hindleg = shape.left_hindleg if is_left else shape.right_hindleg
        wing = shape.left_wing if is_left else shape.right_wing
        joints[list(limb_joints("foreleg", side))] = leg_joints(MEASURE.foreleg, foreleg, is_left=is_left)
        joints[list(limb_joints("hindleg", side))] = leg_joints(MEASURE.hindleg, hindleg, is_left=is_left)
        bones, feathers = wing_joints(wing, is_left=is_left)
        joints[list(limb_joints("wing", side))] = bones
        flat = feathers.reshape(-1, 4, 4)
        start = FIRST_FEATHER + int(side) * len(flat)
        joints[start : start + len(flat)] = flat
    return joints


def _pose_neck(joints: Array, shape: CreatureShape) -> None:
    half_yaw = mat_rotate_y(-0.5 * shape.look_yaw_rad)  # clockwise from above is to the right
    half_roll = mat_rotate_z(-0.5 * shape.look_roll_rad)
    neck = mat_translate(MEASURE.neck_body) @ half_yaw @ mat_rotate_x(shape.neck_pitch_rad) @ half_roll
    joints[GriffinJoint.NECK] = neck
    joints[GriffinJoint.HEAD] = (
        neck
        @ mat_translate(MEASURE.head_body - MEASURE.neck_body)
        @ half_yaw
        @ mat_rotate_x(shape.head_pitch_rad)
        @ half_roll
    )


def _pose_tail(joints: Array, shape: CreatureShape) -> None:
    parent = mat_translate(MEASURE.tail_body)
    bends = zip(TAIL_JOINTS, shape.tail_pitch_rad, shape.tail_yaw_rad, strict=True)
    for joint, pitch_rad, yaw_rad in bends:
        parent = parent @ mat_rotate_y(yaw_rad) @ mat_rotate_x(-pitch_rad)  # positive pitch lifts the tip
        joints[joint] = parent
        parent = parent @ mat_translate([0.0, 0.0, MEASURE.tail_segment_m])
    fan = mat_translate(MEASURE.fan_body) @ mat_rotate_x(-shape.fan_pitch_rad)
    joints[GriffinJoint.LEFT_FAN] = fan @ mat_rotate_y(-shape.fan_spread_rad)
    joints[GriffinJoint.RIGHT_FAN] = fan @ mat_rotate_y(shape.fan_spread_rad)


def rest_joints() -> Array:
    """body_from_joint of the posture in which the mesh is made."""
    return joints_of(CreatureShape())
