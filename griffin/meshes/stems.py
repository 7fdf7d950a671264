"""Trunks, branches and dead wood of plants one metre high; darker at the foot, where grass shades them."""

import math
from dataclasses import dataclass, replace

import numpy as np

from griffin.linalg import Array, vec_normalize
from griffin.meshes.cards import plain
from griffin.meshes.mesh import Patch, curve, merge, paint, skin_places, tube
from griffin.world.palette import PALETTE, Surface

SKIN_RADIUS = 0.25  # heights: of the ball whose skin stands for that of conifers, stems and rocks
_FOOT_TONE = 0.5  # of the bark's colour at the ground
_FOOT_HEIGHT = 0.12  # heights: up to there the bark brightens


@dataclass(frozen=True, slots=True, kw_only=True)
class Bark:
    """A bark's colours, and how strongly dark bands cross it."""

    surface: Surface
    banded: float = 0.0


BROWN = Bark(
    surface=Surface(0.72 * PALETTE.bark.lit + 0.2 * PALETTE.rock.lit, PALETTE.bark.shade)
)  # greyer than the perch's
GREY = Bark(surface=Surface(0.5 * (PALETTE.bark.lit + PALETTE.rock.lit), PALETTE.bark.shade))
WHITE = Bark(
    surface=Surface(0.85 * PALETTE.snow.lit, 0.5 * (PALETTE.gravel.shade + PALETTE.rock.shade)), banded=0.75
)
SILVER = Bark(surface=Surface(0.9 * PALETTE.gravel.shade, 0.8 * PALETTE.rock.shade))  # long dead


def with_skin(patch: Patch) -> Patch:
    """The patch with places on its skin by its normals: along a stem they stay, so bark runs upwards."""
    pattern = patch.pattern.copy()
    pattern[:, 1:3] = skin_places(patch.normal, SKIN_RADIUS)
    return replace(patch, pattern=pattern)


def stem(radius: float, height: float, columns: int, *, bark: Bark = BROWN, rows: int = 2) -> Patch:
    """A trunk that spreads at its foot and tapers; it ends within the crown."""
    angle = np.arange(columns) * (2.0 * math.pi / columns)
    circle = np.stack([np.cos(angle), np.zeros(columns), np.sin(angle)], axis=1)
    ways = np.linspace(0.0, 1.0, rows) ** 1.6
    rings = [
        radius * (0.7 + 0.9 * (1.0 - way) ** 4) * circle + [0.0, -0.05 + (height + 0.05) * way, 0.0]
        for way in ways
    ]
    return coloured(tube(np.stack(rings), cap_start=False, cap_end=False), bark)


def limb(knots: Array, columns: int, rows: int) -> Patch:
    """A branch along knots (k, 4), place and radius, without colour."""
    path = curve(knots, rows)
    angle = -np.arange(columns) * (2.0 * math.pi / columns)
    place = path[:, :3]
    way = np.vstack([place[1:], place[-1:]]) - np.vstack([place[:1], place[:-1]])
    is_ahead = (np.abs(way[:, 2]) > 0.8 * np.linalg.norm(way, axis=1))[:, None]
    side = vec_normalize(np.cross(np.where(is_ahead, [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]), way))
    ahead = vec_normalize(np.cross(way, side))
    around = np.cos(angle)[:, None] * side[:, None] + np.sin(angle)[:, None] * ahead[:, None]
    return tube(place[:, None] + path[:, None, 3:] * around, cap_start=False, cap_end=True)


def coloured(patch: Patch, bark: Bark) -> Patch:
    """The patch in a bark's colours: streaked, banded, dark at the ground."""
    x, y, z = patch.position.T
    streak = 0.9 + 0.16 * np.sin(23.0 * np.arctan2(z, x) + 3.0 * y)
    band = 1.0 - bark.banded * np.clip(
        np.sin(47.0 * y + 2.0 * x / max(np.abs(x).max(), 1e-6)) - 0.35, 0.0, 1.0
    )
    foot = _FOOT_TONE + (1.0 - _FOOT_TONE) * np.clip(y / _FOOT_HEIGHT, 0.0, 1.0)
    tone = (streak * band * foot)[:, None]
    return with_skin(paint(patch, bark.surface.lit * tone, bark.surface.shade * tone))


def dead_tree(level: int, *, is_fine: bool) -> Patch:
    """A trunk whose top broke off, with the stumps of a few boughs."""
    columns, rows = ((5, 5), (4, 3), (3, 2))[level]
    columns += 2 * is_fine
    knots = np.array(
        [
            [0.0, -0.04, 0.0, 0.075],
            [0.01, 0.06, 0.0, 0.048],
            [0.02, 0.45, -0.01, 0.036],
            [0.05, 0.80, -0.03, 0.026],
            [0.08, 1.0, -0.03, 0.008],
        ]
    )
    parts = [limb(knots, columns, rows)]
    boughs = (
        (0.30, 0.6, 0.26, 0.10),
        (0.48, 2.9, 0.30, 0.16),
        (0.62, 4.6, 0.22, 0.10),
        (0.74, 1.6, 0.17, 0.12),
        (0.84, 3.6, 0.12, 0.08),
    )
    for low, turn, reach, rise in boughs[: (5, 2, 0)[level]]:
        out = np.array([math.cos(turn), 0.0, math.sin(turn)])
        foot = np.array([0.06 * low, low, -0.03 * low])
        bough = np.array(
            [
                [*foot, 0.016],
                [*(foot + 0.5 * reach * out + [0.0, 0.25 * rise, 0.0]), 0.011],
                [*(foot + reach * out + [0.0, rise, 0.0]), 0.003],
            ]
        )
        parts.append(limb(bough, 3, 3 if level == 0 else 2))
    wood = coloured(merge(parts), SILVER)
    return plain(wood) if is_fine else wood


def fallen_log(level: int, *, is_fine: bool) -> Patch:
    """A trunk on the ground along x, one metre long, with a stump of a bough, mossy above."""
    columns, rows = ((6, 4), (5, 2), (3, 2))[level]
    columns += 2 * (is_fine and level == 0)
    knots = np.array(
        [
            [-0.5, 0.055, 0.0, 0.065],
            [-0.15, 0.05, 0.015, 0.057],
            [0.2, 0.045, -0.01, 0.05],
            [0.5, 0.035, 0.02, 0.04],
        ]
    )
    parts = [limb(knots, columns, rows)]
    if level == 0:
        stump = np.array([[0.12, 0.06, 0.0, 0.02], [0.17, 0.16, 0.05, 0.014], [0.19, 0.22, 0.09, 0.006]])
        parts.append(limb(stump, 3, 2))
    wood = coloured(merge(parts), GREY)
    moss = np.clip(wood.normal[:, 1:2] - 0.3, 0.0, 1.0) * 0.8
    low = np.clip(wood.position[:, 1:2] / 0.05, 0.0, 1.0) * 0.5 + 0.5
    lit = (wood.lit + (PALETTE.meadow.lit - wood.lit) * moss) * low
    shade = (wood.shade + (PALETTE.meadow.shade - wood.shade) * moss) * low
    wood = paint(wood, lit, shade)
    return plain(wood) if is_fine else wood
