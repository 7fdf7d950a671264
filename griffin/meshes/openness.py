"""How much of the sky each vertex of a surface sees: baked once, so that feathers shade each other softly.

For each of some directions over the whole sphere the surface is sampled into a grid of depths; a vertex sees
the sky there if nothing lies before it. What it sees counts by the cosine to its normal.
Source: the idea of a shadow map, many times over.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array, vec_normalize
from griffin.meshes.mesh import Patch


@dataclass(frozen=True, slots=True, kw_only=True)
class OpennessTuning:
    """What the bake costs and how it looks."""

    directions: int = 32
    cell_m: float = 0.02  # of the grid of depths: half a finger of the smallest scale
    bias_m: float = 0.022  # nearer things are oneself
    darkest_frac: float = 0.30  # even the deepest fold gets some light from its neighbours
    contrast: float = 1.0

    def __post_init__(self) -> None:
        if self.directions < 8 or self.cell_m <= 0.0:
            raise ValueError("the bake needs at least 8 directions and a grid of some size")


TUNING = OpennessTuning()
_CORNERS = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.5, 0.0], [0.0, 0.5, 0.5],
                     [0.5, 0.0, 0.5], [1 / 3, 1 / 3, 1 / 3]])  # fmt: skip


def sphere_directions(count: int) -> Array:
    """(count, 3) unit vectors evenly over the sphere. Source: Fibonacci lattice."""
    step = np.arange(count) + 0.5
    height = 1.0 - 2.0 * step / count
    turn = np.pi * (1.0 + np.sqrt(5.0)) * step
    level = np.sqrt(1.0 - height**2)
    return np.stack([level * np.cos(turn), height, level * np.sin(turn)], axis=1)


def bake_openness(surface: Patch, around: Patch, tuning: OpennessTuning = TUNING) -> Array:
    """(n,) 0 to 1 for each vertex of `surface` with `around` (itself included) in the way.

    Both sides of a blade get what its upper side sees.
    """
    samples, position = _samples(around, tuning), surface.position
    seen, whole = np.zeros(len(surface.position)), np.zeros(len(surface.position))
    for direction in sphere_directions(tuning.directions):
        share = np.clip(_along(surface.normal, direction), 0.0, None)
        # Seen at a flat angle, a surface rises by more than a cell from one cell to the next.
        slope = np.sqrt(1.0 - np.minimum(share, 1.0) ** 2) / np.maximum(share, 0.1)
        bias_m = tuning.bias_m + tuning.cell_m * slope
        seen += share * _sees(position, bias_m, samples, direction, tuning)
        whole += share
    frac = (seen / np.maximum(whole, 1e-9)) ** tuning.contrast
    return np.asarray(tuning.darkest_frac + (1.0 - tuning.darkest_frac) * np.clip(frac, 0.0, 1.0))


def _samples(surface: Patch, tuning: OpennessTuning) -> Array:
    """Points on all triangles, close enough together to leave no hole in the grid of depths."""
    corners = surface.position[surface.triangles]
    points = [np.einsum("sc,tcd->tsd", _CORNERS, corners).reshape(-1, 3)]
    longest = np.max(np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2), axis=1)
    large = corners[longest > 3.0 * tuning.cell_m]
    for split in (0.2, 0.4, 0.6, 0.8):
        for other in (0.0, 0.25, 0.5, 0.75, 1.0):
            weights = np.array([split, (1.0 - split) * other, (1.0 - split) * (1.0 - other)])
            points.append(np.einsum("c,tcd->td", weights, large))
    return np.asfortranarray(np.concatenate(points))


def _sees(position: Array, bias_m: Array, samples: Array, direction: Array, tuning: OpennessTuning) -> Array:
    """(n,) whether nothing lies before a point on its way in a direction."""
    across = vec_normalize(
        np.cross(direction, [0.3, 0.2, 1.0] if abs(direction[1]) > 0.9 else [0.0, 1.0, 0.0])
    )
    upwards = np.cross(direction, across)
    right, up = _along(samples, across), _along(samples, upwards)
    low_right, low_up = right.min(), up.min()
    columns, rows = _cells(right - low_right, tuning), _cells(up - low_up, tuning)
    width, height = int(columns.max()) + 1, int(rows.max()) + 1
    nearest = np.full(width * height, -np.inf)
    np.maximum.at(nearest, columns * height + rows, _along(samples, direction))
    at_column = np.clip(_cells(_along(position, across) - low_right, tuning), 0, width - 1)
    at_row = np.clip(_cells(_along(position, upwards) - low_up, tuning), 0, height - 1)
    before = nearest[at_column * height + at_row]
    return np.asarray(before < _along(position, direction) + bias_m, dtype=np.float64)


def _along(points: Array, direction: Array) -> Array:
    # Written out: a matrix product of this shape spends its time on waking threads.
    return np.asarray(points[:, 0] * direction[0] + points[:, 1] * direction[1] + points[:, 2] * direction[2])


def _cells(metres: Array, tuning: OpennessTuning) -> NDArray[np.int64]:
    return (metres * (1.0 / tuning.cell_m)).astype(np.int64)
