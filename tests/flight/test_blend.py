"""The moment between two steps: angles on the short way, cuts stay cuts."""

import math
from dataclasses import replace

import numpy as np
import pytest
from msgspec import Struct

from griffin.flight.blend import blend_states
from griffin.flight.state import FlightMode, FlightState
from tests.flights import angled

BEFORE = FlightState(
    mode=FlightMode.FLYING,
    mode_s=4.0,
    time_s=10.0,
    position_world=np.array([0.0, 100.0, 0.0]),
    heading_rad=math.radians(179.0),
    stroke_phase_rad=6.2,
    arms=angled(left_wing_rad=0.2),
)
NOW = replace(
    BEFORE,
    mode_s=4.01,
    time_s=10.01,
    position_world=np.array([1.0, 102.0, 0.0]),
    heading_rad=math.radians(-179.0),
    stroke_phase_rad=0.1,
    arms=angled(left_wing_rad=0.4, right_wrist_rad=-0.6),
)


def test_numbers_and_places_are_half_way_at_a_half() -> None:
    state = blend_states(BEFORE, NOW, 0.5)
    assert state.time_s == pytest.approx(10.005)
    assert state.arms.left.wing_rad == pytest.approx(0.3)
    assert state.arms.right.wrist_rad == pytest.approx(-0.3)
    np.testing.assert_allclose(state.position_world, [0.5, 101.0, 0.0])


def test_angles_take_the_shorter_way() -> None:
    state = blend_states(BEFORE, NOW, 0.5)
    assert math.cos(state.heading_rad) == pytest.approx(-1.0)
    assert state.stroke_phase_rad == pytest.approx((6.2 + (0.1 + 2.0 * math.pi)) / 2.0)


@pytest.mark.parametrize(("alpha", "end"), [(0.0, BEFORE), (1.0, NOW)])
def test_the_ends_are_the_states_themselves(alpha: float, end: FlightState) -> None:
    state = blend_states(BEFORE, NOW, alpha)
    assert state.arms.left.wing_rad == pytest.approx(end.arms.left.wing_rad)
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


def nested_numbers(state: object, path: str = "") -> dict[str, float | FlightMode]:
    """Every number that a state holds, however deep, by the way to it."""
    names = getattr(state, "__struct_fields__", None) or getattr(state, "__dataclass_fields__", None)
    if names is not None:
        found = [nested_numbers(getattr(state, name), f"{path}.{name}") for name in names]
    elif isinstance(state, np.ndarray):
        found = [{f"{path}[{index}]": float(value) for index, value in enumerate(state)}]
    else:
        return {path.removeprefix("."): state}
    return {name: value for each in found for name, value in each.items()}


def shifted(value: object, by: float) -> object:
    """The same kind of thing with `by` added to each of its numbers."""
    if isinstance(value, Struct):
        return type(value)(**{name: shifted(getattr(value, name), by) for name in value.__struct_fields__})
    if isinstance(value, FlightState):
        return FlightState(**{name: shifted(getattr(value, name), by) for name in value.__dataclass_fields__})
    return value if isinstance(value, FlightMode) else value + by


def test_every_number_of_a_state_is_blended() -> None:
    before = replace(BEFORE, heading_rad=0.5, stroke_phase_rad=0.5, min_clearance_m=3.0)
    blended = nested_numbers(blend_states(before, shifted(before, 1.0), 0.25))
    start = nested_numbers(before)
    assert set(blended) == set(start)
    assert "arms.right.wrist_rad" in blended
    wrong = {
        name: value
        for name, value in blended.items()
        if name != "mode" and value != pytest.approx(start[name] + 0.25)
    }
    assert not wrong


def test_the_least_clearance_is_unknown_until_it_flew() -> None:
    assert blend_states(BEFORE, replace(NOW, min_clearance_m=4.0), 0.5).min_clearance_m is None
