"""What grows on places: trees as on land, tufts and roots that hang from torn turf, ivy on walls."""

import math
from dataclasses import replace
from functools import cache

import numpy as np

from griffin.linalg import Array, mat_rotate_y, mat_translate, vec_normalize
from griffin.meshes.flora_mesh import LEVELS, plant_mesh
from griffin.meshes.mesh import Patch, make_patch, merge, paint, place
from griffin.meshes.place_rock import Level, Turf, quad_triangles, strips
from griffin.world.flora import Plant
from griffin.world.noise import hash_uniform
from griffin.world.palette import PALETTE

_ROOT_ROWS = 6


def plant(kind: Plant, foot: Array, height_m: float, turn_rad: float, level: Level) -> Patch:
    """One tree or bush with its foot at (3,)."""
    grown = _grown(kind, min(level.number + (kind is Plant.BUSH), LEVELS - 1))
    at = mat_translate(foot) @ mat_rotate_y(turn_rad)
    return place(replace(grown, position=grown.position * height_m), at)


@cache
def _grown(kind: Plant, level: int) -> Patch:
    """One metre high, without what the wind and leaves' pictures need."""
    patch = plant_mesh(kind, level)
    return replace(patch, pattern=np.zeros_like(patch.pattern), finish=np.zeros_like(patch.finish))


def hanging_turf(form: Turf, level: Level, seed: int) -> list[Patch]:
    """Tufts along a torn edge, roots from the soil below it."""
    tufts, roots = ((220, 22), (56, 7), (0, 0))[level.number]
    return [] if tufts == 0 else [_tufts(form, tufts, seed), _roots(form, roots, seed)]


def _tufts(form: Turf, count: int, seed: int) -> Patch:
    toss = hash_uniform((count, 4), seed + 40)
    angle = 2.0 * math.pi * (np.arange(count) + 0.8 * toss[:, 0]) / count
    flat = form.outline(angle)
    out = vec_normalize(flat)
    at = flat + out * (form.over_m * (0.7 + 0.5 * toss[:, 1]))[:, None]
    start = np.stack([at[:, 0], form.height(at[:, 0], at[:, 1]) - 0.2, at[:, 1]], axis=1)
    way = np.stack([out[:, 0], np.zeros(count), out[:, 1]], axis=1) * (0.5 + toss[:, 2:3])
    hair = strips(start, way, 0.28 + 0.5 * toss[:, 3], 2, 0.8 + 2.2 * toss[:, 1] ** 2)
    tone = np.repeat(0.7 + 0.5 * toss[:, 2], 4)[:, None]
    return paint(hair, PALETTE.meadow.lit * tone, PALETTE.meadow.shade * tone)


def _roots(form: Turf, count: int, seed: int) -> Patch:
    """Roots, and vines whose leaves hang about them."""
    toss = hash_uniform((count, 4), seed + 41)
    angle = 2.0 * math.pi * (np.arange(count) + 0.9 * toss[:, 0]) / count
    flat = form.outline(angle) * (0.95 + 0.05 * toss[:, 3:])
    start = np.stack([flat[:, 0], np.full(count, form.seat_m - 0.7), flat[:, 1]], axis=1)
    out = vec_normalize(flat)
    long_m = 3.0 + 10.0 * toss[:, 1] ** 2
    way = np.stack([out[:, 0] * 1.8, np.zeros(count), out[:, 1] * 1.8], axis=1)
    root = strips(start, way, 0.3 + 0.4 * toss[:, 2], _ROOT_ROWS, long_m)
    is_vine = np.repeat(toss[:, 0] < 0.5, 2 * _ROOT_ROWS)
    bark = PALETTE.bark
    root = paint(root, bark.lit * 0.9, bark.shade * 0.9)
    places = root.position[is_vine]
    outward = np.repeat(out[toss[:, 0] < 0.5], 2 * _ROOT_ROWS, axis=0)
    facing = np.stack([outward[:, 0], np.zeros(len(outward)), outward[:, 1]], axis=1)
    scatter = hash_uniform((len(places), 4), seed + 42)
    places = places + (scatter[:, :3] - 0.5) * [0.6, 1.8, 0.6]
    size = 0.22 + 0.34 * scatter[:, 3]
    return merge([root, ivy(places, facing, size, seed + 43)])


def ivy(places: Array, outward: Array, size_m: Array, seed: int) -> Patch:
    """A leafy spray, four-cornered, at each of the places (n, 3) on a wall with these normals."""
    count = len(places)
    toss = hash_uniform((count, 5), seed)
    up = np.array([0.0, 1.0, 0.0])
    side = vec_normalize(np.cross(up, outward))
    lean = (toss[:, 0] - 0.5)[:, None]
    along = vec_normalize(up + side * 1.4 * lean)
    across = vec_normalize(np.cross(along, outward))
    half = size_m[:, None]
    lift = outward * (0.12 + 0.3 * toss[:, 1:2])
    corners = np.stack(
        [
            places + lift * 0.6 - along * half * 1.2,
            places + lift * 1.6 + across * half * (0.6 + 0.5 * toss[:, 2:3]),
            places + lift * 0.8 + along * half,
            places + lift * 1.6 - across * half * (0.6 + 0.5 * toss[:, 3:4]),
        ],
        axis=1,
    ).reshape(-1, 3)
    leaves = make_patch(corners, quad_triangles(count))
    normal = np.repeat(vec_normalize(outward + up * 0.5 + (toss[:, :3] - 0.5)), 4, axis=0)
    tone = np.repeat(0.6 + 0.6 * toss[:, 4], 4)[:, None]
    p = PALETTE
    mix = np.repeat(toss[:, 1], 4)[:, None]
    lit = (p.conifer.lit + (p.broadleaf.lit - p.conifer.lit) * mix) * tone
    shade = (p.conifer.shade + (p.broadleaf.shade - p.conifer.shade) * mix) * tone
    return paint(replace(leaves, normal=normal), lit, shade)
