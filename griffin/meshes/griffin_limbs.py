"""Legs and the arms of the wings as patches, for the right side; the left side is their mirror image."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from griffin.creature.posture import rest_joints
from griffin.creature.skeleton import MEASURE, GriffinJoint, Side, limb_joints
from griffin.linalg import Array, vec_normalize
from griffin.meshes.griffin_coat import COAT
from griffin.meshes.mesh import Patch, curve, finish, hang, merge, paint, tube
from griffin.world.palette import Surface

SCALES = -1.0  # in place of fur: the shader draws small feathers


def _column(table: ArrayLike, rows: int, columns: int) -> Patch:
    """A tube that hangs down: rows of y, x and z of the middle, half width, half depth."""
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    rings = [
        np.stack([x + w * np.sin(angle), np.full(columns, y), z - d * np.cos(angle)], axis=1)
        for y, x, z, w, d in curve(table, rows)
    ]
    return tube(np.stack(rings))


def _toe(
    start: ArrayLike, direction: ArrayLike, length_m: float, radius_m: float, *, is_paw: bool
) -> list[Patch]:
    """A toe that arches forward to the ground, and its claw, curved down."""
    root, way = np.asarray(start), vec_normalize(direction)
    arch = np.array([0.0, 1.0, 0.0])
    knots = [
        [*root, radius_m],
        [*(root + way * length_m * 0.55 + arch * 0.30 * radius_m), radius_m * (1.1 if is_paw else 0.85)],
        [*(root + way * length_m - arch * 0.25 * radius_m), radius_m * 0.8],
    ]
    claw_m = length_m * (0.22 if is_paw else 0.5)
    tip = root + way * length_m
    claw = [
        [*(tip - way * 0.02), radius_m * 0.55],
        [*(tip + way * 0.6 * claw_m + arch * 0.2 * radius_m), radius_m * 0.42],
        [*(tip + way * claw_m - arch * 0.9 * radius_m), radius_m * 0.06],
    ]
    toe_coat = COAT.fur if is_paw else COAT.beak
    return [
        finish(paint(_bent(knots, 3, 4, way), toe_coat.lit, toe_coat.shade), gloss=0.0 if is_paw else 0.3),
        finish(paint(_bent(claw, 3, 4, way), COAT.claw.lit, COAT.claw.shade), gloss=0.7),
    ]


def _bent(knots: ArrayLike, rows: int, columns: int, way: Array) -> Patch:
    up = np.array([0.0, 1.0, 0.0])
    side = np.cross(up, way)
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    rings = [
        p[:3] + p[3] * (np.sin(angle)[:, None] * side + np.cos(angle)[:, None] * up)
        for p in curve(knots, rows)
    ]
    return tube(np.stack(rings), cap_start=False, cap_end=False)


def _colour_down(patch: Patch, stops: list[tuple[float, Surface]]) -> Patch:
    """Colours by height, from the top down."""
    heights = [y for y, _ in stops][::-1]
    y = patch.position[:, 1]

    def channel(pick: str) -> Array:
        table = np.array([getattr(s, pick) for _, s in stops])[::-1]
        return np.stack([np.interp(y, heights, table[:, i]) for i in range(3)], axis=1)

    return paint(patch, channel("lit"), channel("shade"))


def _hang_leg(patch: Patch, limb: str, knee_y: float, ankle_y: float, blend_m: float) -> Patch:
    upper, lower, foot = limb_joints(limb, Side.RIGHT)
    x, y, z = patch.position.T
    around = np.abs(np.arctan2(z - np.median(z), x - np.median(x))) / np.pi
    patch = replace(patch, pattern=np.column_stack([-y, around, np.zeros((len(y), 2))]))
    knee = np.clip((knee_y + blend_m - y) / (2.0 * blend_m), 0.0, 1.0)
    ankle = np.clip((ankle_y + 0.6 * blend_m - y) / (1.2 * blend_m), 0.0, 1.0)
    at_foot = hang(patch, lower, foot, ankle)
    at_knee = hang(patch, upper, lower, knee)
    is_low = (y < 0.5 * (knee_y + ankle_y))[:, None]
    return replace(
        patch,
        joints=np.where(is_low, at_foot.joints, at_knee.joints),
        weights=np.where(is_low, at_foot.weights, at_knee.weights),
    )


def foreleg_patch(rows: int, columns: int) -> Patch:
    """An eagle's leg: feathered down to the shank, then yellow, with four talons."""
    measure = MEASURE.foreleg
    x, y, z = measure.hip_body
    knee = y - measure.upper_m
    ankle = knee - measure.lower_m
    sole = ankle - measure.foot_m
    leg = _column(
        [
            [y + 0.16, x - 0.05, z + 0.02, 0.10, 0.14],
            [y + 0.02, x + 0.005, z, 0.135, 0.185],
            [y - 0.18, x, z + 0.005, 0.115, 0.155],
            [knee, x, z, 0.085, 0.10],
            [knee - 0.10, x, z - 0.005, 0.082, 0.088],
            [knee - 0.19, x, z, 0.050, 0.052],
            [ankle, x, z, 0.040, 0.044],
            [ankle - 0.06, x, z, 0.050, 0.052],
        ],
        rows,
        columns,
    )
    leg = _colour_down(
        leg,
        [(y, COAT.back), (knee + 0.05, COAT.thigh), (knee - 0.14, COAT.thigh), (knee - 0.19, COAT.beak)],
    )
    feathered = np.where(leg.position[:, 1] > knee - 0.16, SCALES, 0.0)
    leg = _hang_leg(finish(leg, fur=feathered), "foreleg", knee, ankle, 0.09)
    at = np.array([x, sole + 0.045, z])
    toes: list[Patch] = []
    for angle, length in ((-32.0, 0.155), (0.0, 0.175), (32.0, 0.155), (180.0, 0.11)):
        turn = np.radians(angle)
        way = np.array([np.sin(turn), -0.10, -np.cos(turn)])
        toes += _toe(at + way * 0.02, way, length, 0.032, is_paw=False)
    return merge([leg, hang(merge(toes), int(GriffinJoint.RIGHT_TOES))])


def hindleg_patch(rows: int, columns: int) -> Patch:
    """A lion's leg with its heavy haunch and its paw."""
    measure = MEASURE.hindleg
    x, y, z = measure.hip_body
    knee = y - measure.upper_m
    ankle = knee - measure.lower_m
    sole = ankle - measure.foot_m
    leg = _column(
        [
            [y + 0.19, x - 0.07, z + 0.03, 0.08, 0.13],
            [y + 0.06, x + 0.01, z + 0.02, 0.135, 0.215],
            [y - 0.12, x + 0.015, z + 0.01, 0.130, 0.205],
            [y - 0.28, x + 0.005, z, 0.100, 0.150],
            [knee, x, z, 0.078, 0.098],
            [knee - 0.14, x, z + 0.01, 0.068, 0.085],
            [ankle + 0.08, x, z, 0.046, 0.054],
            [ankle, x, z, 0.050, 0.058],
            [ankle - 0.14, x, z, 0.044, 0.046],
            [sole + 0.05, x, z, 0.054, 0.058],
        ],
        rows,
        columns,
    )
    leg = _colour_down(leg, [(y, COAT.fur), (ankle, COAT.fur), (sole, COAT.belly)])
    leg = _hang_leg(finish(leg, fur=1.0), "hindleg", knee, ankle, 0.11)
    toes: list[Patch] = []
    for offset, turn in ((-0.045, -14.0), (0.0, 0.0), (0.045, 14.0)):
        way = np.array([np.sin(np.radians(turn)), -0.08, -np.cos(np.radians(turn))])
        toes += _toe(np.array([x + offset, sole + 0.05, z - 0.01]), way, 0.125, 0.044, is_paw=True)
    return merge([leg, hang(merge(toes), int(GriffinJoint.RIGHT_PAW))])


def arm_patch(rows: int, columns: int) -> Patch:
    """Arm, forearm and hand with the skin between shoulder and wrist: the smooth front of a wing.

    Each cross-section is a drop: thick behind its leading edge, thin where the coverts begin.
    """
    bones = rest_joints()[list(limb_joints("wing", Side.RIGHT))]
    elbow, wrist = bones[1][:3, 3], bones[2][:3, 3]
    tip = (bones[2] @ [MEASURE.hand_m, 0.0, 0.0, 1.0])[:3]
    shoulder = MEASURE.shoulder_body
    # x, z of the leading edge; x, z of the trailing edge; y; half thickness.
    table = np.array(
        [
            [0.08, -0.74, 0.08, -0.06, shoulder[1] - 0.04, 0.15],
            [0.30, -0.68, 0.26, -0.12, shoulder[1] - 0.01, 0.115],
            [0.62, -0.60, 0.56, -0.17, shoulder[1], 0.080],
            [elbow[0] + 0.06, -0.555, elbow[0], elbow[2] + 0.01, elbow[1], 0.062],
            [1.18, -0.565, 1.14, -0.31, elbow[1], 0.052],
            [wrist[0] - 0.02, wrist[2] - 0.095, wrist[0], wrist[2] + 0.09, wrist[1], 0.044],
            [wrist[0] + 0.22, wrist[2] - 0.055, wrist[0] + 0.18, wrist[2] + 0.11, wrist[1], 0.034],
            [tip[0] + 0.05, tip[2] - 0.045, tip[0], tip[2] + 0.06, tip[1], 0.020],
            [tip[0] + 0.26, tip[2] - 0.01, tip[0] + 0.24, tip[2] + 0.04, tip[1] + 0.004, 0.006],
        ]
    )
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    # From the leading edge over the upper side to the trailing edge and back below.
    chord = 0.5 - 0.5 * np.cos(angle)
    bulge = np.sin(angle) * np.sqrt(1.0 - 0.85 * chord)
    bulge = np.where(angle > np.pi, 0.65 * bulge, bulge)
    rings = []
    for lead_x, lead_z, trail_x, trail_z, y, half in curve(table, rows):
        rings.append(
            np.stack(
                [
                    lead_x + (trail_x - lead_x) * chord,
                    y + half * bulge,
                    lead_z + (trail_z - lead_z) * chord,
                ],
                axis=1,
            )
        )
    patch = tube(np.stack(rings)[:, ::-1], cap_start=False)
    up = np.clip(0.5 + 1.5 * patch.normal[:, 1], 0.0, 1.0)[:, None]
    out = np.clip((patch.position[:, 0] - 0.4) / 1.4, 0.0, 1.0)[:, None]
    top = COAT.back.lit + (COAT.lesser.vane.lit - COAT.back.lit) * out
    top_shade = COAT.back.shade + (COAT.lesser.vane.shade - COAT.back.shade) * out
    low, low_shade = COAT.belly.lit, COAT.belly.shade
    patch = paint(patch, low + (top - low) * up, low_shade + (top_shade - low_shade) * up)
    scaled = np.column_stack([patch.position[:, [2, 0]], np.zeros((len(up), 2))])
    patch = finish(replace(patch, pattern=scaled), fur=SCALES)
    return _hang_arm(patch, elbow[0], wrist[0])


def _hang_arm(patch: Patch, elbow_x: float, wrist_x: float) -> Patch:
    """From body to upper arm, forearm and hand; the skin before the elbow shares both its bones."""
    humerus, forearm, hand = limb_joints("wing", Side.RIGHT)
    x = patch.position[:, 0]
    root = hang(patch, int(GriffinJoint.BODY), humerus, (x - 0.05) / 0.25)
    inner = hang(patch, humerus, forearm, (x - elbow_x + 0.22) / 0.44)
    outer = hang(patch, forearm, hand, (x - wrist_x + 0.08) / 0.16)
    parts = (x[:, None] < 0.40, x[:, None] < 0.5 * (elbow_x + wrist_x))
    return replace(
        patch,
        joints=np.select(parts, (root.joints, inner.joints), outer.joints),
        weights=np.select(parts, (root.weights, inner.weights), outer.weights),
    )
