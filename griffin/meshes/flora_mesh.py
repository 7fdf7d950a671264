"""Shapes of what stands on the ground, one metre high: the same tree finely for near, coarsely for far.

A patch's `pattern` holds in 0 how loose a vertex is (it stirs in the wind), in 3 how thin it is, in 1 and 2 a
place in a picture: of plain shapes the place on the skin, in heights, where leaves and bark are painted; of
fine ones a place in the picture of the leaf cards (meshes/cards.py), but for rocks, tufts and flowers, which
have no fine shape of their own kind. Every shape keeps its outline from level to level, so that a change of
level doesn't change the form.
"""

import math
from dataclasses import replace

import numpy as np

from griffin.linalg import vec_normalize
from griffin.meshes.cards import CardCell, make_cards
from griffin.meshes.conifers import Conifer, leafy_conifer, plain_conifer
from griffin.meshes.crowns import Crown, Form, leafy_crown, plain_crown
from griffin.meshes.mesh import Patch, make_patch, merge, paint, tube
from griffin.meshes.stems import GREY, WHITE, dead_tree, fallen_log, with_skin
from griffin.world.flora import Plant
from griffin.world.noise import hash_uniform
from griffin.world.palette import PALETTE, Surface

LEVELS = 3  # near, middle, far
CARD_KINDS = frozenset(Plant) - {
    Plant.ROCK,
    Plant.TUFT,
    Plant.FLOWER,
}  # whose fine shapes want the card picture


def _between(first: Surface, second: Surface, part: float) -> Surface:
    return Surface(
        first.lit + (second.lit - first.lit) * part, first.shade + (second.shade - first.shade) * part
    )


_BIRCH_LEAVES = _between(PALETTE.broadleaf, PALETTE.meadow, 0.75)
_WILLOW_LEAVES = _between(PALETTE.broadleaf, PALETTE.dry_grass, 0.38)
_POPLAR_LEAVES = _between(PALETTE.broadleaf, PALETTE.meadow, 0.3)
_BUSH_LEAVES = _between(PALETTE.broadleaf, PALETTE.conifer, 0.35)
_FERN_LEAVES = _between(PALETTE.meadow, PALETTE.broadleaf, 0.6)

_CONIFERS = {
    Plant.FIR: Conifer(radius=0.25, skirts=(5, 3, 1), whorls=(17, 7), boughs=(10, 7)),
    Plant.SPRUCE: Conifer(radius=0.165, skirts=(6, 3, 1), whorls=(19, 8), boughs=(8, 6), droop=0.55),
}
_CROWNS = {
    Plant.OAK: Crown(leaves=PALETTE.broadleaf, radii=(0.47, 0.43, 0.47), middle=0.56),
    Plant.AUTUMN: Crown(leaves=PALETTE.autumn, radii=(0.43, 0.42, 0.43), middle=0.57),
    Plant.POPLAR: Crown(
        leaves=_POPLAR_LEAVES,
        radii=(0.19, 0.45, 0.19),
        middle=0.55,
        form=Form.COLUMN,
        bark=GREY,
        trunk=0.03,
        card=0.058,
        cards=(250, 50, 10),
    ),
    Plant.BUSH: Crown(
        leaves=_BUSH_LEAVES,
        radii=(0.62, 0.48, 0.62),
        middle=0.44,
        lumps=0.2,
        trunk=0.0,
        card=0.12,
        cards=(120, 30, 9),
    ),
    Plant.BIRCH: Crown(
        leaves=_BIRCH_LEAVES,
        radii=(0.22, 0.40, 0.22),
        middle=0.60,
        form=Form.COLUMN,
        bark=WHITE,
        trunk=0.022,
        card=0.055,
        cards=(190, 42, 9),
    ),
    Plant.WILLOW: Crown(
        leaves=_WILLOW_LEAVES,
        radii=(0.52, 0.36, 0.52),
        middle=0.62,
        bark=GREY,
        trunk=0.05,
        cards=(150, 30, 8),
        hanging=70,
    ),
}


def plant_mesh(kind: Plant, level: int, *, is_fine: bool = False) -> Patch:
    """The shape of a kind at a level (0 near); `is_fine` for machines that draw a million triangles."""
    if kind in _CONIFERS:
        return (leafy_conifer if is_fine else plain_conifer)(_CONIFERS[kind], level)
    if kind in _CROWNS:
        return (leafy_crown if is_fine else plain_crown)(_CROWNS[kind], level)
    if kind is Plant.DEAD:
        return dead_tree(level, is_fine=is_fine)
    if kind is Plant.LOG:
        return fallen_log(level, is_fine=is_fine)
    if kind is Plant.FERN:
        return _fern_cards() if is_fine else _fern()
    if kind is Plant.ROCK:
        return _rock(level, 1 if is_fine else 0)
    if kind is Plant.TUFT:
        return _tuft(9 if is_fine else 4)
    if kind is Plant.FLOWER:
        return _flower(5 if is_fine else 3)
    raise ValueError(f"nobody has made a shape for {kind!r}")


def _rock(level: int, fine: int) -> Patch:
    """A block with uneven sides, lichen on top."""
    columns, rows = ((6, 3), (5, 2), (4, 1))[level] if not fine else ((9, 5), (7, 3), (5, 2))[level]
    angle = np.arange(columns) * (2.0 * math.pi / columns)
    chance = hash_uniform(columns * rows * 2, 41).reshape(rows, columns, 2)
    rings = []
    for row in range(rows):
        y = (row + 0.2) / rows * 0.92
        reach = (0.85 - 0.45 * (y**2)) * (0.72 + 0.5 * chance[row, :, 0])
        rings.append(
            np.stack(
                [reach * np.cos(angle), y + 0.16 * (chance[row, :, 1] - 0.5), 0.8 * reach * np.sin(angle)],
                axis=1,
            )
        )
    block = tube(np.stack(rings), cap_start=False)
    position = block.position.copy()
    position[-1, 1] = 0.94
    block = make_patch(position, block.triangles)
    high = np.clip(block.normal[:, 1], 0.0, 1.0)[:, None] ** 2 * 0.35
    rock, moss = PALETTE.rock, PALETTE.dry_grass
    lit, shade = rock.lit + (moss.lit - rock.lit) * high, rock.shade + (moss.shade - rock.shade) * high
    return with_skin(paint(block, lit, shade))


def _blades(count: int, lean: float, width: float, seed: int) -> Patch:
    chance = hash_uniform(count * 3, seed).reshape(count, 3)
    angle = 2.0 * math.pi * (np.arange(count) + 0.5 * chance[:, 0]) / count
    out = np.stack([np.cos(angle), np.zeros(count), np.sin(angle)], axis=1)
    side = np.stack([-np.sin(angle), np.zeros(count), np.cos(angle)], axis=1) * width
    root = out * 0.16
    tip = out * (lean * (0.5 + chance[:, 1:2])) + np.array([0.0, 1.0, 0.0]) * (0.65 + 0.35 * chance[:, 2:3])
    position = np.stack([root - side, root + side, tip], axis=1).reshape(-1, 3)
    pattern = np.zeros((3 * count, 4))
    pattern[2::3, 0] = 1.0
    blades = make_patch(position, np.arange(3 * count).reshape(-1, 3), pattern=pattern)
    return replace(blades, normal=np.tile([0.0, 1.0, 0.0], (3 * count, 1)))


def _tuft(count: int) -> Patch:
    """Blades of grass, a little darker than the ground at the root and brighter at the tip."""
    blades = _blades(count, 0.8, 0.1, 51)
    tone = np.tile([0.8, 0.8, 1.35], count)[:, None]
    lit = PALETTE.meadow.lit * tone
    return paint(blades, lit, lit * 0.92)


def _flower(petals: int) -> Patch:
    """A head of petals on two thin blades."""
    stem = _blades(2, 0.15, 0.05, 61)
    stem = paint(stem, PALETTE.meadow.lit, PALETTE.meadow.shade)
    angle = 2.0 * math.pi * np.arange(petals) / petals
    rim = np.stack([0.17 * np.cos(angle), np.full(petals, 0.98), 0.17 * np.sin(angle)], axis=1)
    position = np.vstack([rim, [[0.0, 0.86, 0.0]]])
    after = (np.arange(petals) + 1) % petals
    pattern = np.zeros((petals + 1, 4))
    pattern[:, 0] = 1.0
    head = make_patch(
        position, np.stack([np.full(petals, petals), after, np.arange(petals)], axis=1), pattern=pattern
    )
    head = replace(head, normal=np.tile([0.0, 1.0, 0.0], (petals + 1, 1)))
    return merge([stem, paint(head, PALETTE.flowers.lit, PALETTE.flowers.lit * 0.8)])


def _fern() -> Patch:
    """Five fronds, each a folded leaf that bends over."""
    turn = 2.0 * math.pi * (np.arange(5) + 0.4 * hash_uniform(5, 71)) / 5.0
    out = np.stack([np.cos(turn), np.zeros(5), np.sin(turn)], axis=1)
    side = np.stack([-out[:, 2], np.zeros(5), out[:, 0]], axis=1) * 0.2
    up = np.array([0.0, 1.0, 0.0])
    foot, bend, tip = 0.05 * out, 0.55 * out + 0.75 * up, 1.0 * out + 0.55 * up
    position = np.stack([foot, bend - side, tip, bend + side], axis=1).reshape(-1, 3)
    first = 4 * np.arange(5)[:, None]
    triangles = np.concatenate([first + np.array([0, 2, 1]), first + np.array([0, 3, 2])])
    pattern = np.zeros((20, 4))
    pattern[:, 0] = np.tile([0.0, 0.5, 1.0, 0.5], 5)
    frond = replace(
        make_patch(position, triangles, pattern=pattern), normal=np.tile([0.0, 1.0, 0.0], (20, 1))
    )
    tone = np.tile([0.35, 0.95, 1.15, 0.8], 5)[:, None]
    return paint(frond, _FERN_LEAVES.lit * tone, _FERN_LEAVES.shade * tone)


def _fern_cards() -> Patch:
    """Fronds of two cards each: one that rises, one that bends over."""
    count = 8
    chance = hash_uniform(2 * count, 72).reshape(2, count, 1)
    turn = 2.0 * math.pi * (np.arange(count) + 0.5 * chance[0, :, 0]) / count
    out = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], axis=1)
    side = np.stack([-out[:, 2], np.zeros(count), out[:, 0]], axis=1)
    reach = 0.7 + 0.5 * chance[1]
    way = out * reach + np.array([0.0, 0.75, 0.0]) * (0.4 + 0.6 * chance[0])
    tone = np.array([0.4, 0.4, 1.15, 1.15])[None, :, None] * np.ones((count, 1, 3))
    return make_cards(
        0.5 * way,
        0.5 * way,
        0.4 * side,
        CardCell.BOUGH,
        normal=vec_normalize(0.4 * out + [0.0, 1.0, 0.0]),
        lit=_FERN_LEAVES.lit * tone,
        shade=_FERN_LEAVES.shade * tone,
        loose=np.tile([0.0, 0.0, 0.9, 0.9], (count, 1)),
        thin=0.7,
    )
