"""Shapes of the places, in metres, the origin at the middle of the foot (of an island, of its meadow).

A patch's `pattern` holds how loose a vertex is (0), and on a waterfall the way across it (1: -1 to 1), the
way down it (2: 0 to 1) and that it is one (3).
"""

import math
from dataclasses import replace

import numpy as np

from griffin.linalg import Array, mat_rotate_y, mat_translate
from griffin.meshes.flora_mesh import plant_mesh
from griffin.meshes.mesh import Patch, grid_triangles, make_patch, merge, paint, place, tube
from griffin.world.flora import Plant
from griffin.world.noise import hash_u32
from griffin.world.palette import PALETTE, Surface
from griffin.world.places import PlaceKind


def place_mesh(kind: PlaceKind) -> Patch:
    """The one shape of a kind; instances turn and size it."""
    if kind is PlaceKind.TOWER:
        return _tower()
    if kind is PlaceKind.ARCH:
        return _arch()
    if kind is PlaceKind.ISLAND:
        return _island()
    raise ValueError(f"nobody has made a shape for {kind!r}")


def _chance(shape: tuple[int, ...], seed: int) -> Array:
    return np.asarray(hash_u32(np.arange(math.prod(shape)), seed).reshape(shape) / 2.0**32)


def _stones(patch: Patch, surface: Surface, seed: int, *, moss: float = 0.5) -> Patch:
    """Uneven stone: every vertex its own tone, moss where it faces up."""
    tone = 0.82 + 0.3 * _chance((len(patch.position), 1), seed)
    green = np.clip(patch.normal[:, 1:2] - 0.3, 0.0, 1.0) * moss
    lit = surface.lit * tone + (PALETTE.dry_grass.lit - surface.lit * tone) * green
    shade = surface.shade * tone + (PALETTE.dry_grass.shade - surface.shade * tone) * green
    return paint(patch, lit, shade)


def _wall(radius_m: float, thick_m: float, heights_m: Array, angles: Array, taper: float, seed: int) -> Patch:
    """A round wall of its own height at each angle: outside, top, inside. Open unless the angles close."""
    rows_out = np.array([0.0, 0.35, 0.7, 1.0])
    rings = []
    for frac in rows_out:
        reach = radius_m * (1.0 - taper * frac)
        rings.append(np.stack([reach * np.cos(angles), frac * heights_m, reach * np.sin(angles)], axis=1))
    inner = radius_m * (1.0 - taper) - thick_m
    rings.append(np.stack([inner * np.cos(angles), heights_m, inner * np.sin(angles)], axis=1))
    rings.append(np.stack([inner * np.cos(angles), 0.3 * heights_m, inner * np.sin(angles)], axis=1))
    skin = make_patch(np.concatenate(rings), grid_triangles(len(rings), len(angles))[:, ::-1])
    return _stones(skin, PALETTE.cliff, seed)


def _tower() -> Patch:
    """A round keep, broken on one side, with what is left of its court."""
    columns = 15
    angle = np.linspace(0.0, 2.0 * math.pi, columns)
    broken = 27.0 - 9.0 * np.clip(np.sin(angle - 0.6), 0.0, 1.0) ** 2
    merlon = 1.7 * (np.arange(columns) % 2) * (broken > 25.0)
    ragged = 2.2 * _chance((columns,), 7) * (broken < 25.0)
    height = broken + merlon - ragged
    height[-1] = height[0]
    keep = _wall(5.4, 1.0, height, angle, 0.16, 71)
    court_angle = np.linspace(0.4, 4.4, 13)
    court_height = 3.0 + 4.5 * _chance((13,), 9)
    court_height[[4, 5, 9]] = 0.6
    court = place(_wall(13.0, 1.1, court_height, court_angle, 0.05, 72), mat_translate([2.0, 0.0, 3.0]))
    windows = [_slit(turn, up, 5.4 * (1.0 - 0.16 * up / 27.0)) for turn, up in _WINDOWS]
    return merge([keep, court, *windows])


_WINDOWS = ((0.3, 9.0), (2.1, 13.0), (3.6, 8.0), (5.0, 15.0), (4.3, 20.0), (1.2, 19.0))


def _slit(turn_rad: float, up_m: float, radius_m: float) -> Patch:
    out = np.array([math.cos(turn_rad), 0.0, math.sin(turn_rad)])
    side = np.array([-out[2], 0.0, out[0]]) * 0.42
    middle = out * (radius_m + 0.12) + np.array([0.0, up_m, 0.0])
    tall = np.array([0.0, 1.15, 0.0])
    corners = np.stack(
        [middle + side - tall, middle - side - tall, middle - side + tall, middle + side + tall]
    )
    slit = make_patch(corners, np.array([[0, 1, 2], [0, 2, 3]]))
    return paint(slit, PALETTE.bark.shade * 0.6, PALETTE.bark.shade * 0.5)


def _arch() -> Patch:
    """A natural arch: a bow of rock that wind and water left, thick at its feet."""
    rows, columns = 15, 9
    along = np.linspace(0.0, math.pi, rows)
    chance = _chance((rows, columns, 1), 13)
    angle = np.arange(columns) * (2.0 * math.pi / columns)
    rings = []
    for row, turn in enumerate(along):
        middle = np.array(
            [20.0 * math.cos(turn), 25.0 * math.sin(turn) ** 0.8 - 3.0, 2.5 * math.sin(2.0 * turn)]
        )
        out = np.array([math.cos(turn), math.sin(turn), 0.0])
        thick = 3.4 + 4.2 * abs(math.cos(turn)) ** 1.5
        reach = thick * (0.78 + 0.5 * chance[row])
        rings.append(
            middle
            + reach * (out * np.cos(angle)[:, None] + np.array([0.0, 0.0, 1.15]) * np.sin(angle)[:, None])
        )
    return _stones(tube(np.stack(rings)), PALETTE.cliff, 14, moss=0.8)


def _island() -> Patch:
    """A torn-out piece of land: meadow and trees above, hanging rock below, a brook that leaves it."""
    columns = 18
    angle = np.arange(columns) * (2.0 * math.pi / columns)
    edge = (
        1.0 + 0.16 * np.sin(2.0 * angle + 0.8) + 0.1 * np.sin(5.0 * angle) + 0.06 * np.sin(9.0 * angle + 2.0)
    )
    circle = np.stack([np.cos(angle), np.zeros(columns), np.sin(angle)], axis=1) * edge[:, None]
    chance = _chance((8, columns, 1), 21)
    up = np.array([0.0, 1.0, 0.0])
    meadow_rings = [
        42.0 * reach * circle + up * (6.5 * (1.0 - reach**2) + 1.4 * (chance[row] - 0.5))
        for row, reach in enumerate((1.0, 0.78, 0.5, 0.2))
    ]
    meadow = tube(np.stack(meadow_rings)[:, ::-1], cap_start=False)
    green = 0.85 + 0.3 * _chance((len(meadow.position), 1), 22)
    meadow = paint(meadow, PALETTE.meadow.lit * green, PALETTE.meadow.shade * green)
    rock_rings = []
    for row, (reach, down_m) in enumerate(
        ((0.08, 64.0), (0.2, 50.0), (0.47, 31.0), (0.74, 19.0), (0.98, 7.0), (1.0, 0.0))
    ):
        jag = (chance[row + 1] - 0.5) * (0.9 if row < 5 else 0.0)
        drop = down_m * (1.0 + 0.7 * jag)
        rock_rings.append(
            42.0 * reach * (1.0 + 0.5 * jag) * circle
            - up * drop
            + (chance[0] - 0.5) * (2.0 if row < 5 else 0.0) * up
        )
    rock_rings[-1] = meadow_rings[0]
    rock = _stones(tube(np.stack(rock_rings)[:, ::-1], cap_end=False), PALETTE.rock, 23, moss=0.0)
    band = (0.5 + 0.5 * np.sin(0.55 * rock.position[:, 1:2] + 4.0 * rock.position[:, :1] / 42.0)) * 0.7
    rock = paint(
        rock,
        rock.lit * 0.8 + (PALETTE.cliff.lit - rock.lit) * band * 0.8,
        rock.shade + (PALETTE.cliff.shade - rock.shade) * band,
    )
    return merge([meadow, rock, *_grove(), _waterfall(42.0 * float(edge[3]), float(angle[3]))])


def _grove() -> list[Patch]:
    spots = _chance((13, 4), 25)
    trees = []
    for x, z, size, turn in spots:
        reach, way = 6.0 + 25.0 * math.sqrt(x), 2.0 * math.pi * z
        if abs(way - 1.05) < 0.5:  # the brook's
            continue
        kind = (Plant.FIR, Plant.OAK, Plant.SPRUCE, Plant.POPLAR)[int(turn * 4.0)]
        height_m = 8.0 + 6.0 * size
        tree = plant_mesh(kind, 1)
        tree = replace(tree, position=tree.position * height_m)
        tree = replace(tree, pattern=np.zeros_like(tree.pattern))
        y = 6.5 * (1.0 - (reach / 42.0) ** 2) - 0.6
        at = mat_translate([reach * math.cos(way), y, reach * math.sin(way)]) @ mat_rotate_y(6.0 * turn)
        trees.append(place(tree, at))
    return trees


def _waterfall(rim_m: float, turn_rad: float) -> Patch:
    """A ribbon that leaves the meadow, bends over the rim, and frays on its way down."""
    rows, columns = 14, 4
    down = np.linspace(0.0, 1.0, rows)
    out = np.array([math.cos(turn_rad), 0.0, math.sin(turn_rad)])
    side = np.array([-out[2], 0.0, out[0]])
    across = np.linspace(-1.0, 1.0, columns)
    fall = np.clip((down - 0.12) / 0.88, 0.0, 1.0)
    reach = rim_m - 7.0 + 8.5 * np.minimum(down / 0.12, 1.0) + 3.0 * np.sqrt(fall)
    drop = 1.3 - 0.9 * np.minimum(down / 0.12, 1.0) - 78.0 * fall**1.25
    width = 2.2 + 1.6 * down
    position = (
        out * reach[:, None, None]
        + np.array([0.0, 1.0, 0.0]) * drop[:, None, None]
        + side * (width[:, None] * across)[..., None]
    )
    pattern = np.zeros((rows * columns, 4))
    pattern[:, 1] = np.tile(across, rows)
    pattern[:, 2] = np.repeat(down, columns)
    pattern[:, 3] = 1.0
    ribbon = make_patch(position.reshape(-1, 3), grid_triangles(rows, columns), pattern=pattern)
    ribbon = replace(ribbon, normal=np.tile(out * 0.4 + [0.0, 0.9, 0.0], (rows * columns, 1)))
    return paint(ribbon, PALETTE.snow.lit, PALETTE.snow.shade)
