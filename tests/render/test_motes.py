import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.scene.frame import CameraView, SceneFrame

pytestmark = pytest.mark.gl


def _lit_pixels(studio: Any, turn_rad: float, above_m: float) -> int:
    """Pixels of motes in a picture of nothing else; `turn_rad`: away from the sun."""
    from griffin.render.context import PassNotes
    from griffin.render.passes.motes import MotePass

    sun = studio.setup.sun
    setup = replace(studio.setup, notes=PassNotes(eye_above_m=above_m))
    eye = np.array([0.0, 300.0, 0.0])
    azimuth_rad = sun.azimuth_rad + turn_rad
    ahead = np.array([math.sin(azimuth_rad), 0.2, -math.cos(azimuth_rad)])
    view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, eye + ahead), fov_y_rad=1.0)
    frame = SceneFrame(world_s=3.0, shown_s=3.0, views=(view,), creatures=())
    motes = MotePass(setup)
    picture = studio.shoot_frame(frame, motes).astype(int)
    motes.release()
    return int((np.abs(picture - picture[0, 0]).max(axis=-1) > 4).sum())


def test_motes_light_up_against_the_sun_near_the_ground(studio: Any) -> None:
    assert _lit_pixels(studio, 0.0, 10.0) > 1
    assert _lit_pixels(studio, math.pi, 10.0) == 0
    assert _lit_pixels(studio, 0.0, 300.0) == 0
