"""CreatureShape → joints: all that bends in the griffin, and the matrices that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from griffin.creature.legs import LegShape, leg_joints
from griffin.creature.skeleton import (
    FIRST_FEATHER,
    JOINT_COUNT,
    MEASURE,
    TAIL_JOINTS,
    GriffinJoint,
    Side,
    limb_joints,
)
from griffin.creature.wing import WingShape, mirror, wing_joints
from griffin.linalg import Array, mat_rotate_x, mat_rotate_y, mat_rotate_z, mat_translate

EYE_YAW_RAD = np.radians(34.0)  # the eyes look outwards and forwards
# The joints of each limb, which follow each other.
_JOINTS = {
    (limb, side): slice(limb_joints(limb, side)[0], limb_joints(limb, side)[-1] + 1)
    for limb in ("foreleg", "hindleg", "wing")
    for side in Side
}
_EYE_FROM_LOOK = mat_translate(MEASURE.eye_body) @ mat_rotate_y(EYE_YAW_RAD)
_LOOK_FROM_HEAD = mat_rotate_y(-EYE_YAW_RAD)
_HEAD_FROM_REST = mat_translate(-MEASURE.head_body)
_NECK_TO_HEAD = mat_translate(MEASURE.head_body - MEASURE.neck_body)
_NEXT_SEGMENT = mat_translate([0.0, 0.0, MEASURE.tail_segment_m])
_LAST_TO_TUFT = mat_translate(
    [0.0, 0.0, MEASURE.tuft_along_m - MEASURE.tail_segment_m * (len(TAIL_JOINTS) - 1)]
)
_TOES_FROM_FOOT = mat_translate([0.0, MEASURE.toes_above_sole_m - MEASURE.foreleg.foot_m, 0.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatureShape:
    """All that bends, before it becomes matrices; the defaults are the posture in which the mesh is made."""

    left_wing: WingShape = field(default_factory=WingShape)
    right_wing: WingShape = field(default_factory=WingShape)
    neck_pitch_rad: float = 0.0
    head_pitch_rad: float = 0.0
    look_yaw_rad: float = 0.0
    look_roll_rad: float = 0.0
    neck_yaw_frac: float = 0.5  # the neck's part of the look's yaw
    beak_open_rad: float = 0.0
    lid_rad: float = 0.0  # how far the lids are drawn down
    ear_back_rad: float = 0.0
    grip_rad: float = 0.0  # the fore toes, curled
    tail_pitch_rad: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    tail_yaw_rad: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)  # positive swings the tip to the right
    tuft_pitch_rad: float = 0.0
    tuft_yaw_rad: float = 0.0
    fan_spread_rad: float = 0.0
    fan_pitch_rad: float = 0.0
    left_foreleg: LegShape = field(default_factory=LegShape)
    right_foreleg: LegShape = field(default_factory=LegShape)
    left_hindleg: LegShape = field(default_factory=LegShape)
    right_hindleg: LegShape = field(default_factory=LegShape)
    body_pitch_rad: float = 0.0
    body_roll_rad: float = 0.0
    lift_m: float = 0.0  # the body above where the flight, or standing on the bough, has it
    ruffle_m: float = 0.0  # how far the wind lifts the small feathers' tips


_WING_NAMES, _LEG_NAMES = tuple(WingShape.__dataclass_fields__), tuple(LegShape.__dataclass_fields__)
_WINGS = ("left_wing", "right_wing")
_LEGS = ("left_foreleg", "right_foreleg", "left_hindleg", "right_hindleg")
_TAILS = ("tail_pitch_rad", "tail_yaw_rad")
_NUMBERS = tuple(
    name for name in CreatureShape.__dataclass_fields__ if name not in {*_WINGS, *_LEGS, *_TAILS}
)
_read_wing, _read_leg, _read_numbers = (attrgetter(*names) for names in (_WING_NAMES, _LEG_NAMES, _NUMBERS))


def pack_shape(shape: CreatureShape) -> Array:
    """All numbers of a shape in one row, so that shapes can be blended and held back as a whole."""
    values = [*_read_wing(shape.left_wing), *_read_wing(shape.right_wing)]
    for name in _LEGS:
        values += _read_leg(getattr(shape, name))
    return np.array([*values, *shape.tail_pitch_rad, *shape.tail_yaw_rad, *_read_numbers(shape)])


def columns_of(*names: str) -> list[int]:
    """Where a row of `pack_shape` has the wings and these numbers."""
    row_end = len(pack_shape(CreatureShape()))
    numbers = row_end - len(_NUMBERS)
    return [*range(len(_WINGS) * len(_WING_NAMES)), *(numbers + _NUMBERS.index(name) for name in names)]


def unpack_shape(row: Array) -> CreatureShape:
    """The shape of a row that `pack_shape` made."""
    values = iter(row.tolist())

    def take(names: Sequence[str]) -> dict[str, float]:
        return {name: next(values) for name in names}

    wings = {name: WingShape(**take(_WING_NAMES)) for name in _WINGS}
    legs = {name: LegShape(**take(_LEG_NAMES)) for name in _LEGS}
    tails = {name: tuple(next(values) for _ in TAIL_JOINTS) for name in _TAILS}
    return CreatureShape(**wings, **legs, **tails, **take(_NUMBERS))  # type: ignore[arg-type]


def joints_of(shape: CreatureShape) -> Array:
    """body_from_joint (JOINT_COUNT, 4, 4)."""
    joints = np.empty((JOINT_COUNT, 4, 4))
    joints[GriffinJoint.BODY] = np.eye(4)
    _pose_neck(joints, shape)
    _pose_tail(joints, shape)
    grip = _TOES_FROM_FOOT @ mat_rotate_x(-shape.grip_rad)
    for side, foreleg, hindleg, toes in (
        (Side.LEFT, shape.left_foreleg, shape.left_hindleg, GriffinJoint.LEFT_TOES),
        (Side.RIGHT, shape.right_foreleg, shape.right_hindleg, GriffinJoint.RIGHT_TOES),
    ):
        is_left = side is Side.LEFT
        bones = leg_joints(MEASURE.foreleg, foreleg, is_left=is_left)
        joints[_JOINTS["foreleg", side]] = bones
        joints[toes] = bones[2] @ grip
        joints[_JOINTS["hindleg", side]] = leg_joints(MEASURE.hindleg, hindleg, is_left=is_left)
    wings, feathers = wing_joints((shape.left_wing, shape.right_wing))
    joints[_JOINTS["wing", Side.LEFT]], joints[_JOINTS["wing", Side.RIGHT]] = mirror(wings[0]), wings[1]
    feathers[0] = mirror(feathers[0])
    joints[FIRST_FEATHER:] = feathers.reshape(-1, 4, 4)
    return joints


def _pose_neck(joints: Array, shape: CreatureShape) -> None:
    neck_yaw_rad = shape.neck_yaw_frac * shape.look_yaw_rad
    half_roll = mat_rotate_z(-0.5 * shape.look_roll_rad)
    neck = (
        mat_translate(MEASURE.neck_body)
        @ mat_rotate_y(-neck_yaw_rad)  # clockwise from above is to the right
        @ mat_rotate_x(shape.neck_pitch_rad)
        @ half_roll
    )
    head = (
        neck
        @ _NECK_TO_HEAD
        @ mat_rotate_y(neck_yaw_rad - shape.look_yaw_rad)
        @ mat_rotate_x(shape.head_pitch_rad)
        @ half_roll
    )
    joints[GriffinJoint.NECK], joints[GriffinJoint.HEAD] = neck, head
    _pose_face(joints, head @ _HEAD_FROM_REST, shape)


def _pose_face(joints: Array, head_from_rest: Array, shape: CreatureShape) -> None:
    beak = mat_translate(MEASURE.beak_body) @ mat_rotate_x(-shape.beak_open_rad)
    joints[GriffinJoint.BEAK] = head_from_rest @ beak
    # A lid turns about the axis that lies across its eye's look.
    lid = _EYE_FROM_LOOK @ mat_rotate_z(-shape.lid_rad) @ _LOOK_FROM_HEAD
    ear = mat_translate(MEASURE.ear_body) @ mat_rotate_x(shape.ear_back_rad)
    joints[GriffinJoint.RIGHT_LID], joints[GriffinJoint.LEFT_LID] = (
        head_from_rest @ lid,
        head_from_rest @ mirror(lid),
    )
    joints[GriffinJoint.RIGHT_EAR], joints[GriffinJoint.LEFT_EAR] = (
        head_from_rest @ ear,
        head_from_rest @ mirror(ear),
    )


def _pose_tail(joints: Array, shape: CreatureShape) -> None:
    parent = mat_translate(MEASURE.tail_body)
    bends = zip(TAIL_JOINTS, shape.tail_pitch_rad, shape.tail_yaw_rad, strict=True)
    for joint, pitch_rad, yaw_rad in bends:
        parent = parent @ mat_rotate_y(yaw_rad) @ mat_rotate_x(-pitch_rad)  # positive pitch lifts the tip
        joints[joint] = parent
        parent = parent @ _NEXT_SEGMENT
    last = joints[TAIL_JOINTS[-1]]
    joints[GriffinJoint.TUFT] = (
        last @ _LAST_TO_TUFT @ mat_rotate_y(shape.tuft_yaw_rad) @ mat_rotate_x(-shape.tuft_pitch_rad)
    )
    fan = mat_translate(MEASURE.fan_body) @ mat_rotate_x(-shape.fan_pitch_rad)
    joints[GriffinJoint.LEFT_FAN] = fan @ mat_rotate_y(-shape.fan_spread_rad)
    joints[GriffinJoint.RIGHT_FAN] = fan @ mat_rotate_y(shape.fan_spread_rad)


def rest_joints() -> Array:
    """body_from_joint of the posture in which the mesh is made."""
    return joints_of(CreatureShape())
