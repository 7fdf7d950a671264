"""The moment between two steps: angles on the short way, cuts stay cuts."""

import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.flight.state import FlightMode, FlightState
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import blend_states, compose
from griffin.scene.frame import HudView

BEFORE = FlightState(
    mode=FlightMode.FLYING,
    mode_s=4.0,
    time_s=10.0,
    position_world=np.array([0.0, 100.0, 0.0]),
    heading_rad=math.radians(179.0),
    stroke_phase_rad=6.2,
    left_wing_rad=0.2,
)
NOW = replace(
    BEFORE,
    mode_s=4.01,
    time_s=10.01,
    position_world=np.array([1.0, 102.0, 0.0]),
    heading_rad=math.radians(-179.0),
    stroke_phase_rad=0.1,
    left_wing_rad=0.4,
    right_wrist_rad=-0.6,
)


def test_numbers_and_places_are_half_way_at_a_half() -> None:
    state = blend_states(BEFORE, NOW, 0.5)
    assert state.time_s == pytest.approx(10.005)
    assert state.left_wing_rad == pytest.approx(0.3)
    assert state.right_wrist_rad == pytest.approx(-0.3)
    np.testing.assert_allclose(state.position_world, [0.5, 101.0, 0.0])


def test_angles_take_the_shorter_way() -> None:
    state = blend_states(BEFORE, NOW, 0.5)
    assert math.cos(state.heading_rad) == pytest.approx(-1.0)
    assert state.stroke_phase_rad == pytest.approx((6.2 + (0.1 + 2.0 * math.pi)) / 2.0)


@pytest.mark.parametrize(("alpha", "end"), [(0.0, BEFORE), (1.0, NOW)])
def test_the_ends_are_the_states_themselves(alpha: float, end: FlightState) -> None:
    state = blend_states(BEFORE, NOW, alpha)
    assert state.left_wing_rad == pytest.approx(end.left_wing_rad)
    assert math.cos(state.heading_rad - end.heading_rad) == pytest.approx(1.0)
    np.testing.assert_allclose(state.position_world, end.position_world)


def test_taking_off_and_coming_home_are_cuts() -> None:
    perched = replace(BEFORE, mode=FlightMode.PERCHED)
    assert blend_states(perched, NOW, 0.3) is NOW
    assert blend_states(NOW, perched, 0.3) is perched


def test_turning_home_in_the_air_is_no_cut() -> None:
    returning = replace(NOW, mode=FlightMode.RETURNING, mode_s=0.0)
    state = blend_states(BEFORE, returning, 0.5)
    assert state.mode is FlightMode.RETURNING
    assert state.mode_s == 0.0
    np.testing.assert_allclose(state.position_world, [0.5, 101.0, 0.0])


def test_a_frame_holds_all_that_one_picture_needs() -> None:
    view = ChaseCamera(lambda x, z: np.zeros(np.shape(x))).follow(NOW, 0.01)
    frame = compose(replace(NOW, veil_frac=0.25), view, HudView(line="hello"))
    assert frame.camera is view
    assert frame.hud.line == "hello"
    assert frame.veil_frac == 0.25
    np.testing.assert_allclose(frame.griffin.world_from_body[:3, 3], NOW.position_world)
