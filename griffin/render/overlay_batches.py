"""Overlay → what is drawn with one call each: rows for the GPU, and cells of an off-screen sheet. No OpenGL.

A group's cell is as large as what is seen of it. The cells of one `Batch` lie side by side in a sheet of at
most the picture's size; what doesn't fit goes into another batch, which is drawn later.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.render.overlay_shapes import (
    ALPHA,
    BOUNDS,
    COLOURS,
    IS_NEW,
    LINE,
    PAINT,
    PAINT_ROWS,
    fill_numbers,
    find_round,
)
from griffin.scene.shapes import HEIGHT_U, Group, Overlay, Pool

Size: TypeAlias = tuple[int, int]
Rect: TypeAlias = tuple[int, int, int, int]  # left, bottom, width, height
Bounds: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayTuning:
    """How soft things are."""

    # How far a shadow reaches beyond the edge, of its softness: as a blur's. At low the less, because a
    # processor that draws pays for every pixel of every shape's shadow.
    shadow_reach: float = 1.25
    low_shadow_reach: float = 0.6
    strip_px: int = 16  # height of a strip of a group: the less, the less of what is empty is laid over
    most_strips: int = 16  # in a group: large pictures are drawn by what doesn't mind a few pixels more

    def __post_init__(self) -> None:
        if min(self.shadow_reach, self.low_shadow_reach) <= 0.0 or self.strip_px < 1 or self.most_strips < 1:
            raise ValueError("a shadow has to reach somewhere, and a group needs a strip")


TUNING = OverlayTuning()


# The attributes of overlay.vert, overlay_group.vert and overlay_pool.vert, which say what they are.
SHAPE_ROW = np.dtype(
    [
        ("a_first", "f4", 4),
        ("a_second", "f4", 4),
        ("a_look", "f4", 4),
        ("a_place", "f4", 4),
        ("a_cell", "f4", 4),
        ("a_is_new", "f4"),
        ("a_top", "u1", 4),
        ("a_bottom", "u1", 4),
        ("a_line_top", "u1", 4),
        ("a_line_bottom", "u1", 4),
    ]
)
STRIP_ROW = np.dtype(
    [
        ("a_rect", "f4", 4),
        ("a_cell", "f4", 4),
        ("a_alphas", "f4", 4),
        ("a_line_top", "u1", 4),
        ("a_line_bottom", "u1", 4),
    ]
)
POOL_ROW = np.dtype([("a_ellipse", "f4", 4), ("a_alpha", "f4")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Shapes that are drawn with one call: the rows from `first` to before `last`.

    `is_round`: by the program for capsules and leaves, of which figures are made: one program for all kinds
    costs a processor that draws almost twice as much.
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
        used_px: width and height of the sheet's part, from its lower left corner, that all cells lie in.
    """

    shapes: NDArray[np.void]
    runs: tuple[Run, ...]
    strips: NDArray[np.void]
    used_px: Size


class Measure:
    """From u on a canvas to pixels of a picture."""

    def __init__(self, overlay: Overlay, size_px: Size, shadow_reach: float = TUNING.shadow_reach) -> None:
        self.shadow_reach = shadow_reach
        self.size_px = size_px
        self.scale = size_px[1] / HEIGHT_U
        self.left_px = 0.5 * (size_px[0] - overlay.canvas.width_u * self.scale)

    def rect_px(self, bounds_u: Sequence[float], clip_u: Bounds | None) -> Rect | None:
        """What is to be seen of a box (left, top, right, bottom) in pixels; None: nothing."""
        left, top, right, bottom = bounds_u
        width, height = self.size_px
        low_x, low_y, high_x, high_y = 0, 0, width, height
        if clip_u is not None:
            low_x, high_x = max(0, self._x_px(clip_u[0])), min(width, self._x_px(clip_u[2]))
            low_y, high_y = max(0, round(self.scale * clip_u[1])), min(height, round(self.scale * clip_u[3]))
        low_x, high_x = max(low_x, self._x_px(left) - 1), min(high_x, self._x_px(right) + 1)
        low_y, high_y = max(low_y, round(self.scale * top) - 1), min(high_y, round(self.scale * bottom) + 1)
        is_seen = low_x < high_x and low_y < high_y
        return (low_x, height - high_y, high_x - low_x, high_y - low_y) if is_seen else None

    def _x_px(self, x_u: float) -> int:
        return round(self.left_px + self.scale * x_u)


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
    shown = [group for group in groups if group.alpha_frac > 0.0 and group.fills]
    if not shown:
        return
    numbers = fill_numbers(group.fills for group in shown)
    ends = np.cumsum([len(group.fills) for group in shown])
    starts = ends - [len(group.fills) for group in shown]
    low: list[list[float]] = np.minimum.reduceat(numbers[:, BOUNDS], starts).tolist()
    high: list[list[float]] = np.maximum.reduceat(numbers[:, BOUNDS.start :], starts).tolist()
    cells: list[_Cell] = []
    shelves = _Shelves(measure.size_px)
    for index, group in enumerate(shown):
        grown_u = max(
            group.outline_u + measure.shadow_reach * group.shadow_u, high[index][LINE - BOUNDS.start]
        )
        left, top, right, bottom = (*low[index][:2], *high[index][2:4])
        rect = measure.rect_px((left - grown_u, top - grown_u, right + grown_u, bottom + grown_u), group.clip)
        if rect is None:
            continue
        place = shelves.place(rect[2:])
        if place is None:
            yield _batch(cells, shelves.used_px, measure)
            cells, shelves = [], _Shelves(measure.size_px)
            place = shelves.place(rect[2:]) or (0, 0)
        cells.append(_Cell(group, numbers[starts[index] : ends[index]], grown_u, rect, place))
    if cells:
        yield _batch(cells, shelves.used_px, measure)


@dataclass(frozen=True, slots=True)
class _Cell:
    group: Group
    numbers: NDArray[np.float32]  # of its fills
    grown_u: float  # how far outline, shadow and lines reach beyond the shapes
    rect_px: Rect  # in the picture
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
    numbers = np.concatenate([cell.numbers for cell in cells])
    of_group = np.repeat(np.arange(len(cells)), [len(cell.numbers) for cell in cells])
    lines = COLOURS[[PAINT_ROWS[cell.group.outline_paint] for cell in cells]]  # (groups, 2, 4)
    lines[:, :, 3] = [[round(255.0 * cell.group.outline_alpha_frac)] for cell in cells]
    strips = _strip_rows(cells, numbers, of_group, lines, measure)
    step = _steps(numbers, of_group)
    order = np.argsort(step, kind="stable")
    shapes = _shape_rows(cells, numbers[order], of_group[order], lines, measure)
    ends = [0, *(np.flatnonzero(np.diff(step[order])) + 1).tolist(), len(order)]
    runs = tuple(
        Run(is_round=step[order[first]] % 2 == 0, first=first, last=last)
        for first, last in itertools.pairwise(ends)
    )
    return Batch(shapes=shapes, runs=runs, strips=strips, used_px=used_px)


def _steps(numbers: NDArray[np.float32], of_group: NDArray[np.intp]) -> NDArray[np.intp]:
    """(n,): when each shape is drawn. Within a group it never goes down; it is even for round shapes only."""
    is_other = (~find_round(numbers)).astype(np.intp)
    changes = np.zeros(len(is_other), dtype=np.intp)
    changes[1:] = is_other[1:] != is_other[:-1]
    passed = np.cumsum(changes)
    first = np.searchsorted(of_group, of_group)  # of the same group
    steps: NDArray[np.intp] = passed - passed[first] + is_other[first]
    return steps


def _shape_rows(
    cells: Sequence[_Cell],
    numbers: NDArray[np.float32],
    of_group: NDArray[np.intp],
    lines: NDArray[np.uint8],
    measure: Measure,
) -> NDArray[np.void]:
    """(n,) SHAPE_ROW."""
    height = measure.size_px[1]
    places = []
    for cell in cells:
        group, (left, bottom, w, h), (x, y) = cell.group, cell.rect_px, cell.place_px
        origin = (measure.left_px - left + x, height - bottom + y)
        places.append(
            (group.top_u, group.bottom_u, *origin, group.outline_u, group.shadow_u, x, y, x + w, y + h)
        )
    placed = np.array(places, dtype=np.float32)[of_group]
    paint = numbers[:, PAINT].astype(np.intp)
    shapes = np.empty(len(numbers), dtype=SHAPE_ROW)
    shapes["a_first"], shapes["a_second"] = numbers[:, 0:4], numbers[:, 4:8]
    shapes["a_look"][:, :2] = placed[:, :2]
    shapes["a_look"][:, 2:] = numbers[:, [ALPHA, LINE]]
    shapes["a_place"] = placed[:, 2:6]
    shapes["a_cell"] = placed[:, 6:10]
    shapes["a_is_new"] = numbers[:, IS_NEW]
    shapes["a_top"] = COLOURS[paint, 0]
    shapes["a_bottom"] = COLOURS[paint, 1]
    shapes["a_line_top"], shapes["a_line_bottom"] = lines[of_group, 0], lines[of_group, 1]
    return shapes


def _strip_rows(
    cells: Sequence[_Cell],
    numbers: NDArray[np.float32],
    of_group: NDArray[np.intp],
    lines: NDArray[np.uint8],
    measure: Measure,
) -> NDArray[np.void]:
    """(k,) STRIP_ROW: each group in strips from left to right, as far as there is something in them."""
    height, scale = measure.size_px[1], measure.scale
    looks, edges = [], []
    for index, cell in enumerate(cells):
        group, (left, bottom, w, h), (x, y) = cell.group, cell.rect_px, cell.place_px
        outline = group.outline_alpha_frac if group.outline_u > 0.0 else 0.0
        shadow = group.shadow_alpha_frac if group.shadow_u > 0.0 else 0.0
        ends = height - scale * group.top_u, height - scale * group.bottom_u
        grown_px = 1.0 + scale * cell.grown_u
        looks.append(
            (x - left, y - bottom, *ends, outline, shadow, group.alpha_frac, left, left + w, grown_px)
        )
        step = max(TUNING.strip_px, math.ceil(h / TUNING.most_strips))
        edges += [(index, low, min(low + step, bottom + h)) for low in range(bottom, bottom + h, step)]
    strips = np.array(edges)
    of_strip = strips[:, 0]
    look = np.array(looks, dtype=np.float32)
    bounds, grown = numbers[:, BOUNDS], look[of_group, 9]
    low, high = height - scale * bounds[:, 3] - grown, height - scale * bounds[:, 1] + grown
    is_in = (of_strip[:, None] == of_group) & (low < strips[:, 2:3]) & (high > strips[:, 1:2])
    first = np.where(is_in, measure.left_px + scale * bounds[:, 0] - grown, np.inf).min(axis=1)
    last = np.where(is_in, measure.left_px + scale * bounds[:, 2] + grown, -np.inf).max(axis=1)
    look = look[of_strip]
    left = np.maximum(np.floor(first), look[:, 7])
    right = np.minimum(np.ceil(last), look[:, 8])
    rows = np.empty(len(strips), dtype=STRIP_ROW)
    rows["a_rect"][:, 0] = left
    rows["a_rect"][:, 1] = strips[:, 1]
    rows["a_rect"][:, 2] = np.maximum(right - left, 0.0)
    rows["a_rect"][:, 3] = strips[:, 2] - strips[:, 1]
    rows["a_cell"] = look[:, 0:4]
    rows["a_alphas"] = look[:, 4:8]
    rows["a_line_top"], rows["a_line_bottom"] = lines[of_strip, 0], lines[of_strip, 1]
    return rows
