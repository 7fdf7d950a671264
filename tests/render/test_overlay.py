"""The overlay on the GPU: every shape where it belongs, unions, outlines, groups over each other, sizes."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.render.quality import Quality
from griffin.scene.frame import CameraView, SceneFrame
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
    Point,
    Pool,
    Shape,
    Triangle,
)

pytestmark = pytest.mark.gl

SIZES_PX = ((640, 360), (320, 180), (400, 300))
EYE = np.array([0.0, 100.0, 5.0])
VIEW = CameraView(eye_world=EYE, view_from_world=mat_look_at(EYE, np.array([0.0, 100.0, 0.0])), fov_y_rad=0.7)
INK = np.array(Paint.INK.value[0])
MIDDLE = (640.0, 360.0)
DISC = Capsule(MIDDLE, MIDDLE, 100.0, 100.0)


@pytest.fixture
def overlay(studio: Any) -> Iterator[Any]:
    from griffin.render.passes.overlay import OverlayPass

    made = OverlayPass(studio.setup)
    yield made
    made.release()


def plain(*fills: Fill | Shape, **look: Any) -> Group:
    """A group in ink without shadow and outline, unless asked for."""
    look = {"shadow_u": 0.0, "top_u": 0.0, "bottom_u": 720.0, **look}
    return Group(
        fills=tuple(each if isinstance(each, Fill) else Fill(each, Paint.INK) for each in fills), **look
    )


def shoot(
    studio: Any,
    overlay: Any,
    *groups: Group,
    pools: tuple[Pool, ...] = (),
    size_px: tuple[int, int] = SIZES_PX[0],
    grey: float = 1.0,
) -> np.ndarray:
    """(H, W, 3) int of the groups over a plain grey."""
    over = Overlay(canvas=Canvas.of(size_px), pools=pools, groups=groups)
    frame = SceneFrame(world_s=0.0, shown_s=0.0, views=(VIEW,), overlay=over)
    rgb: np.ndarray = studio.shoot_frame(frame, overlay, size_px=size_px, grey=grey)
    return rgb


def ink_frac(rgb: np.ndarray) -> np.ndarray:
    """How much ink there is over white, 0 to 1 a pixel."""
    return np.asarray((255.0 - rgb[..., 0]) / (255.0 - INK[0]))


# What is inside, by other means than the shader's: (x, y) in u -> bool.


def discs(*swept: tuple[float, float, float]) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """The union of discs (x, y, radius)."""

    def inside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        found = np.zeros(np.broadcast(x, y).shape, dtype=bool)
        for at_x, at_y, radius in swept:
            found |= (x - at_x) ** 2 + (y - at_y) ** 2 <= radius**2
        return found

    return inside


def capsule_discs(shape: Capsule) -> Any:
    parts = np.linspace(0.0, 1.0, 150)[:, None]
    ends = np.array([(*shape.start, shape.start_radius_u), (*shape.end, shape.end_radius_u)])
    return discs(*(ends[0] * (1.0 - parts) + ends[1] * parts))


def arc_discs(shape: Arc) -> Any:
    parts = np.linspace(0.0, 1.0, 200)
    angles = shape.start_rad + parts * shape.sweep_rad
    x = shape.middle[0] + shape.radius_u * np.cos(angles)
    y = shape.middle[1] + shape.radius_u * np.sin(angles)
    return discs(
        *zip(x, y, 0.5 * np.interp(parts, (0, 1), (shape.breadth_u, shape.end_breadth_u)), strict=True)
    )


def leaf_inside(shape: Leaf) -> Any:
    (ax, ay), (bx, by) = shape.root, shape.tip
    half, broad = 0.5 * math.dist(shape.root, shape.tip), 0.5 * shape.breadth_u
    radius = (half * half + broad * broad) / (2.0 * broad)
    aside = (radius - broad) / (2.0 * half)
    (mx, my), (px, py) = ((ax + bx) / 2, (ay + by) / 2), (aside * (ay - by), aside * (bx - ax))
    one = discs((mx + px, my + py, radius))
    other = discs((mx - px, my - py, radius))
    return lambda x, y: one(x, y) & other(x, y)


def polygon_inside(*corners: Point, round_u: float = 0.0) -> Any:
    """Convex, in either sense; grown by a disc."""

    def inside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        sides, away = [], []
        for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
            dx, dy = bx - ax, by - ay
            sides.append(dx * (y - ay) - dy * (x - ax))
            part = np.clip((dx * (x - ax) + dy * (y - ay)) / (dx * dx + dy * dy), 0.0, 1.0)
            away.append(np.hypot(x - ax - part * dx, y - ay - part * dy))
        signs = np.sign(np.array(sides))
        return (abs(signs.sum(axis=0)) == len(corners)) | (np.min(away, axis=0) <= round_u)

    return inside


def box_inside(shape: Box) -> Any:
    c, s = math.cos(shape.turn_rad), math.sin(shape.turn_rad)
    across, down = (half - shape.corner_u for half in shape.half_u)
    corners = [(-across, -down), (across, -down), (across, down), (-across, down)]
    placed = [(shape.middle[0] + c * x - s * y, shape.middle[1] + s * x + c * y) for x, y in corners]
    return polygon_inside(*placed, round_u=shape.corner_u)


def ellipse_inside(shape: Ellipse) -> Any:
    (mx, my), (across, down) = shape.middle, shape.radii_u
    if shape.stroke_u == 0.0:
        return lambda x, y: ((x - mx) / across) ** 2 + ((y - my) / down) ** 2 <= 1.0
    angles = np.linspace(0.0, math.tau, 500)
    radii = np.full(angles.shape, 0.5 * shape.stroke_u)
    return discs(*zip(mx + across * np.cos(angles), my + down * np.sin(angles), radii, strict=True))


SHAPES: dict[str, tuple[Shape, Callable[[Any], Any]]] = {
    "disc": (DISC, capsule_discs),
    "limb": (Capsule((500.0, 300.0), (700.0, 420.0), 60.0, 20.0), capsule_discs),
    "limb the other way": (Capsule((700.0, 250.0), (600.0, 420.0), 15.0, 40.0), capsule_discs),
    "a disc in a disc": (Capsule((600.0, 300.0), (630.0, 300.0), 80.0, 20.0), capsule_discs),
    "arc": (Arc(MIDDLE, 150.0, 10.0, 40.0, -2.5, 2.0), arc_discs),
    "arc backwards": (Arc(MIDDLE, 150.0, 10.0, 40.0, 2.5, -4.0), arc_discs),
    "ring": (Arc(MIDDLE, 150.0, 20.0, 20.0, 0.3, math.tau), arc_discs),
    "leaf": (Leaf((500.0, 300.0), (750.0, 400.0), 70.0), leaf_inside),
    "box": (Box(MIDDLE, (200.0, 80.0), 30.0, 0.4), box_inside),
    "upright box": (Box(MIDDLE, (120.0, 80.0), 30.0), box_inside),
    "ellipse": (Ellipse(MIDDLE, (150.0, 60.0)), ellipse_inside),
    "floor ring": (Ellipse(MIDDLE, (200.0, 120.0), 16.0), ellipse_inside),
    "triangle": (
        Triangle((500.0, 300.0), (750.0, 350.0), (560.0, 500.0)),
        lambda each: polygon_inside(each.a, each.b, each.c),
    ),
    "blunt triangle": (
        Triangle((500.0, 300.0), (560.0, 500.0), (750.0, 350.0), 20.0),
        lambda each: polygon_inside(each.a, each.b, each.c, round_u=20.0),
    ),
}


@pytest.mark.parametrize("size_px", SIZES_PX, ids=str)
@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_covers_what_it_should(
    studio: Any, overlay: Any, name: str, size_px: tuple[int, int]
) -> None:
    """Against 6 x 6 points a pixel: off by a fifth at most, but for the pixel at each sharp tip."""
    shape, make_inside = SHAPES[name]
    found = ink_frac(shoot(studio, overlay, plain(shape), size_px=size_px))
    scale, per_px = size_px[1] / 720.0, 6
    left_px, top_px, right_px, bottom_px = (round(scale * side) for side in (420, 180, 860, 540))
    x = (per_px * left_px + np.arange(per_px * (right_px - left_px)) + 0.5) / (per_px * scale)
    y = (per_px * top_px + np.arange(per_px * (bottom_px - top_px)) + 0.5) / (per_px * scale)
    inside = make_inside(shape)(x[None, :], y[:, None]).astype(float)
    expected = np.zeros(found.shape)
    expected[top_px:bottom_px, left_px:right_px] = inside.reshape(
        bottom_px - top_px, per_px, right_px - left_px, per_px
    ).mean(axis=(1, 3))
    error = np.abs(found - expected)
    is_edge = (expected > 0.0) & (expected < 1.0)
    assert expected.sum() > 300
    assert (error > 0.2).sum() <= 3
    assert error.max() < 0.45
    assert error[is_edge].mean() < 0.05
    assert error[~is_edge].mean() < 0.002


def test_edges_are_smooth(studio: Any, overlay: Any) -> None:
    ink = ink_frac(shoot(studio, overlay, plain(DISC)))
    levels = np.unique(np.round(ink[(ink > 0.02) & (ink < 0.98)], 2))
    assert len(levels) > 20  # and not two or five, as with samples


def test_overlapping_shapes_fade_as_one(studio: Any, overlay: Any) -> None:
    left, right = (Capsule((x, 360.0), (x, 360.0), 80.0, 80.0) for x in (600.0, 680.0))
    ink = ink_frac(shoot(studio, overlay, plain(left, right, alpha_frac=0.5)))
    assert ink.max() < 0.51
    assert (ink > 0.49).sum() > 7500


def test_the_outline_lies_outside_the_shape(studio: Any, overlay: Any) -> None:
    """Also of a translucent fill, through which only the picture is seen."""
    gold = Fill(DISC, Paint.GOLD, 0.5)
    rgb = shoot(studio, overlay, plain(gold, outline_u=20.0, outline_alpha_frac=1.0))
    row = rgb[180]
    top, bottom = (np.array(end) for end in Paint.GOLD.value)
    np.testing.assert_allclose(row[320], 127.5 + (top + bottom) / 4, atol=2)
    np.testing.assert_allclose(row[320 + 55], INK, atol=2)
    np.testing.assert_allclose(row[320 + 65], 255, atol=2)


def test_an_outline_goes_about_the_union(studio: Any, overlay: Any) -> None:
    left, right = (Capsule((x, 360.0), (x, 360.0), 80.0, 80.0) for x in (600.0, 680.0))
    fills = [Fill(each, Paint.CREAM) for each in (left, right)]
    rgb = shoot(studio, overlay, plain(*fills, outline_u=10.0, outline_alpha_frac=0.5))
    seam = rgb[150:210, 300:340]
    assert seam.min() > 180  # no ink where they overlap
    ring = rgb[180, 380 + 2]
    np.testing.assert_allclose(ring, (255 + INK) / 2, atol=2)


def test_a_line_about_a_shape_lies_over_the_earlier_ones_only(studio: Any, overlay: Any) -> None:
    below = Fill(Box(MIDDLE, (200.0, 200.0), 0.0), Paint.CREAM)
    lined = Fill(DISC, Paint.CREAM, line_u=10.0)
    above = Fill(Box((640.0, 460.0), (40.0, 40.0), 0.0), Paint.CREAM)
    rgb = shoot(studio, overlay, plain(below, lined, above, outline_alpha_frac=1.0))
    np.testing.assert_allclose(rgb[180, 320 + 52], INK, atol=2)
    assert rgb[180, 320 + 45].min() > 150
    assert rgb[180 + 52, 320].min() > 150


def test_fills_of_no_alpha_leave_the_outline_alone(studio: Any, overlay: Any) -> None:
    fill = Fill(DISC, Paint.GOLD, 0.0)
    group = plain(fill, outline_u=10.0, outline_paint=Paint.NIGHT, outline_alpha_frac=1.0)
    rgb = shoot(studio, overlay, group)
    np.testing.assert_array_equal(rgb[180, 320], 255)
    np.testing.assert_allclose(rgb[180, 320 + 52], Paint.NIGHT.value[0], atol=2)


def test_a_shadow_falls_off_outside_and_does_not_double(studio: Any, overlay: Any) -> None:
    from griffin.render.passes.overlay import OverlayPass

    group = plain(*[Fill(DISC, Paint.INK, 0.0)] * 3, shadow_u=40.0)
    assert shoot(studio, overlay, group).min() == 255  # none at low
    fine = OverlayPass(replace(studio.setup, quality=Quality.HIGH))
    row = shoot(studio, fine, group)[180, :, 0]
    fine.release()
    outside = row[320 + 51 : 320 + 51 + 30]
    assert np.all(np.diff(outside) >= 0)
    assert 255 * (1 - 0.35) < outside[0] < 255 * (1 - 0.1)
    assert outside[-1] == pytest.approx(255, abs=2)
    assert row[320] == 255


def test_colours_go_from_the_top_to_the_bottom(studio: Any, overlay: Any) -> None:
    bar = Fill(Box(MIDDLE, (50.0, 300.0), 0.0), Paint.LIT_TILE)
    column = shoot(studio, overlay, plain(bar, top_u=200.0, bottom_u=500.0))[:, 320]
    top, bottom = (np.array(end) for end in Paint.LIT_TILE.value)
    np.testing.assert_allclose(column[40], top, atol=2)
    np.testing.assert_allclose(column[175], (top + bottom) / 2, atol=2)
    np.testing.assert_allclose(column[320], bottom, atol=2)


def test_later_groups_lie_over_earlier_ones(studio: Any, overlay: Any) -> None:
    """Also where the sheet has no room for all of them at once."""
    paints = (Paint.NIGHT, Paint.GREY, Paint.WOOD, Paint.GLASS)
    groups = [
        plain(Fill(Box(MIDDLE, (560.0 - 100.0 * step, 300.0 - 50.0 * step), 0.0), paint), alpha_frac=0.8)
        for step, paint in enumerate(paints)
    ]
    rgb = shoot(studio, overlay, *groups)
    expected = np.full(3, 255.0)
    for step, paint in enumerate(paints):
        expected = 0.2 * expected + 0.8 * np.array(paint.value[0])
        np.testing.assert_allclose(rgb[180, 60 + 50 * step], expected, atol=3)


def test_later_shapes_lie_over_earlier_ones_whatever_their_kind(studio: Any, overlay: Any) -> None:
    fills = (
        Fill(Box(MIDDLE, (300.0, 300.0), 0.0), Paint.NIGHT),
        Fill(Capsule(MIDDLE, MIDDLE, 200.0, 200.0), Paint.WOOD),
        Fill(Ellipse(MIDDLE, (120.0, 120.0)), Paint.GLASS),
        Fill(Leaf((560.0, 360.0), (720.0, 360.0), 60.0), Paint.GREY),
    )
    row = shoot(studio, overlay, plain(*fills))[180]
    for x, fill in zip((140, 90, 50, 10), fills, strict=True):
        np.testing.assert_allclose(row[320 + x], fill.paint.value[0], atol=2)


def test_a_pool_is_darkest_in_its_middle_and_ends_at_its_edge(studio: Any, overlay: Any) -> None:
    rgb = shoot(studio, overlay, pools=(Pool(middle=MIDDLE, radii_u=(200.0, 100.0)),))
    row = rgb[180, :, 0]
    shade = np.array(Paint.SHADOW.value[0])
    np.testing.assert_allclose(rgb[180, 320], 0.55 * 255 + 0.45 * shade, atol=2)
    assert np.all(np.diff(row[320:]) >= 0)
    assert row[320 + 101] == 255
    assert rgb[180 + 51, 320, 0] == 255
    assert row[320 + 50] == pytest.approx((row[320] + 255) / 2, abs=3)


def test_groups_lie_over_pools(studio: Any, overlay: Any) -> None:
    rgb = shoot(studio, overlay, plain(DISC), pools=(Pool(middle=MIDDLE, radii_u=(200.0, 100.0)),))
    np.testing.assert_allclose(rgb[180, 320], INK, atol=2)


def test_the_picture_cuts_off_what_lies_beyond_it(studio: Any, overlay: Any) -> None:
    """And a group that is cut off touches no other's cell."""
    corner = plain(Capsule((0.0, 0.0), (0.0, 0.0), 200.0, 200.0))
    other = plain(Capsule((900.0, 500.0), (900.0, 500.0), 60.0, 60.0))
    both = shoot(studio, overlay, corner, other)
    np.testing.assert_array_equal(
        both, np.minimum(shoot(studio, overlay, corner), shoot(studio, overlay, other))
    )
    assert ink_frac(both)[0, 0] == pytest.approx(1.0, abs=0.01)


def test_nothing_of_a_group_is_drawn_outside_its_clip(studio: Any, overlay: Any) -> None:
    whole = shoot(studio, overlay, plain(DISC, outline_u=6.0))
    clipped = shoot(studio, overlay, plain(DISC, outline_u=6.0, clip=(640.0, 0.0, 720.0, 400.0)))
    np.testing.assert_array_equal(clipped[:200, 320:360], whole[:200, 320:360])
    clipped[:200, 320:360] = 255
    assert clipped.min() == 255


def test_a_shape_that_is_drawn_twice_has_one_outline(studio: Any, overlay: Any) -> None:
    once = shoot(studio, overlay, plain(Fill(DISC, Paint.CREAM), outline_u=8.0, shadow_u=20.0))
    twice = shoot(studio, overlay, plain(*[Fill(DISC, Paint.CREAM)] * 2, outline_u=8.0, shadow_u=20.0))
    assert np.abs(once - twice).max() < 60  # only the edge, which is drawn twice, is a little fuller
    assert (once != twice).any(axis=-1).mean() < 0.01


def test_an_empty_overlay_leaves_the_picture_alone(studio: Any, overlay: Any) -> None:
    gone = plain(DISC, alpha_frac=0.0, outline_u=5.0)
    np.testing.assert_array_equal(shoot(studio, overlay, grey=0.4), 102)
    np.testing.assert_array_equal(shoot(studio, overlay, gone, grey=0.4), 102)
    frame = SceneFrame(world_s=0.0, shown_s=0.0, views=(VIEW,))
    np.testing.assert_array_equal(studio.shoot_frame(frame, overlay, grey=0.4), 102)


def test_pictures_of_other_sizes_are_the_same_but_finer(studio: Any, overlay: Any) -> None:
    group = plain(Leaf((500.0, 300.0), (750.0, 400.0), 70.0), outline_u=3.0, shadow_u=20.0)
    large = shoot(studio, overlay, group, size_px=(640, 360))
    small = shoot(studio, overlay, group, size_px=(320, 180))
    again = shoot(studio, overlay, group, size_px=(640, 360))
    np.testing.assert_array_equal(large, again)
    shrunk = large.reshape(180, 2, 320, 2, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - small).max() < 50
    assert np.abs(shrunk - small).mean() < 0.5


def test_an_overlay_that_stays_is_the_same_in_the_next_picture(studio: Any, overlay: Any) -> None:
    frames = []
    for group in (plain(DISC), plain(Leaf((500.0, 300.0), (750.0, 400.0), 70.0), outline_u=3.0)):
        over = Overlay(
            canvas=Canvas.of(SIZES_PX[0]),
            pools=(Pool(middle=MIDDLE, radii_u=(300.0, 200.0)),),
            groups=(group, replace(group, alpha_frac=0.5)),
        )
        frames.append(SceneFrame(world_s=0.0, shown_s=0.0, views=(VIEW,), overlay=over))

    def shoot_both(order: str) -> list[np.ndarray]:
        return [studio.shoot_frame(frames[int(each)], overlay, size_px=SIZES_PX[0]) for each in order]

    disc, leaf = shoot_both("01")
    for order in ("110", "0010", "01001"):
        for each, shot in zip(order, shoot_both(order), strict=True):
            np.testing.assert_array_equal(shot, (disc, leaf)[int(each)])
    shoot(studio, overlay, plain(DISC), size_px=SIZES_PX[1])
    np.testing.assert_array_equal(shoot_both("1")[0], leaf)


def test_more_shapes_than_ever_before_find_room(studio: Any, overlay: Any) -> None:
    few = plain(DISC)
    many = replace(few, fills=few.fills * 300)
    np.testing.assert_allclose(
        shoot(studio, overlay, many)[180, 320], shoot(studio, overlay, few)[180, 320], atol=1
    )


def test_nothing_is_left_behind(studio: Any, live_objects: Callable[[], set[tuple[str, int]]]) -> None:
    from griffin.render.passes.overlay import OverlayPass

    first = OverlayPass(studio.setup)  # loads the programs, which are the studio's
    first.release()
    before = live_objects()
    made = OverlayPass(studio.setup)
    for size_px in SIZES_PX:
        shoot(
            studio,
            made,
            plain(*[DISC] * 100),
            pools=(Pool(middle=MIDDLE, radii_u=(9.0, 9.0)),),
            size_px=size_px,
        )
    assert live_objects() > before
    made.release()
    assert live_objects() == before
