import numpy as np

from griffin.tools.picture_feet import FootTuning, foot_darkening, near_plants
from griffin.tools.picture_figures import Picture
from griffin.tools.picture_ground import Camera, creatures_and_perch
from griffin.tools.shot import find_scene
from griffin.tools.stage import make_stage


def test_dark_feet_are_measured_as_dark() -> None:
    stage = make_stage(2)
    frame = find_scene("wood").compose(stage)
    camera = Camera(view=frame.views[0], size_px=(960, 540))
    before = creatures_and_perch(stage, frame)
    plain: Picture = np.full((540, 960, 3), 180, dtype=np.uint8)
    dark = plain.copy()
    tuning = FootTuning(tree_reach_m=150.0, most_trees=60)
    plants = near_plants(stage, camera.view, tuning)
    for foot, radius_m in zip(plants.foot_world, plants.radius_m, strict=True):
        x, z = (axis.ravel() for axis in np.mgrid[-1:1:21j, -1:1:21j])
        inside = np.hypot(x, z) < 0.95
        offset = radius_m * np.stack([x, np.zeros_like(x), z], axis=-1)[inside]
        column, row = (
            np.rint(np.nan_to_num(each, nan=-1.0)).astype(int) for each in camera.project(foot + offset)
        )
        within = (column > 0) & (column < 958) & (row > 0) & (row < 538)
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                dark[row[within] + down, column[within] + right] = 130
    before_painting, after = (foot_darkening(stage, camera, each, before, tuning) for each in (plain, dark))
    assert len(before_painting) >= 3
    assert np.median(after) > np.median(before_painting) + 0.2
