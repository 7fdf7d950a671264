"""The flora pass: plants that come from the worker are shown soon."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from griffin.render.quality import TUNINGS, Quality
from griffin.tools.shot import find_scene
from griffin.tools.stage import make_stage

pytestmark = pytest.mark.gl


@pytest.fixture
def flora(studio: Any) -> Iterator[tuple[Any, Any]]:
    """A pass, and the worker that makes its cells when it is told to."""
    from griffin.render.passes.flora import FloraPass

    setup, workers = studio.by_hand()
    made = FloraPass(setup)
    yield made, workers[0]
    made.release()


def test_new_plants_show_soon_though_eye_and_world_rest(studio: Any, flora: tuple[Any, Any]) -> None:
    from griffin.render.core.gpu import TALLY
    from griffin.render.passes.flora import TUNING

    plants, worker = flora
    frame = replace(find_scene("glide").compose(make_stage(1)), creatures=())

    def count_triangles(late_s: float) -> int:
        TALLY.reset()
        studio.shoot_frame(replace(frame, shown_s=frame.shown_s + late_s), plants)
        return TALLY.triangles

    few = count_triangles(0.0)
    assert few > 0
    assert not worker.wanted  # the land of the first picture has the processor to itself
    assert count_triangles(0.0) == few
    worker.finish(*worker.wanted[: 20 * TUNING.cells_per_frame])
    assert {count_triangles(0.5 * TUNING.news_s) for _ in range(20)} == {few}
    assert count_triangles(1.5 * TUNING.news_s) > few


def test_a_slow_machine_has_fewer_plants(studio: Any, flora: tuple[Any, Any]) -> None:
    from griffin.render.core.gpu import TALLY

    plants, _ = flora
    frame = replace(find_scene("glide").compose(make_stage(1)), creatures=())
    context = studio.context(frame)
    counts = []
    for is_plain in (False, True):
        told = replace(context, is_plain=is_plain)
        plants.complete(told)
        TALLY.reset()
        plants.draw(told, frame)
        counts.append(TALLY.triangles)
    assert 0 < counts[1] < 0.8 * counts[0]


def test_a_wood_covers_as_much_of_the_picture_at_every_level(studio: Any) -> None:
    """Fine shapes: a change of level neither opens nor closes a wood."""
    from griffin.render.passes.flora import FloraPass

    frame = replace(find_scene("wood").compose(make_stage(1)), creatures=())
    covers = []
    for near_m, middle_m in ((900.0, 1000.0), (1.0, 1000.0), (1.0, 2.0)):
        setup, _ = studio.by_hand()
        plan = replace(
            TUNINGS[Quality.HIGH].flora,
            near_m=near_m,
            middle_m=middle_m,
            tree_reach_m=260.0,
            bush_reach_m=0.1,
            meadow_reach_m=0.1,
        )
        made = FloraPass(
            replace(setup, quality=Quality.HIGH, tuning=replace(TUNINGS[Quality.HIGH], flora=plan))
        )
        made.complete(studio.context(frame))
        covers.append((studio.shoot_frame(frame, made).max(axis=-1) > 0).mean())
        made.release()
    assert covers[0] > 0.05
    assert min(covers) > 0.75 * max(covers)


def test_leaf_cards_leave_the_state_as_it_was(studio: Any) -> None:
    from OpenGL import GL

    from griffin.render.coverage import alpha_coverage

    with alpha_coverage() as cut:
        has_samples = int(GL.glGetIntegerv(GL.GL_SAMPLES)) > 0
        assert bool(GL.glIsEnabled(GL.GL_SAMPLE_ALPHA_TO_COVERAGE)) == has_samples
        assert cut == (0.0 if has_samples else 0.5)
    assert not GL.glIsEnabled(GL.GL_SAMPLE_ALPHA_TO_COVERAGE)
