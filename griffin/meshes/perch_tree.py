"""The perch: an old gnarled tree, whose strongest bough carries the griffin; as a patch, made by code.

The tree is made around the perch, not the perch on the tree: the origin is where the griffin's feet stand,
-Z its view. The trunk comes up from wherever its foot is, on roots that grip the cliff, forks to the right
behind the griffin, and carries its crown there, out of the wings' reach and of the view.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from griffin.linalg import Array, vec_normalize
from griffin.meshes.crowns import Mass, leaf_clumps, leafy_cores, lumpy_balls
from griffin.meshes.mesh import Patch, curve, make_patch, merge, paint, skin_places, tube
from griffin.world.palette import PALETTE


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeTuning:
    """The tree's form; metres."""

    seed: int = 11  # of its leaves
    leaf_m: float = 0.26  # long, and two fifths as broad
    leaves_per_m2: float = 5.0  # of a clump's skin
    autumn_frac: float = 0.05  # art direction: one in twenty
    hue_frac: float = 0.08  # art direction: every leaf its own, +-8 %
    bough_flat_frac: float = 0.75  # the bough is broader than high: talons find hold
    clump_columns: int = 9
    clump_rows: int = 5
    lobes: int = 6  # small balls on a clump's skin ...
    lobe_frac: float = 0.54  # ... of its size
    lobe_columns: int = 6
    lobe_rows: int = 3
    lumps: float = 0.2  # how uneven a clump's skin is, of its radius
    skin_frac: float = 0.88  # of a clump's radius: leaves stand out of its skin
    card_m: float = 0.29  # half the side of a card of leaves
    cards_per_m2: float = 9.0  # of a clump's skin
    offshoot_frac: float = 0.42  # size of the small clumps around each clump, of its own


TUNING = TreeTuning()
_FORK = np.array([3.1, -0.9, 2.5])

# x, y, z of the middle, radius.
_BOUGH = (
    (3.1, -0.95, 2.5, 0.50),
    (1.9, -0.78, 2.45, 0.42),
    (0.65, -0.46, 1.85, 0.38),
    (0.08, -0.275, 0.9, 0.37),
    (0.0, -0.272, 0.0, 0.365),
    (-0.03, -0.270, -0.9, 0.33),
    (-0.22, -0.20, -1.9, 0.24),
    (-0.72, -0.12, -2.8, 0.14),
    (-1.25, -0.35, -3.5, 0.03),
)
_LIMBS = (
    ((3.1, -0.9, 2.5, 0.55), (3.7, 1.0, 2.7, 0.45), (4.3, 3.0, 2.2, 0.32), (4.5, 5.0, 1.8, 0.12)),
    ((3.6, 0.6, 2.7, 0.34), (4.9, 1.7, 3.3, 0.25), (6.4, 3.0, 3.4, 0.10)),
    ((4.1, 2.4, 2.4, 0.28), (4.5, 3.6, 3.6, 0.19), (4.4, 5.2, 4.7, 0.08)),
    ((4.2, 2.7, 2.3, 0.24), (4.9, 3.7, 0.4, 0.17), (5.0, 4.5, -2.2, 0.10), (4.7, 4.6, -3.9, 0.03)),
    ((4.9, 3.9, -0.2, 0.11), (6.1, 4.5, -1.0, 0.07), (6.9, 4.6, -1.4, 0.02)),
    ((1.2, -0.6, 2.3, 0.20), (0.9, -1.5, 2.7, 0.13), (0.4, -2.3, 2.6, 0.05)),
    ((-0.15, -0.25, -1.7, 0.13), (0.45, -0.75, -2.5, 0.08), (0.9, -1.35, -3.0, 0.03)),
)
# x, y, z of the middle, radius.
_CLUMPS = (
    (4.7, 5.8, 1.6, 1.65),
    (6.7, 3.7, 3.4, 1.35),
    (5.0, 6.5, 3.8, 1.7),
    (4.1, 5.4, 5.3, 1.25),
    (6.4, 5.4, 1.2, 1.35),
    (5.5, 3.9, 0.4, 0.85),
    (7.4, 5.5, 3.0, 1.3),
    (4.9, 5.3, -1.9, 1.05),
    (4.7, 4.75, -3.9, 0.75),
    (6.9, 4.7, -1.4, 0.95),
    (0.3, -2.7, 2.6, 0.7),
    (1.0, -1.6, -3.1, 0.45),
    (-1.35, -0.55, -3.7, 0.42),
)
_CLUMP_FORM = np.array([1.0, 0.72, 1.0])  # flatter than a ball
_OFFSHOOTS = 7  # small clumps around each
_CROWN_CLUMPS = 10  # so many of them are the crown, the others are twigs of their own
_CROWN = Mass(centre=np.array([5.4, 5.0, 1.2]), radii=np.array([3.3, 2.8, 5.6]), leaves=PALETTE.broadleaf)
# Direction of a root in radians about the trunk, its length in metres, radius where it leaves it.
_ROOTS = ((0.3, 2.3, 0.42), (1.5, 1.7, 0.34), (2.6, 2.6, 0.40), (3.9, 1.9, 0.36), (5.2, 2.4, 0.44))


def perch_tree(foot_perch: ArrayLike) -> Patch:
    """The tree whose trunk stands at `foot_perch` (3,), in the perch's frame. Same foot, same tree.

    The patch's `pattern` holds how loose a vertex is (0), how thin it is (3: 0 for wood), and in 1 and 2 the
    direction around a branch (cosine and sine), or the place on a clump's skin where leaves are painted, m.
    """
    random = np.random.default_rng(TUNING.seed)
    foot = np.asarray(foot_perch, dtype=np.float64)
    wood = [_trunk(foot), *_roots(foot), _branch(_BOUGH, 16, 9, TUNING.bough_flat_frac)]
    wood += [_branch(limb, 6, 6, 1.0) for limb in _LIMBS]
    crown = [_clump(random, np.array(c[:3]), c[3]) for c in _CLUMPS]
    return merge([*wood, *crown])


def perch_crown() -> Patch:
    """Its crown as cards of leaves, instead of the one in `perch_tree`; `pattern` as in meshes/cards.py."""
    clumps = np.array(_CLUMPS)
    middles, radii = clumps[:, :3], clumps[:, 3:] * _CLUMP_FORM
    parts = [_crown_part(_CROWN, middles[:_CROWN_CLUMPS], radii[:_CROWN_CLUMPS], 0)]
    for index in range(_CROWN_CLUMPS, len(clumps)):
        alone = slice(index, index + 1)
        twig = Mass(centre=middles[index], radii=radii[index], leaves=_CROWN.leaves)
        parts.append(_crown_part(twig, middles[alone], radii[alone], index))
    return merge(parts)


def _crown_part(mass: Mass, middles: Array, radii: Array, seed: int) -> Patch:
    """Clumps with smaller ones around them: the outline is a tree's, not a cloud's."""
    ways = _sphere(_OFFSHOOTS, np.random.default_rng(seed)) * [1.0, 0.8, 1.0]
    sizes = TUNING.offshoot_frac * (0.75 + 0.5 * np.random.default_rng(seed).random((len(ways), 1)))
    all_middles = np.vstack(
        [middles, *(middle + 0.92 * radius * ways for middle, radius in zip(middles, radii, strict=True))]
    )
    all_radii = np.vstack([radii, *(radius * sizes for radius in radii)])
    skin_m2 = 4.0 * math.pi * float((radii**2).mean(axis=1).sum())
    cards = leaf_clumps(
        mass, all_middles, all_radii, round(TUNING.cards_per_m2 * skin_m2), TUNING.card_m, seed
    )
    return merge([cards, leafy_cores(mass, middles, radii, 9, 4, seed)])


def _trunk(foot: Array) -> Patch:
    """From its roots to the fork, as crooked as its age."""
    rise = _FORK - foot
    bend = np.array([-0.5, 0.0, 0.35])
    knots = [
        [*(foot - np.array([0.0, 0.8, 0.0])), 1.30],
        [*(foot + 0.07 * rise), 0.98],
        [*(foot + 0.35 * rise + bend), 0.72],
        [*(foot + 0.70 * rise - 0.6 * bend), 0.66],
        [*_FORK, 0.62],
        [*(_FORK + np.array([0.25, 0.7, 0.05])), 0.46],
    ]
    return _branch(tuple(tuple(k) for k in knots), 14, 12, 1.0)


def _roots(foot: Array) -> list[Patch]:
    """Roots that leave the trunk above the ground and dive into it."""
    roots = []
    for turn_rad, length_m, radius_m in _ROOTS:
        out = np.array([math.cos(turn_rad), 0.0, math.sin(turn_rad)])
        aside = np.array([-out[2], 0.0, out[0]]) * 0.25
        places = ((0.35, 0.95), (0.8, 0.42), (1.0 + 0.35 * length_m, 0.12), (1.0 + length_m, -0.75))
        knots = [
            (
                *(foot + out * along + aside * math.sin(3.0 * along) + [0.0, up, 0.0]),
                radius_m * (1.0 - 0.27 * k),
            )
            for k, (along, up) in enumerate(places)
        ]
        roots.append(_branch(tuple(knots), 6, 6, 1.0))
    return roots


def _branch(knots: tuple[tuple[float, ...], ...], rows: int, columns: int, flat_frac: float) -> Patch:
    """A gnarled tube: ribs wind around it, knots swell it."""
    path = curve(knots, rows)
    angle = np.linspace(0.0, 2.0 * math.pi, columns, endpoint=False)
    rings = []
    for row in range(rows):
        way = vec_normalize(path[min(row + 1, rows - 1), :3] - path[max(row - 1, 0), :3])
        reference = np.array([0.0, 1.0, 0.0]) if abs(way[1]) < 0.8 else np.array([0.0, 0.0, 1.0])
        up = vec_normalize(reference - way * (way @ reference))
        side = np.cross(up, way)
        ribs = 1.0 + 0.10 * np.sin(3.0 * angle + 0.9 * row) + 0.07 * np.sin(5.0 * angle - 1.7 * row)
        radius = path[row, 3] * np.where(np.cos(angle) > 0.3, 1.0, ribs)  # the upper side stays even
        ring = side * (radius * np.sin(angle))[:, None] + up * (flat_frac * radius * np.cos(angle))[:, None]
        rings.append(path[row, :3] + ring)
    patch = tube(np.stack(rings))
    pattern = np.zeros((len(patch.position), 4))
    pattern[: rows * columns, 1] = np.tile(np.cos(angle), rows)
    pattern[: rows * columns, 2] = np.tile(np.sin(angle), rows)
    return _bark(replace(patch, pattern=pattern))


def _bark(patch: Patch) -> Patch:
    """Grooves darker, upper sides mossy."""
    p = patch.position
    groove = 0.5 + 0.5 * np.sin(9.0 * p[:, 0] + 5.0 * p[:, 2] + 2.0 * np.sin(1.3 * p[:, 1]))
    moss = np.clip(patch.normal[:, 1] - 0.35, 0.0, 1.0)[:, None] * 0.45
    tone = (0.72 + 0.4 * groove)[:, None]
    bark, grass = PALETTE.bark, PALETTE.meadow
    lit = bark.lit * tone * (1.0 - moss) + grass.lit * moss
    shade = bark.shade * tone * (1.0 - moss) + grass.shade * moss
    return paint(patch, lit, shade)


def _clump(random: np.random.Generator, middle: Array, radius_m: float) -> Patch:
    """A cloud of leaves: a lumpy skin, dark in its folds and below, and single leaves that break its edge."""
    radii_m = radius_m * _CLUMP_FORM
    phase = random.uniform(0.0, 2.0 * math.pi, 4)
    skins = [_skin(middle, radii_m, phase), _lobes(random, middle, radii_m)]
    count = int(TUNING.leaves_per_m2 * 4.0 * math.pi * radius_m**2)
    outward = _sphere(count, random)
    extent = _extent(outward, phase)
    root = middle + outward * radii_m * (extent * random.uniform(0.8, 1.02, count))[:, None]
    droop = random.normal(0.0, 0.7, (count, 3)) + np.array([0.0, -0.4, 0.0])
    shaft = vec_normalize(0.5 * outward + droop)
    across = vec_normalize(np.cross(shaft, outward + 0.3 * random.normal(size=(count, 3))))
    size = TUNING.leaf_m * random.uniform(0.7, 1.3, (count, 1))
    corners = np.stack(
        [
            root,
            root + size * (0.42 * shaft + 0.21 * across),
            root + size * shaft,
            root + size * (0.42 * shaft - 0.21 * across),
        ],
        axis=1,
    ).reshape(-1, 3)
    first = np.arange(count)[:, None] * 4
    triangles = np.concatenate([first + np.array([0, 1, 2]), first + np.array([0, 2, 3])])
    pattern = np.zeros((count * 4, 4))
    pattern[:, 0] = np.tile([0.5, 0.8, 1.0, 0.8], count)
    pattern[:, 3] = 1.0
    leaves = make_patch(corners, triangles, pattern=pattern)
    normal = vec_normalize(outward + np.array([0.0, 0.25, 0.0]))
    leaves = replace(leaves, normal=np.repeat(normal, 4, axis=0))
    lit, shade = _leaf_colours(random, outward, extent)
    return merge([*skins, paint(leaves, np.repeat(lit, 4, 0), np.repeat(shade, 4, 0))])


def _extent(direction: Array, phase: Array) -> Array:
    """How far a clump reaches in a direction (..., 3), 1 on average: smaller clumps stand out of it."""
    x, y, z = np.moveaxis(direction, -1, 0)
    large = np.sin(3.1 * x + phase[0]) * np.sin(3.4 * z + phase[1]) + np.sin(3.7 * y + 2.0 * x + phase[2])
    small = np.sin(7.3 * x + 5.1 * y + phase[3]) * np.sin(6.7 * z - 4.3 * y + phase[0])
    return np.asarray(1.0 + TUNING.lumps * (0.6 * large + 0.5 * small))


def _skin(middle: Array, radii_m: Array, phase: Array) -> Patch:
    """The mass of a clump, its normals from one sphere: crowns read as round masses."""
    columns, rows = TUNING.clump_columns, TUNING.clump_rows
    angle = -np.arange(columns) * (2.0 * math.pi / columns)
    polar = math.pi * (np.arange(rows) + 0.7) / (rows + 0.4)
    ring, around = np.meshgrid(polar, angle, indexing="ij")
    direction = np.stack(
        [np.sin(ring) * np.cos(around), -np.cos(ring), np.sin(ring) * np.sin(around)], axis=-1
    )
    extent = _extent(direction, phase)
    skin = tube(middle + TUNING.skin_frac * direction * extent[..., None] * radii_m)
    outward = vec_normalize((skin.position - middle) / radii_m)
    reach = np.append(extent.ravel(), [1.0, 1.0])
    return _leafy(skin, outward, reach, radii_m)


def _lobes(random: np.random.Generator, middle: Array, radii_m: Array) -> Patch:
    """Small balls on a clump's skin: its outline is a tree's, not a cloud's."""
    middles = middle + 0.72 * _sphere(TUNING.lobes, random) * radii_m
    radii = TUNING.lobe_frac * random.uniform(0.8, 1.2, (TUNING.lobes, 1)) * radii_m
    lobes = lumpy_balls(middles, radii, TUNING.lobe_columns, TUNING.lobe_rows, TUNING.lumps, 0)
    each = len(lobes.position) // TUNING.lobes
    outward = vec_normalize((lobes.position - np.repeat(middles, each, axis=0)) / radii_m)
    return _leafy(lobes, outward, np.ones(len(outward)), radii_m)


def _leafy(skin: Patch, outward: Array, reach: Array, radii_m: Array) -> Patch:
    """The skin in the colours of leaves: folds and the underside see little of the sky."""
    light = 0.52 + 0.48 * outward[:, 1] + 1.5 * (reach - 1.0)
    tone = np.clip(light, 0.12, 1.0)[:, None]
    pattern = np.zeros((len(skin.position), 4))
    pattern[:, 0] = 0.3
    from_below = outward * [1.0, -1.0, 1.0]  # that side is seen, so the other one may be drawn out
    pattern[:, 1:3] = skin_places(from_below, float(radii_m[0]))
    pattern[:, 3] = 0.25
    leaf = PALETTE.broadleaf
    skin = replace(skin, normal=outward, pattern=pattern)
    lit = leaf.shade * 0.85 + (leaf.lit - leaf.shade) * tone  # leaves lie over it
    return paint(skin, lit, leaf.shade * (0.4 + 0.4 * tone))


def _leaf_colours(random: np.random.Generator, outward: Array, extent: Array) -> tuple[Array, Array]:
    count = len(outward)
    is_autumn = (random.random(count) < TUNING.autumn_frac)[:, None]
    tone = 1.0 + TUNING.hue_frac * random.uniform(-1.0, 1.0, (count, 3))
    tone *= 1.0 + 0.22 * random.uniform(-1.0, 1.0, (count, 1)) + (extent - 1.0)[:, None]
    low = np.clip(0.5 - 0.5 * outward[:, 1:2], 0.0, 1.0) * 0.55  # the crown's underside is in its own shade
    leaf, autumn = PALETTE.broadleaf, PALETTE.autumn

    def pick(of: str) -> Array:
        return np.asarray(np.where(is_autumn, getattr(autumn, of), getattr(leaf, of)) * tone)

    lit, shade = pick("lit"), pick("shade")
    return lit + (shade - lit) * low, shade * (1.0 - 0.3 * low)


def _sphere(count: int, random: np.random.Generator) -> Array:
    """Directions spread evenly over the sphere, a little disturbed. Source: the Fibonacci lattice."""
    i = np.arange(count) + 0.5
    up = 1.0 - 2.0 * i / count
    around = math.pi * (1.0 + math.sqrt(5.0)) * i
    level = np.sqrt(1.0 - up**2)
    even = np.stack([level * np.cos(around), up, level * np.sin(around)], axis=1)
    return vec_normalize(even + random.normal(0.0, 0.12, (count, 3)))
