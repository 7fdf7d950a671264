"""Real time becomes whole steps; none is lost, and hitches are counted."""

import pytest

from griffin.flight.timestep import FixedStep


def test_whole_steps_and_the_rest() -> None:
    timestep = FixedStep(0.01)
    assert timestep.advance(5.0) == 0
    assert timestep.advance(5.025) == 2
    assert timestep.alpha == pytest.approx(0.5)
    assert timestep.advance(5.030) == 1
    assert timestep.alpha == pytest.approx(0.0, abs=1e-6)


def test_uneven_pictures_add_up() -> None:
    timestep = FixedStep(0.01)
    times = [0.0, 0.013, 0.021, 0.060, 0.061, 0.1605, 0.25, 0.4505]
    assert sum(timestep.advance(t) for t in times) == 45


def test_a_hitch_pauses_the_flight_and_is_counted() -> None:
    timestep = FixedStep(0.01)
    timestep.advance(0.0)
    assert timestep.advance(2.0) == 25
    assert timestep.dropped_s == pytest.approx(1.75)


def test_a_clock_that_stands_still_is_no_trouble() -> None:
    timestep = FixedStep(0.01)
    assert [timestep.advance(1.0) for _ in range(3)] == [0, 0, 0]
    assert timestep.advance(0.5) == 0
