"""Conifers: skirts of drooping boughs, or whorls of bough cards around a dark inside.

Dark where a bough comes out from under the next, lighter and warmer at its tip.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from griffin.linalg import Array, vec_normalize
from griffin.meshes.cards import CardCell, leafy_skin, make_cards, plain
from griffin.meshes.mesh import Patch, make_patch, merge, paint
from griffin.meshes.stems import GREY, stem, with_skin
from griffin.world.noise import hash_uniform
from griffin.world.palette import PALETTE, Surface

_INNER_TONE = 0.22  # of a bough's colour, where it comes out from under the next
_CORE = 0.4  # of the reach: the dark inside behind the cards
_TIP_TINT = np.array([1.45, 1.18, 0.80])  # young needles at the tips are lighter and warmer


@dataclass(frozen=True, slots=True, kw_only=True)
class Conifer:
    """A kind of conifer; heights of the tree."""

    radius: float
    skirts: tuple[int, int, int]  # by level
    whorls: tuple[int, int]  # of cards, by level
    boughs: tuple[int, int]  # in the lowest whorl
    droop: float = 0.35  # fall over reach of the lowest bough
    leaves: Surface = PALETTE.conifer

    def reach(self, y: Array | float) -> Array:
        """How far boughs reach at a height."""
        return np.asarray(self.radius * np.clip(1.0 - np.asarray(y), 0.0, 1.0) ** 0.85 + 0.025)


def plain_conifer(tree: Conifer, level: int) -> Patch:
    """As skirts, for processors that draw."""
    parts = _skirts(tree, level, (10, 5, 4)[level])
    if level == 0:
        parts.append(stem(0.022, 0.2, 4, bark=GREY))
    return merge(parts)


def leafy_conifer(tree: Conifer, level: int) -> Patch:
    """As bough cards; from far as pictures of the whole tree, crossed."""
    inner = replace(tree, radius=(_CORE if level < 2 else 0.95) * tree.radius, skirts=(3, 2, 2))
    skirts = merge(_skirts(inner, level, (6, 5, 4)[level]))
    if level < 2:
        skirts = replace(skirts, position=skirts.position * [1.0, 0.9, 1.0])
        skirts = paint(skirts, 0.38 * skirts.lit, 0.6 * skirts.shade)
        parts = [leafy_skin(skirts, level), _whorls(tree, level), _top(tree)]
    else:
        parts = [leafy_skin(skirts, level), _crossed(tree)]
    if level == 0:
        parts.append(plain(stem(0.022, 0.3, 6, bark=GREY, rows=3)))
    return merge(parts)


def _skirts(tree: Conifer, level: int, columns: int) -> list[Patch]:
    """The upper ones smaller; each a ragged cone."""
    count = tree.skirts[level]
    low = 0.09 if level < 2 else 0.04
    parts = []
    chance = hash_uniform(count * columns * 3, 300 + count).reshape(count, columns, 3)
    for index in range(count):
        rim_y = low + (0.9 - low) * (index / count) ** 0.9
        top_y = 1.0 if index == count - 1 else min(0.97, rim_y + 0.42 * (1.0 - rim_y) + 0.1)
        angle = (
            2.0 * math.pi * (np.arange(columns) + 0.5 * (index % 2) + 0.25 * chance[index, :, 1]) / columns
        )
        jag = (0.78 + 0.44 * chance[index, :, 0]) if level < 2 else np.ones(columns)
        if level == 0:
            jag = jag * (1.0 - 0.3 * (np.arange(columns) % 2))  # single boughs
        droop = 0.05 * (jag - 0.8) * (level < 2)
        reach = float(tree.reach(rim_y)) * jag
        height = rim_y - droop + 0.035 * (chance[index, :, 2] - 0.5)
        rim = np.stack([reach * np.cos(angle), height, reach * np.sin(angle)], axis=1)
        apex = np.array([[0.02 * math.sin(5.0 * top_y), top_y, 0.02 * math.cos(7.0 * top_y)]])
        position = np.vstack([rim, apex])
        after = (np.arange(columns) + 1) % columns
        triangles = np.stack([np.full(columns, columns), after, np.arange(columns)], axis=1)
        outward = np.vstack(
            [np.stack([np.cos(angle), np.full(columns, 0.35), np.sin(angle)], 1), [[0.0, 1.0, 0.0]]]
        )
        pattern = np.zeros((columns + 1, 4))
        pattern[:columns, 0] = 0.35 + 0.3 * rim_y
        pattern[columns, 0] = 0.7 * top_y
        skirt = replace(make_patch(position, triangles, pattern=pattern), normal=vec_normalize(outward))
        inner = 1.1 if index == count - 1 else _INNER_TONE
        tips = (0.72 + 0.6 * (chance[index, :, 0] - 0.5) + 0.4 * rim_y)[:, None] * _TIP_TINT
        tone = np.vstack([tips, np.full((1, 3), inner)])
        parts.append(
            with_skin(paint(skirt, tree.leaves.lit * tone, tree.leaves.shade * np.clip(tone, 0.45, 1.1)))
        )
    return parts


def _whorls(tree: Conifer, level: int) -> Patch:
    """Boughs in whorls: the lower ones are longer and droop, the upper ones rise."""
    foot, bough, spread = (np.vstack(each) for each in zip(*_each_whorl(tree, level), strict=True))
    count = len(foot)
    high = foot[:, 1]
    reach = np.hypot(bough[:, 0], bough[:, 2])
    out = bough * [1.0, 0.0, 1.0] / reach[:, None]
    chance = hash_uniform(3 * count, 700 + level).reshape(3, count, 1)
    wide = np.clip(0.62 * spread[:, 0], 0.42 * reach, 0.75 * reach)
    # Turned about its own length this way and that: from no side are all cards seen from their edges.
    side = np.stack([-out[:, 2], 1.5 * (chance[0, :, 0] - 0.5), out[:, 0]], axis=1) * wide[:, None]
    foot_normal = vec_normalize(0.8 * out + np.array([0.0, 0.55, 0.0]))
    tip_normal = vec_normalize(foot_normal + np.array([0.0, 0.25, 0.0]))
    # The lower corners of a card are where its bough leaves the trunk.
    inner = (0.36 + 0.45 * high[:, None]) * np.ones(3)
    tip = (0.86 + 0.5 * high[:, None]) * (0.85 + 0.3 * chance[1]) * _TIP_TINT
    hue = 1.0 + 0.14 * (chance[2] - 0.5) * np.array([1.6, 0.4, -0.8])
    tone = np.stack([inner * hue, inner * hue, tip * hue, tip * hue], axis=1)
    return make_cards(
        foot + 0.5 * bough,
        0.5 * bough,
        side,
        CardCell.BOUGH,
        normal=np.stack([foot_normal, foot_normal, tip_normal, tip_normal], axis=1),
        lit=tree.leaves.lit * tone,
        shade=tree.leaves.shade * np.clip(tone, 0.5, 1.1),
        loose=np.stack([0.2 + 0.3 * high, 0.2 + 0.3 * high, 0.5 + 0.4 * high, 0.5 + 0.4 * high], axis=1),
        thin=0.35,
    )


def _each_whorl(tree: Conifer, level: int) -> Iterator[tuple[Array, Array, Array]]:
    """Feet and boughs (n, 3), and how far apart their tips are (n, 1), of each whorl from below."""
    count = tree.whorls[level]
    for index in range(count):
        y = 0.08 + 0.84 * (index / count) ** 0.92
        boughs = max(3, round(tree.boughs[level] * (1.0 - 0.62 * y)))
        chance = hash_uniform(4 * boughs, 500 + 31 * index + level).reshape(4, boughs)
        turn = 2.0 * math.pi * (np.arange(boughs) + 0.618 * index + 0.5 * (chance[0] - 0.5)) / boughs
        reach = tree.reach(y) * (0.8 + 0.34 * chance[1])
        fall = tree.droop * (1.3 - 2.9 * y) + 0.35 * (chance[2] - 0.5)
        bough = np.stack([np.cos(turn), -fall, np.sin(turn)], axis=1) * reach[:, None]
        foot = np.zeros((boughs, 3))
        foot[:, 1] = y + 0.05 * (chance[3] - 0.5) + 0.4 * fall * reach
        yield foot, bough, 2.0 * math.pi * reach[:, None] / boughs


def _top(tree: Conifer) -> Patch:
    """The leader and its last boughs: two crossed cards."""
    way = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    tone = np.array([0.8, 0.8, 1.2, 1.2])[None, :, None] * np.ones((2, 1, 3))
    return make_cards(
        np.tile([0.0, 0.885, 0.0], (2, 1)),
        np.tile([0.0, 0.115, 0.0], (2, 1)),
        way * float(tree.reach(0.78)),
        CardCell.FIR,
        normal=np.tile([0.0, 1.0, 0.0], (2, 1)),
        lit=tree.leaves.lit * tone,
        shade=tree.leaves.shade * np.ones(3),
        loose=np.full(2, 0.7),
        thin=0.3,
    )


def _crossed(tree: Conifer) -> Patch:
    """Three pictures of the whole tree, lit as a round one."""
    turn = math.pi * np.arange(3) / 3.0
    way = np.stack([np.cos(turn), np.zeros(3), np.sin(turn)], axis=1)
    side = np.stack([-way, way, way, -way], axis=1)
    normal = vec_normalize(side + np.array([0.0, 0.45, 0.0]))
    tone = np.array([0.75, 0.75, 1.4, 1.4])[None, :, None] * np.ones((3, 1, 3))
    return make_cards(
        np.tile([0.0, 0.5, 0.0], (3, 1)),
        np.tile([0.0, 0.5, 0.0], (3, 1)),
        way * 1.12 * float(tree.reach(0.0)),
        CardCell.FIR,
        normal=normal,
        lit=tree.leaves.lit * tone * (0.5 + 0.5 * _TIP_TINT),
        shade=tree.leaves.shade * tone.clip(0.5, 1.1),
        loose=np.tile([0.1, 0.1, 0.6, 0.6], (3, 1)),
        thin=0.3,
    )
