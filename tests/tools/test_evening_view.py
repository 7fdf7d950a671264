import math

import pytest

from griffin.tools.evening_view import TUNING, find_evening_view
from griffin.tools.picture_ground import Camera, creatures_and_perch, survey_picture
from griffin.tools.shot import FOV_Y_RAD, find_scene
from griffin.tools.stage import make_stage


@pytest.mark.parametrize("seed", [1, 3])
def test_the_evening_shows_land_in_the_sun_and_in_the_shade(seed: int) -> None:
    stage = make_stage(seed, TUNING.hour_h)
    frame = find_scene("evening").compose(stage)
    camera = Camera(view=frame.views[0], size_px=(960, 540))
    ground = survey_picture(stage, camera, creatures_and_perch(stage, frame), points=(48, 27))
    is_near = ground.distance_m < 1500.0
    assert ground.land.is_lit[is_near].mean() > 0.2
    assert ground.land.is_shaded[is_near].mean() > 0.15


def test_the_evening_sun_stands_at_the_side_of_the_picture() -> None:
    stage = make_stage(2, TUNING.hour_h)
    place, heading_rad = find_evening_view(stage)
    turn = math.remainder(heading_rad - stage.sun.azimuth_rad, 2.0 * math.pi)
    assert 0.4 < abs(turn) < FOV_Y_RAD * 16 / 9 / 2 + 0.3
    assert place[1] > float(stage.terrain.surface_m(place[0], place[2])) + 50.0
