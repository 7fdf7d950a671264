"""Arrows: straight, along a circle, and around somebody. Pure."""

import itertools
import math
from dataclasses import dataclass

from griffin.scene.shapes import Arc, Capsule, Point, Shape, Triangle


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowTuning:
    """What an arrow looks like, in parts of its breadth."""

    head_length: float = 2.1  # about a third longer than half of its breadth: it points, and is no flag
    head_half: float = 1.45  # half of the head's breadth: a head still where a shaft is 4 px broad
    corner: float = 0.22  # as round as everything else
    straight_tail: float = 0.72  # where a shaft begins it is thinner: which end is which, at a glance
    curved_tail: float = 0.30  # thinner still, as an arc is longer
    steps: int = 40  # capsules in a whole turn of an arrow around somebody: no corners at 3840x2160

    def __post_init__(self) -> None:
        if not 0.0 <= self.corner < min(self.head_length, self.head_half):
            raise ValueError("a head must be larger than its round corners")


TUNING = ArrowTuning()


def straight_arrow(start: Point, end: Point, breadth_u: float) -> tuple[Shape, ...]:
    """From one point to the other, where its tip is."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(x, y)
    x, y = x / length, y / length
    head_u = TUNING.head_length * breadth_u
    neck = end[0] - head_u * x, end[1] - head_u * y
    shaft = Capsule(start, neck, 0.5 * TUNING.straight_tail * breadth_u, 0.5 * breadth_u)
    return shaft, _head(neck, (x, y), breadth_u)


def curved_arrow(
    middle: Point,
    radius_u: float,
    start_rad: float,
    sweep_rad: float,
    breadth_u: float,
    *,
    has_two_heads: bool = False,
) -> tuple[Shape, ...]:
    """Along a circle, thin where it begins; the tip lies on the circle at the end of the sweep.

    `has_two_heads`: to and fro, with a tip at each end.
    """
    tip_rad = min(TUNING.head_length * breadth_u / radius_u, abs(sweep_rad))
    way = math.copysign(1.0, sweep_rad)

    def head(neck_rad: float, way: float) -> Triangle:
        neck = middle[0] + radius_u * math.cos(neck_rad), middle[1] + radius_u * math.sin(neck_rad)
        # It points along the chord to the tip, which is what makes it lie on the circle.
        ahead_rad = neck_rad + way * (0.5 * math.pi + 0.5 * tip_rad)
        return _head(neck, (math.cos(ahead_rad), math.sin(ahead_rad)), breadth_u)

    neck_rad = start_rad + sweep_rad - way * tip_rad
    if has_two_heads:
        first_rad = start_rad + way * tip_rad
        shaft = Arc(middle, radius_u, breadth_u, breadth_u, first_rad, neck_rad - first_rad)
        return shaft, head(neck_rad, way), head(first_rad, -way)
    shaft = Arc(middle, radius_u, TUNING.curved_tail * breadth_u, breadth_u, start_rad, neck_rad - start_rad)
    return shaft, head(neck_rad, way)


def arrow_around(
    middle: Point, radii_u: Point, start_rad: float, sweep_rad: float, breadth_u: float
) -> tuple[Shape, ...]:
    """Along an upright ellipse: a circle about somebody, as it is seen from a little above."""
    way = math.copysign(1.0, sweep_rad)
    count = max(2, math.ceil(TUNING.steps * abs(sweep_rad) / math.tau))

    def at(angle_rad: float) -> Point:
        return middle[0] + radii_u[0] * math.cos(angle_rad), middle[1] + radii_u[1] * math.sin(angle_rad)

    # The head is as long as it looks, so it takes up more of the angle where the ellipse is seen end on.
    tip_rad, tip = start_rad + sweep_rad, at(start_rad + sweep_rad)
    neck_rad = tip_rad
    while math.dist(at(neck_rad), tip) < TUNING.head_length * breadth_u and abs(neck_rad - tip_rad) < abs(
        sweep_rad
    ):
        neck_rad -= way * math.tau / (4.0 * TUNING.steps)
    neck = at(neck_rad)
    shaft_rad = neck_rad - start_rad
    points = [at(start_rad + shaft_rad * step / count) for step in range(count + 1)]
    radii = [
        0.5 * breadth_u * (TUNING.curved_tail + (1.0 - TUNING.curved_tail) * step / count)
        for step in range(count + 1)
    ]
    shaft = [
        Capsule(*ends, *thick)
        for ends, thick in zip(itertools.pairwise(points), itertools.pairwise(radii), strict=True)
    ]
    length = math.dist(neck, tip) or 1.0
    return *shaft, _head(neck, ((tip[0] - neck[0]) / length, (tip[1] - neck[1]) / length), breadth_u)


def _head(neck: Point, way: Point, breadth_u: float) -> Triangle:
    corner = TUNING.corner * breadth_u
    half, length = TUNING.head_half * breadth_u - corner, TUNING.head_length * breadth_u - corner
    (x, y), (ahead_x, ahead_y) = neck, way
    return Triangle(
        (x - half * ahead_y, y + half * ahead_x),
        (x + length * ahead_x, y + length * ahead_y),
        (x + half * ahead_y, y - half * ahead_x),
        corner,
    )
