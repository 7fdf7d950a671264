"""The way out: a door in a ring that fills while the key is held that leaves the game. Pure.

Places are parts of the ring's radius from its middle, x to the right and y down.
"""

from dataclasses import dataclass

from griffin.scene.arrows import straight_arrow
from griffin.scene.badges import filling_ring
from griffin.scene.shapes import HEIGHT_U, Box, Canvas, Capsule, Fill, Group, Overlay, Paint, Point, Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRingTuning:
    """Its measures, and how quickly it comes."""

    radius_u: float = 96.0
    pool_u: float = 260.0
    comes_frac: float = 0.1  # of the hold: a key that is only tapped shows hardly anything

    def __post_init__(self) -> None:
        if min(self.radius_u, self.pool_u) <= 0.0 or not 0.0 < self.comes_frac <= 1.0:
            raise ValueError("sizes must be above 0, comes_frac above 0 and at most 1")


TUNING = LeaveRingTuning()


def leave_overlay(canvas: Canvas, done_frac: float, tuning: LeaveRingTuning = TUNING) -> Overlay:
    """In the middle of the picture; `done_frac`: how long the key has been held, of what it takes."""
    middle = (canvas.width_u / 2.0, HEIGHT_U / 2.0)
    radius_u = tuning.radius_u
    alpha_frac = min(1.0, done_frac / tuning.comes_frac)

    def at(x: float, y: float) -> Point:
        return middle[0] + radius_u * x, middle[1] + radius_u * y

    def box(x: float, y: float, half_x: float, half_y: float) -> Box:
        return Box(at(x, y), (half_x * radius_u, half_y * radius_u), 0.05 * radius_u)

    picture = Group(
        fills=(
            Fill(Capsule(middle, middle, radius_u, radius_u), Paint.TILE),
            Fill(box(-0.02, 0.0, 0.40, 0.62), Paint.CREAM),
            Fill(box(-0.02, 0.03, 0.28, 0.51), Paint.NIGHT),
        ),
        top_u=middle[1] - radius_u,
        bottom_u=middle[1] + radius_u,
        outline_u=0.0,
        alpha_frac=alpha_frac,
    )
    arrow = Group(
        fills=tuple(
            Fill(shape, Paint.GOLD)
            for shape in straight_arrow(at(-0.12, 0.05), at(0.72, 0.05), 0.09 * radius_u)
        ),
        top_u=middle[1] - radius_u,
        bottom_u=middle[1] + radius_u,
        alpha_frac=alpha_frac,
    )
    ring = filling_ring(middle, radius_u, done_frac, alpha_frac=alpha_frac)
    pool = Pool(middle=middle, radii_u=(tuning.pool_u, tuning.pool_u), alpha_frac=0.5 * alpha_frac)
    return Overlay(canvas=canvas, pools=(pool,), groups=(picture, arrow, *ring))
