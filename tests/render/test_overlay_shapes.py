"""Overlays in rows and cells: boxes about shapes, places in the sheet, what isn't drawn at all."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.render.overlay_shapes import Measure, batches, pool_rows
from griffin.scene.shapes import (
    Arc,
    Box,
    Canvas,
    Capsule,
    Ellipse,
    Fill,
    Group,
    Leaf,
    Overlay,
    Paint,
    Pool,
    Shape,
    Triangle,
)

SIZE_PX = (640, 360)
MEASURE = Measure(Overlay(canvas=Canvas.of(SIZE_PX)), SIZE_PX)


def group_of(*shapes: Shape, outline_u: float = 0.0, shadow_u: float = 0.0, alpha_frac: float = 1.0) -> Group:
    fills = tuple(Fill(shape, Paint.GOLD) for shape in shapes)
    return Group(
        fills=fills,
        top_u=0.0,
        bottom_u=720.0,
        outline_u=outline_u,
        shadow_u=shadow_u,
        alpha_frac=alpha_frac,
    )


@pytest.mark.parametrize(
    ("shape", "left", "top", "right", "bottom"),
    [
        (Capsule((300.0, 200.0), (400.0, 300.0), 20.0, 50.0), 280, 180, 450, 350),
        (Arc((400.0, 400.0), 100.0, 10.0, 20.0, 0.0, math.pi / 2), 390, 390, 510, 510),
        (Arc((400.0, 400.0), 100.0, 10.0, 10.0, 0.1, 9.0), 295, 295, 505, 505),
        (Arc((400.0, 400.0), 100.0, 20.0, 10.0, math.pi, -math.pi), 290, 390, 510, 510),
        (Leaf((300.0, 200.0), (300.0, 300.0), 40.0), 280, 180, 320, 320),
        (Box((300.0, 200.0), (60.0, 20.0), 5.0, math.pi / 2), 280, 140, 320, 260),
        (Box((300.0, 200.0), (60.0, 20.0), 5.0, stroke_u=8.0), 236, 176, 364, 224),
        (Ellipse((300.0, 200.0), (60.0, 20.0), 10.0), 235, 175, 365, 225),
        (Triangle((300.0, 200.0), (350.0, 260.0), (280.0, 240.0), 4.0), 276, 196, 354, 264),
    ],
)
def test_a_cell_holds_its_shape_and_little_more(
    shape: Shape, left: float, top: float, right: float, bottom: float
) -> None:
    (batch,) = batches([group_of(shape)], MEASURE)
    low_x, low_y, width, height = batch.groups["a_rect"][0]
    expected = (left / 2, 360 - bottom / 2, (right - left) / 2, (bottom - top) / 2)
    assert low_x <= expected[0]
    assert low_y <= expected[1]
    assert low_x + width >= expected[0] + expected[2]
    assert low_y + height >= expected[1] + expected[3]
    np.testing.assert_allclose((low_x, low_y, width, height), expected, atol=4)


def test_outline_and_shadow_make_a_cell_larger() -> None:
    disc = Capsule((640.0, 360.0), (640.0, 360.0), 30.0, 30.0)
    (plain,) = batches([group_of(disc)], MEASURE)
    (grown,) = batches([group_of(disc, outline_u=10.0, shadow_u=8.0)], MEASURE)
    assert grown.groups["a_rect"][0, 2] - plain.groups["a_rect"][0, 2] == pytest.approx(22, abs=2)


def test_what_cannot_be_seen_is_left_out() -> None:
    disc = Capsule((640.0, 360.0), (640.0, 360.0), 30.0, 30.0)
    far = Capsule((5000.0, 360.0), (5000.0, 360.0), 30.0, 30.0)
    empty = Group(fills=(), top_u=0.0, bottom_u=1.0)
    assert not list(batches([group_of(disc, alpha_frac=0.0), group_of(far), empty], MEASURE))
    pool = Pool(middle=(0.0, 0.0), radii_u=(5.0, 5.0))
    assert len(pool_rows([pool, replace(pool, alpha_frac=0.0)], MEASURE)) == 1


def test_the_canvas_stands_in_the_middle_of_a_wide_picture() -> None:
    size_px = (1000, 360)
    measure = Measure(Overlay(canvas=Canvas.of(size_px)), size_px)
    middle = Capsule((640.0, 360.0), (640.0, 360.0), 30.0, 30.0)
    (batch,) = batches([group_of(middle)], measure)
    left, low, width, height = batch.groups["a_rect"][0]
    assert left + width / 2 == pytest.approx(500.0, abs=1)
    assert low + height / 2 == pytest.approx(180.0, abs=1)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.floats(-200.0, 1500.0),
            st.floats(-200.0, 900.0),
            st.floats(1.0, 900.0),
            st.floats(1.0, 600.0),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_cells_lie_in_the_sheet_side_by_side_and_in_order(
    places: list[tuple[float, float, float, float]],
) -> None:
    groups = [group_of(Ellipse((x, y), (across, down))) for x, y, across, down in places]
    alone = [next(batches([group], MEASURE), None) for group in groups]
    seen = [tuple(batch.groups["a_rect"][0]) for batch in alone if batch is not None]
    found = []
    for batch in batches(groups, MEASURE):
        used = np.zeros(SIZE_PX[::-1], dtype=int)
        for rect, (x, y, *_) in zip(batch.groups["a_rect"], batch.groups["a_cell"], strict=True):
            width, height = rect[2:]
            assert x + width <= batch.used_px[0] <= SIZE_PX[0]
            assert y + height <= batch.used_px[1] <= SIZE_PX[1]
            used[int(y) : int(y + height), int(x) : int(x + width)] += 1
            found.append(tuple(rect))
        assert used.max() == 1
    assert found == seen
