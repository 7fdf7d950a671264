"""Arrows end where they point to."""

import math

import pytest

from griffin.scene.arrows import TUNING, arrow_around, curved_arrow, straight_arrow
from griffin.scene.shapes import Arc, Capsule, Point, Shape, Triangle

MIDDLE = (300.0, 200.0)
BREADTH_U = 10.0


def tips(shapes: tuple[Shape, ...]) -> list[Point]:
    """The end of each head: its corner's middle, and the corner's roundness beyond it."""
    found = []
    for shape in shapes:
        if isinstance(shape, Triangle):
            neck = 0.5 * (shape.a[0] + shape.c[0]), 0.5 * (shape.a[1] + shape.c[1])
            length = math.dist(neck, shape.b)
            way = (shape.b[0] - neck[0]) / length, (shape.b[1] - neck[1]) / length
            found.append((shape.b[0] + shape.corner_u * way[0], shape.b[1] + shape.corner_u * way[1]))
    return found


def on_circle(radius_u: float, angle_rad: float) -> Point:
    return MIDDLE[0] + radius_u * math.cos(angle_rad), MIDDLE[1] + radius_u * math.sin(angle_rad)


def test_a_straight_arrow_ends_at_its_tip() -> None:
    shapes = straight_arrow((10.0, 20.0), (90.0, 80.0), BREADTH_U)
    (tip,) = tips(shapes)
    assert tip == pytest.approx((90.0, 80.0), abs=0.01)
    shaft = shapes[0]
    assert isinstance(shaft, Capsule)
    assert shaft.start_radius_u < shaft.end_radius_u == BREADTH_U / 2.0


@pytest.mark.parametrize("sweep_rad", [1.2, -2.4])
def test_a_curved_arrow_ends_on_its_circle(sweep_rad: float) -> None:
    shapes = curved_arrow(MIDDLE, 120.0, 0.4, sweep_rad, BREADTH_U)
    (tip,) = tips(shapes)
    assert tip == pytest.approx(on_circle(120.0, 0.4 + sweep_rad), abs=0.5)
    shaft = shapes[0]
    assert isinstance(shaft, Arc)
    assert shaft.breadth_u < shaft.end_breadth_u


@pytest.mark.parametrize("sweep_rad", [1.2, -2.4])
def test_to_and_fro_has_a_tip_at_each_end(sweep_rad: float) -> None:
    shapes = curved_arrow(MIDDLE, 120.0, 0.4, sweep_rad, BREADTH_U, has_two_heads=True)
    last, first = tips(shapes)
    assert last == pytest.approx(on_circle(120.0, 0.4 + sweep_rad), abs=0.5)
    assert first == pytest.approx(on_circle(120.0, 0.4), abs=0.5)
    shaft = shapes[0]
    assert isinstance(shaft, Arc)
    assert shaft.breadth_u == shaft.end_breadth_u


def test_an_arrow_around_somebody_passes_behind_and_before() -> None:
    radii = 80.0, 20.0
    shapes = arrow_around(MIDDLE, radii, math.radians(-40.0), math.radians(-272.0), BREADTH_U)
    shaft = [shape for shape in shapes if isinstance(shape, Capsule)]
    assert shaft[0].start_radius_u < shaft[-1].end_radius_u
    for part in shaft:
        x, y = part.end[0] - MIDDLE[0], part.end[1] - MIDDLE[1]
        assert (x / radii[0]) ** 2 + (y / radii[1]) ** 2 == pytest.approx(1.0)
    assert min(part.end[1] for part in shaft) < MIDDLE[1] - 0.95 * radii[1]
    assert max(part.end[1] for part in shaft) > MIDDLE[1] + 0.95 * radii[1]
    (tip,) = tips(shapes)
    assert tip[0] > MIDDLE[0]  # before the body, on its right
    assert tip[1] > MIDDLE[1]
    assert len(shaft) <= TUNING.steps
