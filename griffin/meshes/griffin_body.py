"""Torso, neck and tail of the griffin as patches, in the posture of rest."""

from dataclasses import dataclass, replace

import numpy as np

from griffin.creature.skeleton import MEASURE, TAIL_JOINTS, GriffinJoint
from griffin.linalg import Array, vec_normalize
from griffin.meshes.griffin_coat import COAT
from griffin.meshes.mesh import Patch, curve, finish, hang, paint, tube

# Along the spine from the rump to the nape: y, z of the middle; half width; height above; depth below.
_SPINE = np.array(
    [
        [0.07, 1.10, 0.07, 0.07, 0.08],
        [0.07, 1.01, 0.185, 0.155, 0.18],
        [0.05, 0.84, 0.268, 0.23, 0.245],
        [0.03, 0.60, 0.255, 0.235, 0.215],
        [0.04, 0.32, 0.205, 0.205, 0.180],
        [0.03, 0.04, 0.235, 0.215, 0.235],
        [0.02, -0.26, 0.325, 0.265, 0.330],
        [0.03, -0.52, 0.378, 0.300, 0.385],
        [0.10, -0.74, 0.325, 0.280, 0.345],
        [0.23, -0.90, 0.236, 0.228, 0.268],
        [0.35, -1.00, 0.182, 0.184, 0.210],
        [0.46, -1.06, 0.160, 0.160, 0.175],
        [0.510, -1.120, 0.140, 0.132, 0.140],
    ]
)


@dataclass(frozen=True, slots=True)
class SurfacePoint:
    """A place on the torso's skin: where, which way is out, which way is backwards along the spine."""

    position: Array
    outward: Array
    backward: Array


def body_rings(table: Array, rows: int, columns: int) -> Array:
    """(rows, columns, 3): ellipses across a curve in the body's middle plane; column 0 is the top."""
    path = curve(table, rows)
    return np.stack(
        [_ring(path, row, np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)) for row in range(rows)]
    )


def _ring(path: Array, row: int, angle: Array) -> Array:
    y, z, half, above, below = path[row]
    before, after = path[max(row - 1, 0)], path[min(row + 1, len(path) - 1)]
    way = vec_normalize([0.0, after[0] - before[0], after[1] - before[1]])
    up = np.array([0.0, -way[2], way[1]])  # across the way, upwards for a way that leads forwards
    side = np.cross(up, way)
    height = np.where(np.cos(angle) > 0.0, above, below) * np.cos(angle)
    return np.asarray([0.0, y, z] + side * (half * np.sin(angle))[:, None] + up * height[:, None])


def torso_point(along_frac: float, angle_rad: float) -> SurfacePoint:
    """A point of the torso: 0 the rump, 1 the nape; angle 0 the back, positive to the griffin's right."""
    fine = 60
    path = curve(_SPINE, fine)
    row = min(max(round(along_frac * (fine - 1)), 1), fine - 2)
    step = 0.02
    here, turned = (_ring(path, row, np.array([-angle_rad + d]))[0] for d in (0.0, step))
    behind, ahead = (_ring(path, row + d, np.array([-angle_rad]))[0] for d in (-1, 1))
    backward = vec_normalize(behind - ahead)
    return SurfacePoint(here, vec_normalize(np.cross(ahead - behind, turned - here)), backward)


def torso_patch(rows: int, columns: int) -> Patch:
    """The lion's body and the eagle's neck in one skin; it hangs on body, neck and head."""
    patch = tube(body_rings(_SPINE, rows, columns), cap_end=False)
    x, _, z = patch.position.T
    feather = np.clip((0.25 - z) / 0.5, 0.0, 1.0)[:, None]  # fur behind, feathers before
    nape = np.clip((-0.62 - z) / 0.3, 0.0, 1.0)[:, None]
    spine = np.exp(-((x / 0.09) ** 2))[:, None] * 0.35  # a darker line along a lion's back
    fur_lit = blend_colours(COAT.fur.lit, COAT.back.shade, spine)
    fur_shade = blend_colours(COAT.fur.shade, COAT.back.shade, spine)
    top_lit = blend_colours(blend_colours(fur_lit, COAT.back.lit, feather), COAT.crown.lit, nape)
    top_shade = blend_colours(blend_colours(fur_shade, COAT.back.shade, feather), COAT.crown.shade, nape)
    low_lit = blend_colours(COAT.belly.lit, COAT.breast.lit, feather)
    low_shade = blend_colours(COAT.belly.shade, COAT.breast.shade, feather)
    up = np.clip(0.62 + 0.75 * patch.normal[:, 1], 0.0, 1.0)[:, None]
    patch = paint(patch, blend_colours(low_lit, top_lit, up), blend_colours(low_shade, top_shade, up))
    return hang_neck(finish(lay_fur(patch), fur=1.0 - 0.6 * feather[:, 0]))


def lay_fur(patch: Patch, *, middle_y: float = 0.05) -> Patch:
    """The patch with the pattern that strands follow: backwards along the body, and around its middle."""
    x, y, z = patch.position.T
    around = np.abs(np.arctan2(x, y - middle_y)) / np.pi
    return replace(patch, pattern=np.column_stack([z, around, np.zeros((len(z), 2))]))


def hang_neck(patch: Patch) -> Patch:
    """Body to neck to head by the way along the neck."""
    neck, head = MEASURE.neck_body, MEASURE.head_body
    way = head - neck
    along = (patch.position - neck) @ way / (way @ way)
    on_body = hang(patch, GriffinJoint.BODY, GriffinJoint.NECK, along / 0.7 + 0.35)
    on_head = hang(patch, GriffinJoint.NECK, GriffinJoint.HEAD, (along - 0.65) / 0.35)
    is_head = along > 0.65
    return replace(
        patch,
        joints=np.where(is_head[:, None], on_head.joints, on_body.joints),
        weights=np.where(is_head[:, None], on_head.weights, on_body.weights),
    )


def tail_patch(rows: int, columns: int) -> Patch:
    """A lion's tail, thin and long, with its tuft; it hangs on the four joints of the tail."""
    root = MEASURE.tail_body
    length_m = MEASURE.tail_segment_m * len(TAIL_JOINTS)
    along = np.array([-0.10, 0.02, 0.2, 0.5, 0.70, 0.76, 0.84, 0.93, 1.0])
    radius = np.array([0.11, 0.092, 0.062, 0.046, 0.044, 0.075, 0.115, 0.075, 0.006])
    angle = np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False)
    at = np.concatenate([np.linspace(along[0], 0.66, rows), along[4:]])
    size = np.interp(at, along, radius)
    rings = np.stack(
        [
            np.stack([r * np.sin(angle), r * np.cos(angle), np.full(columns, a * length_m)], axis=1)
            for a, r in zip(at, size, strict=True)
        ]
    )
    patch = tube(rings + root)
    where = (patch.position[:, 2] - root[2]) / length_m
    dark = np.clip((where - 0.68) / 0.06, 0.0, 1.0)[:, None]
    patch = paint(
        patch,
        blend_colours(COAT.fur.lit, COAT.tuft.lit, dark),
        blend_colours(COAT.fur.shade, COAT.tuft.shade, dark),
    )
    along = np.column_stack([patch.position[:, 2], angle_of(patch), np.zeros((len(where), 2))])
    return hang_tail(finish(replace(patch, pattern=along), fur=1.0))


def angle_of(patch: Patch) -> Array:
    """Around the tail, 0 above to 1 below."""
    root = MEASURE.tail_body
    return np.asarray(np.abs(np.arctan2(patch.position[:, 0], patch.position[:, 1] - root[1])) / np.pi)


def hang_tail(patch: Patch) -> Patch:
    """Each vertex between the joint before it and the one behind it."""
    at = (patch.position[:, 2] - MEASURE.tail_body[2]) / MEASURE.tail_segment_m
    joints = np.array([GriffinJoint.BODY, *TAIL_JOINTS])
    # Half way along a segment a vertex belongs to its joint alone; at a joint to both neighbours equally.
    centred = np.clip(at + 0.5, 0.0, len(TAIL_JOINTS) - 1e-6)
    first = centred.astype(int)
    weight = centred - first
    second = np.minimum(first + 1, len(joints) - 1)
    return replace(
        patch,
        joints=np.stack([joints[first], joints[second]], axis=1),
        weights=np.stack([1.0 - weight, weight], axis=1),
    )


def blend_colours(a: Array, b: Array, frac: Array) -> Array:
    """From `a` (0) to `b` (1)."""
    return np.asarray(a + (b - a) * frac)
