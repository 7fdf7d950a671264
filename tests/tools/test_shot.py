import subprocess
import sys

import numpy as np
import pytest

from griffin.errors import ConfigError
from griffin.tools.shot import SCENES, find_scene
from griffin.tools.stage import make_stage


def test_every_scene_has_its_eye_above_the_ground() -> None:
    stage = make_stage(seed=1)
    for name in SCENES:
        eye = find_scene(name).compose(stage).views[0].eye_world
        assert eye[1] > float(stage.terrain.surface_m(eye[0], eye[2])) + 1.0, name


def test_an_unknown_scene_is_told_with_those_that_are_there() -> None:
    with pytest.raises(ConfigError, match="perch"):
        find_scene("moon")


@pytest.mark.gl
def test_a_shot_is_drawn_in_a_fresh_interpreter() -> None:
    code = (
        "from griffin.tools.shot import render_shot\n"
        "rgb = render_shot('glide', (160, 90), seed=1)\n"
        "print(rgb.shape, rgb.dtype, rgb.std() > 10)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    if "off-screen" in done.stderr:
        pytest.skip("no off-screen OpenGL here")
    assert done.stdout.strip() == "(90, 160, 3) uint8 True", done.stderr


def test_the_hour_moves_the_sun_and_nothing_else() -> None:
    morning, evening = make_stage(seed=2), make_stage(seed=2, hour_h=17.0)
    assert np.array_equal(morning.perch.position_world, evening.perch.position_world)
    assert morning.sun.direction_world[0] > 0.0 > evening.sun.direction_world[0]
