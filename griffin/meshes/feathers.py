"""One blade of a feather: a thin cambered leaf along +X, upper face to +Y, inner vane at +Z."""

from dataclasses import dataclass, replace

import numpy as np

from griffin.linalg import Array
from griffin.meshes.mesh import Patch, finish, grid_triangles, make_patch
from griffin.world.palette import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Blade:
    """The form of a feather. Widths are the whole blade's, fractions are of its length."""

    length_m: float
    width_m: float
    inner_frac: float = (
        0.5  # the inner vane's part of the width; primaries cut the air with a narrow outer one
    )
    notch_frac: float = 1.0  # where an emarginated primary narrows; 1 = nowhere
    notch_width_frac: float = 0.55  # what is left of the width beyond the notch
    point_frac: float = 0.25  # length of the rounded tip
    camber_frac: float = 0.10  # the edges hang below the shaft by this part of the width
    droop_frac: float = 0.0  # the tip hangs below (rises above, if negative) by this part of the length


@dataclass(frozen=True, slots=True, kw_only=True)
class BladeCoat:
    """The colours of a feather, from shaft to edge and tip, and how strongly it is barred."""

    vane: Surface
    edge: Surface
    tip: Surface
    edge_frac: float = 0.5  # how far the edges take the edge's colour
    tip_from_frac: float = 0.6  # where the tip's colour begins
    tip_frac: float = 0.6  # how far the tip takes the tip's colour
    bars_frac: float = 0.0
    bars_until_frac: float = 0.8  # from here to the tip the bars fade away
    gloss_frac: float = 0.12
    loose_frac: float = 0.0  # how much of the tip the wind may lift


def _width_frac(blade: Blade, u: Array) -> Array:
    """The outline: the blade's width at `u` (0 quill to 1 tip) as a part of the full width."""
    swell = 0.45 + 0.55 * np.clip(u / 0.22, 0.0, 1.0) ** 0.7
    rounded = np.sqrt(
        np.clip(1.0 - np.clip((u - 1.0 + blade.point_frac) / blade.point_frac, 0.0, 1.0) ** 2, 0.0, 1.0)
    )
    notch = np.clip((u - blade.notch_frac) / 0.12, 0.0, 1.0)
    return np.asarray(swell * rounded * (1.0 - (1.0 - blade.notch_width_frac) * notch))


def _stations(count: int) -> Array:
    """Where along the blade its rows lie: closer together towards the tip, the tip itself left out."""
    even = np.linspace(0.0, 1.0, count + 1)[:-1]
    return np.asarray(1.0 - (1.0 - even) ** 1.9)


def blade_patch(
    blade: Blade, coat: BladeCoat, rows: int, *, bend_joints: tuple[int, int] | None = None
) -> Patch:
    """The feather as a patch; `bend_joints` are the quill's and the bending tip's joint."""
    u = _stations(rows)
    v = np.array([1.0, 0.0, -1.0])
    width = _width_frac(blade, u) * blade.width_m
    vane = np.array([blade.inner_frac, 0.0, blade.inner_frac - 1.0])
    z = width[:, None] * vane
    x = np.broadcast_to(u[:, None] * blade.length_m, z.shape)
    y = -blade.camber_frac * width[:, None] * v**2 - blade.droop_frac * blade.length_m * u[:, None] ** 2
    grid = np.stack([x, y, z], axis=-1).reshape(-1, 3)
    tip = np.array([[blade.length_m, -blade.droop_frac * blade.length_m, 0.0]])
    last = (rows - 1) * 3
    end = len(grid)
    triangles = np.vstack([grid_triangles(rows, 3), [[last, end, last + 1], [last + 1, end, last + 2]]])
    along, across = np.append(np.repeat(u, 3), 1.0), np.append(np.tile(v, rows), 0.0)
    pattern = np.stack(
        [
            along * blade.length_m,
            across,
            coat.bars_frac * np.clip((coat.bars_until_frac + 0.2 - along) / 0.2, 0.0, 1.0),
            np.ones(end + 1),
        ],
        axis=1,
    )
    patch = make_patch(np.vstack([grid, tip]), triangles, pattern=pattern)
    edge = coat.edge_frac * np.abs(across)[:, None] * (along > 0.05)[:, None]
    tipped = (
        coat.tip_frac * np.clip((along - coat.tip_from_frac) / (1.0 - coat.tip_from_frac), 0.0, 1.0)[:, None]
    )
    lit = _mix(_mix(coat.vane.lit, coat.edge.lit, edge), coat.tip.lit, tipped)
    shade = _mix(_mix(coat.vane.shade, coat.edge.shade, edge), coat.tip.shade, tipped)
    patch = finish(
        replace(patch, lit=lit, shade=shade), gloss=coat.gloss_frac, loose=coat.loose_frac * along**2
    )
    if bend_joints is None:
        return patch
    joints = np.tile(bend_joints, (end + 1, 1))
    bends = np.clip((along - 0.35) / 0.3, 0.0, 1.0)
    return replace(patch, joints=joints, weights=np.stack([1.0 - bends, bends], axis=1))


def _mix(a: Array, b: Array, frac: Array) -> Array:
    return a + (b - a) * frac
