"""WingShape → the joints of one wing: three bones, and twenty-four flight feathers that slide on them.

A bird folds its wing like a Z lying on its side: the upper arm swings back, the forearm forward, the hand
back again, and the feathers, which all but keep their direction, slide together like a fan. So the plan of
the wing is given as absolute directions within the wing's plane (0 outwards, a quarter turn backwards), each
blended between stretched and folded; what leaves the plane (elevation, twist, lift of elbow and wrist,
bending) is added as rotations on top. All is made for a right wing; the left one is its mirror image.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from griffin.creature.skeleton import FEATHERS, FLIGHT_FEATHERS, MEASURE, PRIMARIES, SECONDARIES
from griffin.linalg import Array, mat_rotate_x, mat_rotate_y, mat_rotate_z, mat_translate

MIRROR = np.diag([-1.0, 1.0, 1.0, 1.0])
_MIRRORED = np.outer(np.diag(MIRROR), np.diag(MIRROR))


@dataclass(frozen=True, slots=True, kw_only=True)
class WingShape:
    """One wing's posture; the defaults are the stretched wing in which the mesh is made."""

    elevation_rad: float = 0.0  # of the upper arm above the body's level
    sweep_rad: float = 0.0  # the whole wing forwards, about the body's upright
    twist_rad: float = 0.0  # leading edge down
    arm_fold_frac: float = 0.0  # elbow: 0 stretched, 1 folded along the body
    hand_fold_frac: float = 0.0  # wrist
    elbow_lift_rad: float = 0.0  # the forearm above the upper arm
    wrist_lift_rad: float = 0.0  # the hand above the forearm
    bend_rad: float = 0.0  # the tips of the feathers, upwards
    tuck_m: float = 0.0  # the whole wing moved outwards and up, so that it lies on the flank and not in it
    flutter_cos_rad: float = 0.0  # the feathers' trembling, each out of step with its neighbours: bending
    flutter_sin_rad: float = 0.0  # by the first times the cosine of its own phase and by this times the sine


@dataclass(frozen=True, slots=True, kw_only=True)
class WingPlan:
    """Directions of the bones within the wing's plane, stretched and folded; shapes of the feathers' fan."""

    humerus_rad: tuple[float, float] = (math.radians(16.0), math.radians(70.0))
    forearm_rad: tuple[float, float] = (math.radians(-19.0), math.radians(-74.0))
    hand_rad: tuple[float, float] = (math.radians(10.0), math.radians(93.0))
    shingle_rad: float = math.radians(7.0)  # each blade's outer vane lies on its outer neighbour
    stack_m: float = 0.006  # inner feathers lie above outer ones when the fan is shut
    quill_back_m: float = 0.02  # quills sit behind the bone
    tip_lift_rad: float = math.radians(3.0)  # the outermost primaries rise above the inner ones
    flutter_step_rad: float = 2.1  # of phase between neighbouring feathers


PLAN = WingPlan()

_BONE = np.array([f.bone for f in FEATHERS])
_ALONG_M = np.array([f.along_m for f in FEATHERS])
_LENGTH_M = np.array([f.length_m for f in FEATHERS])
_SPREAD_RAD = np.array([f.spread_rad for f in FEATHERS])
_FOLDING_RAD = np.array([f.folded_rad - f.spread_rad for f in FEATHERS])
_IS_PRIMARY = np.arange(FLIGHT_FEATHERS) < PRIMARIES
# Rank from the body outwards, 0 to 1: secondaries are counted inwards, primaries outwards.
_RANK = np.concatenate([np.arange(SECONDARIES, FLIGHT_FEATHERS), np.arange(SECONDARIES)[::-1]])
_OUTWARD_FRAC = _RANK / (FLIGHT_FEATHERS - 1)
_FLUTTER = PLAN.flutter_step_rad * np.arange(FLIGHT_FEATHERS)
_FLUTTER_COS, _FLUTTER_SIN = np.cos(_FLUTTER), np.sin(_FLUTTER)
_TIP_LIFT_RAD = PLAN.tip_lift_rad * np.where(_IS_PRIMARY, _OUTWARD_FRAC, 0.0)
_COS_SHINGLE, _SIN_SHINGLE = math.cos(PLAN.shingle_rad), math.sin(PLAN.shingle_rad)
_BEND_FRAC = np.where(_IS_PRIMARY, _OUTWARD_FRAC**2, 0.35)  # long outer primaries bend most


def _blend(pair: tuple[float, float], frac: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * frac


_read_feathers = attrgetter(  # what of a shape the feathers show
    "arm_fold_frac", "hand_fold_frac", "bend_rad", "flutter_cos_rad", "flutter_sin_rad"
)


def _bones(shape: WingShape) -> tuple[list[Array], tuple[float, float, float]]:
    """body_from_bone of the three bones, and their directions in the wing's plane."""
    sweeps = (
        _blend(PLAN.humerus_rad, shape.arm_fold_frac),
        _blend(PLAN.forearm_rad, shape.arm_fold_frac),
        _blend(PLAN.hand_rad, shape.hand_fold_frac),
    )
    humerus = (
        mat_translate(MEASURE.shoulder_body + np.array([shape.tuck_m, shape.tuck_m, 0.0]))
        @ mat_rotate_y(shape.sweep_rad)
        @ mat_rotate_z(shape.elevation_rad)
        @ mat_rotate_x(-shape.twist_rad)
        @ mat_rotate_y(-sweeps[0])
    )
    forearm = (
        humerus
        @ mat_translate([MEASURE.humerus_m, 0.0, 0.0])
        @ mat_rotate_y(sweeps[0] - sweeps[1])
        @ mat_rotate_z(shape.elbow_lift_rad)
    )
    hand = (
        forearm
        @ mat_translate([MEASURE.forearm_m, 0.0, 0.0])
        @ mat_rotate_y(sweeps[1] - sweeps[2])
        @ mat_rotate_z(shape.wrist_lift_rad)
    )
    return [humerus, forearm, hand], sweeps


def _make_plain_quills() -> Array:
    """bone_from_quill (feathers, 4, 4) without what depends on the wing's shape."""
    plain = np.zeros((FLIGHT_FEATHERS, 4, 4))
    plain[:, 1, 2] = -_SIN_SHINGLE
    plain[:, 0, 3] = _ALONG_M
    plain[:, 2, 3] = PLAN.quill_back_m
    plain[:, 3, 3] = 1.0
    return plain


def _make_plain_hinges() -> Array:
    """quill_from_tip (feathers, 4, 4) without the bend."""
    plain = np.tile(np.eye(4), (FLIGHT_FEATHERS, 1, 1))
    plain[:, 0, 3] = _LENGTH_M * MEASURE.feather_hinge_frac
    return plain


_PLAIN_QUILLS, _PLAIN_HINGES = _make_plain_quills(), _make_plain_hinges()


def _feathers(shapes: Sequence[WingShape], bones: Array, sweeps: Array) -> Array:
    """body_from_joint (wings, feathers, 2, 4, 4): quill and bending tip of each flight feather."""
    numbers = np.array([_read_feathers(shape) for shape in shapes])
    arm_fold, hand_fold, bend, flutter_cos, flutter_sin = numbers.T[:, :, None]
    fold = np.where(_IS_PRIMARY, hand_fold, arm_fold)
    yaw = _SPREAD_RAD + _FOLDING_RAD * fold - sweeps[:, _BONE]
    lift = _TIP_LIFT_RAD * (1.0 - fold)
    cos_y, sin_y = np.cos(yaw), np.sin(yaw)
    cos_l, sin_l = np.cos(lift), np.sin(lift)
    cos_t, sin_t = _COS_SHINGLE, _SIN_SHINGLE
    # bone_from_quill = turn by yaw about Y (towards +Z) @ tilt about X @ lift about Z, written out.
    local = np.tile(_PLAIN_QUILLS, (len(shapes), 1, 1, 1))
    local[..., 0, 0] = cos_y * cos_l - sin_y * sin_t * sin_l
    local[..., 0, 1] = -cos_y * sin_l - sin_y * sin_t * cos_l
    local[..., 0, 2] = -sin_y * cos_t
    local[..., 1, 0] = cos_t * sin_l
    local[..., 1, 1] = cos_t * cos_l
    local[..., 2, 0] = sin_y * cos_l + cos_y * sin_t * sin_l
    local[..., 2, 1] = -sin_y * sin_l + cos_y * sin_t * cos_l
    local[..., 2, 2] = cos_y * cos_t
    local[..., 1, 3] = -PLAN.stack_m * _RANK * (0.25 + 0.75 * fold)
    bend = bend * _BEND_FRAC + flutter_cos * _FLUTTER_COS + flutter_sin * _FLUTTER_SIN
    hinge = np.tile(_PLAIN_HINGES, (len(shapes), 1, 1, 1))
    hinge[..., 0, 0] = hinge[..., 1, 1] = np.cos(bend)
    hinge[..., 1, 0] = np.sin(bend)
    hinge[..., 0, 1] = -hinge[..., 1, 0]
    feathers = np.empty((len(shapes), FLIGHT_FEATHERS, 2, 4, 4))
    np.matmul(bones[:, _BONE], local, out=feathers[:, :, 0])
    np.matmul(feathers[:, :, 0], hinge, out=feathers[:, :, 1])
    return feathers


def wing_joints(shapes: Sequence[WingShape]) -> tuple[Array, Array]:
    """body_from_joint of the bones (n, 3, 4, 4) and of the feathers (n, 24, 2, 4, 4) of right wings.

    In the skeleton's order. `mirror` makes left ones of them.
    """
    made = [_bones(shape) for shape in shapes]
    bones, sweeps = np.array([each[0] for each in made]), np.array([each[1] for each in made])
    return bones, _feathers(shapes, bones, sweeps)


def mirror(joints: Array) -> Array:
    """MIRROR @ joints @ MIRROR: body_from_joint (..., 4, 4) of the other side."""
    return np.asarray(joints * _MIRRORED)
