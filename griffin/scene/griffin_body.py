"""Torso, neck, head and tail of the griffin as patches, in the posture of rest."""

from dataclasses import dataclass, replace

import numpy as np

from griffin.linalg import Array, vec_normalize
from griffin.scene.griffin_coat import COAT
from griffin.scene.mesh import Patch, curve, hang, merge, paint, place, tube
from griffin.scene.skeleton import MEASURE, TAIL_JOINTS, GriffinJoint
from griffin.world.palette import Surface

# Along the spine from the rump to the nape: y, z of the middle; half width; height above; depth below.
_SPINE = np.array(
    [
        [0.07, 1.10, 0.07, 0.07, 0.08],
        [0.06, 1.01, 0.19, 0.15, 0.19],
        [0.03, 0.84, 0.270, 0.23, 0.25],
        [0.01, 0.60, 0.262, 0.24, 0.23],
        [0.02, 0.32, 0.222, 0.21, 0.21],
        [0.02, 0.04, 0.255, 0.22, 0.27],
        [0.02, -0.26, 0.325, 0.26, 0.35],
        [0.04, -0.52, 0.365, 0.28, 0.40],
        [0.11, -0.74, 0.320, 0.27, 0.36],
        [0.24, -0.89, 0.235, 0.23, 0.275],
        [0.37, -0.99, 0.175, 0.18, 0.205],
        [0.47, -1.06, 0.152, 0.155, 0.165],
        [0.505, -1.125, 0.137, 0.132, 0.140],
    ]
)
# From the nape to the cere: y, z; half width; height above; depth below.
_SKULL = np.array(
    [
        [0.48, -1.04, 0.095, 0.09, 0.09],
        [0.505, -1.085, 0.130, 0.125, 0.13],
        [0.51, -1.14, 0.140, 0.140, 0.135],
        [0.50, -1.22, 0.122, 0.122, 0.115],
        [0.485, -1.30, 0.088, 0.085, 0.085],
        [0.475, -1.345, 0.062, 0.062, 0.062],
    ]
)
_UPPER_BEAK = np.array(
    [
        [0.478, -1.325, 0.060, 0.060, 0.028],
        [0.482, -1.385, 0.052, 0.058, 0.022],
        [0.466, -1.445, 0.040, 0.052, 0.020],
        [0.425, -1.492, 0.024, 0.040, 0.018],
        [0.372, -1.500, 0.008, 0.014, 0.012],
    ]
)
_LOWER_BEAK = np.array(
    [
        [0.440, -1.320, 0.046, 0.016, 0.034],
        [0.432, -1.390, 0.036, 0.014, 0.026],
        [0.424, -1.450, 0.016, 0.010, 0.014],
    ]
)


@dataclass(frozen=True, slots=True)
class SurfacePoint:
    """A place on the torso's skin: where, which way is out, which way is backwards along the spine."""

    position: Array
    outward: Array
    backward: Array


def _rings(table: Array, rows: int, columns: int) -> Array:
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


def _shade_by_height(patch: Patch, top: Surface, bottom: Surface, y_top: Array, y_bottom: Array) -> Patch:
    t = np.clip((patch.position[:, 1] - y_bottom) / (y_top - y_bottom), 0.0, 1.0)[:, None]
    return paint(
        patch, bottom.lit + (top.lit - bottom.lit) * t, bottom.shade + (top.shade - bottom.shade) * t
    )


def torso_patch(rows: int, columns: int) -> Patch:
    """The lion's body and the eagle's neck in one skin; it hangs on body, neck and head."""
    patch = tube(_rings(_SPINE, rows, columns), cap_end=False)
    z = patch.position[:, 2]
    feather = np.clip((0.25 - z) / 0.5, 0.0, 1.0)[:, None]  # fur behind, feathers before
    nape = np.clip((-0.62 - z) / 0.3, 0.0, 1.0)[:, None]
    top_lit = _mix(_mix(COAT.fur.lit, COAT.back.lit, feather), COAT.crown.lit, nape)
    top_shade = _mix(_mix(COAT.fur.shade, COAT.back.shade, feather), COAT.crown.shade, nape)
    low_lit = _mix(COAT.belly.lit, COAT.breast.lit, feather)
    low_shade = _mix(COAT.belly.shade, COAT.breast.shade, feather)
    up = np.clip(0.62 + 0.75 * patch.normal[:, 1], 0.0, 1.0)[:, None]
    patch = paint(patch, _mix(low_lit, top_lit, up), _mix(low_shade, top_shade, up))
    return hang_neck(patch)


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


def _eye(side: float) -> list[Patch]:
    # Rings around the look direction, from behind the lid outwards; the pole is the pupil.
    angle = np.linspace(0.0, 2.0 * np.pi, 8, endpoint=False)
    rings = np.stack(
        [
            np.stack([np.full(8, out), radius * np.cos(angle), -radius * np.sin(angle)], axis=1)
            for out, radius in ((0.0, 0.034), (0.014, 0.030), (0.023, 0.017))
        ]
    )
    patch = tube(rings, cap_start=False)
    is_pupil = (patch.position[:, 0] > 0.02)[:, None]
    patch = paint(
        patch,
        np.where(is_pupil, COAT.claw.lit, COAT.eye.lit),
        np.where(is_pupil, COAT.claw.shade, COAT.eye.shade),
    )
    forward = np.radians(28.0)
    turn = np.eye(4)
    turn[:3, :3] = [
        [np.cos(forward), 0.0, np.sin(forward)],
        [0.0, 1.0, 0.0],
        [-np.sin(forward), 0.0, np.cos(forward)],
    ]
    turn[:3, 3] = [0.098, 0.525, -1.222]
    right = place(patch, turn)
    if side > 0.0:
        return [right]
    flipped = replace(
        right,
        position=right.position * [-1.0, 1.0, 1.0],
        normal=right.normal * [-1.0, 1.0, 1.0],
        triangles=right.triangles[:, ::-1],
    )
    return [flipped]


def _brow(side: float) -> Patch:
    """The ridge above the eye, which gives the eagle its stern look."""
    path = curve(
        [
            [0.066, 0.560, -1.315, 0.012],
            [0.106, 0.572, -1.255, 0.022],
            [0.128, 0.575, -1.180, 0.020],
            [0.118, 0.570, -1.110, 0.006],
        ],
        5,
    )
    angle = np.linspace(0.0, 2.0 * np.pi, 5, endpoint=False)
    rings = np.stack(
        [
            np.stack([x + r * np.sin(angle), y + 0.7 * r * np.cos(angle), np.full(5, z)], axis=1)
            for x, y, z, r in path
        ]
    )
    rings[..., 0] *= side
    patch = tube(rings if side > 0.0 else rings[:, ::-1])
    return paint(patch, COAT.crown.lit, COAT.back.shade)


def head_patch(rows: int, columns: int) -> Patch:
    """Skull, beak, eyes and brows, on the head's joint."""
    skull = tube(_rings(_SKULL, rows, columns))
    up = np.clip(0.35 + 0.9 * skull.normal[:, 1], 0.0, 1.0)[:, None]
    skull = paint(
        skull, _mix(COAT.breast.lit, COAT.crown.lit, up), _mix(COAT.breast.shade, COAT.crown.shade, up)
    )
    upper = tube(_rings(_UPPER_BEAK, 7, max(columns - 4, 6)))
    dark = np.clip((-1.43 - upper.position[:, 2]) / 0.07, 0.0, 1.0)[:, None] * 0.75
    upper = paint(
        upper, _mix(COAT.beak.lit, COAT.claw.lit, dark), _mix(COAT.beak.shade, COAT.claw.shade, dark)
    )
    lower = paint(tube(_rings(_LOWER_BEAK, 4, 6)), COAT.beak.lit, COAT.beak.shade)
    parts = [skull, upper, lower, *_eye(1.0), *_eye(-1.0), _brow(1.0), _brow(-1.0)]
    return hang(merge(parts), GriffinJoint.HEAD)


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
    patch = paint(patch, _mix(COAT.fur.lit, COAT.tuft.lit, dark), _mix(COAT.fur.shade, COAT.tuft.shade, dark))
    return hang_tail(patch)


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


def _mix(a: Array, b: Array, frac: Array) -> Array:
    return np.asarray(a + (b - a) * frac)
