"""Arrows, straight and along a circle. Pure."""

import math

from griffin.scene.shapes import Arc, Capsule, Point, Shape, Triangle

_HEAD_LENGTH = 2.1  # of an arrow's breadth
_HEAD_HALF = 1.45
_CORNER = 0.22


def straight_arrow(start: Point, end: Point, breadth_u: float) -> tuple[Shape, Shape]:
    """From one point to the other, where its tip is."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(x, y)
    x, y = x / length, y / length
    neck = end[0] - _HEAD_LENGTH * breadth_u * x, end[1] - _HEAD_LENGTH * breadth_u * y
    return Capsule(start, neck, 0.36 * breadth_u, 0.5 * breadth_u), _head(neck, (x, y), breadth_u)


def curved_arrow(
    middle: Point, radius_u: float, start_rad: float, sweep_rad: float, breadth_u: float
) -> tuple[Shape, Shape]:
    """Along a circle, thin where it begins; the tip lies on the circle at the end of the sweep."""
    tip_rad = min(_HEAD_LENGTH * breadth_u / radius_u, abs(sweep_rad))
    way = math.copysign(1.0, sweep_rad)
    neck_rad = start_rad + sweep_rad - way * tip_rad
    neck = middle[0] + radius_u * math.cos(neck_rad), middle[1] + radius_u * math.sin(neck_rad)
    # The head points along the chord to the tip, which is what makes it lie on the circle.
    ahead_rad = neck_rad + way * (0.5 * math.pi + 0.5 * tip_rad)
    shaft = Arc(middle, radius_u, 0.3 * breadth_u, breadth_u, start_rad, neck_rad - start_rad)
    return shaft, _head(neck, (math.cos(ahead_rad), math.sin(ahead_rad)), breadth_u)


def _head(neck: Point, way: Point, breadth_u: float) -> Triangle:
    corner = _CORNER * breadth_u
    half, length = _HEAD_HALF * breadth_u - corner, _HEAD_LENGTH * breadth_u - corner
    (x, y), (ahead_x, ahead_y) = neck, way
    return Triangle(
        (x - half * ahead_y, y + half * ahead_x),
        (x + length * ahead_x, y + length * ahead_y),
        (x + half * ahead_y, y - half * ahead_x),
        corner,
    )
