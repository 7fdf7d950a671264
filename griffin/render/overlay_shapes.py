"""Overlay → what the GPU draws it from: a row a shape, a cell of an off-screen sheet a group. No OpenGL.

A group's cell is as large as what is seen of it. The cells of one `Batch` lie side by side in a sheet of the
picture's size; what doesn't fit goes into another batch, which is drawn later.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.scene.shapes import (
    HEIGHT_U,
    Arc,
    Box,
    Capsule,
    Ellipse,
    Fill,
    Group,
    Leaf,
    Overlay,
    Paint,
    Pool,
    Triangle,
)

Size: TypeAlias = tuple[int, int]
Row: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayTuning:
    """How soft things are."""

    shadow_reach: float = 1.5  # from the edge to where nothing is left, of a shadow's softness: as a blur's

    def __post_init__(self) -> None:
        if self.shadow_reach <= 0.0:
            raise ValueError("a shadow has to reach somewhere")


TUNING = OverlayTuning()


class ShapeKind(IntEnum):
    """How shaders know them. From 101 on, so that no other constant of theirs is one by chance."""

    CAPSULE = 101
    ARC = 102
    LEAF = 103
    BOX = 104
    ELLIPSE = 105
    TRIANGLE = 106


# The attributes of overlay.vert, overlay_group.vert and overlay_pool.vert, which say what they are.
SHAPE_ROW = np.dtype(
    [
        ("a_first", "f4", 4),
        ("a_second", "f4", 4),
        ("a_look", "f4", 4),
        ("a_place", "f4", 4),
        ("a_cell", "f4", 4),
        ("a_top", "u1", 4),
        ("a_bottom", "u1", 4),
        ("a_line_top", "u1", 4),
        ("a_line_bottom", "u1", 4),
    ]
)
GROUP_ROW = np.dtype(
    [
        ("a_rect", "f4", 4),
        ("a_cell", "f4", 4),
        ("a_alphas", "f4", 4),
        ("a_line_top", "u1", 4),
        ("a_line_bottom", "u1", 4),
    ]
)
POOL_ROW = np.dtype([("a_ellipse", "f4", 4), ("a_alpha", "f4")])

_PAINTS = tuple(Paint)
_PAINT_ROW = {paint: row for row, paint in enumerate(_PAINTS)}
_COLOURS = np.array([[(*end, 255) for end in paint.value] for paint in _PAINTS], dtype=np.uint8)
_BOUNDS = slice(8, 12)  # columns of a shape's numbers: left, top, right, bottom, u
_LOOK = slice(12, 14)  # alpha, line
_PAINT = 14
_COLUMNS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Groups that are drawn into one sheet and laid over the picture together.

    `shapes`: (n,) SHAPE_ROW; `groups`: (m,) GROUP_ROW; `used_px`: width and height of the sheet's part, from
    its lower left corner, that all cells lie in.
    """

    shapes: NDArray[np.void]
    groups: NDArray[np.void]
    used_px: Size


class Measure:
    """From u on a canvas to pixels of a picture."""

    def __init__(self, overlay: Overlay, size_px: Size) -> None:
        self.size_px = size_px
        self.scale = size_px[1] / HEIGHT_U
        self.left_px = 0.5 * (size_px[0] - overlay.canvas.width_u * self.scale)


def pool_rows(pools: Sequence[Pool], measure: Measure) -> NDArray[np.void]:
    """(n,) POOL_ROW of those that can be seen."""
    seen = [pool for pool in pools if pool.alpha_frac > 0.0]
    rows = np.zeros(len(seen), dtype=POOL_ROW)
    for row, pool in zip(rows, seen, strict=True):
        (x, y), (across, down), scale = pool.middle, pool.radii_u, measure.scale
        row["a_ellipse"] = (
            measure.left_px + scale * x,
            measure.size_px[1] - scale * y,
            scale * across,
            scale * down,
        )
        row["a_alpha"] = pool.alpha_frac
    return rows


def batches(groups: Sequence[Group], measure: Measure) -> Iterator[Batch]:
    """What is to be seen of the groups, in their order."""
    cells: list[_Cell] = []
    shelf = _Shelves(measure.size_px)
    for group in groups:
        if group.alpha_frac <= 0.0 or not group.fills:
            continue
        numbers = _numbers(group.fills)
        rect = _rect_px(group, numbers, measure)
        if rect is None:
            continue
        place = shelf.place(rect[2:])
        if place is None:
            yield _batch(cells, shelf.used_px, measure)
            cells, shelf = [], _Shelves(measure.size_px)
            place = shelf.place(rect[2:]) or (0, 0)
        cells.append(_Cell(group, numbers, rect, place))
    if cells:
        yield _batch(cells, shelf.used_px, measure)


@dataclass(frozen=True, slots=True)
class _Cell:
    group: Group
    numbers: NDArray[np.float32]  # (fills, _COLUMNS)
    rect_px: tuple[int, int, int, int]  # in the picture: left, bottom, width, height
    place_px: tuple[int, int]  # in the sheet: left, bottom


class _Shelves:
    """Places for rectangles, side by side in rows, as they come."""

    def __init__(self, room_px: Size) -> None:
        self._room_px = room_px
        self._left = self._bottom = self._top = self._right = 0

    @property
    def used_px(self) -> Size:
        return self._right, self._top

    def place(self, size_px: Size) -> tuple[int, int] | None:
        """Left and bottom, or None where no room is left."""
        width, height = size_px
        if self._left + width > self._room_px[0]:
            self._left, self._bottom = 0, self._top
        if self._bottom + height > self._room_px[1]:
            return None
        place = (self._left, self._bottom)
        self._left += width
        self._right = max(self._right, self._left)
        self._top = max(self._top, self._bottom + height)
        return place


def _numbers(fills: Sequence[Fill]) -> NDArray[np.float32]:
    flat: list[float] = []
    for fill in fills:
        shape = fill.shape
        flat += _MEASURED[type(shape)](shape)
        flat += (fill.alpha_frac, fill.line_u, _PAINT_ROW[fill.paint])
    return np.array(flat, dtype=np.float32).reshape(-1, _COLUMNS)


def _rect_px(
    group: Group, numbers: NDArray[np.float32], measure: Measure
) -> tuple[int, int, int, int] | None:
    """The group in whole pixels of the picture: left, bottom, width, height; None: nothing is in view."""
    grown = max(group.outline_u + TUNING.shadow_reach * group.shadow_u, float(numbers[:, 13].max()))
    bounds = numbers[:, _BOUNDS]
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    (width, height), scale = measure.size_px, measure.scale
    left = max(0, math.floor(measure.left_px + scale * (float(low[0]) - grown)) - 1)
    right = min(width, math.ceil(measure.left_px + scale * (float(high[0]) + grown)) + 1)
    top = max(0, math.floor(scale * (float(low[1]) - grown)) - 1)
    bottom = min(height, math.ceil(scale * (float(high[1]) + grown)) + 1)
    return (left, height - bottom, right - left, bottom - top) if left < right and top < bottom else None


def _batch(cells: Sequence[_Cell], used_px: Size, measure: Measure) -> Batch:
    numbers = np.concatenate([cell.numbers for cell in cells])
    counts = [len(cell.numbers) for cell in cells]
    height, scale = measure.size_px[1], measure.scale
    groups = np.zeros(len(cells), dtype=GROUP_ROW)
    places = np.empty((len(cells), 10), dtype=np.float32)  # y of the colours, place, cell
    for index, cell in enumerate(cells):
        group, (left, bottom, w, h), (x, y) = cell.group, cell.rect_px, cell.place_px
        places[index] = (
            *(group.top_u, group.bottom_u),
            *(measure.left_px - left + x, height - bottom + y, group.outline_u, group.shadow_u),
            *(x, y, x + w, y + h),
        )
        row = groups[index]
        row["a_rect"] = cell.rect_px
        row["a_cell"] = (x, y, height - scale * group.top_u, height - scale * group.bottom_u)
        outline = group.outline_alpha_frac if group.outline_u > 0.0 else 0.0
        shadow = group.shadow_alpha_frac if group.shadow_u > 0.0 else 0.0
        row["a_alphas"] = (outline, shadow, group.alpha_frac, 0.0)
        row["a_line_top"], row["a_line_bottom"] = _COLOURS[_PAINT_ROW[group.outline_paint]]
        row["a_line_top"][3] = row["a_line_bottom"][3] = round(255.0 * group.outline_alpha_frac)
    of_group = np.repeat(np.arange(len(cells)), counts)
    placed = places[of_group]
    paint = numbers[:, _PAINT].astype(np.intp)
    shapes = np.empty(len(numbers), dtype=SHAPE_ROW)
    shapes["a_first"] = numbers[:, 0:4]
    shapes["a_second"] = numbers[:, 4:8]
    shapes["a_look"][:, :2] = placed[:, :2]
    shapes["a_look"][:, 2:] = numbers[:, _LOOK]
    shapes["a_place"] = placed[:, 2:6]
    shapes["a_cell"] = placed[:, 6:10]
    shapes["a_top"] = _COLOURS[paint, 0]
    shapes["a_bottom"] = _COLOURS[paint, 1]
    shapes["a_line_top"] = groups["a_line_top"][of_group]
    shapes["a_line_bottom"] = groups["a_line_bottom"][of_group]
    return Batch(shapes=shapes, groups=groups, used_px=used_px)


# A shape's seven numbers, its kind, and the box about it (left, top, right, bottom).


def _capsule(shape: Capsule) -> Row:
    (ax, ay), (bx, by) = shape.start, shape.end
    ar, br = shape.start_radius_u, shape.end_radius_u
    box = (min(ax - ar, bx - br), min(ay - ar, by - br), max(ax + ar, bx + br), max(ay + ar, by + br))
    return (ax, ay, bx, by, ar, br, 0.0, ShapeKind.CAPSULE, *box)


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
    return (x, y, r, shape.breadth_u, shape.end_breadth_u, start, sweep, ShapeKind.ARC, *box)


def _leaf(shape: Leaf) -> Row:
    (ax, ay), (bx, by), grown = shape.root, shape.tip, 0.5 * shape.breadth_u
    box = (min(ax, bx) - grown, min(ay, by) - grown, max(ax, bx) + grown, max(ay, by) + grown)
    return (ax, ay, bx, by, shape.breadth_u, 0.0, 0.0, ShapeKind.LEAF, *box)


def _box(shape: Box) -> Row:
    (x, y), (half_x, half_y), turn = shape.middle, shape.half_u, shape.turn_rad
    cos, sin, grown = abs(math.cos(turn)), abs(math.sin(turn)), 0.5 * shape.stroke_u
    across, down = cos * half_x + sin * half_y + grown, sin * half_x + cos * half_y + grown
    box = (x - across, y - down, x + across, y + down)
    return (x, y, half_x, half_y, shape.corner_u, turn, shape.stroke_u, ShapeKind.BOX, *box)


def _ellipse(shape: Ellipse) -> Row:
    (x, y), (across, down), grown = shape.middle, shape.radii_u, 0.5 * shape.stroke_u
    box = (x - across - grown, y - down - grown, x + across + grown, y + down + grown)
    return (x, y, across, down, 0.0, 0.0, shape.stroke_u, ShapeKind.ELLIPSE, *box)


def _triangle(shape: Triangle) -> Row:
    (ax, ay), (bx, by), (cx, cy), grown = shape.a, shape.b, shape.c, shape.corner_u
    box = (min(ax, bx, cx) - grown, min(ay, by, cy) - grown, max(ax, bx, cx) + grown, max(ay, by, cy) + grown)
    return (ax, ay, bx, by, cx, cy, grown, ShapeKind.TRIANGLE, *box)


_MEASURED: dict[type, Callable[[Any], Row]] = {
    Capsule: _capsule,
    Arc: _arc,
    Leaf: _leaf,
    Box: _box,
    Ellipse: _ellipse,
    Triangle: _triangle,
}
