"""The griffin's bones: the order of its joints and its measures. The mesh and the rig both build on it.

Body frame: +X right wing, +Y up, -Z forward, metres; the origin is the middle of the body. Every joint's
frame has the body's axes while the griffin is at rest, but for bones and feathers of a wing, whose +X runs
along the bone or the shaft (on the left side mirrored, so that a mirrored pose is a mirrored matrix).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from griffin.linalg import Array

PRIMARIES = 10  # on the hand, counted from the wrist outwards
SECONDARIES = 14  # ten on the forearm from the wrist inwards, four on the upper arm
FLIGHT_FEATHERS = PRIMARIES + SECONDARIES
FINGERS = 6  # the outer primaries that spread like fingers


class Side(IntEnum):
    """The griffin's own sides, which are also the player's."""

    LEFT = 0
    RIGHT = 1


class GriffinJoint(IntEnum):
    """The order of the named joints; those of the flight feathers follow (`feather_joint`).

    The numbers carry meaning: assets/griffin.glb stores them, and the three joints of a limb follow each
    other from the body outwards (`limb_joints`).
    """

    BODY = 0
    NECK = 1
    HEAD = 2
    TAIL_0 = 3
    TAIL_1 = 4
    TAIL_2 = 5
    TAIL_3 = 6
    LEFT_FAN = 7
    RIGHT_FAN = 8
    LEFT_FORELEG = 9
    LEFT_FORESHANK = 10
    LEFT_TALONS = 11
    RIGHT_FORELEG = 12
    RIGHT_FORESHANK = 13
    RIGHT_TALONS = 14
    LEFT_THIGH = 15
    LEFT_SHANK = 16
    LEFT_PAW = 17
    RIGHT_THIGH = 18
    RIGHT_SHANK = 19
    RIGHT_PAW = 20
    LEFT_HUMERUS = 21
    LEFT_FOREARM = 22
    LEFT_HAND = 23
    RIGHT_HUMERUS = 24
    RIGHT_FOREARM = 25
    RIGHT_HAND = 26
    BEAK = 27  # the lower half of it
    LEFT_LID = 28
    RIGHT_LID = 29
    LEFT_EAR = 30
    RIGHT_EAR = 31
    TUFT = 32
    LEFT_TOES = 33  # of the fore feet: they grip
    RIGHT_TOES = 34


TAIL_JOINTS = (GriffinJoint.TAIL_0, GriffinJoint.TAIL_1, GriffinJoint.TAIL_2, GriffinJoint.TAIL_3)
FIRST_FEATHER = len(GriffinJoint)
JOINT_COUNT = FIRST_FEATHER + 2 * 2 * FLIGHT_FEATHERS

_FIRST_OF_SIDE = {
    "foreleg": (GriffinJoint.LEFT_FORELEG, GriffinJoint.RIGHT_FORELEG),
    "hindleg": (GriffinJoint.LEFT_THIGH, GriffinJoint.RIGHT_THIGH),
    "wing": (GriffinJoint.LEFT_HUMERUS, GriffinJoint.RIGHT_HUMERUS),
}


def limb_joints(limb: str, side: Side) -> tuple[int, int, int]:
    """The three joints of a "foreleg", "hindleg" or "wing", from the body outwards."""
    first = int(_FIRST_OF_SIDE[limb][side])
    return first, first + 1, first + 2


def feather_joint(side: Side, feather: int, *, is_tip: bool = False) -> int:
    """The joint of a flight feather: 0 to 9 the primaries, 10 to 23 the secondaries, each from the wrist.

    Every feather has two joints, one at the quill and one where the outer part of the blade bends.
    """
    return FIRST_FEATHER + (int(side) * FLIGHT_FEATHERS + feather) * 2 + int(is_tip)


def joint_name(joint: int) -> str:
    """What a joint is called, in a model file and in a report."""
    if joint < FIRST_FEATHER:
        return GriffinJoint(joint).name.lower()
    side, rest = divmod(joint - FIRST_FEATHER, 2 * FLIGHT_FEATHERS)
    return f"{Side(side).name.lower()}_feather_{rest // 2}{'_tip' if rest % 2 else ''}"


_PARENTS = {
    **dict.fromkeys(
        (GriffinJoint.BEAK, GriffinJoint.LEFT_LID, GriffinJoint.RIGHT_LID, GriffinJoint.LEFT_EAR),
        GriffinJoint.HEAD,
    ),
    GriffinJoint.RIGHT_EAR: GriffinJoint.HEAD,
    GriffinJoint.HEAD: GriffinJoint.NECK,
    GriffinJoint.TAIL_1: GriffinJoint.TAIL_0,
    GriffinJoint.TAIL_2: GriffinJoint.TAIL_1,
    GriffinJoint.TAIL_3: GriffinJoint.TAIL_2,
    GriffinJoint.TUFT: GriffinJoint.TAIL_3,
    GriffinJoint.LEFT_TOES: GriffinJoint.LEFT_TALONS,
    GriffinJoint.RIGHT_TOES: GriffinJoint.RIGHT_TALONS,
}


def parent_joint(joint: int) -> int | None:
    """The joint that carries this one; None for the body."""
    if joint == GriffinJoint.BODY:
        return None
    if joint >= FIRST_FEATHER:
        side, rest = divmod(joint - FIRST_FEATHER, 2 * FLIGHT_FEATHERS)
        is_tip = rest % 2 == 1
        return joint - 1 if is_tip else limb_joints("wing", Side(side))[FEATHERS[rest // 2].bone]
    if any(joint in limb_joints(limb, side)[1:] for limb in _FIRST_OF_SIDE for side in Side):
        return joint - 1
    return int(_PARENTS.get(GriffinJoint(joint), GriffinJoint.BODY))


def other_side(joint: int) -> int:
    """The same joint on the other side of the body; one in the middle is its own."""
    if joint >= FIRST_FEATHER:
        per_side = 2 * FLIGHT_FEATHERS
        return FIRST_FEATHER + (joint - FIRST_FEATHER + per_side) % (2 * per_side)
    name = GriffinJoint(joint).name
    swapped = name.replace("LEFT_", "RIGHT_") if name.startswith("LEFT_") else name.replace("RIGHT_", "LEFT_")
    return int(GriffinJoint[swapped])


def _point(x: float, y: float, z: float) -> Array:
    return np.array([x, y, z])


@dataclass(frozen=True, slots=True, kw_only=True)
class LegMeasure:
    """A right leg: where it leaves the body, and its three bones, the last one down to the sole."""

    hip_body: Array
    upper_m: float
    lower_m: float
    foot_m: float
    knee_sign: float  # +1: the middle joint points backwards, as an elbow does


@dataclass(frozen=True, slots=True, kw_only=True)
class GriffinMeasure:
    """Where the joints are. Span 7 m, body 2.6 m without the tail, tail 1.8 m.

    A golden eagle's arm : forearm : hand is 1 : 1.1 : 0.9; its longest primary is three times the hand.
    """

    neck_body: Array
    head_body: Array
    beak_body: Array  # the hinge of the lower beak
    eye_body: Array  # the right one
    ear_body: Array  # the root of the right one
    tail_body: Array
    fan_body: Array
    shoulder_body: Array  # of the right wing
    tail_segment_m: float
    tuft_along_m: float  # behind the root of the tail
    toes_above_sole_m: float
    humerus_m: float
    forearm_m: float
    hand_m: float
    feather_hinge_frac: float  # where a flight feather bends, along its length
    foreleg: LegMeasure
    hindleg: LegMeasure


MEASURE = GriffinMeasure(
    neck_body=_point(0.0, 0.10, -0.74),
    head_body=_point(0.0, 0.46, -1.06),
    beak_body=_point(0.0, 0.468, -1.33),
    eye_body=_point(0.118, 0.560, -1.268),
    ear_body=_point(0.098, 0.640, -1.115),
    tail_body=_point(0.0, 0.10, 1.02),
    fan_body=_point(0.0, 0.16, 0.90),
    shoulder_body=_point(0.23, 0.22, -0.42),
    tail_segment_m=0.45,
    tuft_along_m=1.30,
    toes_above_sole_m=0.045,
    humerus_m=0.64,
    forearm_m=0.70,
    hand_m=0.58,
    feather_hinge_frac=0.5,
    foreleg=LegMeasure(
        hip_body=_point(0.20, -0.12, -0.50), upper_m=0.40, lower_m=0.40, foot_m=0.10, knee_sign=1.0
    ),
    hindleg=LegMeasure(
        hip_body=_point(0.17, 0.00, 0.70), upper_m=0.40, lower_m=0.38, foot_m=0.26, knee_sign=-1.0
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatherMeasure:
    """One flight feather of a right wing, as the rig and the mesh need it."""

    bone: int  # 0 upper arm, 1 forearm, 2 hand
    along_m: float  # the quill's place along its bone
    length_m: float
    width_m: float
    spread_rad: float  # the shaft's direction in the stretched wing: 0 outwards, quarter turn backwards
    folded_rad: float  # and in the folded one


def _ramp(first: float, last: float, count: int, *, power: float = 1.0) -> Array:
    return first + (last - first) * np.linspace(0.0, 1.0, count) ** power


def _primaries() -> list[FeatherMeasure]:
    along = _ramp(0.06, MEASURE.hand_m, PRIMARIES)
    length = np.array([1.10, 1.16, 1.23, 1.32, 1.43, 1.54, 1.63, 1.67, 1.61, 1.40])
    spread = np.radians([80.0, 74.0, 67.0, 59.5, 51.5, 43.0, 34.5, 26.0, 17.5, 9.0])
    folded = np.radians(_ramp(101.0, 98.0, PRIMARIES))
    return [
        FeatherMeasure(
            bone=2,
            along_m=float(along[i]),
            length_m=float(length[i]),
            width_m=0.20 if i < PRIMARIES - FINGERS else 0.185,
            spread_rad=float(spread[i]),
            folded_rad=float(folded[i]),
        )
        for i in range(PRIMARIES)
    ]


def _secondaries() -> list[FeatherMeasure]:
    on_forearm = SECONDARIES - 4
    along = [*_ramp(MEASURE.forearm_m - 0.02, 0.10, on_forearm), *_ramp(0.62, 0.20, 4)]
    length = [*_ramp(1.07, 0.98, on_forearm), *_ramp(0.97, 0.80, 4)]
    spread = np.radians([*_ramp(84.0, 93.0, on_forearm), *_ramp(95.0, 107.0, 4)])
    folded = np.radians([*_ramp(99.0, 101.0, on_forearm), *_ramp(101.0, 104.0, 4)])
    return [
        FeatherMeasure(
            bone=1 if i < on_forearm else 0,
            along_m=float(along[i]),
            length_m=float(length[i]),
            width_m=0.20 if i < on_forearm else 0.26,
            spread_rad=float(spread[i]),
            folded_rad=float(folded[i]),
        )
        for i in range(SECONDARIES)
    ]


FEATHERS: tuple[FeatherMeasure, ...] = (*_primaries(), *_secondaries())
