"""The griffin on the GPU: where it should be, in its colours, its left wing on the left."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.creature.rig import pose_griffin
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_look_at
from griffin.scene.frame import CameraView, SceneFrame
from tests.flights import angled

pytestmark = pytest.mark.gl

BEHIND = (0.0, 3.0, 11.0)
GLIDE = FlightState(
    mode=FlightMode.FLYING, mode_s=9.0, position_world=np.array([0.0, 100.0, 0.0]), speed_mps=16.0
)


@pytest.fixture(scope="module")
def griffin(studio: Any) -> Iterator[Any]:
    from griffin.render.passes.griffin import GriffinPass

    made = GriffinPass(studio.setup)
    yield made
    made.release()


def covered(rgb: np.ndarray) -> np.ndarray:
    return rgb.max(axis=-1) > 0


def test_the_griffin_fills_its_part_of_the_picture(studio: Any, griffin: Any) -> None:
    rgb = studio.shoot(GLIDE, BEHIND, griffin)
    rows, columns = np.nonzero(covered(rgb))
    width = (columns.max() - columns.min()) / studio.size_px[0]
    assert 0.4 < width < 0.6  # 7 m, 11 m away, through a lens of 40 degrees
    assert abs(columns.mean() / studio.size_px[0] - 0.5) < 0.02
    assert abs(rows.mean() / studio.size_px[1] - 0.5) < 0.1


def test_it_is_golden_brown_and_neither_black_nor_burnt(studio: Any, griffin: Any) -> None:
    rgb = studio.shoot(GLIDE, BEHIND, griffin)
    colours = rgb[covered(rgb)]
    red, green, blue = np.median(colours, axis=0)
    assert red > green > blue
    luminance = colours @ [0.2126, 0.7152, 0.0722]
    assert 40 < np.median(luminance) < 170
    assert (colours.min(axis=1) > 252).mean() < 0.005


def test_the_players_left_arm_lifts_the_wing_on_the_left_of_the_picture(studio: Any, griffin: Any) -> None:
    rgb = studio.shoot(
        replace(GLIDE, arms=angled(GLIDE.arms, left_wing_rad=0.8, right_wing_rad=-0.3)), BEHIND, griffin
    )
    rows, columns = np.nonzero(covered(rgb))
    middle = studio.size_px[0] / 2
    left_top = rows[columns < middle - 25].min()
    right_top = rows[columns > middle + 25].min()
    assert left_top < right_top - 15  # rows count downwards


def test_mirrored_controls_draw_the_mirrored_silhouette(studio: Any, griffin: Any) -> None:
    state = replace(
        GLIDE,
        arms=angled(GLIDE.arms, left_wing_rad=0.7, right_wing_rad=-0.2, right_elbow_rad=0.8),
        roll_rad=0.3,
    )
    other = replace(
        GLIDE,
        arms=angled(GLIDE.arms, right_wing_rad=0.7, left_wing_rad=-0.2, left_elbow_rad=0.8),
        roll_rad=-0.3,
    )
    mask = covered(studio.shoot(state, BEHIND, griffin))
    mirrored = covered(studio.shoot(other, BEHIND, griffin))[:, ::-1]
    assert (mask ^ mirrored).sum() < 0.03 * mask.sum()  # half a pixel along the edges


def test_feathers_are_seen_from_both_sides(studio: Any, griffin: Any) -> None:
    above = covered(studio.shoot(GLIDE, (0.0, 11.0, 0.5), griffin)).sum()
    below = covered(studio.shoot(GLIDE, (0.0, -11.0, 0.5), griffin)).sum()
    assert below == pytest.approx(above, rel=0.15)  # the wings are twisted, so not quite the same


def test_a_griffin_behind_the_eye_is_not_drawn(studio: Any, griffin: Any) -> None:
    away = replace(GLIDE, position_world=np.array([0.0, 100.0, 60.0]))
    assert not covered(studio.shoot(away, BEHIND, griffin)).any()


def test_all_creatures_of_a_frame_are_drawn_each_in_its_pose(studio: Any, griffin: Any) -> None:
    left = replace(GLIDE, position_world=np.array([-4.5, 100.0, 0.0]), roll_rad=0.5)
    right = replace(GLIDE, position_world=np.array([4.5, 100.0, 0.0]), arms=angled(left_wing_rad=0.6))
    eye_world = np.array([0.0, 103.0, 22.0])
    view = CameraView(
        eye_world=eye_world, view_from_world=mat_look_at(eye_world, [0.0, 100.0, 0.0]), fov_y_rad=0.7
    )

    def shoot(*states: FlightState) -> np.ndarray:
        creatures = tuple(pose_griffin(state) for state in states)
        frame = SceneFrame(world_s=0.0, shown_s=0.0, views=(view,), creatures=creatures)
        return studio.shoot_frame(frame, griffin)

    np.testing.assert_array_equal(shoot(left, right), np.maximum(shoot(left), shoot(right)))
    assert not covered(shoot()).any()


def test_the_high_level_has_the_same_silhouette(studio: Any, griffin: Any) -> None:
    from griffin.render.passes.griffin import GriffinPass
    from griffin.render.quality import Quality

    low = covered(studio.shoot(GLIDE, BEHIND, griffin))
    rich = GriffinPass(replace(studio.setup, quality=Quality.HIGH))
    high = covered(studio.shoot(GLIDE, BEHIND, rich))
    rich.release()
    assert (low ^ high).sum() < 0.15 * low.sum()


POSES = {
    "griffin-glide": (GLIDE, BEHIND),
    "griffin-down-stroke": (replace(GLIDE, stroke_frac=1.0, stroke_phase_rad=1.7), (8.0, 3.0, 6.0)),
    "griffin-up-stroke": (replace(GLIDE, stroke_frac=1.0, stroke_phase_rad=4.9), (8.0, 3.0, 6.0)),
    "griffin-bank": (
        replace(GLIDE, roll_rad=0.7, arms=angled(GLIDE.arms, left_wing_rad=0.3, right_wing_rad=-0.3)),
        BEHIND,
    ),
    "griffin-front": (GLIDE, (3.0, 1.0, -8.0)),
}


@pytest.mark.parametrize("name", POSES)
def test_the_griffin_looks_as_it_did(name: str, studio: Any, griffin: Any, golden: Any) -> None:
    state, eye = POSES[name]
    golden(name, studio.shoot(state, eye, griffin, grey=0.55))


class Nowhere:
    """Land far below, so that no shadow reaches it and no hill comes into the view."""

    water_level_m = -5000.0

    def surface_m(self, x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
        return np.full(np.shape(x_m), -5000.0)

    def surface_at(self, x_m: float, z_m: float) -> float:
        return -5000.0


@pytest.mark.parametrize(
    "name", ["griffin-back", "griffin-bank", "griffin-dive", "griffin-head", "griffin-take-off"]
)
def test_a_scene_of_the_fine_griffin_looks_as_it_did(name: str, studio: Any, golden: Any) -> None:
    from griffin.render.passes.griffin import GriffinPass
    from griffin.render.quality import Quality
    from griffin.tools.griffin_scenes import compose_griffin
    from griffin.tools.stage import Stage

    setup = replace(studio.setup, quality=Quality.HIGH, terrain=Nowhere())
    fine = GriffinPass(setup)
    stage = Stage(terrain=setup.terrain, perch=setup.perch, sun=setup.sun)
    rgb = studio.shoot_frame(compose_griffin(name, stage), fine, grey=0.55)
    fine.release()
    golden(f"fine-{name}", rgb)


def test_the_perched_griffin_looks_as_it_did(studio: Any, griffin: Any, golden: Any) -> None:
    from griffin.render.passes.perch import PerchPass

    tree = PerchPass(studio.setup)
    state = FlightState(
        position_world=studio.place_world,
        arms=angled(left_wing_rad=-1.3, right_wing_rad=0.5, right_elbow_rad=0.4),
    )
    rgb = studio.shoot(state, (5.0, 2.5, 6.0), griffin, tree, grey=0.55)
    tree.release()
    golden("griffin-perched", rgb)
