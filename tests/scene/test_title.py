import math

import pytest

from griffin.scene.griffin_shapes import LARGE_U, GriffinLook, griffin_fills
from griffin.scene.shapes import HEIGHT_U, Arc, Box, Canvas, Capsule, Fill, Group, Leaf, Paint
from griffin.scene.title import FAILED, READY, WAITING, TitleWaits, Wait, title_overlay
from griffin.scene.title_land import title_ground

WIDE = Canvas.of((1280, 720))


def rings(waits: TitleWaits, age_s: float = 0.0, canvas: Canvas = WIDE) -> list[Group]:
    """The groups of what is waited for: all after the griffin and the name."""
    return list(title_overlay(canvas, waits, age_s).groups[2:])


def arcs(group: Group, paint: Paint) -> list[Arc]:
    return [fill.shape for fill in group.fills if fill.paint is paint and isinstance(fill.shape, Arc)]


def gold_frac(group: Group) -> float:
    return sum(arc.sweep_rad for arc in arcs(group, Paint.GOLD)) / math.tau


def has_tick(group: Group) -> bool:
    return sum(fill.paint is Paint.INK for fill in group.fills) == 2


def test_each_thing_that_is_waited_for_has_a_ring() -> None:
    assert len(rings(TitleWaits())) == 3
    assert len(rings(TitleWaits(model=None, camera=None))) == 1


def test_rings_fill_and_end_with_a_tick() -> None:
    half, ready = rings(TitleWaits(land=Wait(done_frac=0.5), model=READY, camera=None))
    assert gold_frac(half) == pytest.approx(0.5)
    assert gold_frac(ready) == pytest.approx(1.0)
    assert (has_tick(half), has_tick(ready)) == (False, True)
    assert arcs(half, Paint.GOLD)[0].start_rad == pytest.approx(-math.pi / 2.0)  # from the top


def test_a_part_goes_round_where_nobody_knows_how_far_it_is() -> None:
    waits = TitleWaits(land=WAITING, model=None, camera=None)
    (before,), (later,) = rings(waits, 0.0), rings(waits, 0.5)
    assert 0.0 < gold_frac(before) == gold_frac(later) < 0.5
    assert arcs(later, Paint.GOLD)[0].start_rad > arcs(before, Paint.GOLD)[0].start_rad + 0.5


def test_nothing_is_gold_in_a_ring_that_has_not_begun() -> None:
    (ring,) = rings(TitleWaits(land=Wait(done_frac=0.0), model=None, camera=None))
    assert arcs(ring, Paint.GOLD) == []
    assert len(arcs(ring, Paint.GREY)) == 1


def test_what_failed_has_no_ring_but_its_picture() -> None:
    failed = rings(TitleWaits(camera=FAILED))[2]
    assert arcs(failed, Paint.GREY) == arcs(failed, Paint.GOLD) == []
    assert not has_tick(failed)
    assert any(fill.paint is Paint.GOLD for fill in failed.fills)  # the plug that is out


def test_waiting_is_over_when_all_has_come_or_failed() -> None:
    assert not TitleWaits(land=READY, model=READY).is_over
    assert TitleWaits(land=READY, model=READY, camera=FAILED).is_over
    assert TitleWaits(land=READY, model=None, camera=None).is_over


@pytest.mark.parametrize("size_px", [(800, 600), (1280, 720), (2560, 1080), (3840, 1080)])
def test_the_land_covers_the_whole_picture_and_the_front_stays_in_its_box(size_px: tuple[int, int]) -> None:
    canvas = Canvas.of(size_px)
    (ground,) = title_ground(canvas).groups
    sky = ground.fills[0].shape
    assert isinstance(sky, Box)
    beside_u = (HEIGHT_U * size_px[0] / size_px[1] - canvas.width_u) / 2.0
    assert sky.middle[0] - sky.half_u[0] <= -beside_u
    assert sky.middle[0] + sky.half_u[0] >= canvas.width_u + beside_u
    for group in title_overlay(canvas, TitleWaits(), 1.2).groups:
        for fill in group.fills:
            for x, y in points(fill):
                assert 0.0 <= x <= canvas.width_u
                assert 0.0 <= y <= HEIGHT_U


def points(fill: Fill) -> list[tuple[float, float]]:
    shape = fill.shape
    if isinstance(shape, Capsule):
        return [shape.start, shape.end]
    if isinstance(shape, Leaf):
        return [shape.root, shape.tip]
    return []


def test_it_fades_as_a_whole() -> None:
    groups = (*title_ground(WIDE, 0.4).groups, *title_overlay(WIDE, TitleWaits(), 0.0, 0.4).groups)
    assert {group.alpha_frac for group in groups} == {0.4}


def test_the_title_is_the_same_every_time() -> None:
    assert title_ground(WIDE) == title_ground(WIDE)
    assert title_overlay(WIDE, TitleWaits(), 3.0) == title_overlay(WIDE, TitleWaits(), 3.0)


def tips(look: GriffinLook) -> tuple[tuple[float, float], tuple[float, float]]:
    """The points farthest left and right."""
    ends = [point for fill in griffin_fills((0.0, 0.0), 100.0, look) for point in points(fill)]
    return min(ends), max(ends)


def test_the_griffin_is_as_wide_as_its_span_and_symmetric() -> None:
    left, right = tips(GriffinLook())
    assert right[0] - left[0] == pytest.approx(100.0, rel=0.01)
    assert left == (pytest.approx(-right[0]), pytest.approx(right[1]))


def test_wings_rise_and_the_griffin_banks_to_the_right() -> None:
    level, raised, banked = (
        tips(look) for look in (GriffinLook(), GriffinLook(raise_rad=0.2), GriffinLook(bank_rad=0.2))
    )
    assert raised[1][1] < level[1][1] - 5.0
    assert banked[1][1] > level[1][1] + 5.0 > banked[0][1] + 5.0


def test_small_griffins_have_no_lines_between_their_feathers() -> None:
    assert {fill.line_u for fill in griffin_fills((0.0, 0.0), LARGE_U - 1.0)} == {0.0}
    assert any(fill.line_u > 0.0 for fill in griffin_fills((0.0, 0.0), LARGE_U))
