"""Overlays in rows and cells: boxes about shapes, places in the sheet, what isn't drawn at all."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.render.overlay_batches import Batch, Measure, batches, pool_rows
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
MIDDLE = (640.0, 360.0)
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


def rects_px(batch: Batch, measure: Measure = MEASURE) -> np.ndarray:
    """(shapes, 4) the picture's rectangle that is each shape's cell: left, bottom, width, height."""
    cell, origin = batch.shapes["a_cell"], batch.shapes["a_place"][:, :2]
    corner = cell[:, :2] - origin + (measure.left_px, measure.size_px[1])
    return np.hstack([corner, cell[:, 2:] - cell[:, :2]])


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
    low_x, low_y, width, height = rects_px(batch)[0]
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
    assert rects_px(grown)[0, 2] - rects_px(plain)[0, 2] == pytest.approx(20, abs=2)


def test_a_clip_cuts_a_cell_off_but_never_makes_it_larger() -> None:
    disc = Capsule((300.0, 200.0), (300.0, 200.0), 40.0, 40.0)
    clipped = replace(group_of(disc, outline_u=3.0, shadow_u=8.0), clip=(300.0, 0.0, 900.0, 220.0))
    (batch,) = batches([clipped], MEASURE)
    left, bottom, width, height = rects_px(batch)[0]
    assert (left, left + width) == (150, pytest.approx(177, abs=2))
    assert (360 - bottom - height, 360 - bottom) == (pytest.approx(73, abs=2), 110)
    assert list(batches([replace(clipped, clip=(900.0, 0.0, 950.0, 220.0))], MEASURE)) == []


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
    left, low, width, height = rects_px(batch, measure)[0]
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
    seen = [rects_px(batch)[0].tolist() for batch in alone if batch is not None]
    found = []
    for batch in batches(groups, MEASURE):
        used = np.zeros(SIZE_PX[::-1], dtype=int)
        for left, bottom, right, top in batch.shapes["a_cell"].astype(int):
            assert right <= batch.used_px[0] <= SIZE_PX[0]
            assert top <= batch.used_px[1] <= SIZE_PX[1]
            used[bottom:top, left:right] += 1
        assert used.max() == 1
        found += rects_px(batch).tolist()
    np.testing.assert_allclose(found, seen, atol=0.01)


def test_strips_hold_all_of_a_group_and_leave_out_what_is_empty() -> None:
    cross = (
        Box((640.0, 360.0), (20.0, 250.0), 0.0),
        Box((640.0, 360.0), (250.0, 20.0), 0.0),
    )
    (batch,) = batches([group_of(*cross, outline_u=4.0)], MEASURE)
    held = np.zeros(SIZE_PX[::-1], dtype=int)
    for left, bottom, width, height in batch.strips["a_rect"].astype(int):
        held[360 - bottom - height : 360 - bottom, left : left + width] += 1
    assert held.max() == 1
    assert held[180 - 127 : 180 + 127, 320 - 12 : 320 + 12].all()
    assert held[180 - 12 : 180 + 12, 320 - 127 : 320 + 127].all()
    assert held.sum() < 0.4 * 254 * 254


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=6), min_size=1, max_size=5))
def test_runs_keep_the_order_within_every_group(are_round: list[list[bool]]) -> None:
    """Each run has shapes of one program; the radius says which shape of its group a row is."""

    def shape(is_round: bool, number: int) -> Shape:
        radius = 20.0 + number
        return Capsule(MIDDLE, MIDDLE, radius, radius) if is_round else Ellipse(MIDDLE, (radius, radius))

    groups = [
        replace(group_of(*map(shape, each, range(len(each)))), top_u=float(index))
        for index, each in enumerate(are_round)
    ]
    (batch,) = batches(groups, MEASURE)
    assert [run.first for run in batch.runs] == [0, *(run.last for run in batch.runs[:-1])]
    assert batch.runs[-1].last == len(batch.shapes) == sum(map(len, are_round))
    found: list[list[bool]] = [[] for _ in are_round]
    for run in batch.runs:
        for row in batch.shapes[run.first : run.last]:
            group = found[int(row["a_place"][2])]
            radius = row["a_second"][0] if run.is_round else row["a_first"][2]
            assert radius == 20.0 + len(group)
            group.append(run.is_round)
    assert found == are_round
