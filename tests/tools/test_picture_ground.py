"""Where the pixels of a picture lie on the land."""

import math

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.scene.frame import CameraView
from griffin.tools.picture_figures import linear_from_screen
from griffin.tools.picture_ground import (
    Camera,
    GroundTuning,
    cast_rays,
    creatures_and_perch,
    light_and_shade,
    survey_picture,
    turned,
    turned_places,
    upright_ellipsoids,
)
from griffin.tools.shot import find_scene
from griffin.tools.stage import Stage, make_stage
from griffin.world.terrain import Terrain

SIZE_PX = (320, 180)


class Plain(Terrain):
    """Level land at 10 m, and a wall of 50 m in the east."""

    def height_m(self, x_m: object, z_m: object) -> np.ndarray:
        x, _ = np.broadcast_arrays(np.asarray(x_m, dtype=np.float64), np.asarray(z_m, dtype=np.float64))
        return np.where(x > 400.0, 50.0, 10.0)


def look(eye: tuple[float, ...], target: tuple[float, ...]) -> Camera:
    eye_world = np.array(eye)
    view = CameraView(eye_world=eye_world, view_from_world=mat_look_at(eye_world, target), fov_y_rad=0.9)
    return Camera(view=view, size_px=SIZE_PX)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return make_stage(1)


# --- the camera -------------------------------------------------------------------------------------------


def test_a_place_along_a_pixels_direction_is_seen_in_it() -> None:
    camera = look((3.0, 40.0, -7.0), (60.0, 20.0, 30.0))
    column, row = np.array([0.0, 100.25, 319.0]), np.array([179.0, 33.5, 0.0])
    place = camera.view.eye_world + 250.0 * camera.directions(column, row)
    found = camera.project(place)
    assert found[0] == pytest.approx(column)
    assert found[1] == pytest.approx(row)
    assert camera.contains(*found).tolist() == [False, True, False]


def test_the_middle_of_the_picture_is_the_target_and_what_is_behind_is_nowhere() -> None:
    camera = look((0.0, 5.0, 0.0), (0.0, 5.0, -50.0))
    column, row = camera.project(np.array([[0.0, 5.0, -50.0], [1.0, 6.0, -50.0], [0.0, 5.0, 50.0]]))
    assert (column[0], row[0]) == pytest.approx((159.5, 89.5))
    assert column[1] > column[0]
    assert row[1] < row[0]
    assert math.isnan(column[2])


def test_turned_to_the_right_all_moves_to_the_left() -> None:
    camera = look((0.0, 5.0, 0.0), (0.0, 0.0, -50.0))
    view = turned(camera.view, math.radians(2.0))
    ahead = np.array([[0.0, 5.0, -50.0]])
    moved = Camera(view=view, size_px=SIZE_PX).project(ahead)[0] - camera.project(ahead)[0]
    columns, rows = turned_places(camera, view)
    assert -8.0 < moved[0] < -5.0
    place = camera.view.eye_world + 70.0 * camera.directions(np.array([200.0]), np.array([30.0]))
    seen = Camera(view=view, size_px=SIZE_PX).project(place)
    assert (columns[30, 200], rows[30, 200]) == pytest.approx((seen[0][0], seen[1][0]))


# --- the ground -------------------------------------------------------------------------------------------


def test_rays_end_on_the_ground_at_the_wall_and_in_the_sky() -> None:
    down = np.array([0.6, -0.8, 0.0])
    distance = cast_rays(
        Plain(1), np.array([0.0, 30.0, 0.0]), np.array([down, [1.0, 0.0, 0.0], [0.0, 0.1, 1.0]])
    )
    assert distance[0] == pytest.approx(25.0, abs=0.1)
    assert distance[1] == pytest.approx(400.0, abs=0.5)
    assert math.isinf(distance[2])


def test_an_ellipsoid_hides_what_is_in_it_and_behind_it() -> None:
    shape = upright_ellipsoids(np.array([[10.0, 0.0, 0.0]]), np.array([[2.0, 1.0, 2.0]]))
    places = np.array(
        [[5.0, 0.0, 0.0], [11.0, 0.0, 0.0], [20.0, 0.0, 0.0], [20.0, 2.4, 0.0], [-9.0, 0.0, 0.0]]
    )
    assert shape.hide(np.zeros(3), places).tolist() == [False, True, True, False, False]


def test_a_picture_is_surveyed_without_griffin_lake_and_sky(stage: Stage) -> None:
    frame = find_scene("glide").compose(stage)
    camera = Camera(view=frame.views[0], size_px=SIZE_PX)
    before = creatures_and_perch(stage, frame)
    ground = survey_picture(stage, camera, before, points=(32, 18))
    land = ground.land
    assert 150 < len(ground.row_px) < 500
    assert ground.row_px.min() > 0.15 * SIZE_PX[1]
    assert np.hypot(ground.column_px - 160.0, ground.row_px - 117.0).min() > 8.0  # there the griffin flies
    height_m = stage.terrain.height_m(land.place_world[:, 0], land.place_world[:, 2])
    assert land.place_world[:, 1] == pytest.approx(height_m, abs=2.0)
    assert not (land.is_lit & land.is_shaded).any()
    assert land.light[land.is_lit].mean() > 1.1 * land.light[land.is_shaded].mean()
    assert 0.1 < land.is_meadow.mean() < 0.9
    picture = np.full((180, 320, 3), (200, 100, 50), dtype=np.uint8)
    assert ground.colours(picture)[5] == pytest.approx(linear_from_screen(np.array([200, 100, 50])))


def test_a_meadow_is_brighter_in_the_sun_and_a_slope_brighter_still(stage: Stage) -> None:
    sun = stage.sun.direction_world
    few = GroundTuning(meadow_places=12)
    level, towards = (light_and_shade(stage, normal, few) for normal in (np.array([0.0, 1.0, 0.0]), sun))
    assert level[0] > 1.5 * level[1]
    assert towards[0] > level[0]
