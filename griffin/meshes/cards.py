"""Cards: flat squares that show a part of the leaf picture, and where in that picture each part lies.

The normals of cards are the crown's own, so that many flat squares are lit as one round mass. A card's place
in the picture is in columns 1 and 2 of the patch's `pattern`.
"""

from dataclasses import replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from griffin.linalg import Array
from griffin.meshes.mesh import Patch, make_patch, paint
from griffin.world.noise import hash_u32


class CardCell(Enum):
    """A quarter of the leaf picture, by its corner."""

    LEAVES = (0.0, 0.0)  # a round spray
    BOUGH = (0.5, 0.0)  # from its foot up to its tip
    STRANDS = (0.0, 0.5)  # hanging from its upper edge
    FIR = (0.5, 0.5)  # a whole tree

    @property
    def corner_uv(self) -> tuple[float, float]:
        """Where it begins; it is half as wide and as high as the picture."""
        return self.value


SOLID_UV = (0.25, 0.25)  # a spot in the leaves' middle that is all there and plain: for skins and stems
_FULL = 0.14  # around it all is leaves to this far
_INSET = 0.004  # of the picture: neighbours don't shine through at a cell's edge


def make_cards(
    middle: Array,
    up: Array,
    across: Array,
    cell: CardCell,
    *,
    normal: Array,
    lit: ArrayLike,
    shade: ArrayLike,
    loose: ArrayLike,
    thin: float,
) -> Patch:
    """Cards around `middle` (n, 3), half of their height `up` and half of their width `across` (n, 3).

    `normal`, `lit`, `shade` (n, 3) of a card or (n, 4, 3) of its corners, which are lower left, lower right,
    upper right, upper left; `loose` (n,) or (n, 4).
    """
    count = len(middle)
    signs = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    corners = middle[:, None] + signs[:, :1] * across[:, None] + signs[:, 1:] * up[:, None]
    first = 4 * np.arange(count)[:, None]
    triangles = np.concatenate([first + np.array([0, 1, 2]), first + np.array([0, 2, 3])])
    pattern = np.zeros((count, 4, 4))
    loose = np.asarray(loose, dtype=np.float64)
    pattern[..., 0] = loose[:, None] if loose.ndim == 1 else loose
    pattern[..., 1:3] = np.array(cell.corner_uv) + 0.25 + (0.25 - _INSET) * signs
    pattern[..., 3] = thin
    cards = make_patch(corners.reshape(-1, 3), triangles, pattern=pattern.reshape(-1, 4))
    cards = paint(cards, _corners(lit, count), _corners(shade, count))
    return replace(cards, normal=_corners(normal, count))


def plain(patch: Patch) -> Patch:
    """The patch with its own colours only: a skin or a stem among cards."""
    pattern = patch.pattern.copy()
    pattern[:, 1:3] = SOLID_UV
    return replace(patch, pattern=pattern)


def leafy_skin(patch: Patch, seed: int) -> Patch:
    """The patch with leaves on each of its triangles, whose corners are then its own."""
    corner = patch.triangles.ravel()
    count = len(patch.triangles)
    turn = (2.0 * np.pi) * (hash_u32(np.arange(count), seed)[:, None] / 2.0**32 + np.arange(3) / 3.0)
    around = np.stack([np.cos(turn), np.sin(turn)], axis=-1).reshape(-1, 2)
    pattern = patch.pattern[corner]
    pattern[:, 1:3] = np.array(SOLID_UV) + _FULL * around
    return Patch(
        position=patch.position[corner],
        normal=patch.normal[corner],
        lit=patch.lit[corner],
        shade=patch.shade[corner],
        pattern=pattern,
        finish=patch.finish[corner],
        joints=patch.joints[corner],
        weights=patch.weights[corner],
        triangles=np.arange(3 * count).reshape(-1, 3),
    )


def _corners(value: ArrayLike, count: int) -> Array:
    """(4 n, 3) of what is given for each card, for each corner, or once for all."""
    given = np.asarray(value, dtype=np.float64)
    if given.ndim == 2:
        given = given[:, None]
    return np.broadcast_to(given, (count, 4, 3)).reshape(-1, 3)
