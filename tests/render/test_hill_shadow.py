"""The maps of the hills' shadow: which blocks are wanted, and when they serve."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from griffin.render.core.window import Window
from griffin.render.land_light import HILLS, HillBlock, LandLight
from griffin.world.sun import sun_at

pytestmark = pytest.mark.gl

EYE = np.array([300.0, 80.0, -900.0])
ALL = HILLS.near_blocks**2 + HILLS.far_blocks**2
MORNING, LATER = LandLight(0, sun_at(8.6)), LandLight(1, sun_at(8.7))


@pytest.fixture
def hills(window: Window) -> Iterator[Any]:
    from griffin.render.hill_shadow import HillShadow

    made = HillShadow()
    yield made
    made.release()


def give(hills: Any, blocks: list[HillBlock]) -> None:
    for block in blocks:
        hills.put(block, np.full((64, 64), 100.0 + block.light.number))


def test_while_the_hour_stands_still_nothing_is_wanted(hills: Any) -> None:
    hills.write(EYE, 0.0)
    assert not hills.is_used
    assert hills.wishes(EYE) == []
    assert hills.is_settled(0.0)


def test_the_next_light_waits_until_the_last_one_has_come_and_faded_in(hills: Any) -> None:
    hills.follow(MORNING)
    assert len(hills.wishes(EYE)) == ALL
    give(hills, hills.wishes(EYE)[:-1])
    hills.write(EYE, 1.0)
    assert not hills.is_settled(100.0)
    give(hills, hills.wishes(EYE))
    hills.write(EYE, 2.0)
    assert hills.wishes(EYE) == []
    assert not hills.is_settled(2.0)
    assert hills.is_settled(2.0 + HILLS.fade_s)


def test_an_eye_that_moves_on_wants_what_comes_into_reach(hills: Any) -> None:
    hills.follow(MORNING)
    give(hills, hills.wishes(EYE))
    hills.write(EYE, 0.0)
    ahead = hills.wishes(EYE + np.array([2048.0, 0.0, 0.0]))
    assert len(ahead) == HILLS.near_blocks
    assert {block.light for block in ahead} == {MORNING}
    assert len(hills.wishes(EYE + np.array([300_000.0, 0.0, 0.0]))) == ALL


def test_what_comes_for_an_older_light_is_dropped(hills: Any) -> None:
    hills.follow(MORNING)
    late = hills.wishes(EYE)
    hills.follow(LATER)
    give(hills, late)
    assert len(hills.wishes(EYE)) == ALL
    assert {block.light for block in hills.wishes(EYE)} == {LATER}


def test_finished_maps_need_no_fade(hills: Any) -> None:
    hills.follow(MORNING)
    give(hills, hills.wishes(EYE))
    hills.finish(EYE)
    assert hills.is_settled(0.0)
