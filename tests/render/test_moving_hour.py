"""A day that goes by while one flies: what follows the sun, when, and at which quality."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.render.core.window import Window
from griffin.render.land_light import HillBlock
from griffin.render.land_tiles import Tile
from griffin.render.quality import TUNINGS, Quality
from griffin.scene.frame import SceneFrame
from griffin.tools.shot import find_scene
from griffin.tools.stage import make_stage
from griffin.world.sun import sun_at
from tests.render.conftest import ManualWorker

pytestmark = pytest.mark.gl

SIZE_PX = (160, 90)
BEGIN_H, REST_H, EVENING_H = 17.0, 17.4, 18.0
STAGE = replace(make_stage(1), sun=sun_at(BEGIN_H))
FRAME = replace(find_scene("glide").compose(STAGE), creatures=())


# A land of few triangles, plants and pixels in its pictures: all follows the sun as the fine one does.
COARSE = {
    quality: replace(
        TUNINGS[quality],
        tile_cells=12,
        far_split=1.7,
        reach_m=9000.0,
        picture_px=24,
        flora=replace(TUNINGS[quality].flora, tree_reach_m=500.0),
    )
    for quality in (Quality.LOW, Quality.MEDIUM)
}


@contextmanager
def opened(hour_h: float, quality: Quality = Quality.MEDIUM, **options: Any) -> Iterator[Any]:
    from griffin.render.renderer import Renderer

    made = Renderer(
        size_px=SIZE_PX,
        terrain=STAGE.terrain,
        perch=STAGE.perch,
        quality=quality,
        tuning=COARSE[quality],
        sun=sun_at(hour_h),
        **options,
    )
    yield made
    made.release()


def shoot(renderer: Any, frame: SceneFrame, *, is_complete: bool = True) -> np.ndarray:
    if is_complete:
        renderer.complete(frame)
    renderer.draw(frame)
    return np.asarray(renderer.read_pixels(), dtype=int)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_picture_after_an_hour_looks_as_if_the_flight_had_begun_then(window: Window) -> None:
    with opened(BEGIN_H) as renderer:
        before = shoot(renderer, FRAME)
        followed = shoot(renderer, replace(FRAME, hour_h=EVENING_H))
    with opened(EVENING_H) as renderer:
        fresh = shoot(renderer, FRAME)
    assert np.abs(fresh - before).mean() > 5.0
    assert np.abs(followed - fresh).mean() < 0.6


def test_at_low_the_light_of_the_first_picture_stays(window: Window) -> None:
    with opened(BEGIN_H, Quality.LOW) as renderer:
        before = shoot(renderer, FRAME)
        assert np.array_equal(shoot(renderer, replace(FRAME, hour_h=EVENING_H)), before)


def test_the_land_follows_in_small_steps_behind_what_is_missing(window: Window) -> None:
    """Beside the drawing, the shadows of hills come first, then pictures one by one: never a rush."""
    from griffin.render.passes.terrain import RELIGHT, TerrainPass

    started: list[ManualWorker] = []

    def start(name: str, make: Any) -> Any:
        started.append(ManualWorker(name, make))
        return started[-1]

    with opened(BEGIN_H, passes=(TerrainPass,), start_worker=start) as renderer:
        (worker,) = started
        shoot(renderer, FRAME)
        assert [wish for wish in worker.wanted if not isinstance(wish, Tile)] == []
        last = renderer.read_pixels().astype(int)
        lights, kinds, shown_s = {}, set(), FRAME.shown_s
        for hour_h in [*np.linspace(BEGIN_H, REST_H, 50), *np.full(60, REST_H)]:
            shown_s += 1.0
            now = shoot(renderer, replace(FRAME, hour_h=hour_h, shown_s=shown_s), is_complete=False)
            assert np.abs(now - last).mean() < 0.6  # nothing jumps
            last = now
            extra = [wish for wish in worker.wanted if not isinstance(wish, Tile)]
            assert len(extra) <= RELIGHT.hills_ahead + 1
            lights |= {wish.light.number: wish.light for wish in extra}
            kinds |= {type(wish) for wish in extra}
            worker.finish(*extra)
        assert HillBlock in kinds
        assert len(kinds) == 2
        assert max(lights) >= 2
        assert not lights[max(lights)].is_old(sun_at(REST_H))  # it catches up with a sun that rests
