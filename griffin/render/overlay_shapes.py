"""Shapes over the picture → the numbers that the GPU draws them from, and the boxes about them. No OpenGL.

Plain Python: in a picture there are a hundred shapes at most, for which numpy would take longer.
"""

import math
from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np

from griffin.scene.shapes import Arc, Box, Capsule, Ellipse, Leaf, Paint, Shape, Triangle

Numbers: TypeAlias = tuple[float, float, float, float, float, float, float, float]  # the last is the kind
Bounds: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom


class ShapeKind(IntEnum):
    """How shaders know them. From 101 on, so that no other constant of theirs is one by chance."""

    CAPSULE = 101
    LEAF = 102
    ARC = 103
    BOX = 104
    ELLIPSE = 105
    TRIANGLE = 106


PAINT_ROWS = {paint: float(row) for row, paint in enumerate(Paint)}
# (paints * 2, 3) sRGB, 0 to 1: each paint's two ends.
PAINT_COLOURS = np.array([end for paint in Paint for end in paint.value], dtype=np.float32) / 255.0


def measure_shape(shape: Shape) -> tuple[Numbers, Bounds]:
    """A shape's numbers, u and radians, and the box about it, u."""
    return _MEASURES[type(shape)](shape)


def is_round(shape: Shape) -> bool:
    """Whether it is one of those that figures are made of, which have a program of their own."""
    return isinstance(shape, Capsule | Leaf)


_CAPSULE, _LEAF, _ARC, _BOX, _ELLIPSE, _TRIANGLE = map(float, ShapeKind)


def _capsule(shape: Capsule) -> tuple[Numbers, Bounds]:
    (ax, ay), (bx, by) = shape.start, shape.end
    ar, br = shape.start_radius_u, shape.end_radius_u
    box = (min(ax - ar, bx - br), min(ay - ar, by - br), max(ax + ar, bx + br), max(ay + ar, by + br))
    return (ax, ay, bx, by, ar, br, 0.0, _CAPSULE), box


def _leaf(shape: Leaf) -> tuple[Numbers, Bounds]:
    (ax, ay), (bx, by), half = shape.root, shape.tip, 0.5 * shape.breadth_u
    box = (min(ax, bx) - half, min(ay, by) - half, max(ax, bx) + half, max(ay, by) + half)
    return (ax, ay, bx, by, half, 0.0, 0.0, _LEAF), box


def _arc(shape: Arc) -> tuple[Numbers, Bounds]:
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
    return (x, y, r, shape.breadth_u, shape.end_breadth_u, start, sweep, _ARC), box


def _box(shape: Box) -> tuple[Numbers, Bounds]:
    (x, y), (half_x, half_y), turn = shape.middle, shape.half_u, shape.turn_rad
    cos, sin, grown = abs(math.cos(turn)), abs(math.sin(turn)), 0.5 * shape.stroke_u
    across, down = cos * half_x + sin * half_y + grown, sin * half_x + cos * half_y + grown
    box = (x - across, y - down, x + across, y + down)
    return (x, y, half_x, half_y, shape.corner_u, turn, shape.stroke_u, _BOX), box


def _ellipse(shape: Ellipse) -> tuple[Numbers, Bounds]:
    (x, y), (across, down), grown = shape.middle, shape.radii_u, 0.5 * shape.stroke_u
    box = (x - across - grown, y - down - grown, x + across + grown, y + down + grown)
    return (x, y, across, down, 0.0, 0.0, shape.stroke_u, _ELLIPSE), box


def _triangle(shape: Triangle) -> tuple[Numbers, Bounds]:
    (ax, ay), (bx, by), (cx, cy), grown = shape.a, shape.b, shape.c, shape.corner_u
    box = (min(ax, bx, cx) - grown, min(ay, by, cy) - grown, max(ax, bx, cx) + grown, max(ay, by, cy) + grown)
    return (ax, ay, bx, by, cx, cy, grown, _TRIANGLE), box


_MEASURES: dict[type, Callable[[Any], tuple[Numbers, Bounds]]] = {
    Capsule: _capsule,
    Arc: _arc,
    Leaf: _leaf,
    Box: _box,
    Ellipse: _ellipse,
    Triangle: _triangle,
}
