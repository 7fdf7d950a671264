"""Shapes over the picture → the numbers that the GPU draws them from, and the boxes about them. No OpenGL."""

import math
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.scene.shapes import Arc, Box, Capsule, Ellipse, Fill, Leaf, Paint, Triangle

Row: TypeAlias = tuple[float, ...]


class ShapeKind(IntEnum):
    """How shaders know them. From 101 on, so that no other constant of theirs is one by chance."""

    CAPSULE = 101
    LEAF = 102
    ARC = 103
    BOX = 104
    ELLIPSE = 105
    TRIANGLE = 106


LAST_ROUND = ShapeKind.LEAF  # figures are made of capsules and leaves, which have a program of their own

PAINT_ROWS = {paint: row for row, paint in enumerate(Paint)}
# (paints, 2, 4) uint8 sRGB: each paint's two ends, opaque.
COLOURS = np.array([[(*end, 255) for end in paint.value] for paint in Paint], dtype=np.uint8)

# Columns of `fill_numbers`, after seven numbers of the shape (u and radians) and its kind.
BOUNDS = slice(8, 12)  # left, top, right, bottom, u
ALPHA, LINE, PAINT = 12, 13, 14
IS_NEW = 15  # 1 but for a shape that its group has had before: that adds nothing to outline and shadow
_KIND, _COLUMNS = 7, 16


def fill_numbers(groups: Iterable[Sequence[Fill]]) -> NDArray[np.float32]:
    """(n, 16) of the fills of all groups, in columns as named above."""
    flat: list[float] = []
    for fills in groups:
        had: set[int] = set()
        for fill in fills:
            shape = fill.shape
            flat += _MEASURED[type(shape)](shape)
            flat += (fill.alpha_frac, fill.line_u, PAINT_ROWS[fill.paint], id(shape) not in had)
            had.add(id(shape))
    numbers = np.array(flat, dtype=np.float32).reshape(-1, _COLUMNS)
    is_round = find_round(numbers)
    ends = numbers[is_round]
    if len(ends):
        radii = ends[:, 4:6, None]
        middles = ends[:, 0:4].reshape(-1, 2, 2)
        numbers[is_round, 8:10] = (middles - radii).min(axis=1)
        numbers[is_round, 10:12] = (middles + radii).max(axis=1)
    return numbers


def find_round(numbers: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(n,) whether each is a capsule or a leaf."""
    is_round: NDArray[np.bool_] = numbers[:, _KIND] <= LAST_ROUND
    return is_round


_CAPSULE, _LEAF, _ARC, _BOX, _ELLIPSE, _TRIANGLE = map(float, ShapeKind)

# A shape's seven numbers, its kind, and the box about it (left, top, right, bottom). Those of capsules and
# leaves, which are many, are found for all of them at once: from two points and two radii.
_LATER = (0.0, 0.0, 0.0, 0.0)


def _capsule(shape: Capsule) -> Row:
    return (*shape.start, *shape.end, shape.start_radius_u, shape.end_radius_u, 0.0, _CAPSULE, *_LATER)


def _leaf(shape: Leaf) -> Row:
    half = 0.5 * shape.breadth_u
    return (*shape.root, *shape.tip, half, half, 0.0, _LEAF, *_LATER)


def _arc(shape: Arc) -> Row:
    (x, y), r = shape.middle, shape.radius_u
    start, sweep = shape.start_rad, max(-math.tau, min(shape.sweep_rad, math.tau))
    first, last = min(start, start + sweep), max(start, start + sweep)
    quarter = 0.5 * math.pi
    turns = range(math.ceil(first / quarter), math.floor(last / quarter) + 1)
    angles = (first, last, *(turn * quarter for turn in turns))
    across, down = [math.cos(angle) for angle in angles], [math.sin(angle) for angle in angles]
    grown = 0.5 * max(shape.breadth_u, shape.end_breadth_u)
    box = (
        x + r * min(across) - grown,
        y + r * min(down) - grown,
        x + r * max(across) + grown,
        y + r * max(down) + grown,
    )
    return (x, y, r, shape.breadth_u, shape.end_breadth_u, start, sweep, _ARC, *box)


def _box(shape: Box) -> Row:
    (x, y), (half_x, half_y), turn = shape.middle, shape.half_u, shape.turn_rad
    cos, sin, grown = abs(math.cos(turn)), abs(math.sin(turn)), 0.5 * shape.stroke_u
    across, down = cos * half_x + sin * half_y + grown, sin * half_x + cos * half_y + grown
    box = (x - across, y - down, x + across, y + down)
    return (x, y, half_x, half_y, shape.corner_u, turn, shape.stroke_u, _BOX, *box)


def _ellipse(shape: Ellipse) -> Row:
    (x, y), (across, down), grown = shape.middle, shape.radii_u, 0.5 * shape.stroke_u
    box = (x - across - grown, y - down - grown, x + across + grown, y + down + grown)
    return (x, y, across, down, 0.0, 0.0, shape.stroke_u, _ELLIPSE, *box)


def _triangle(shape: Triangle) -> Row:
    (ax, ay), (bx, by), (cx, cy), grown = shape.a, shape.b, shape.c, shape.corner_u
    box = (min(ax, bx, cx) - grown, min(ay, by, cy) - grown, max(ax, bx, cx) + grown, max(ay, by, cy) + grown)
    return (ax, ay, bx, by, cx, cy, grown, _TRIANGLE, *box)


_MEASURED: dict[type, Callable[[Any], Row]] = {
    Capsule: _capsule,
    Arc: _arc,
    Leaf: _leaf,
    Box: _box,
    Ellipse: _ellipse,
    Triangle: _triangle,
}
