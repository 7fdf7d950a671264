"""Rock that lies in beds, turf that overhangs it, and loose stones: what islands and arches are made of.

Metres. `Level` says how finely: the same form in all levels, so that a change of level doesn't change it.
A patch's `pattern` is that of place_mesh.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from griffin.linalg import Array, vec_normalize
from griffin.meshes.mesh import Indices, Patch, grid_triangles, make_patch, paint, tube
from griffin.world.noise import hash_u32, hash_uniform, smoothstep
from griffin.world.palette import PALETTE

Outline: TypeAlias = Callable[[Array], Array]  # angles (n,) → places (n, 2) along x and z from the middle
Heights: TypeAlias = Callable[[Array, Array], Array]  # x and z → height

BEDDED, MASONRY = -1.0, 1.0  # what a fragment shader may draw on a surface
_CUBE = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)]).T[:, :, None]  # (3, 8, 1)
_BED_SEED = 911  # a bed has the same tone in all rocks of a place
_UNDERCUT = 0.45  # how much darker a bed is at its foot
_BOUNCE = np.array([1.3, 1.2, 0.85])  # more light from the sunlit land below than shade has by itself
_SOD_M = 2.2  # stones that are larger carry grass
_HARD = 0.5  # of a facet's normal in that of its vertices: edges show, and the form stays round


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How finely a place is made."""

    number: int  # 0 near, as with plants
    spacing_m: float  # between the columns of rock, where it is widest
    is_stepped: bool  # every bed has a face and a ledge of its own
    is_faceted: bool


def around(columns: int) -> Array:
    """Directions of a ring's columns, so that rings from above downwards have their outside outside."""
    return np.asarray(-2.0 * math.pi * np.arange(columns) / columns)


def quad_triangles(count: int) -> Indices:
    """Two triangles for each four vertices that follow each other."""
    first = 4 * np.arange(count)[:, None]
    return np.concatenate([first + np.array([0, 1, 2]), first + np.array([0, 2, 3])])


def lumps(position: Array, size_m: float, seed: int) -> Array:
    """(n,) smooth noise of 0 to 1 at places (n, 3), with lumps of that size."""
    at = position.T / size_m
    cell = np.floor(at)
    f = at - cell
    f = f * f * (3.0 - 2.0 * f)
    corner = cell.astype(np.int64)[:, None] + _CUBE
    key = (corner[0] * 73_856_093) ^ (corner[1] * 19_349_663) ^ (corner[2] * 83_492_791)
    weight = np.abs(1.0 - _CUBE - f[:, None]).prod(axis=0)
    return np.asarray((weight * hash_u32(key & 0xFFFFFFFF, seed)).sum(axis=0) / 2.0**32)


def facet(patch: Patch) -> Patch:
    """The patch with corners of its own for every triangle, so that broken edges show."""
    of = patch.triangles.ravel()
    corner = patch.position[of].reshape(-1, 3, 3)
    face = vec_normalize(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]))
    normal = _HARD * np.repeat(face, 3, axis=0) + (1.0 - _HARD) * patch.normal[of]
    return Patch(
        position=patch.position[of],
        normal=vec_normalize(normal),
        lit=patch.lit[of],
        shade=patch.shade[of],
        pattern=patch.pattern[of],
        finish=patch.finish[of],
        joints=patch.joints[of],
        weights=patch.weights[of],
        triangles=np.arange(len(of)).reshape(-1, 3),
    )


def bed_borders(top_m: float, bottom_m: float, seed: int) -> Array:
    """Heights between which the beds lie, downwards."""
    thick_m = 2.6 + 4.6 * hash_uniform((64,), seed) ** 1.5
    borders = top_m - np.concatenate([[0.0], np.cumsum(thick_m)])
    inside = borders[borders > bottom_m + 1.0]
    return np.append(inside, bottom_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crag:
    """A body of bedded rock between two heights; hanging or standing.

    `reach` (n,) says for heights how much of the outline is left there, `middle` (n, 2) where its middle is.
    """

    outline: Outline
    reach: Callable[[Array], Array]
    middle: Callable[[Array], Array]
    top_m: float
    bottom_m: float
    jut_m: float = 2.1  # how far beds stand out of each other
    moss: float = 0.7  # on its ledges
    sheltered_m: float = 0.0  # so far below its top it lies in the shade of an overhang


def crag(form: Crag, borders: Array, level: Level, seed: int) -> Patch:
    """The rock of a form, its beds parted by `borders`, which neighbours share; for `weather_rock` to finish.

    Its `lit` holds the bed's tone, hue, and how far it stands out; `shade` its moss and how much sky it sees.
    """
    columns = _columns(form, level)
    angle = around(columns)
    flat = form.outline(angle)
    size_m = np.linalg.norm(flat, axis=1)
    out = flat / size_m[:, None]
    inner = borders[(borders < form.top_m) & (borders > form.bottom_m)]
    edges = np.concatenate([[form.top_m], inner, [form.bottom_m]])
    rings, tones = [], []
    for upper, lower in pairwise(edges):
        bed = int(np.searchsorted(-borders, -(upper + lower) / 2.0))
        toss = hash_uniform((4,), _BED_SEED + bed)
        blocks = np.floor(angle * size_m.mean() / 7.0 + 5.0 * toss[0]).astype(np.int64)
        stands = 1.3 * (toss[1] - 0.5) + 1.1 * (hash_u32(blocks + 97 * bed, seed) / 2.0**32 - 0.5)
        thick = upper - lower
        spots = (upper - 0.06 * thick, lower + 0.06 * thick) if level.is_stepped else (lower,)
        for height in spots:
            left = float(form.reach(np.array([height]))[0])
            place = flat * left
            local_m = np.minimum(size_m * left, 8.0) / 8.0
            place = place + out * (form.jut_m * stands * local_m)[:, None] + form.middle(np.array([height]))
            dip = 0.035 * place[:, 0] + 0.02 * place[:, 1]  # beds aren't level, but what is built on them is
            y = height + dip * min(1.0, (borders[0] - height) / 12.0)
            rings.append(np.stack([place[:, 0], y, place[:, 1]], axis=1))
            tone = toss[2] - _UNDERCUT * (height < (upper + lower) / 2.0)
            tones.append(np.stack([np.full(columns, tone), np.full(columns, toss[3]), stands], axis=1))
    if form.sheltered_m > 0.0 or not level.is_stepped:
        first = rings[0].copy()
        first[:, 1] += form.top_m - first[:, 1].mean()
        rings.insert(0, first)
        tones.insert(0, tones[0])
    skin = tube(np.stack(rings), cap_start=False)
    below = np.clip((form.top_m - skin.position[:, 1]) / max(form.sheltered_m, 1e-3), 0.0, 1.0)
    light = np.stack([np.full(len(below), form.moss), 0.5 + 0.5 * below, np.zeros(len(below))], axis=1)
    return paint(skin, np.vstack([*tones, tones[-1].mean(axis=0, keepdims=True)]), light)


def _columns(form: Crag, level: Level) -> int:
    angle = np.linspace(0.0, 2.0 * math.pi, 24)
    length_m = float(np.linalg.norm(np.diff(form.outline(angle), axis=0), axis=1).sum())
    return max(6, round(length_m / level.spacing_m))


def weather_rock(rock: Patch, level: Level, seed: int) -> Patch:
    """Crags as wind and water leave them: uneven, with beds of many tones, dark below, green on ledges."""
    moved = np.stack([lumps(rock.position, 5.0, seed + axis) for axis in range(3)], axis=1) - 0.5
    worn = make_patch(rock.position + moved * [2.0, 0.9, 2.0], rock.triangles)
    pattern = np.zeros((len(worn.position), 4))
    pattern[:, 3] = BEDDED
    worn = replace(worn, lit=rock.lit, shade=rock.shade, pattern=pattern)
    if level.is_faceted:
        worn = facet(worn)
    tone, moss, sheltered = worn.lit, worn.shade[:, :1], worn.shade[:, 1:2]
    p = PALETTE
    warm = np.clip(1.6 * tone[:, 1:2] - 0.3, 0.0, 1.0)
    spots = lumps(worn.position, 3.5, seed + 5)[:, None]
    light = 0.78 + 0.50 * tone[:, :1] + 0.10 * tone[:, 2:] + 0.24 * (spots - 0.5)
    up = worn.normal[:, 1:2]
    down = np.clip(-up * 1.4, 0.0, 1.0)
    open_sky = (1.0 - 0.38 * down) * sheltered
    green = smoothstep(0.45, 0.85, up + 0.5 * (spots - 0.5)) * moss
    lit = p.rock.lit + (p.cliff.lit - p.rock.lit) * warm
    shade = p.rock.shade + (p.cliff.shade - p.rock.shade) * warm
    lit, shade = lit * light * open_sky, shade * np.clip(light, 0.7, 1.1) * sheltered
    shade = shade * (1.0 + _BOUNCE * down)
    lit = lit + (p.meadow.lit * 0.92 - lit) * green
    return paint(worn, lit, shade + (p.meadow.shade - shade) * green)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turf:
    """Grass over a body of rock: `height` above its middle's plane, its edge hanging over by `over_m`."""

    outline: Outline  # of the rock
    height: Heights
    seat_m: float  # the height of the rock that it lies on
    over_m: float = 1.6
    lip_m: float = 1.5  # how thick the torn edge is


def turf(form: Turf, level: Level, seed: int) -> Patch:
    """The meadow, its torn edge, and the soil below it."""
    rings_in, columns = ((4, 48), (3, 22), (2, 14))[level.number]
    angle = around(columns)
    flat = form.outline(angle)
    out = vec_normalize(flat)
    torn = (
        np.sin(7.0 * angle + seed) + 0.8 * np.sin(17.0 * angle) + 0.7 * (hash_uniform((columns,), seed) - 0.5)
    )
    hang = hash_uniform((columns,), seed + 1)
    edge = flat + out * (form.over_m * (1.0 + 0.35 * torn))[:, None]

    def ring(place: Array, drop_m: Array | float = 0.0, most_m: float = math.inf) -> Array:
        y = np.minimum(form.height(place[:, 0], place[:, 1]) - drop_m, most_m)
        return np.stack([place[:, 0], y, place[:, 1]], axis=1)

    inner = [ring(edge * (frac**0.8)) for frac in (np.arange(rings_in) + 0.6) / rings_in]
    lip_m = form.lip_m * (0.5 + 1.1 * hang)
    rim = ring(edge, 0.15)
    low = ring(edge + out * 0.25, lip_m, form.seat_m)
    soil = ring(flat * 0.93, form.lip_m * 0.8, form.seat_m - 0.3)
    rings = np.stack([*inner, rim, low, soil])
    skin = tube(rings, cap_start=True, cap_end=False)
    position = skin.position.copy()
    middle = position[-1:]
    position[-1, 1] = float(form.height(middle[:, 0], middle[:, 2])[0])
    skin = make_patch(position, skin.triangles)
    part = np.append(np.repeat([*np.zeros(rings_in + 1), 1.0, 2.0], columns), 0.0)[:, None]
    return _paint_turf(skin, part, seed)


def _paint_turf(patch: Patch, part: Array, seed: int) -> Patch:
    p = PALETTE
    place = patch.position
    dry = smoothstep(0.45, 0.8, lumps(place, 11.0, seed + 3))[:, None] * 0.75
    tone = 0.74 + 0.5 * lumps(place, 5.0, seed + 4)[:, None]
    lit = (p.meadow.lit + (p.dry_grass.lit - p.meadow.lit) * dry) * tone
    shade = (p.meadow.shade + (p.dry_grass.shade - p.meadow.shade) * dry) * tone
    hanging, soil = np.clip(part, 0.0, 1.0), np.clip(part - 1.0, 0.0, 1.0)
    lit = lit * (1.0 - 0.45 * hanging) + (p.bark.shade * 0.8 - lit * 0.55) * soil
    shade = shade * (1.0 - 0.35 * hanging) + (p.bark.shade * 0.5 - shade * 0.65) * soil
    return paint(patch, np.clip(lit, 0.0, 1.0), np.clip(shade, 0.0, 1.0))


def boulders(middles: Array, sizes_m: Array, level: Level, seed: int) -> Patch:
    """Broken stones (n), longer downwards, with a sod on the large ones."""
    columns, rows = ((7, 4), (5, 3), (4, 2))[level.number]
    count = len(middles)
    angle = around(columns)
    size = sizes_m[:, None, None]
    down = ((np.arange(rows) + 0.3) / rows)[:, None]
    reach = size * (1.0 - 0.75 * down**1.4) * (0.75 + 0.5 * hash_uniform((count, rows, columns), seed))
    up = np.broadcast_to(size * (0.45 - 1.5 * down), reach.shape)
    rings = np.stack([reach * np.cos(angle), up, reach * np.sin(angle)], axis=-1)
    poles = np.stack([rings[:, 0].mean(axis=1), rings[:, -1].mean(axis=1)], axis=1)
    position = np.concatenate([rings.reshape(count, -1, 3), poles], axis=1) + middles[:, None]
    one = tube(rings[0]).triangles
    each = rows * columns + 2
    triangles = (one + (np.arange(count) * each)[:, None, None]).reshape(-1, 3)
    pattern = np.zeros((count * each, 4))
    pattern[:, 3] = BEDDED
    stones = make_patch(position.reshape(-1, 3), triangles, pattern=pattern)
    tone = 0.85 + 0.3 * hash_uniform((count, 1), seed + 1)
    sod = np.where(sizes_m > _SOD_M, 0.95, 0.4)[:, None]
    stones = paint(stones, np.repeat(np.hstack([tone, sod, sod]), each, axis=0), 1.0)
    stones = facet(stones) if level.is_faceted else stones
    tone, p = stones.lit[:, :1], PALETTE
    green = smoothstep(0.35, 0.8, stones.normal[:, 1:2]) * stones.lit[:, 1:2]
    dark = 1.0 - 0.3 * np.clip(-stones.normal[:, 1:2], 0.0, 1.0)
    lit = p.cliff.lit * tone + (p.meadow.lit - p.cliff.lit * tone) * green
    shade = p.cliff.shade * tone + (p.meadow.shade - p.cliff.shade * tone) * green
    return paint(stones, lit * dark, shade * dark)


def strips(starts: Array, ways: Array, wide_m: Array, rows: int, sag_m: Array) -> Patch:
    """Tapering strips (n) from `starts` along `ways` (both (n, 3)), bent down by their sag: roots, vines."""
    count = len(starts)
    at = np.linspace(0.0, 1.0, rows)
    side = vec_normalize(np.cross(ways, [0.0, 1.0, 0.0]) + 1e-6)
    path = starts[:, None] + ways[:, None] * at[:, None]
    path = path - np.array([0.0, 1.0, 0.0]) * (sag_m[:, None] * at**1.6)[..., None]
    long_m = np.linalg.norm(ways, axis=1) + sag_m
    sway = np.sin(5.0 * at + 2.0 * np.arange(count)[:, None]) * long_m[:, None] * at
    path = path + side[:, None] * (0.07 * sway)[..., None]
    half = side[:, None] * (0.5 * wide_m[:, None] * (1.0 - 0.9 * at))[..., None]
    position = np.stack([path - half, path + half], axis=2).reshape(-1, 3)
    one = grid_triangles(rows, 2)
    triangles = (one + (np.arange(count) * rows * 2)[:, None, None]).reshape(-1, 3)
    patch = make_patch(position, triangles)
    out = vec_normalize(starts * [1.0, 0.0, 1.0] + 1e-6)
    return replace(patch, normal=np.repeat(vec_normalize(out + np.array([0.0, 0.3, 0.0])), rows * 2, axis=0))
