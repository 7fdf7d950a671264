"""Shapes of what stands on the ground, one metre high: the same tree finely for near, coarsely for far.

A patch's `pattern` holds in 0 how loose a vertex is (it stirs in the wind), in 1 and 2 its place on the skin,
in heights, where leaves and bark are painted, in 3 how thin it is. Every shape keeps its outline from level
to level, so that a change of level doesn't change the form.
"""

import math
from dataclasses import replace

import numpy as np

from griffin.linalg import Array, vec_normalize
from griffin.meshes.mesh import Patch, make_patch, merge, paint, skin_places, tube
from griffin.world.flora import Plant
from griffin.world.noise import hash_u32
from griffin.world.palette import PALETTE, Surface

LEVELS = 3  # near, middle, far

_INSIDE = 0.5  # how dark the inside of a crown is, of its shade
_SKIN_RADIUS = 0.25  # heights: of the ball whose skin stands for that of conifers, stems and rocks


_ROUND_CROWNS = {Plant.OAK: PALETTE.broadleaf, Plant.AUTUMN: PALETTE.autumn}


def plant_mesh(kind: Plant, level: int, *, is_fine: bool = False) -> Patch:
    """The shape of a kind at a level (0 near); `is_fine` for machines that draw a million triangles."""
    fine = 1 if is_fine else 0
    p = PALETTE
    if kind is Plant.FIR:
        return _conifer(level, fine, radius=0.25, skirts=(5 + 4 * fine, 3 + fine, 1 + fine))
    if kind is Plant.SPRUCE:
        return _conifer(level, fine, radius=0.165, skirts=(6 + 5 * fine, 3 + fine, 1 + fine))
    if kind is Plant.POPLAR:
        return _broadleaf(level, fine, p.broadleaf, (0.2, 0.40, 0.2), middle=0.58, lumps=0.10, lift=1.12)
    if kind is Plant.BUSH:
        return _broadleaf(level, fine, p.broadleaf, (0.62, 0.46, 0.62), middle=0.42, lumps=0.16, lift=0.85)
    if kind is Plant.ROCK:
        return _rock(level, fine)
    if kind is Plant.TUFT:
        return _tuft(7 if is_fine else 4)
    if kind is Plant.FLOWER:
        return _flower(5 if is_fine else 3)
    if kind in _ROUND_CROWNS:
        return _broadleaf(
            level, fine, _ROUND_CROWNS[kind], (0.46, 0.36, 0.46), middle=0.62, lumps=0.2, lift=1.0
        )
    raise ValueError(f"nobody has made a shape for {kind!r}")


def _with_skin(patch: Patch) -> Patch:
    """The patch with places on its skin by its normals: along a stem they stay, so bark runs upwards."""
    pattern = patch.pattern.copy()
    pattern[:, 1:3] = skin_places(patch.normal, _SKIN_RADIUS)
    return replace(patch, pattern=pattern)


def _chance(count: int, seed: int) -> Array:
    return np.asarray(hash_u32(np.arange(count), seed) / 2.0**32)


def _conifer(level: int, fine: int, *, radius: float, skirts: tuple[int, int, int]) -> Patch:
    """Skirts of drooping branches, the upper ones smaller; dark where one comes out from under the other."""
    count = skirts[level]
    columns = ((10, 5, 4), (18, 8, 5))[fine][level]
    low = 0.09 if level < 2 else 0.04
    parts = []
    chance = _chance(count * columns * 3, 300 + count).reshape(count, columns, 3)
    for index in range(count):
        rim_y = low + (0.9 - low) * (index / count) ** 0.9
        top_y = 1.0 if index == count - 1 else min(0.97, rim_y + 0.42 * (1.0 - rim_y) + 0.1)
        reach = radius * (1.0 - rim_y) ** 0.85 + 0.025
        angle = (
            2.0 * math.pi * (np.arange(columns) + 0.5 * (index % 2) + 0.25 * chance[index, :, 1]) / columns
        )
        jag = (0.78 + 0.44 * chance[index, :, 0]) if level < 2 else np.ones(columns)
        if level == 0:
            jag = jag * (1.0 - 0.3 * (np.arange(columns) % 2))  # single boughs
        droop = 0.05 * (jag - 0.8) * (level < 2)
        rim = np.stack(
            [
                reach * jag * np.cos(angle),
                rim_y - droop + 0.035 * (chance[index, :, 2] - 0.5),
                reach * jag * np.sin(angle),
            ],
            axis=1,
        )
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
        # Bright at the branches' ends, dark where they come out from under the next skirt.
        inner = 1.1 if index == count - 1 else 0.35
        tips = 0.85 + 0.75 * (chance[index, :, 0] - 0.5) + 0.35 * rim_y
        tone = np.append(tips, inner)[:, None]
        leaf = PALETTE.conifer
        parts.append(_with_skin(paint(skirt, leaf.lit * tone, leaf.shade * np.clip(tone, 0.6, 1.1))))
    if level == 0:
        parts.append(_stem(0.022, 0.2, 4))
    return merge(parts)


# Clumps of a crown: place of the middle and size, of the crown's radii; the first is the middle one.
_CLUMPS = np.array(
    [
        (0.0, 0.16, 0.0, 0.74),
        (0.46, -0.12, 0.16, 0.56),
        (-0.36, -0.06, 0.36, 0.60),
        (-0.12, -0.16, -0.48, 0.56),
        (0.30, 0.34, -0.22, 0.48),
        (-0.34, 0.26, -0.14, 0.52),
    ]
)


def _broadleaf(
    level: int,
    fine: int,
    leaves: Surface,
    radii: tuple[float, float, float],
    *,
    middle: float,
    lumps: float,
    lift: float,
) -> Patch:
    """A crown of merged clumps whose normals come from one sphere; dark below and in the folds."""
    extent = np.array(radii) * [1.0, lift, 1.0]
    centre = np.array([0.0, middle, 0.0])
    clumps = ((4, 1, 1), (6, 3, 1))[fine][level]
    columns, rows = (((6, 3), (5, 2), (4, 1)), ((11, 6), (7, 3), (5, 2)))[fine][level]
    parts = []
    for index, (x, y, z, size) in enumerate(_CLUMPS[:clumps]):
        if clumps == 1:
            x, y, z, size = 0.0, 0.0, 0.0, 1.0
        parts.append(_clump(centre + extent * [x, y, z], extent * size, columns, rows, lumps, index))
    crown = merge(parts)
    rel = (crown.position - centre) / extent
    normal = vec_normalize(0.75 * rel / extent * extent.mean() + 0.25 * crown.normal + [0.0, 0.1, 0.0])
    height = np.clip(0.5 + 0.5 * rel[:, 1], 0.0, 1.0)
    # A vertex deep inside the crown's sphere lies in a fold between clumps.
    depth = np.clip(np.linalg.norm(rel, axis=1), 0.55, 1.05) - 1.0 if clumps > 1 else np.zeros(len(rel))
    speckle = (0.22 if fine else 0.1) * (_chance(len(rel), 87) - 0.5)
    tone = (0.56 + 0.5 * height**0.8 + 0.7 * depth + speckle)[:, None]
    pattern = np.zeros((len(rel), 4))
    pattern[:, 0] = 0.3 + 0.5 * height
    pattern[:, 1:3] = skin_places(vec_normalize(rel), float(extent.mean()))
    pattern[:, 3] = 0.3
    crown = replace(crown, normal=normal, pattern=pattern)
    crown = paint(crown, leaves.lit * np.clip(tone, 0.35, 1.25), leaves.shade * np.clip(tone, _INSIDE, 1.0))
    if level == 2:
        return crown
    return merge([crown, _stem(0.04, middle, 4 if level == 0 else 3)])


def _clump(middle: Array, radii: Array, columns: int, rows: int, lumps: float, seed: int) -> Patch:
    """One lumpy ball, flatter below."""
    across = np.arange(columns) * (2.0 * math.pi / columns) + 0.7 * seed
    polar = np.array([math.pi * 0.56]) if rows == 1 else math.pi * (np.arange(rows) + 0.8) / (rows + 0.6)
    ring, around = np.meshgrid(polar[::-1], across, indexing="ij")
    around = around + 0.35 * np.arange(rows)[:, None]
    ball = np.stack([np.sin(ring) * np.cos(around), np.cos(ring), np.sin(ring) * np.sin(around)], axis=-1)
    x, y, z = np.moveaxis(ball, -1, 0)
    bulge = np.sin(2.9 * x + 1.7 * y + seed) * np.sin(3.3 * z - 2.1 * y + 1.3 * seed)
    bulge = bulge + 0.6 * np.sin(6.1 * x + 5.2 * z + 4.0 * y + seed)
    skin = ball * (1.0 + lumps * bulge)[..., None] * radii
    skin[..., 1] = np.where(skin[..., 1] < 0.0, 0.72 * skin[..., 1], skin[..., 1])
    patch = tube(middle + skin)
    position = patch.position.copy()
    position[-2] = middle - np.array([0.0, 0.68 * radii[1], 0.0])
    position[-1] = middle + np.array([0.0, 0.98 * radii[1], 0.0])
    return make_patch(position, patch.triangles)


def _stem(radius: float, height: float, columns: int) -> Patch:
    """A trunk that tapers; it ends within the crown."""
    angle = -np.arange(columns) * (2.0 * math.pi / columns)
    circle = np.stack([np.cos(angle), np.zeros(columns), np.sin(angle)], axis=1)
    rings = np.stack([1.5 * radius * circle + [0.0, -0.05, 0.0], 0.7 * radius * circle + [0.0, height, 0.0]])
    stem = tube(rings, cap_start=False, cap_end=False)
    return _with_skin(paint(stem, PALETTE.bark.lit, PALETTE.bark.shade))


def _rock(level: int, fine: int) -> Patch:
    """A block with uneven sides, lichen on top."""
    columns, rows = ((6, 3), (5, 2), (4, 1))[level] if not fine else ((9, 5), (7, 3), (5, 2))[level]
    angle = -np.arange(columns) * (2.0 * math.pi / columns)
    chance = _chance(columns * rows * 2, 41).reshape(rows, columns, 2)
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
    return _with_skin(paint(block, lit, shade))


def _blades(count: int, lean: float, width: float, seed: int) -> Patch:
    chance = _chance(count * 3, seed).reshape(count, 3)
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
    """Blades of grass, as bright as the ground at the root and brighter at the tip."""
    blades = _blades(count, 0.55, 0.16, 51)
    tone = np.tile([0.9, 0.9, 1.75], count)[:, None]
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
