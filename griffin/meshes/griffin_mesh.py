"""The griffin as one skinned mesh, made by code: torso, head, tail, legs and wings with every flight feather.

It stands in the posture of `rest_joints`: wings stretched, legs hanging. `SkinnedMesh.joint_from_body` takes
a vertex from there into its joint's frame, from where a pose takes it back:
skin = pose.body_from_joint @ mesh.joint_from_body.
"""

from dataclasses import dataclass, replace

import numpy as np

from griffin.creature.posture import rest_joints
from griffin.creature.skeleton import other_side
from griffin.linalg import Array
from griffin.meshes import griffin_plumage as plumage
from griffin.meshes.griffin_body import tail_patch, torso_patch
from griffin.meshes.griffin_head import head_patch
from griffin.meshes.griffin_limbs import arm_patch, foreleg_patch, hindleg_patch
from griffin.meshes.mesh import Patch, merge, mirror
from griffin.meshes.openness import bake_openness


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
    torso=(14, 10),
    skull=(7, 8),
    tail=(7, 5),
    leg=(8, 5),
    arm=(10, 6),
    flight_rows=4,
    covert_rows=2,
    mantle=(7, 10),
    fan=3,
    tuft=5,
)
HIGH_DETAIL = GriffinDetail(
    torso=(30, 20),
    skull=(14, 18),
    tail=(16, 10),
    leg=(20, 12),
    arm=(24, 14),
    flight_rows=9,
    covert_rows=4,
    mantle=(12, 19),
    fan=6,
    tuft=12,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinnedMesh:
    """The surface, and `joint_from_body` (joints, 4, 4) of the posture in which it is made."""

    surface: Patch
    joint_from_body: Array


def _right_legs(detail: GriffinDetail) -> list[Patch]:
    return [foreleg_patch(*detail.leg), hindleg_patch(*detail.leg)]


def _both_sides(right: list[Patch]) -> list[Patch]:
    one = merge(right)
    return [one, mirror(one, other_side)]


def _shaded(surface: Patch, around: Patch) -> Patch:
    finish = surface.finish.copy()
    finish[:, 0] = bake_openness(surface, around)
    return replace(surface, finish=finish)


def griffin_mesh(detail: GriffinDetail = LOW_DETAIL) -> SkinnedMesh:
    """The whole griffin. The same detail gives the same arrays."""
    middle = [
        torso_patch(*detail.torso),
        head_patch(*detail.skull),
        tail_patch(*detail.tail),
        *plumage.mantle(detail.covert_rows, *detail.mantle),
        *plumage.tuft(detail.covert_rows, detail.tuft),
    ]
    right = [
        arm_patch(*detail.arm),
        *plumage.flight_feathers(detail.flight_rows),
        *plumage.coverts(detail.covert_rows),
        *plumage.alula(detail.covert_rows),
        *plumage.fan(detail.flight_rows, detail.fan),
        *plumage.ear(detail.covert_rows),
    ]
    body, legs = merge([*middle, *_both_sides(right)]), merge(_both_sides(_right_legs(detail)))
    # Legs move too much to shade the belly: they are shaded by it, and by each other.
    surface = merge([_shaded(body, body), _shaded(legs, merge([body, legs]))])
    return SkinnedMesh(
        surface=surface, joint_from_body=np.asarray(np.linalg.inv(rest_joints()), dtype=np.float64)
    )
