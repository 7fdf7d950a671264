"""Patches of surface: tubes, blades and blobs as numpy arrays, and how they are joined, placed and mirrored.

A `Patch` is at once the piece and the whole: builders make small ones, `merge` makes the mesh. Normals are
made once at the end of each builder from the triangles, weighted by their area.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.linalg import Array, vec_normalize

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Vertices and triangles.

    `position`, `normal` (n, 3); `lit`, `shade` (n, 3) linear colours in the sun and in the shade;
    `pattern` (n, 4): metres along a feather, -1 to 1 across it, how strongly it is barred, and how thin it
    is (0 a body, 1 a blade through which the sun shines); `finish` (n, 4): how much of the sky it sees (1
    all), how glossy it is, how loose (what the wind ruffles) and how furry (-1: small feathers);
    `joints` (n, 2) and `weights` (n, 2), whose sum is 1; `triangles` (m, 3), counter-clockwise from outside.
    """

    position: Array
    normal: Array
    lit: Array
    shade: Array
    pattern: Array
    finish: Array
    joints: Indices
    weights: Array
    triangles: Indices


def vertex_normals(position: Array, triangles: Indices) -> Array:
    """(n, 3) unit normals, each the mean of its triangles' by area."""
    a, b, c = (position[triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    total = np.zeros_like(position)
    for i in range(3):
        np.add.at(total, triangles[:, i], face)
    return vec_normalize(total)


def skin_places(direction: Array, radius: float) -> Array:
    """(n, 2) places on the skin of a ball for unit directions (n, 3): from above, without seams.

    Only the foot, where a stem or the ground is, is drawn out. Source: Lambert's equal-area map.
    """
    return np.asarray(radius * direction[:, [0, 2]] * np.sqrt(2.0 / np.maximum(1.0 + direction[:, 1:2], 0.1)))


def make_patch(position: Array, triangles: Indices, *, pattern: Array | None = None) -> Patch:
    """A patch without colour that hangs on joint 0."""
    count = len(position)
    return Patch(
        position=position,
        normal=vertex_normals(position, triangles),
        lit=np.ones((count, 3)),
        shade=np.ones((count, 3)),
        pattern=np.zeros((count, 4)) if pattern is None else pattern,
        finish=np.tile([1.0, 0.0, 0.0, 0.0], (count, 1)),
        joints=np.zeros((count, 2), dtype=np.int64),
        weights=np.tile([1.0, 0.0], (count, 1)),
        triangles=triangles,
    )


def merge(patches: Sequence[Patch]) -> Patch:
    """All patches as one, in their order."""
    starts = np.cumsum([0, *(len(p.position) for p in patches[:-1])])
    return Patch(
        position=np.concatenate([p.position for p in patches]),
        normal=np.concatenate([p.normal for p in patches]),
        lit=np.concatenate([p.lit for p in patches]),
        shade=np.concatenate([p.shade for p in patches]),
        pattern=np.concatenate([p.pattern for p in patches]),
        finish=np.concatenate([p.finish for p in patches]),
        joints=np.concatenate([p.joints for p in patches]),
        weights=np.concatenate([p.weights for p in patches]),
        triangles=np.concatenate([p.triangles + start for p, start in zip(patches, starts, strict=True)]),
    )


def place(patch: Patch, matrix: Array) -> Patch:
    """The patch moved by a (4, 4) without shear."""
    turn = matrix[:3, :3]
    return replace(
        patch,
        position=patch.position @ turn.T + matrix[:3, 3],
        normal=vec_normalize(patch.normal @ turn.T),
    )


def mirror(patch: Patch, joint_of: Callable[[int], int]) -> Patch:
    """The patch on the other side of the body; `joint_of` names the joint on that side."""
    flip = np.array([-1.0, 1.0, 1.0])
    swapped = np.vectorize(joint_of, otypes=[np.int64])(patch.joints)
    return replace(
        patch,
        position=patch.position * flip,
        normal=patch.normal * flip,
        joints=swapped,
        triangles=patch.triangles[:, ::-1],
    )


def paint(patch: Patch, lit: ArrayLike, shade: ArrayLike) -> Patch:
    """The patch in one colour (3,), or in one a vertex (n, 3)."""
    shape = patch.position.shape
    return replace(patch, lit=np.broadcast_to(lit, shape).copy(), shade=np.broadcast_to(shade, shape).copy())


def finish(patch: Patch, *, gloss: ArrayLike = 0.0, loose: ArrayLike = 0.0, fur: ArrayLike = 0.0) -> Patch:
    """The patch with another finish, one for all or one a vertex; how much sky it sees stays."""
    columns = [np.broadcast_to(value, (len(patch.position),)) for value in (gloss, loose, fur)]
    return replace(patch, finish=np.stack([patch.finish[:, 0], *columns], axis=1))


def hang(patch: Patch, first: int, second: int | None = None, second_weight: ArrayLike = 0.0) -> Patch:
    """The patch on one joint, or between two with a weight for the second, one for all or one a vertex."""
    count = len(patch.position)
    weight = np.broadcast_to(np.clip(second_weight, 0.0, 1.0), (count,))
    joints = np.tile([first, first if second is None else second], (count, 1))
    return replace(patch, joints=joints, weights=np.stack([1.0 - weight, weight], axis=1))


def grid_triangles(rows: int, columns: int, *, is_closed: bool = False) -> Indices:
    """Two triangles for each cell of a grid of vertices; closed: the last column joins the first."""
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(columns - (not is_closed)), indexing="ij")
    here, right = r * columns + c, r * columns + (c + 1) % columns
    below, across = here + columns, right + columns
    cells = np.stack([here, below, right, right, below, across], axis=-1)
    return cells.reshape(-1, 3)


def tube(rings: Array, *, cap_start: bool = True, cap_end: bool = True) -> Patch:
    """A closed skin over rings (rows, columns, 3), which turn clockwise seen along the tube's way.

    A cap is a fan to the ring's middle.
    """
    rows, columns = rings.shape[:2]
    position = rings.reshape(-1, 3)
    triangles = [grid_triangles(rows, columns, is_closed=True)]
    around = np.arange(columns)
    after = (around + 1) % columns
    if cap_start:
        pole = np.full(columns, len(position))
        position = np.vstack([position, rings[0].mean(axis=0)])
        triangles.append(np.stack([pole, around, after], axis=1))
    if cap_end:
        pole = np.full(columns, len(position))
        position = np.vstack([position, rings[-1].mean(axis=0)])
        last = (rows - 1) * columns
        triangles.append(np.stack([pole, last + after, last + around], axis=1))
    return make_patch(position, np.concatenate(triangles))


def curve(knots: ArrayLike, count: int) -> Array:
    """`count` points, evenly by parameter, on the Catmull-Rom curve through the knots (k, d)."""
    points = np.asarray(knots, dtype=np.float64)
    padded = np.vstack([2.0 * points[0] - points[1], points, 2.0 * points[-1] - points[-2]])
    at = np.linspace(0.0, len(points) - 1.0, count)
    start = np.minimum(at.astype(int), len(points) - 2)
    t = (at - start)[:, None]
    p0, p1, p2, p3 = (padded[start + i] for i in range(4))
    return np.asarray(
        p1 + 0.5 * t * (p2 - p0 + t * (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3 + t * (3.0 * (p1 - p2) + p3 - p0)))
    )
