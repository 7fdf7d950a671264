from dataclasses import replace

import numpy as np
import pytest

from griffin.tools.picture_feet import near_plants
from griffin.tools.shot import find_scene
from griffin.tools.stage import make_stage
from griffin.tools.wood_view import find_wood_view
from griffin.world.terrain_shading import ShadingMaps


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_wood_is_seen_over_a_free_meadow_in_the_sun(seed: int) -> None:
    stage = make_stage(seed)
    frame = find_scene("wood").compose(stage)
    eye = np.asarray(frame.views[0].eye_world)
    forward = -np.asarray(frame.views[0].view_from_world)[2, :3] * [1.0, 0.0, 1.0]
    forward /= np.linalg.norm(forward)
    right = np.array([-forward[2], 0.0, forward[0]])
    trees = near_plants(stage, frame.views[0])
    along, across = (trees.foot_world - eye) @ forward, (trees.foot_world - eye) @ right
    is_tree = trees.is_tree
    in_lane = is_tree & (along < 60.0) & (np.abs(across) < 5.0)
    assert in_lane.sum() <= 1
    assert (is_tree & (along > 40.0) & (along < 200.0) & (np.abs(across) < 0.7 * along)).sum() > 40

    ahead_m, aside = (each.ravel() for each in np.meshgrid([15.0, 30.0, 45.0], [-0.4, 0.0, 0.4]))
    place = eye + forward * ahead_m[:, None] + right * (aside * ahead_m)[:, None]
    height = stage.terrain.height_m(place[:, 0], place[:, 2])
    assert (height > stage.terrain.water_level_m).all()
    shading = ShadingMaps(stage.terrain, stage.sun).read(place[:, 0], place[:, 2], height, cell_m=8.0)
    assert shading.sunlit.mean() > 0.8
    assert abs(float(forward @ stage.sun.direction_world)) < 0.75


def test_the_wood_is_the_same_at_any_hour() -> None:
    morning, evening = (find_wood_view(make_stage(2, hour_h)) for hour_h in (8.6, 19.0))
    assert np.array_equal(morning[0], evening[0])
    assert morning[1] == evening[1]


def test_the_wood_is_the_same_wherever_on_its_bough_the_griffin_sits() -> None:
    stage = make_stage(1)
    right = np.array([np.cos(stage.perch.heading_rad), 0.0, np.sin(stage.perch.heading_rad)])
    moved = replace(stage.perch, position_world=stage.perch.position_world + 6.8 * right)
    here, there = find_wood_view(stage), find_wood_view(replace(stage, perch=moved))
    assert np.array_equal(here[0], there[0])
    assert here[1] == there[1]
