"""The script that measures how small players are found: what it draws, and what it asks."""

from types import ModuleType

import numpy as np
import pytest

from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Frame
from griffin.vision.view import whole
from tests.scripts_loader import load_script


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script("measure_far")


@pytest.mark.parametrize("size_px", [(640, 480), (960, 540)])
@pytest.mark.parametrize("at", [(0.0, 0.0), (1.0, 1.0), (0.5, 0.5)])
def test_the_scene_is_as_small_as_asked_for_and_inside(script: ModuleType, size_px, at) -> None:
    picture = script.draw_far(0.5, 0.2, at, size_px)
    changed = np.argwhere((picture != draw_room(size_px)).any(axis=2))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    scene_px = size_px[1] * 0.2 / script.PILOT_FRAC
    assert bottom - top <= scene_px
    assert right - left <= scene_px * 4.0 / 3.0 + 1.0
    assert (left + right) / 2.0 == pytest.approx(
        at[0] * (size_px[0] - scene_px * 4.0 / 3.0) + scene_px * 2.0 / 3.0, abs=0.1 * scene_px
    )


def test_another_scene_is_scaled(script: ModuleType) -> None:
    white = np.full((400, 300, 3), 255, np.uint8)
    picture = script.draw_far(0.0, 0.25, (1.0, 0.0), scene=lambda _t_s: white, scene_frac=0.5)
    assert (picture[:240, -180:] == 255).all()
    assert (picture[240:] == draw_room((640, 480))[240:]).all()


def test_without_parts_every_look_is_at_the_whole(script: ModuleType) -> None:
    views = script.WholeOnly()
    picture = draw_room((640, 480))
    for number in range(60):
        frame = Frame(captured_s=number / 30.0, picture=picture)
        assert views.choose(frame)[1] == whole((640, 480))
        views.note(frame, None)


def test_a_performance_is_standing_and_a_jump(script: ModuleType) -> None:
    moments = list(script.moments())
    assert moments[0] == 0.0
    assert len(moments) == 60
    assert max(moments) == pytest.approx(10.6, abs=0.1)
