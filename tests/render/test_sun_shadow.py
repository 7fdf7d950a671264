from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.render.core.window import Window
from griffin.render.quality import TUNINGS, Quality
from griffin.render.sun_cascades import ShadowPlan
from griffin.scene.frame import CameraView, SceneFrame

pytestmark = pytest.mark.gl


def test_low_draws_no_maps_and_high_draws_two() -> None:
    assert [len(TUNINGS[each].shadow.half_m) for each in (Quality.LOW, Quality.MEDIUM, Quality.HIGH)] == [
        0,
        1,
        2,
    ]


def test_maps_leave_the_state_as_it_was(window: Window, studio: Any) -> None:
    from OpenGL import GL

    from griffin.render.sun_shadow import SunShadow

    eye = np.array([0.0, 120.0, 0.0])
    view = CameraView(
        eye_world=eye, view_from_world=mat_look_at(eye, eye + np.array([0.0, -0.2, -1.0])), fov_y_rad=0.7
    )
    frame = SceneFrame(world_s=0.0, shown_s=0.0, views=(view,), creatures=())
    context = studio.context(frame)
    casts: list[tuple[int, tuple[int, int]]] = []

    class Caster:
        def cast(self, context: Any, frame: Any, cascade: int) -> None:
            casts.append((cascade, context.size_px))

    shadow = SunShadow(ShadowPlan(half_m=(60.0, 300.0), map_px=128), studio.setup.terrain.surface_m)
    drawn_to = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
    view_px = list(GL.glGetIntegerv(GL.GL_VIEWPORT))
    for _ in range(2):
        shadow.draw(context, frame, [Caster()], studio.block)  # type: ignore[list-item]
    assert int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING)) == drawn_to
    assert list(GL.glGetIntegerv(GL.GL_VIEWPORT)) == view_px
    assert not GL.glIsEnabled(GL.GL_POLYGON_OFFSET_FILL)
    # The far map serves for more than one picture.
    assert casts == [(0, (128, 128)), (1, (128, 128)), (0, (128, 128))]
    shadow.release()
