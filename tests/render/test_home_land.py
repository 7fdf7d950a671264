"""Who is brought back to the branch finds its land and its plants in the very first picture."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.render.home_land import FAR_M, HOME_M, HomeLand, is_home
from griffin.scene.frame import CameraView, SceneFrame

TRUNK = np.array([3.0, 50.0, -2.0])


def at(x: float, z: float) -> np.ndarray:
    return TRUNK + np.array([x, 30.0, z])


def test_home_is_a_few_steps_around_the_trunk() -> None:
    assert is_home(at(0.5 * HOME_M, 0.5 * HOME_M), TRUNK)
    assert not is_home(at(HOME_M, HOME_M), TRUNK)


def test_only_a_cut_from_far_away_brings_home() -> None:
    home = HomeLand(TRUNK)
    assert not home.follow(at(0.0, 8.0))  # the first picture
    assert not home.follow(at(0.0, 9.0))
    assert not home.follow(at(9000.0, 0.0))
    assert home.follow(at(0.0, 8.0))
    assert not home.follow(at(0.0, 8.0))
    for x in np.arange(0.6 * FAR_M, 0.0, -10.0):  # flown
        assert not home.follow(at(float(x), 0.0))


def frame_at(studio: Any, place: np.ndarray) -> SceneFrame:
    """From above a place, ahead."""
    surface_m = float(studio.setup.terrain.surface_m(place[0], place[2]))
    eye = np.array([place[0], surface_m + 40.0, place[2]])
    view = CameraView(
        eye_world=eye,
        view_from_world=mat_look_at(eye, eye + np.array([30.0, -6.0, -90.0])),
        fov_y_rad=0.9,
    )
    return SceneFrame(world_s=20.0, shown_s=20.0, views=(view,))


@pytest.mark.gl
def test_the_land_of_the_branch_is_there_after_a_long_flight(studio: Any) -> None:
    from griffin.render.passes.terrain import TerrainPass

    setup, workers = studio.by_hand()
    land = TerrainPass(setup)
    home = frame_at(studio, setup.perch.trunk_world)
    land.complete(studio.context(home))
    seen = studio.shoot_frame(home, land)
    assert workers[0].wanted == []
    for far_m in (20_000.0, 40_000.0, 60_000.0):
        away = frame_at(studio, setup.perch.trunk_world + np.array([far_m, 0.0, far_m]))
        land.complete(studio.context(away))
        studio.shoot_frame(away, land)
    again = replace(home, shown_s=500.0)
    np.testing.assert_allclose(studio.shoot_frame(again, land), seen, atol=1)  # clouds have moved on
    assert workers[0].wanted == []
    land.release()


@pytest.mark.gl
def test_the_plants_of_the_branch_are_there_after_a_long_flight(studio: Any) -> None:
    from griffin.render.core.gpu import TALLY
    from griffin.render.passes.flora import FloraPass

    setup, workers = studio.by_hand()
    plants = FloraPass(setup)
    home = frame_at(studio, setup.perch.trunk_world)
    context = studio.context(home)
    plants.complete(context)
    TALLY.reset()
    plants.draw(context, home)
    drawn = TALLY.triangles
    for far_m in (20_000.0, 40_000.0):
        away = frame_at(studio, setup.perch.trunk_world + np.array([far_m, 0.0, far_m]))
        plants.complete(studio.context(away))
        plants.draw(studio.context(away), away)
    plants.draw(context, home)
    assert workers[0].wanted == []
    TALLY.reset()
    plants.draw(context, home)
    assert drawn > 0
    assert TALLY.triangles == pytest.approx(drawn, rel=0.2)  # the reach grows back slowly
    plants.release()
