import numpy as np

from griffin.tools.picture_ground import Camera
from griffin.tools.picture_rock import find_rock_slope
from griffin.tools.shot import FOV_Y_RAD
from griffin.tools.stage import make_stage

SIZE_PX = (320, 180)


def test_a_slope_of_rock_is_found_and_read() -> None:
    slope = find_rock_slope(make_stage(1), FOV_Y_RAD, 16 / 9)
    camera = Camera(view=slope.view, size_px=SIZE_PX)
    assert camera.contains(*camera.project(slope.rock_world), margin_px=1.0).mean() > 0.98
    assert slope.is_rock.sum() == len(slope.rock_world) > 10_000
    ramp = np.zeros((180, 320, 3), dtype=np.uint8)
    ramp[:] = np.linspace(60, 220, 320)[:, None]
    values = slope.read(ramp)
    assert not values[~slope.is_rock].any()
    column, _ = camera.project(slope.rock_world)
    assert np.corrcoef(values[slope.is_rock], column)[0, 1] > 0.95
