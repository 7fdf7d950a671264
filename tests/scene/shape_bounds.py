"""How far shapes reach, for tests: left, top, right and bottom of what is drawn, u."""

import math
from collections.abc import Iterable

from griffin.scene.shapes import Arc, Box, Capsule, Ellipse, Fill, Group, Leaf, Point, Shape, Triangle

Bounds = tuple[float, float, float, float]


def discs(shape: Shape) -> list[tuple[Point, float]]:
    """Discs (middle and radius) that together reach as far as the shape does, or a little farther."""
    if isinstance(shape, Capsule):
        return [(shape.start, shape.start_radius_u), (shape.end, shape.end_radius_u)]
    if isinstance(shape, Leaf):
        middle = 0.5 * (shape.root[0] + shape.tip[0]), 0.5 * (shape.root[1] + shape.tip[1])
        return [(shape.root, 0.0), (shape.tip, 0.0), (middle, 0.5 * shape.breadth_u)]
    if isinstance(shape, Triangle):
        return [(corner, shape.corner_u) for corner in (shape.a, shape.b, shape.c)]
    x, y = shape.middle
    if isinstance(shape, Arc):
        half, steps = 0.5 * max(shape.breadth_u, shape.end_breadth_u), 32
        angles = [shape.start_rad + shape.sweep_rad * step / steps for step in range(steps + 1)]
        r = shape.radius_u
        return [((x + r * math.cos(angle), y + r * math.sin(angle)), half) for angle in angles]
    grown = 0.5 * shape.stroke_u
    if isinstance(shape, Box):
        (half_x, half_y), turn = shape.half_u, shape.turn_rad
        across, down = (
            abs(math.cos(turn)) * half_x + abs(math.sin(turn)) * half_y,
            abs(math.sin(turn)) * half_x + abs(math.cos(turn)) * half_y,
        )
        return [((x + i * across, y + j * down), grown) for i in (-1, 1) for j in (-1, 1)]
    assert isinstance(shape, Ellipse)
    across, down = shape.radii_u
    return [((x + i * across, y), grown) for i in (-1, 1)] + [((x, y + i * down), grown) for i in (-1, 1)]


def group_bounds(group: Group) -> Bounds:
    """Of everything of a group that can be seen, its outline included and its shadow not."""
    reached = [
        (x - r, y - r, x + r, y + r)
        for fill in group.fills
        for (x, y), r in grown_discs(fill, group)
        if fill.alpha_frac > 0.0 or group.outline_u > 0.0
    ]
    left, top = min(each[0] for each in reached), min(each[1] for each in reached)
    right, bottom = max(each[2] for each in reached), max(each[3] for each in reached)
    if group.clip is None:
        return left, top, right, bottom
    return (
        max(left, group.clip[0]),
        max(top, group.clip[1]),
        min(right, group.clip[2]),
        min(bottom, group.clip[3]),
    )


def grown_discs(fill: Fill, group: Group) -> Iterable[tuple[Point, float]]:
    grown = max(fill.line_u, group.outline_u)
    return [(middle, radius + grown) for middle, radius in discs(fill.shape)]


def bounds(groups: Iterable[Group]) -> Bounds:
    """Of all groups together."""
    each = [group_bounds(group) for group in groups if group.alpha_frac > 0.0]
    return (
        min(one[0] for one in each),
        min(one[1] for one in each),
        max(one[2] for one in each),
        max(one[3] for one in each),
    )
