"""All feathers of the griffin as patches: flight feathers, coverts, mantle and ruff, fan, ears."""

import math
from dataclasses import dataclass, replace

import numpy as np

from griffin.creature.posture import rest_joints
from griffin.creature.skeleton import (
    FEATHERS,
    FINGERS,
    MEASURE,
    PRIMARIES,
    FeatherMeasure,
    GriffinJoint,
    Side,
    feather_joint,
)
from griffin.linalg import Array, mat_rotate_x, mat_rotate_y, mat_rotate_z, mat_translate, vec_normalize
from griffin.meshes.feathers import Blade, BladeCoat, blade_patch
from griffin.meshes.griffin_body import hang_neck, hang_tail, torso_point
from griffin.meshes.griffin_coat import COAT, mix_coat
from griffin.meshes.mesh import Patch, hang, place


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
            blade_patch(blade, COAT.alula, rows), rest @ at @ mat_rotate_y(math.radians(-6.0 + 2 * step))
        )
        patches.append(hang(patch, hand))
    return patches


def _blade_frame(position: Array, shaft: Array, up: Array) -> Array:
    x = vec_normalize(shaft)
    z = vec_normalize(np.cross(x, up))
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2], frame[:3, 3] = x, np.cross(z, x), z, position
    return frame


@dataclass(frozen=True, slots=True, kw_only=True)
class MantleForm:
    """The scales from the nape to the loins: hackles around the neck, a bib below, broad ones on the back."""

    from_frac: float = 0.955  # of the spine: just behind the cheeks
    to_frac: float = 0.40
    bib_until_frac: float = 0.45  # of the rows: up to there they go all around
    last_reach_rad: float = math.radians(62.0)
    first_length_m: float = 0.21
    last_length_m: float = 0.36
    first_width_m: float = 0.10
    last_width_m: float = 0.235
    stand_off_rad: tuple[float, float] = (math.radians(9.0), math.radians(6.0))


MANTLE = MantleForm()


def mantle(rows: int, scale_rows: int, per_row: int) -> list[Patch]:
    """Scales over neck, breast, shoulders and back, each row over the roots of the one behind it."""
    patches = []
    for row in range(scale_rows):
        back = row / (scale_rows - 1)
        along = MANTLE.from_frac + (MANTLE.to_frac - MANTLE.from_frac) * back
        around = min(1.0, max(0.0, (1.0 - back) / (1.0 - MANTLE.bib_until_frac)))
        reach = MANTLE.last_reach_rad + (math.pi - MANTLE.last_reach_rad) * math.sqrt(around)
        count = max(
            5, round(per_row * (0.72 + 0.5 * min(back, 1.0 - back)) * (0.35 + 0.65 * reach / math.pi))
        )
        half = 0.5 * (row % 2)  # every second row lies in the gaps of the one before it
        closes = reach > math.radians(170.0)
        for column in range(count if closes or not half else count - 1):
            angle = reach * (2.0 * (column + 0.5 + half) / count - 1.0)
            patches.append(_scale(along, angle, back, rows))
    return patches


def _scale(along: float, angle: float, back: float, rows: int) -> Patch:
    point = torso_point(along, angle)
    below = min(max((abs(angle) - math.radians(85.0)) / math.radians(45.0), 0.0), 1.0)
    first, last = MANTLE.stand_off_rad
    stand_off = math.sin(first + (last - first) * back)
    length_m = MANTLE.first_length_m + (MANTLE.last_length_m - MANTLE.first_length_m) * back**0.8
    width_m = MANTLE.first_width_m + (MANTLE.last_width_m - MANTLE.first_width_m) * back**0.7
    blade = Blade(
        length_m=length_m * (1.0 - 0.10 * below),
        width_m=width_m * (1.0 - 0.12 * below),
        point_frac=0.85 - 0.35 * back,
        camber_frac=0.14,
        droop_frac=0.05,
    )
    frame = _blade_frame(
        point.position + 0.006 * point.outward, point.backward + stand_off * point.outward, point.outward
    )
    patch = place(blade_patch(blade, mix_coat(_top_coat(back), _bib_coat(back), below), rows), frame)
    softened = replace(patch, normal=vec_normalize(patch.normal + 0.9 * point.outward))
    return hang_neck(softened)


def _top_coat(back: float) -> BladeCoat:
    """Golden hackles, brown mantle, tawny rump."""
    if back < 0.45:
        return mix_coat(COAT.hackle, COAT.mantle, back / 0.45)
    return mix_coat(COAT.mantle, COAT.rump, (back - 0.45) / 0.55)


def _bib_coat(back: float) -> BladeCoat:
    return mix_coat(COAT.bib, COAT.ruff, min(1.0, 2.0 * back))


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
        frame = _blade_frame(MEASURE.ear_body, shaft, np.array([0.55, 0.5, -0.65]))
        patches.append(
            hang(place(blade_patch(blade, COAT.ear, rows + 1), frame), int(GriffinJoint.RIGHT_EAR))
        )
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
