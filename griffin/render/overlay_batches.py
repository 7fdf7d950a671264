"""Overlay → what is drawn with one call each: rows for the GPU, and cells of an off-screen sheet. No OpenGL.

A group's cell is as large as what is seen of it. The cells of one `Batch` lie side by side in a sheet of at
most the picture's size; what doesn't fit goes into another batch, which is drawn later.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.render.overlay_shapes import PAINT_ROWS, Bounds, Numbers, is_round, measure_shape
from griffin.scene.shapes import HEIGHT_U, Group, Overlay, Pool

Size: TypeAlias = tuple[int, int]
Rect: TypeAlias = tuple[int, int, int, int]  # left, bottom, width, height


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayTuning:
    """How soft things are."""

    # How far a shadow reaches beyond the edge, of its softness: as a blur's. At low there is none, because a
    # software renderer pays for every pixel of every shape's shadow: a third of what a figure costs.
    shadow_reach: float = 1.25
    low_shadow_reach: float = 0.0
    strip_px: int = 16  # height of a strip of a group: the less, the less of what is empty is laid over
    most_strips: int = 16  # in a group: large pictures are drawn by what doesn't mind a few pixels more

    def __post_init__(self) -> None:
        if not 0.0 <= self.low_shadow_reach <= self.shadow_reach or self.strip_px < 1 or self.most_strips < 1:
            raise ValueError("at low a shadow reaches no farther, and a group needs a strip")


TUNING = OverlayTuning()


# The attributes of overlay.vert, overlay_group.vert and overlay_pool.vert, which say what they are.
SHAPE_ROW = np.dtype(
    [
        ("a_first", "f4", 4),
        ("a_second", "f4", 4),
        ("a_look", "f4", 4),
        ("a_outline", "f4", 4),
        ("a_place", "f4", 4),
        ("a_cell", "f4", 4),
    ]
)
STRIP_ROW = np.dtype([("a_rect", "f4", 4), ("a_cell", "f4", 4), ("a_look", "f4", 4)])
POOL_ROW = np.dtype([("a_ellipse", "f4", 4), ("a_alpha", "f4")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Shapes that are drawn with one call: the rows from `first` to before `last`.

    `is_round`: by the program for capsules and leaves, of which figures are made: one program for all kinds
    costs a software renderer almost twice as much.
    """

    is_round: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Groups that are drawn into one sheet and laid over the picture together.

    Attributes:
        shapes: (n,) SHAPE_ROW of the shapes, those of a group in its order.
        runs: of all of them, in the order of drawing.
        strips: (k,) STRIP_ROW of rectangles in which there is something of a group.
        is_cut: some shapes reach beyond their cells.
        used_px: width and height of the sheet's part, from its lower left corner, that all cells lie in.
    """

    shapes: NDArray[np.void]
    runs: tuple[Run, ...]
    strips: NDArray[np.void]
    is_cut: bool
    used_px: Size


class Measure:
    """From u on a canvas to pixels of a picture."""

    def __init__(self, overlay: Overlay, size_px: Size, shadow_reach: float = TUNING.shadow_reach) -> None:
        self.shadow_reach = shadow_reach
        self.size_px = size_px
        self.scale = size_px[1] / HEIGHT_U
        self.left_px = 0.5 * (size_px[0] - overlay.canvas.width_u * self.scale)

    def rect_px(self, bounds_u: Bounds, grown_u: float) -> Rect:
        """A box, grown, in pixels of the picture, also where it lies beyond."""
        left, top, right, bottom = bounds_u
        low_x, high_x = self._x_px(left - grown_u) - 1, self._x_px(right + grown_u) + 1
        low_y, high_y = self._y_px(top - grown_u) - 1, self._y_px(bottom + grown_u) + 1
        return low_x, self.size_px[1] - high_y, high_x - low_x, high_y - low_y

    def cut_px(self, rect_px: Rect, clip_u: Bounds | None) -> Rect:
        """What the picture and a clip leave of a rectangle: without width or height where that is nothing."""
        left, bottom, width, height = rect_px
        right, top = min(left + width, self.size_px[0]), min(bottom + height, self.size_px[1])
        left, bottom = max(left, 0), max(bottom, 0)
        if clip_u is not None:
            left, right = max(left, self._x_px(clip_u[0])), min(right, self._x_px(clip_u[2]))
            bottom = max(bottom, self.size_px[1] - self._y_px(clip_u[3]))
            top = min(top, self.size_px[1] - self._y_px(clip_u[1]))
        return left, bottom, max(0, right - left), max(0, top - bottom)

    def _y_px(self, y_u: float) -> int:
        return round(self.scale * y_u)

    def _x_px(self, x_u: float) -> int:
        return round(self.left_px + self.scale * x_u)


def pool_rows(pools: Sequence[Pool], measure: Measure) -> NDArray[np.void]:
    """(n,) POOL_ROW of those that can be seen."""
    scale, height = measure.scale, measure.size_px[1]
    flat: list[float] = []
    for pool in pools:
        if pool.alpha_frac > 0.0:
            (x, y), (across, down) = pool.middle, pool.radii_u
            flat += (measure.left_px + scale * x, height - scale * y, scale * across, scale * down)
            flat.append(pool.alpha_frac)
    return np.array(flat, dtype=np.float32).view(POOL_ROW)


def batches(groups: Sequence[Group], measure: Measure) -> Iterator[Batch]:
    """What is to be seen of the groups, in their order."""
    cells: list[_Cell] = []
    shelves = _Shelves(measure.size_px)
    for group in groups:
        if group.alpha_frac <= 0.0 or not group.fills:
            continue
        numbers, bounds = zip(*[measure_shape(fill.shape) for fill in group.fills], strict=True)
        lefts, tops, rights, bottoms = zip(*bounds, strict=True)
        grown_u = max(
            group.outline_u + measure.shadow_reach * group.shadow_u, max(fill.line_u for fill in group.fills)
        )
        whole = measure.rect_px((min(lefts), min(tops), max(rights), max(bottoms)), grown_u)
        rect = measure.cut_px(whole, group.clip)
        if not rect[2] or not rect[3]:
            continue
        place = shelves.place(rect[2:])
        if place is None:
            yield _batch(cells, shelves.used_px, measure)
            cells, shelves = [], _Shelves(measure.size_px)
            place = shelves.place(rect[2:]) or (0, 0)
        cells.append(_Cell(group, numbers, bounds, grown_u, rect, rect != whole, place))
    if cells:
        yield _batch(cells, shelves.used_px, measure)


@dataclass(frozen=True, slots=True)
class _Cell:
    group: Group
    numbers: tuple[Numbers, ...]  # of its shapes
    bounds: tuple[Bounds, ...]
    grown_u: float  # how far outline, shadow and lines reach beyond the shapes
    rect_px: Rect  # in the picture
    is_cut: bool  # there is more of it
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


def _batch(cells: Sequence[_Cell], used_px: Size, measure: Measure) -> Batch:
    steps: list[list[float]] = []
    strips: list[float] = []
    for cell in cells:
        _add_shapes(steps, cell, measure)
        _add_strips(strips, cell, measure)
    shapes = np.array([number for step in steps for number in step], dtype=np.float32).view(SHAPE_ROW)
    runs: list[Run] = []
    first = 0
    for index, step in enumerate(steps):
        last = first + len(step) // _SHAPE_NUMBERS
        if last > first:
            runs.append(Run(is_round=index % 2 == 0, first=first, last=last))
        first = last
    rows = np.array(strips, dtype=np.float32).view(STRIP_ROW)
    is_cut = any(cell.is_cut for cell in cells)
    return Batch(shapes=shapes, runs=tuple(runs), strips=rows, is_cut=is_cut, used_px=used_px)


def _add_shapes(steps: list[list[float]], cell: _Cell, measure: Measure) -> None:
    """A cell's shapes, each in a step of drawing no earlier than the last; even steps are for round ones."""
    group, (left, bottom, width, height), (x, y) = cell.group, cell.rect_px, cell.place_px
    same = (
        *(group.outline_u, group.shadow_u, PAINT_ROWS[group.outline_paint], group.outline_alpha_frac),
        *(measure.left_px - left + x, measure.size_px[1] - bottom + y, group.top_u, group.bottom_u),
        *(x, y, x + width, y + height),
    )
    had: set[int] = set()
    index = 0
    for fill, numbers in zip(group.fills, cell.numbers, strict=True):
        shape = fill.shape
        is_round_step = index % 2 == 0
        if is_round_step != is_round(shape):
            index += 1
        while len(steps) <= index:
            steps.append([])
        step = steps[index]
        step += numbers
        step += (fill.alpha_frac, fill.line_u, PAINT_ROWS[fill.paint], id(shape) not in had)
        step += same
        had.add(id(shape))


def _add_strips(strips: list[float], cell: _Cell, measure: Measure) -> None:
    """A cell in strips from left to right, each as wide as what is in it."""
    group, (left, bottom, width, height), (x, y) = cell.group, cell.rect_px, cell.place_px
    step = max(TUNING.strip_px, math.ceil(height / TUNING.most_strips))
    count = math.ceil(height / step)
    lows, highs = [left + width] * count, [left] * count
    scale, grown_px = measure.scale, measure.scale * cell.grown_u + 1.0
    base, start = measure.size_px[1] - bottom, measure.left_px
    for shape_left, shape_top, shape_right, shape_bottom in cell.bounds:
        low = max(left, math.floor(start + scale * shape_left - grown_px))
        high = min(left + width, math.ceil(start + scale * shape_right + grown_px))
        first = max(0, int((base - scale * shape_bottom - grown_px) / step))
        last = min(count - 1, int((base - scale * shape_top + grown_px) / step))
        for index in range(first, last + 1):
            if low < lows[index]:
                lows[index] = low
            if high > highs[index]:
                highs[index] = high
    outline = group.outline_alpha_frac if group.outline_u > 0.0 else 0.0
    shadow = group.shadow_alpha_frac if group.shadow_u > 0.0 else 0.0
    top_px, bottom_px = (measure.size_px[1] - scale * end for end in (group.top_u, group.bottom_u))
    same = (
        *(x - left, y - bottom, top_px, bottom_px),
        *(outline, shadow, group.alpha_frac, PAINT_ROWS[group.outline_paint]),
    )
    for index, (low, high) in enumerate(zip(lows, highs, strict=True)):
        if low < high:
            strips += (low, bottom + index * step, high - low, min(step, height - index * step))
            strips += same


_SHAPE_NUMBERS = SHAPE_ROW.itemsize // 4
