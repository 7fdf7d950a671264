"""The griffin as one skinned mesh, made by code: torso, head, tail, legs and wings with every flight feather.

It stands in the posture of `rest_joints`: wings stretched, legs hanging. `SkinnedMesh.joint_from_body` takes
a vertex from there into its joint's frame, from where a pose takes it back:
skin = pose.body_from_joint @ mesh.joint_from_body.
"""

from dataclasses import dataclass

import numpy as np

from griffin.linalg import Array
from griffin.scene import griffin_plumage as plumage
from griffin.scene.griffin_body import head_patch, tail_patch, torso_patch
from griffin.scene.griffin_limbs import arm_patch, foreleg_patch, hindleg_patch
from griffin.scene.mesh import Patch, merge, mirror
from griffin.scene.posture import rest_joints
from griffin.scene.skeleton import FIRST_FEATHER, FLIGHT_FEATHERS, GriffinJoint


@dataclass(frozen=True, slots=True, kw_only=True)
class GriffinDetail:
    """How many rows and columns each part is made of."""

    torso: tuple[int, int]
    skull: tuple[int, int]
    tail: tuple[int, int]
    leg: tuple[int, int]
    arm: tuple[int, int]
    flight_rows: int
    covert_rows: int
    mantle: tuple[int, int]  # rows of scales, scales a row
    fan: int
    tuft: int


LOW_DETAIL = GriffinDetail(
    torso=(15, 10),
    skull=(7, 8),
    tail=(7, 5),
    leg=(9, 6),
    arm=(11, 6),
    flight_rows=4,
    covert_rows=2,
    mantle=(8, 9),
    fan=3,
    tuft=6,
)
HIGH_DETAIL = GriffinDetail(
    torso=(30, 20),
    skull=(12, 16),
    tail=(16, 10),
    leg=(20, 12),
    arm=(24, 14),
    flight_rows=9,
    covert_rows=5,
    mantle=(9, 15),
    fan=6,
    tuft=12,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinnedMesh:
    """The surface, and `joint_from_body` (joints, 4, 4) of the posture in which it is made."""

    surface: Patch
    joint_from_body: Array


def other_side(joint: int) -> int:
    """The same joint on the other side of the body; one in the middle is its own."""
    if joint >= FIRST_FEATHER:
        per_side = 2 * FLIGHT_FEATHERS
        return FIRST_FEATHER + (joint - FIRST_FEATHER + per_side) % (2 * per_side)
    name = GriffinJoint(joint).name
    swapped = name.replace("LEFT_", "RIGHT_") if name.startswith("LEFT_") else name.replace("RIGHT_", "LEFT_")
    return int(GriffinJoint[swapped])


def griffin_mesh(detail: GriffinDetail = LOW_DETAIL) -> SkinnedMesh:
    """The whole griffin. The same detail gives the same arrays."""
    middle = [
        torso_patch(*detail.torso),
        head_patch(*detail.skull),
        tail_patch(*detail.tail),
        *plumage.mantle(detail.covert_rows, *detail.mantle),
        *plumage.tuft(detail.covert_rows, detail.tuft),
    ]
    right = merge(
        [
            foreleg_patch(*detail.leg),
            hindleg_patch(*detail.leg),
            arm_patch(*detail.arm),
            *plumage.flight_feathers(detail.flight_rows),
            *plumage.coverts(detail.covert_rows),
            *plumage.alula(detail.covert_rows),
            *plumage.fan(detail.flight_rows, detail.fan),
            *plumage.ear(detail.covert_rows),
        ]
    )
    surface = merge([*middle, right, mirror(right, other_side)])
    return SkinnedMesh(
        surface=surface, joint_from_body=np.asarray(np.linalg.inv(rest_joints()), dtype=np.float64)
    )
