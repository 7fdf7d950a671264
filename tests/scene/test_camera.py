"""The eye: above the ground, the same at any frame rate, behind the griffin, and calm."""

import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_perspective
from griffin.scene.camera import CALM_CAMERA, CameraTuning, ChaseCamera
from griffin.scene.frame import CameraView

START = FlightState(
    mode=FlightMode.FLYING, mode_s=9.0, position_world=np.array([0.0, 200.0, 0.0]), speed_mps=18.0
)


def sea(_x_m: float, _z_m: float) -> float:
    return 0.0


def turn(t_s: float) -> FlightState:
    """A flight that banks into a turn and dives, as a function of time."""
    heading = 0.5 * max(0.0, t_s - 1.0)
    return replace(
        START,
        heading_rad=heading,
        roll_rad=0.6 * min(1.0, t_s),
        turn_radps=0.5 if t_s > 1.0 else 0.0,
        path_rad=-0.3 * min(1.0, t_s),
        speed_mps=18.0 + 5.0 * t_s,
        position_world=np.array([0.0, 200.0, -18.0 * t_s]),
    )


def fly(rate_hz: int, seconds: float = 4.0) -> CameraView:
    camera = ChaseCamera(sea)
    view = camera.follow(turn(0.0), 0.0)
    for i in range(1, round(seconds * rate_hz) + 1):
        view = camera.follow(turn(i / rate_hz), 1.0 / rate_hz)
    return view


def forward(view: CameraView) -> np.ndarray:
    return -view.view_from_world[2, :3]


def on_screen(view: CameraView, point_world: np.ndarray, aspect: float = 16 / 9) -> np.ndarray:
    """(x, y) from -1 to 1."""
    clip = mat_perspective(view.fov_y_rad, aspect, 0.5, 1e4) @ view.view_from_world @ [*point_world, 1.0]
    return np.asarray(clip[:2] / clip[3])


@pytest.mark.parametrize("rate_hz", [10, 30, 144])
def test_the_view_is_the_same_at_any_frame_rate(rate_hz: int) -> None:
    """Within half a metre and two degrees of 60 Hz: what a held target costs at 10 Hz."""
    reference, view = fly(60), fly(rate_hz)
    assert np.linalg.norm(view.eye_world - reference.eye_world) < 0.5
    assert math.degrees(math.acos(min(1.0, float(forward(view) @ forward(reference))))) < 2.0
    assert view.fov_y_rad == pytest.approx(reference.fov_y_rad, abs=math.radians(0.5))


def test_the_eye_is_behind_and_above_and_the_griffin_in_the_lower_third() -> None:
    view = ChaseCamera(sea).follow(START, 0.0)
    offset = view.eye_world - START.position_world
    assert offset[2] == pytest.approx(CameraTuning().back_m)  # heading 0 looks along -Z
    assert offset[1] == pytest.approx(CameraTuning().above_m)
    x, y = on_screen(view, START.position_world)
    assert x == pytest.approx(0.0, abs=1e-6)
    assert -0.75 < y < -1 / 3
    horizon = on_screen(view, START.position_world + np.array([0.0, view.eye_world[1] - 200.0, -5000.0]))
    assert 0.1 < horizon[1] < 0.5


def test_the_span_fills_a_third_of_the_picture() -> None:
    view = ChaseCamera(sea).follow(START, 0.0)
    left, right = (on_screen(view, START.position_world + np.array([x, 0.0, 0.0]))[0] for x in (-3.5, 3.5))
    assert 0.30 <= (right - left) / 2.0 <= 0.40


def test_the_griffin_keeps_its_size_at_any_speed() -> None:
    camera = ChaseCamera(sea)
    for i in range(400):
        place = np.array([0.0, 200.0, -40.0 * i / 60])
        view = camera.follow(replace(START, position_world=place, speed_mps=40.0), 1 / 60)
    assert np.linalg.norm(view.eye_world - place) == pytest.approx(math.hypot(11.5, 4.1), abs=0.1)


def test_the_lens_widens_with_speed() -> None:
    slow = ChaseCamera(sea).follow(START, 0.0)
    fast = ChaseCamera(sea).follow(replace(START, speed_mps=45.0), 0.0)
    assert fast.fov_y_rad > slow.fov_y_rad + 0.1


def test_a_calm_eye_never_changes_its_lens_and_leans_less() -> None:
    flight = [replace(START, speed_mps=speed_mps, roll_rad=0.5) for speed_mps in (9.0, 18.0, 46.0)]
    calm = [ChaseCamera(sea, CALM_CAMERA).follow(state, 0.0) for state in flight]
    usual = ChaseCamera(sea).follow(flight[-1], 0.0)
    assert {view.fov_y_rad for view in calm} == {CameraTuning().fov_y_rad}
    assert abs(calm[-1].view_from_world[0, 1]) < 0.6 * abs(usual.view_from_world[0, 1])


def test_the_eye_looks_into_the_turn() -> None:
    right = ChaseCamera(sea).follow(replace(START, turn_radps=0.6), 0.0)
    assert forward(right)[0] > 0.05


def test_the_view_turns_and_moves_and_does_nothing_else() -> None:
    view = fly(60)
    turn = view.view_from_world[:3, :3]
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    np.testing.assert_allclose(view.view_from_world @ [*view.eye_world, 1.0], [0.0, 0.0, 0.0, 1.0], atol=1e-9)


def test_the_camera_rolls_less_than_the_body() -> None:
    view = ChaseCamera(sea).follow(replace(START, roll_rad=0.8), 0.0)
    right_axis = view.view_from_world[0, :3]
    roll = -math.asin(right_axis[1])
    assert 0.05 < roll <= 0.4 * 0.8 + 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_the_eye_is_never_below_the_ground(seed: int) -> None:
    random = np.random.default_rng(seed)
    waves = random.uniform(0.005, 0.05, 4)

    def hills(x_m: float, z_m: float) -> float:
        return 40.0 * math.sin(waves[0] * x_m + waves[1] * z_m) + 25.0 * math.cos(
            waves[2] * x_m - waves[3] * z_m
        )

    camera = ChaseCamera(hills)
    heading, place = 0.0, np.array([0.0, 0.0, 0.0])
    for _ in range(600):
        heading += random.normal(0.0, 0.05)
        place = place + 0.4 * np.array([math.sin(heading), 0.0, -math.cos(heading)])
        place[1] = hills(place[0], place[2]) + 2.5
        state = replace(START, position_world=place, heading_rad=heading, path_rad=random.uniform(-0.6, 0.6))
        eye = camera.follow(state, 1 / 30).eye_world
        assert eye[1] >= hills(eye[0], eye[2]) + CameraTuning().clearance_m - 1e-9


def test_take_off_moves_the_eye_without_a_leap() -> None:
    perched = FlightState(position_world=np.array([0.0, 200.0, 0.0]))
    camera = ChaseCamera(sea)
    before = camera.follow(perched, 1 / 60).eye_world
    launched = replace(START, position_world=perched.position_world + np.array([0.0, 0.74, 0.0]), mode_s=0.0)
    after = camera.follow(launched, 1 / 60).eye_world
    assert np.linalg.norm(after - before) < 1.0


def test_behind_the_veil_and_after_a_far_move_the_eye_jumps() -> None:
    far = replace(FlightState(), position_world=np.array([900.0, 300.0, 0.0]), heading_rad=2.0)
    veiled = replace(far, position_world=START.position_world + np.array([20.0, 0.0, 0.0]), veil_frac=1.0)
    for state in (far, veiled):
        camera = ChaseCamera(sea)
        camera.follow(START, 0.0)
        jumped = camera.follow(state, 1 / 60)
        fresh = ChaseCamera(sea).follow(state, 1 / 60)
        np.testing.assert_allclose(jumped.view_from_world, fresh.view_from_world, atol=1e-9)


def test_a_camera_that_rolls_along_is_refused() -> None:
    with pytest.raises(ValueError, match="ill"):
        CameraTuning(roll_frac=0.8)
