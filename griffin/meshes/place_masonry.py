"""Walls of blocks: courses in bond, each block with a tone and a tilt of its own, broken off where one says.

A wall is a grid of half blocks around an upright axis, so that courses can be shifted against each other
without a gap. `pattern` holds the place in blocks' own numbers, from which joints are drawn: see place_mesh.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array, vec_normalize
from griffin.meshes.mesh import Indices, Patch, make_patch, merge, paint
from griffin.meshes.place_rock import MASONRY, lumps, quad_triangles
from griffin.world.noise import hash_u32, hash_uniform, smoothstep
from griffin.world.palette import PALETTE

Flags: TypeAlias = NDArray[np.bool_]

_TILT = 0.10  # of a block's normal
_WEATHER = np.array([-0.75, 0.1, 0.65])  # the side where rain comes from: green


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWall:
    """A wall around (x, z): heights of its courses' borders, its outer radius by height, and its outline.

    `is_there` (heights, angles) says for the middles of blocks whether they still stand.
    """

    middle: tuple[float, float]
    angles: Array  # borders of half blocks, increasing
    heights: Array  # borders of courses, increasing
    radius: Callable[[Array], Array]
    thick_m: float
    is_there: Callable[[Array, Array], Flags]
    inside_from_m: float = 0.0  # the inner face is seen from this height on
    joints: tuple[float, float] = (1.0, 1.0)  # half blocks a column and courses a row, where joints are drawn
    wear_m: float = 0.07  # how uneven it is


def round_wall(form: RoundWall, seed: int) -> Patch:
    """The stones that are left, for `weather_masonry` to paint: `lit` holds each one's tone and hue."""
    rows, columns = len(form.heights) - 1, len(form.angles) - 1
    row, column = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    block = (column + row % 2) // 2
    step = form.angles[1] - form.angles[0]
    middle_angle = form.angles[0] + step * (2.0 * block - row % 2 + 1.0)
    middle_m = (form.heights[row] + form.heights[row + 1]) / 2.0
    stands = np.asarray(form.is_there(middle_m, middle_angle), dtype=bool)
    outer, inner = _shells(form, seed)
    closes = abs(form.angles[-1] - form.angles[0] - 2.0 * np.pi) < 1e-6
    above = np.vstack([stands[1:], np.zeros((1, columns), dtype=bool)])
    after = np.roll(stands, -1, axis=1) if closes else np.pad(stands[:, 1:], ((0, 0), (0, 1)))
    before = np.roll(stands, 1, axis=1) if closes else np.pad(stands[:, :-1], ((0, 0), (1, 0)))
    is_inner = stands & (form.heights[row] >= form.inside_from_m)
    blocks = row * 1009 + block
    spots = row, column
    outside = _corners(outer, outer, spots, ((0, 0), (1, 0), (1, 1), (0, 1)))
    inside = _corners(inner, inner, spots, ((0, 1), (1, 1), (1, 0), (0, 0)))
    parts = [
        _faces(stands, blocks, outside, spots, form, seed),
        _faces(is_inner, blocks, inside, spots, form, seed),
        _faces(stands & ~above, blocks, _lid(outer, inner, spots), None, form, seed),
        _faces(stands & ~after, blocks, _side(outer, inner, spots, 1), None, form, seed),
        _faces(stands & ~before, blocks, _side(inner, outer, spots, 0), None, form, seed),
    ]
    return merge([part for part in parts if len(part.triangles)])


def _shells(form: RoundWall, seed: int) -> tuple[Array, Array]:
    """The lattice (rows + 1, columns + 1, 3) of the outer and of the inner face."""
    shape = (len(form.heights), len(form.angles))
    wear = form.wear_m * (hash_uniform(shape, seed) - 0.5) * 2.0
    wear[:, -1] = wear[:, 0]
    reach = form.radius(form.heights)[:, None]
    around = np.stack([np.cos(form.angles), np.sin(form.angles)], axis=1)

    def shell(radius: Array) -> Array:
        flat = radius[..., None] * around + np.array(form.middle)
        up = np.broadcast_to(form.heights[:, None], shape) + 0.5 * wear
        return np.stack([flat[..., 0], up, flat[..., 1]], axis=-1)

    return shell(reach + wear), shell(np.broadcast_to(reach - form.thick_m, shape))


_Spots: TypeAlias = tuple[Indices, Indices]


def _corners(first: Array, second: Array, spots: _Spots, order: tuple[tuple[int, int], ...]) -> Array:
    """(rows, columns, 4, 3): two corners of the first shell, two of the second."""
    row, column = spots
    shells = (first, first, second, second)
    return np.stack(
        [shell[row + up, column + on] for shell, (up, on) in zip(shells, order, strict=True)], axis=2
    )


def _lid(outer: Array, inner: Array, spots: _Spots) -> Array:
    return _corners(outer, inner, spots, ((1, 1), (1, 0), (1, 0), (1, 1)))[:, :, [1, 2, 3, 0]]


def _side(first: Array, second: Array, spots: _Spots, on: int) -> Array:
    return _corners(first, second, spots, ((0, on), (1, on), (1, on), (0, on)))


def _faces(
    is_drawn: Flags, blocks: Indices, corners: Array, spots: _Spots | None, form: RoundWall, seed: int
) -> Patch:
    """A quad for each that is drawn, in its block's tone."""
    quads = corners[is_drawn]
    count = len(quads)
    position = quads.reshape(-1, 3)
    triangles = quad_triangles(count)
    normal = vec_normalize(np.cross(quads[:, 1] - quads[:, 0], quads[:, 2] - quads[:, 0]) + 1e-9)
    of = blocks[is_drawn]
    tilt = np.stack([hash_u32(of, seed + axis) for axis in range(3)], axis=1) / 2.0**31 - 1.0
    normal = np.repeat(vec_normalize(normal + _TILT * tilt), 4, axis=0)
    pattern = np.zeros((count * 4, 4))
    if spots is not None:
        row, column = (each[is_drawn] for each in spots)
        on, up = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0])
        pattern[:, 1] = ((column[:, None] + on) * form.joints[0]).ravel()
        pattern[:, 2] = ((row[:, None] + up) * form.joints[1]).ravel()
        pattern[:, 3] = MASONRY
    patch = replace(make_patch(position, triangles, pattern=pattern), normal=normal)
    own = np.stack([hash_u32(of, seed + 7 + which) for which in range(3)], axis=1) / 2.0**32
    return paint(patch, np.repeat(own, 4, axis=0), 0.0)


def weather_masonry(stones: Patch, seed: int) -> Patch:
    """Walls and blocks, streaked by rain, green at the foot and where rain comes from."""
    p, place = PALETTE, stones.position
    toss, hue = stones.lit[:, :1], stones.lit[:, 1:2]
    tone = 0.86 + 0.34 * toss + 0.26 * (lumps(place, 4.0, seed + 20)[:, None] - 0.5)
    streak = lumps(place * [1.0, 0.16, 1.0], 1.6, seed + 21)[:, None]
    tone = tone * (1.0 - 0.28 * smoothstep(0.5, 0.9, streak))
    pale = 0.25 + 0.3 * toss  # dressed stone is lighter than rock
    lit = p.cliff.lit + (p.rock.lit - p.cliff.lit) * hue
    lit = lit + (p.gravel.lit - lit) * pale
    shade = p.cliff.shade + (p.rock.shade - p.cliff.shade) * hue
    shade = shade + (p.gravel.shade - shade) * pale
    damp = np.clip(1.0 - place[:, 1:2] / 7.0, 0.0, 1.0) * 0.55
    side = np.clip(stones.normal @ _WEATHER, 0.0, 1.0)[:, None] * 0.55
    flat = np.clip(stones.normal[:, 1:2] - 0.4, 0.0, 1.0)
    patches = lumps(place, 3.2, seed + 22)[:, None]
    green = smoothstep(0.62, 0.95, patches + damp + side + flat - 0.15) * 0.8
    moss_lit, moss_shade = p.meadow.lit * 0.8, p.meadow.shade * 0.9
    lit, shade = lit * tone, shade * np.clip(tone, 0.75, 1.1)
    return paint(stones, lit + (moss_lit - lit) * green, shade + (moss_shade - shade) * green)


def block(middle: Array, size_m: Array, turn: Array, seed: int) -> Patch:
    """A fallen block with edges `size_m` (3,), turned by angles (3,) about x, y and z."""
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
    sides = np.array(
        [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)], dtype=np.int64
    )
    cx, cy, cz = np.cos(turn)
    sx, sy, sz = np.sin(turn)
    about = np.array([[cy * cz, -cy * sz, sy], [sz, cz, 0.0], [-sy * cz, sy * sz, cy]])
    about = about @ np.array([[1.0, 0.0, 0.0], [0.0, cx, -sx], [0.0, sx, cx]])
    position = (corners * size_m * 0.5 @ about.T + middle)[sides].reshape(-1, 3)
    stone = make_patch(position, quad_triangles(len(sides)))
    return paint(stone, hash_uniform((3,), seed), 0.0)
