"""Crowns of broadleaf trees and bushes: clumps on a common sphere, as skins or, finer, as cards of leaves.

Both take light and colour from the same rule, `_shaded`: tops are lit, undersides and the folds between the
clumps are dark, the normals are those of the crown's sphere and of the clump's. So a crown reads as round
masses whatever it is made of, and changes little from level to level.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array, vec_normalize
from griffin.meshes.cards import CardCell, leafy_skin, make_cards, plain
from griffin.meshes.mesh import Patch, make_patch, merge, paint, skin_places, tube
from griffin.meshes.stems import BROWN, Bark, coloured, limb, stem
from griffin.world.noise import hash_uniform
from griffin.world.palette import Surface

# Clumps: place of the middle and size, of the crown's radii; the first ones are the largest.
_ROUND = np.array(
    [
        (0.02, 0.24, 0.0, 0.66),
        (0.46, -0.14, 0.20, 0.54),
        (-0.40, -0.08, 0.38, 0.56),
        (-0.14, -0.16, -0.50, 0.55),
        (0.36, 0.30, -0.30, 0.46),
        (-0.44, 0.26, -0.16, 0.44),
        (0.14, 0.24, 0.50, 0.42),
        (0.10, 0.62, 0.06, 0.38),
        (0.62, -0.06, -0.34, 0.36),
        (-0.62, -0.18, -0.06, 0.38),
        (0.12, -0.30, 0.60, 0.36),
    ]
)
_COLUMN = np.array(
    [
        (0.0, -0.02, 0.0, 0.60),
        (0.08, 0.44, 0.0, 0.46),
        (0.0, -0.50, 0.1, 0.56),
        (-0.38, -0.22, 0.26, 0.50),
        (0.42, -0.10, -0.26, 0.46),
        (-0.20, 0.24, -0.28, 0.44),
        (0.22, 0.18, 0.30, 0.42),
        (-0.03, 0.76, 0.04, 0.26),
        (0.36, -0.44, 0.36, 0.40),
        (-0.34, -0.52, -0.30, 0.40),
        (0.10, 0.58, -0.16, 0.28),
    ]
)
_SUNK = 0.78  # of a clump's radius: leaves deeper in a neighbour are hidden
_CORE = 0.74  # of a clump's radius: its dark inside
_INSIDE = 0.5  # how dark the inside of a crown is, of its shade


class Form(Enum):
    """How the clumps lie."""

    ROUND = "round"
    COLUMN = "column"


_CLUMPS = {Form.ROUND: _ROUND, Form.COLUMN: _COLUMN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """The sphere, drawn out to `radii` (3,), from which leaves have their light."""

    centre: Array
    radii: Array
    leaves: Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Crown:
    """A kind of crown on its stem; heights of the tree."""

    leaves: Surface
    radii: tuple[float, float, float]
    middle: float  # of the crown above the ground
    form: Form = Form.ROUND
    lumps: float = 0.16  # how uneven a clump's skin is, of its radius
    bark: Bark = BROWN
    trunk: float = 0.038  # radius; 0: none is seen
    card: float = 0.07  # half the side of a card of the finest shape
    cards: tuple[int, int, int] = (300, 60, 11)  # by level
    hanging: int = 0  # cards of hanging strands around the finest crown

    @property
    def mass(self) -> Mass:
        """Its sphere."""
        return Mass(centre=np.array([0.0, self.middle, 0.0]), radii=np.array(self.radii), leaves=self.leaves)

    def clumps(self, count: int) -> tuple[Array, Array]:
        """Middles and radii (count, 3) of the largest clumps; a single one fills the whole crown."""
        table = np.array([[0.0, 0.0, 0.0, 1.0]]) if count == 1 else _CLUMPS[self.form][:count]
        mass = self.mass
        return mass.centre + mass.radii * table[:, :3], mass.radii * table[:, 3:]


def plain_crown(crown: Crown, level: int) -> Patch:
    """As skins, for processors that draw: four clumps, then a ball, then a coarser one."""
    if level == 0:
        middles, radii = crown.clumps(3 if crown.hanging else 4)
        skin = lumpy_balls(middles, 1.06 * radii, 6, 3, crown.lumps, 0)
        parts = [_shaded(skin, crown.mass, middles, 1.06 * radii)]
    else:
        middles, radii = crown.clumps(1)
        columns, rows = (4, 1) if level == 2 else (5, 2 if crown.hanging else 3)
        ball = lumpy_balls(middles, radii, columns, rows, crown.lumps, 1)
        parts = [_shaded(ball, crown.mass, middles, radii, is_alone=True)]
    if crown.hanging and level < 2:
        parts.append(_curtain(crown, (9, 5)[level]))
    if level < 2 and crown.trunk:
        parts.append(stem(crown.trunk, crown.middle, 4 if level == 0 else 3, bark=crown.bark))
    return merge(parts)


def leafy_crown(crown: Crown, level: int) -> Patch:
    """As cards of leaves around a dark inside."""
    middles, radii = crown.clumps((11, 5, 2)[level])
    size = crown.card * (1.0, 1.9, 3.0)[level]
    cores = slice(0, (6, 3, 1)[level])
    columns, rows = ((7, 3), (5, 2), (4, 1))[level]
    parts = [
        leaf_clumps(crown.mass, middles, radii, crown.cards[level], size, 70 * level),
        leafy_cores(crown.mass, middles[cores], radii[cores], columns, rows, 40 * level),
    ]
    if crown.hanging:
        parts.append(_hanging(crown, level))
    if level < 2 and crown.trunk:
        parts.append(plain(_trunk(crown, level)))
    return merge(parts)


def leaf_clumps(mass: Mass, middles: Array, radii: Array, count: int, size: float, seed: int) -> Patch:
    """About `count` cards of half a side `size` on the skins of clumps (n, 3)."""
    own, outward = _spots(middles, radii, count, seed)
    return _leaf_cards(mass, middles[own], radii[own], outward, size, seed)


def leafy_cores(mass: Mass, middles: Array, radii: Array, columns: int, rows: int, seed: int) -> Patch:
    """The dark insides of clumps (n, 3), leaves in the shade."""
    core = _shaded(lumpy_balls(middles, _CORE * radii, columns, rows, 0.08, seed), mass, middles, radii)
    return leafy_skin(paint(core, 0.42 * core.lit + 0.1 * core.shade, 0.66 * core.shade), seed)


def _trunk(crown: Crown, level: int) -> Patch:
    if level == 1:
        return stem(crown.trunk, crown.middle, 4, bark=crown.bark)
    parts = [stem(crown.trunk, crown.middle, 7, bark=crown.bark, rows=6 if crown.bark.banded else 4)]
    fork = 0.55 * crown.middle
    for turn in (0.4, 2.3, 4.4) if crown.form is Form.ROUND else ():
        out = np.array([math.cos(turn), 0.0, math.sin(turn)]) * crown.radii[0]
        knots = np.array(
            [
                [0.0, fork, 0.0, 0.6 * crown.trunk],
                [*(0.25 * out + [0.0, fork + 0.10, 0.0]), 0.45 * crown.trunk],
                [*(0.5 * out + [0.0, crown.middle, 0.0]), 0.2 * crown.trunk],
            ]
        )
        parts.append(coloured(limb(knots, 4, 3), crown.bark))
    return merge(parts)


def _sphere(counts: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], Array]:
    """For each of the counts so many directions, evenly over the sphere, and whose each of them is.

    A little disturbed. Source: the Fibonacci lattice.
    """
    own = np.repeat(np.arange(len(counts)), counts)
    i = np.arange(len(own)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5
    up = 1.0 - 2.0 * i / counts[own]
    around = math.pi * (1.0 + math.sqrt(5.0)) * i + 1.3 * (seed + own)
    level = np.sqrt(1.0 - up**2)
    even = np.stack([level * np.cos(around), up, level * np.sin(around)], axis=1)
    return own, vec_normalize(even + 0.22 * (hash_uniform(3 * len(own), 90 + seed).reshape(-1, 3) - 0.5))


def _spots(middles: Array, radii: Array, count: int, seed: int) -> tuple[NDArray[np.int64], Array]:
    """About `count` places even over the skins of clumps where they show: whose each is, and which way."""

    def find(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], Array]:
        own, outward = _sphere(counts, seed)
        place = middles[own] + outward * radii[own]
        apart2 = (((place[:, None] - middles) / radii) ** 2).sum(axis=-1)
        apart2[np.arange(len(own)), own] = np.inf
        shows = apart2.min(axis=1) > _SUNK**2
        return own[shows], outward[shows]

    tried = np.full(len(middles), 60)
    shown_frac = np.maximum(np.bincount(find(tried)[0], minlength=len(middles)) / tried, 0.1)
    share = (radii**2).sum(axis=1)
    mine = np.maximum(count * share / share.sum(), 3.0)
    return find(np.rint(mine / shown_frac).astype(np.int64))


def _leaf_cards(mass: Mass, middle: Array, radius: Array, outward: Array, size: float, seed: int) -> Patch:
    """Cards on clumps' skins (n, 3), tilted this way and that, each in a hue of its own."""
    count = len(outward)
    chance = hash_uniform(8 * count, 130 + seed).reshape(8, count, 1)
    place = middle + outward * np.maximum(radius - 0.6 * size, 0.3 * radius) * (0.87 + 0.26 * chance[0])
    facing = vec_normalize(outward + 1.5 * (np.concatenate(list(chance[1:4]), axis=1) - 0.5))
    across = vec_normalize(
        np.cross(facing, np.array([0.3, 1.0, 0.2]) * (chance[4] - 0.5) + chance[5] * [1, 0, -1])
    )
    up = np.cross(facing, across)
    half = size * (0.75 + 0.5 * chance[6])
    hue = 1.0 + 0.16 * (chance[7] - 0.5) * np.array([1.6, 0.5, -0.6]) + 0.2 * (chance[2] - 0.5)
    cards = make_cards(
        place,
        half * up,
        half * across,
        CardCell.LEAVES,
        normal=outward,
        lit=mass.leaves.lit,
        shade=mass.leaves.shade,
        loose=0.45 + 0.5 * chance[3, :, 0],
        thin=0.8,
    )
    cards = _shaded(cards, mass, middle, radius)
    tint = np.repeat(hue, 4, axis=0)
    return paint(cards, cards.lit * tint, cards.shade * tint)


def _hanging(crown: Crown, level: int) -> Patch:
    """Curtains of strands around the crown, longer outside than within."""
    count = (crown.hanging, crown.hanging // 2, crown.hanging // 12)[level]
    chance = hash_uniform(4 * count, 170 + level).reshape(4, count)
    turn = 2.0 * math.pi * (np.arange(count) + 0.6 * chance[0]) * (0.38197 if level == 0 else 1.0 / count)
    out = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], axis=1)
    side = np.stack([-np.sin(turn), np.zeros(count), np.cos(turn)], axis=1)
    reach = (0.55 + 0.45 * chance[1]) * crown.radii[0]
    top = crown.middle + crown.radii[1] * (0.75 - 0.5 * (reach / crown.radii[0]) ** 2)
    length = np.minimum((0.5 + 0.28 * chance[2]) * (0.7 + 0.4 * reach / crown.radii[0]), top - 0.05)
    middle = out * reach[:, None] + np.stack([0.0 * top, top - 0.5 * length, 0.0 * top], axis=1)
    width = (0.105, 0.17, 0.26)[level] * (0.8 + 0.4 * chance[3])
    cards = make_cards(
        middle,
        0.5 * length[:, None] * (np.array([0.0, 1.0, 0.0]) - 0.12 * out),
        width[:, None] * side,
        CardCell.STRANDS,
        normal=vec_normalize(out + np.array([0.0, 0.25, 0.0])),
        lit=crown.leaves.lit,
        shade=crown.leaves.shade,
        loose=np.tile([1.0, 1.0, 0.35, 0.35], (count, 1)),
        thin=0.8,
    )
    high = np.clip(cards.position[:, 1:2] / (crown.middle + crown.radii[1]), 0.0, 1.0)
    tone = 0.48 + 0.66 * high + 0.22 * (np.repeat(chance[1], 4)[:, None] - 0.5)
    return paint(cards, cards.lit * tone, cards.shade * np.clip(tone, _INSIDE, 1.0))


def _curtain(crown: Crown, columns: int) -> Patch:
    """The same as one skin, ragged below."""
    angle = 2.0 * math.pi * np.arange(columns) / columns
    circle = np.stack([np.cos(angle), np.zeros(columns), np.sin(angle)], axis=1) * crown.radii[0]
    rings = np.stack([0.98 * circle, 0.9 * circle])
    rings[0, :, 1] = 0.12 + 0.32 * hash_uniform(columns, 190)
    rings[1, :, 1] = crown.middle + 0.25 * crown.radii[1]
    skin = tube(rings, cap_start=False, cap_end=False)
    tone = np.repeat([0.5, 1.05], columns)[:, None]
    pattern = np.zeros((2 * columns, 4))
    pattern[:, 0] = np.repeat([1.0, 0.4], columns)
    pattern[:, 1:3] = skin_places(vec_normalize(skin.position - crown.mass.centre), crown.radii[0])
    pattern[:, 3] = 0.3
    skin = replace(skin, pattern=pattern)
    return paint(skin, crown.leaves.lit * tone, crown.leaves.shade * np.clip(tone, _INSIDE, 1.0))


def _shaded(patch: Patch, mass: Mass, middles: Array, radii: Array, *, is_alone: bool = False) -> Patch:
    """The patch lit as a part of its crown: see the head of this module.

    It has equally many vertices for each of the clumps (n, 3), in their order.
    """
    each = len(patch.position) // len(middles)
    middle, radius = np.repeat(middles, each, axis=0), np.repeat(radii, each, axis=0)
    rel = (patch.position - mass.centre) / mass.radii
    own = (patch.position - middle) / radius
    sphere = vec_normalize(rel / mass.radii * mass.radii.mean())
    clump = vec_normalize(own / radius * radius.mean(axis=1, keepdims=True))
    normal = vec_normalize(0.62 * sphere + 0.38 * clump + np.array([0.0, 0.12, 0.0]))
    height = np.clip(0.5 + 0.5 * rel[:, 1], 0.0, 1.0)
    # A vertex deep inside the crown's sphere lies in a fold between clumps.
    depth = 0.0 if is_alone else np.clip(np.linalg.norm(rel, axis=1), 0.5, 1.05) - 1.0
    top = np.clip(0.5 + 0.5 * own[:, 1], 0.0, 1.0)
    tone = (0.36 + 0.54 * height**1.1 + 0.56 * top + 0.9 * depth)[:, None]
    pattern = patch.pattern.copy()
    if not pattern.any():  # a skin: leaves are painted on it
        pattern[:, 0] = 0.3 + 0.5 * height
        pattern[:, 1:3] = skin_places(vec_normalize(rel), float(mass.radii.mean()))
        pattern[:, 3] = 0.3
    patch = replace(patch, normal=normal, pattern=pattern)
    leaves = mass.leaves
    return paint(patch, leaves.lit * np.clip(tone, 0.3, 1.45), leaves.shade * np.clip(tone, _INSIDE, 1.0))


def lumpy_balls(middles: Array, radii: Array, columns: int, rows: int, lumps: float, seed: int) -> Patch:
    """Lumpy balls (n, 3), flatter below; two rows make an icosahedron, the roundest of so few triangles."""
    count = len(middles)
    phase = (seed + np.arange(count))[:, None, None].astype(np.float64)
    across = np.arange(columns) * (2.0 * math.pi / columns) + 0.7 * phase
    polar = {1: np.array([0.56 * math.pi]), 2: np.array([1.08, 2.03])}.get(
        rows, math.pi * (np.arange(rows) + 0.8) / (rows + 0.6)
    )
    ring = np.broadcast_to(polar[::-1, None], (count, rows, columns))
    around = across + (math.pi / columns) * np.arange(rows)[:, None]
    x, y, z = np.sin(ring) * np.cos(around), np.cos(ring), np.sin(ring) * np.sin(around)
    bulge = np.sin(2.9 * x + 1.7 * y + phase) * np.sin(3.3 * z - 2.1 * y + 1.3 * phase)
    bulge = bulge + 0.6 * np.sin(6.1 * x + 5.2 * z + 4.0 * y + phase)
    flat = np.where(y < 0.0, 0.8 * y, y)
    ball = np.stack([x, flat, z], axis=-1) * (1.0 + lumps * bulge)[..., None]
    skin = ball.reshape(count, -1, 3)
    poles = [[0.0, -0.75, 0.0], [0.0, 1.02, 0.0]]
    skin = np.concatenate([skin, np.broadcast_to(poles, (count, 2, 3))], axis=1)
    position = middles[:, None] + skin * radii[:, None]
    one = tube(ball[0], cap_start=True).triangles
    triangles = one + position.shape[1] * np.arange(count)[:, None, None]
    return make_patch(position.reshape(-1, 3), triangles.reshape(-1, 3))
