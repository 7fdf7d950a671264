"""All feathers of the griffin as patches: flight feathers, coverts, mantle and ruff, fan, ears."""

import math
from dataclasses import dataclass, replace

import numpy as np

from griffin.linalg import Array, mat_rotate_x, mat_rotate_y, mat_rotate_z, mat_translate, vec_normalize
from griffin.scene.feathers import Blade, BladeCoat, blade_patch
from griffin.scene.griffin_body import hang_neck, hang_tail, torso_point
from griffin.scene.griffin_coat import COAT, mix_coat
from griffin.scene.mesh import Patch, hang, place
from griffin.scene.posture import rest_joints
from griffin.scene.skeleton import (
    FEATHERS,
    FINGERS,
    MEASURE,
    PRIMARIES,
    FeatherMeasure,
    GriffinJoint,
    Side,
    feather_joint,
)


def _flight_blade(index: int, measure: FeatherMeasure) -> Blade:
    is_primary = index < PRIMARIES
    is_finger = PRIMARIES - FINGERS <= index < PRIMARIES
    return Blade(
        length_m=measure.length_m,
        width_m=measure.width_m,
        inner_frac=0.66 if is_primary else 0.58,
        notch_frac=0.42 if is_finger else 1.0,
        point_frac=0.30 if is_primary else 0.20,
        camber_frac=0.10,
        droop_frac=-0.03 if is_primary else 0.05,
    )


def flight_feathers(rows: int) -> list[Patch]:
    """The 24 quills of a right wing, each on its own two joints."""
    rest = rest_joints()
    patches = []
    for index, measure in enumerate(FEATHERS):
        joints = (feather_joint(Side.RIGHT, index), feather_joint(Side.RIGHT, index, is_tip=True))
        coat = COAT.primary if index < PRIMARIES else COAT.secondary
        blade = blade_patch(_flight_blade(index, measure), coat, rows, bend_joints=joints)
        patches.append(place(blade, rest[joints[0]]))
    return patches


@dataclass(frozen=True, slots=True, kw_only=True)
class CovertRow:
    """One row of scales: where it starts behind the quill's root, and its form."""

    coat: BladeCoat
    start_m: float
    length_frac: float  # of the quill that it covers
    longest_m: float
    width_m: float
    above_frac: float  # of the wing's thickness at its bone


_COVERT_ROWS = (  # from the back to the front
    CovertRow(
        coat=COAT.greater, start_m=-0.02, length_frac=0.46, longest_m=0.60, width_m=0.17, above_frac=0.3
    ),
    CovertRow(
        coat=COAT.median, start_m=-0.12, length_frac=0.36, longest_m=0.42, width_m=0.16, above_frac=0.7
    ),
    CovertRow(
        coat=COAT.lesser, start_m=-0.23, length_frac=0.32, longest_m=0.34, width_m=0.14, above_frac=0.8
    ),
)
_BONE_THICKNESS_M = (0.085, 0.058, 0.038)  # of the flesh above the quills: upper arm, forearm, hand


def coverts(rows: int) -> list[Patch]:
    """Three rows of overlapping scales on a right wing; each slides along with the quill beneath it."""
    rest = rest_joints()
    patches = []
    for row in _COVERT_ROWS:
        for index, measure in enumerate(FEATHERS):
            joint = feather_joint(Side.RIGHT, index)
            above_m = row.above_frac * _BONE_THICKNESS_M[measure.bone]
            blade = Blade(
                length_m=min(measure.length_m * row.length_frac, row.longest_m),
                width_m=row.width_m * (1.4 if measure.bone == 0 else 1.0),  # few quills on the upper arm
                inner_frac=0.55,
                point_frac=0.45,
            )
            sink = mat_rotate_z(-0.6 * above_m / blade.length_m)  # the tip comes down to the row behind it
            at = rest[joint] @ mat_translate([row.start_m, above_m, 0.0]) @ sink
            patches.append(hang(place(blade_patch(blade, row.coat, rows), at), joint))
    return patches


def alula(rows: int) -> list[Patch]:
    """The bird's thumb: three stiff feathers at the wrist of a right wing."""
    hand = int(GriffinJoint.RIGHT_HAND)
    rest = rest_joints()[hand]
    patches = []
    for step in range(3):
        blade = Blade(length_m=0.42 - 0.08 * step, width_m=0.085, inner_frac=0.7, droop_frac=-0.03)
        at = mat_translate([0.02, 0.035 + 0.008 * step, -0.05 - 0.012 * step])
        patch = place(
            blade_patch(blade, COAT.primary, rows), rest @ at @ mat_rotate_y(math.radians(-6.0 + 2 * step))
        )
        patches.append(hang(patch, hand))
    return patches


def _blade_frame(position: Array, shaft: Array, up: Array) -> Array:
    x = vec_normalize(shaft)
    z = vec_normalize(np.cross(x, up))
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2], frame[:3, 3] = x, np.cross(z, x), z, position
    return frame


def mantle(rows: int, scale_rows: int, per_row: int) -> list[Patch]:
    """Scales over neck, shoulders and back: cream at the ruff, golden on the back, fur at the end."""
    patches = []
    for row in range(scale_rows):
        back_frac = row / (scale_rows - 1)
        along = 0.87 - 0.47 * back_frac
        # The first rows leave the throat free, the last ones the belly.
        reach = math.radians(112.0 + 48.0 * min(1.0, 4.0 * back_frac) - 75.0 * back_frac)
        coat = _mantle_coat(back_frac)
        is_between = row % 2  # every second row lies in the gaps of the one before it
        for column in range(per_row - is_between):
            angle = reach * (2.0 * (column + 0.5 + 0.5 * is_between) / per_row - 1.0)
            point = torso_point(along, angle)
            stand_off = math.sin(math.radians(13.0 - 7.0 * back_frac))
            blade = Blade(
                length_m=0.32 + 0.08 * back_frac,
                width_m=0.21 + 0.05 * back_frac,
                point_frac=0.5,
                droop_frac=0.06,
            )
            frame = _blade_frame(
                point.position + 0.008 * point.outward,
                point.backward + stand_off * point.outward,
                point.outward,
            )
            patch = place(blade_patch(blade, coat, rows), frame)
            softened = replace(patch, normal=vec_normalize(patch.normal + 1.2 * point.outward))
            patches.append(hang_neck(softened))
    return patches


def _mantle_coat(back_frac: float) -> BladeCoat:
    if back_frac < 0.5:
        return mix_coat(COAT.ruff, COAT.mantle, 2.0 * back_frac)
    return mix_coat(COAT.mantle, COAT.rump, 2.0 * back_frac - 1.0)


def fan(rows: int, per_side: int) -> list[Patch]:
    """The right half of the feathers that spread above the tail's root when the griffin brakes."""
    patches = []
    for step in range(per_side):
        out = (step + 0.5) / per_side
        blade = Blade(
            length_m=0.78 - 0.16 * out, width_m=0.17, inner_frac=0.55, point_frac=0.3, droop_frac=0.06
        )
        # +X of the blade backwards, its inner vane towards the middle.
        frame = (
            mat_translate(MEASURE.fan_body + np.array([0.10 * out, -0.03 * out - 0.006 * step, 0.0]))
            @ mat_rotate_y(-math.pi / 2.0 + math.radians(30.0) * out)
            @ mat_rotate_x(math.radians(6.0))
        )
        patch = place(blade_patch(blade, COAT.secondary, rows), frame)
        patches.append(hang(patch, int(GriffinJoint.BODY), int(GriffinJoint.RIGHT_FAN), 0.35 + 0.65 * out))
    return patches


def ear(rows: int) -> list[Patch]:
    """The right ear: two pointed feathers that make the silhouette a griffin's and not an eagle's."""
    patches = []
    for length, tilt, spread in ((0.29, 50.0, 14.0), (0.22, 32.0, 24.0)):
        blade = Blade(length_m=length, width_m=0.075, point_frac=0.85, camber_frac=0.3)
        shaft = np.array(
            [
                math.sin(math.radians(spread)),
                math.sin(math.radians(tilt)),
                math.cos(math.radians(tilt)) * math.cos(math.radians(spread)),
            ]
        )
        frame = _blade_frame(np.array([0.085, 0.60, -1.09]), shaft, np.array([0.55, 0.5, -0.65]))
        patches.append(hang(place(blade_patch(blade, COAT.ear, rows + 1), frame), int(GriffinJoint.HEAD)))
    return patches


def tuft(rows: int, count: int) -> list[Patch]:
    """Dark locks around the end of the tail."""
    root = MEASURE.tail_body
    patches = []
    for step in range(count):
        around = 2.0 * math.pi * (step + 0.5) / count
        outward = np.array([math.sin(around), math.cos(around), 0.0])
        blade = Blade(length_m=0.44 - 0.06 * (step % 2), width_m=0.12, point_frac=0.75, droop_frac=0.16)
        frame = _blade_frame(
            root + np.array([0.0, 0.0, 1.32 + 0.04 * (step % 2)]) + 0.02 * outward,
            np.array([0.0, 0.0, 1.0]) + 0.30 * outward,
            outward,
        )
        patches.append(hang_tail(place(blade_patch(blade, COAT.lock, rows), frame)))
    return patches
