"""The shadow on the GPU: dark where the griffin keeps the sun off, only there, never at low quality."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.creature.rig import GriffinPose, pose_griffin
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_look_at
from griffin.scene.frame import CameraView, SceneFrame

pytestmark = pytest.mark.gl

GREY = 0.55
GLIDE = FlightState(mode=FlightMode.FLYING, mode_s=9.0, speed_mps=16.0)


class Plain:
    """Land at a height, for passes that ask for nothing else."""

    def __init__(self, height_m: float) -> None:
        self._height_m = height_m

    def surface_m(self, x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
        return np.full(np.shape(x_m), self._height_m)


@contextmanager
def griffin_above(studio: Any, height_m: float) -> Iterator[Any]:
    from griffin.render.passes.griffin import GriffinPass
    from griffin.render.quality import Quality

    made = GriffinPass(replace(studio.setup, quality=Quality.HIGH, terrain=Plain(height_m)))
    yield made
    made.release()


@pytest.fixture
def above_plain(studio: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    with griffin_above(studio, request.param) as made:
        yield made


def count_calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is drawn from now on."""
    from griffin.render.core.gpu import VertexArray

    calls: list[Any] = []
    draw = VertexArray.draw
    monkeypatch.setattr(VertexArray, "draw", lambda self, *a, **k: (calls.append(self), draw(self, *a, **k)))
    return calls


def dark_pixels(rgb: np.ndarray) -> np.ndarray:
    """Darker than the ground, and its own colour."""
    level = GREY * 255.0
    grey = np.abs(rgb - rgb.mean(axis=-1, keepdims=True)).max(axis=-1) < 14
    return grey & (rgb.max(axis=-1) < 0.93 * level)


@pytest.mark.parametrize("above_plain", [90.0], indirect=True)
def test_a_shadow_lies_on_the_land_away_from_the_sun(studio: Any, above_plain: Any) -> None:
    state = replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0]))
    sun = studio.setup.sun.direction_world
    rgb = studio.shoot(state, (0.0, 40.0, 0.1), above_plain, grey=GREY)  # from high above, north is up
    rows, columns = np.nonzero(dark_pixels(rgb))
    assert len(rows) > 60
    height, width = rgb.shape[:2]
    right, up = columns.mean() - width / 2, height / 2 - rows.mean()
    away = np.array([right, up]) / np.hypot(right, up)
    wanted = np.array([-sun[0], sun[2]]) / np.hypot(sun[0], sun[2])
    assert away @ wanted > 0.95


def test_far_below_there_is_none(studio: Any) -> None:
    state = replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0]))
    pictures = []
    for height_m in (-600.0, -9000.0):
        with griffin_above(studio, height_m) as griffin:
            pictures.append(studio.shoot(state, (0.0, 30.0, 1.0), griffin, grey=GREY))
    np.testing.assert_array_equal(*pictures)


def test_a_net_that_mostly_hangs_in_the_air_draws_no_streak(
    studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a low sun a few of its points may come down nearby, on a rock or by a wrong guess."""
    from griffin.meshes.shadow import ShadowNet

    state = replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0]))
    with griffin_above(studio, -9000.0) as griffin:
        bare = studio.shoot(state, (0.0, 30.0, 1.0), griffin, grey=GREY)
    fall = ShadowNet.fall

    def fall_apart(net: ShadowNet, middle_world: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        points, below_m = fall(net, middle_world)
        below_m = np.where(np.arange(len(below_m)) % 9 == 0, 5.0, below_m)
        return points, below_m

    monkeypatch.setattr(ShadowNet, "fall", fall_apart)
    with griffin_above(studio, -600.0) as griffin:
        np.testing.assert_array_equal(studio.shoot(state, (0.0, 30.0, 1.0), griffin, grey=GREY), bare)


def test_low_quality_has_no_shadow_to_pay_for(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from griffin.render.passes.griffin import GriffinPass

    made = GriffinPass(studio.setup)
    calls = count_calls(monkeypatch)
    studio.shoot(replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0])), (0.0, 3.0, 11.0), made)
    assert len(calls) == 1
    made.release()


@pytest.mark.parametrize("above_plain", [90.0], indirect=True)
def test_each_griffin_has_a_shadow_of_its_own(studio: Any, above_plain: Any) -> None:
    """Two side by side are what one and the other are, however often they are drawn in turn."""
    left, right = (
        pose_griffin(replace(GLIDE, position_world=np.array([x, 100.0, 0.0]))) for x in (-5.0, 5.0)
    )
    eye_world = np.array([0.0, 150.0, 0.1])
    view = CameraView(
        eye_world=eye_world, view_from_world=mat_look_at(eye_world, [0.0, 100.0, 0.0]), fov_y_rad=0.7
    )

    def shoot(*creatures: GriffinPose) -> np.ndarray:
        frame = SceneFrame(world_s=0.0, shown_s=0.0, views=(view,), creatures=creatures)
        for _ in range(3):
            rgb = studio.shoot_frame(frame, above_plain, grey=GREY)
        return rgb

    both = shoot(left, right)
    alone = [dark_pixels(shoot(each)) for each in (left, right)]
    assert dark_pixels(both).sum() == pytest.approx(alone[0].sum() + alone[1].sum(), rel=0.05)


@pytest.mark.parametrize("above_plain", [90.0], indirect=True)
def test_the_griffin_takes_three_calls_at_most(studio: Any, above_plain: Any, monkeypatch: Any) -> None:
    calls = count_calls(monkeypatch)
    studio.shoot(replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0])), (0.0, 3.0, 11.0), above_plain)
    assert len(calls) == 3
