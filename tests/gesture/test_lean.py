"""The camera's own tilt: learned on the branch from most of the time, in flight only from a minute's lean."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.gesture.lean import CameraTilt
from griffin.gesture.tuning import GestureTuning

FRAME_S = 0.1


def learned(leans: list[float], *, is_flying: bool, is_level: bool = True) -> CameraTilt:
    tilt = CameraTilt(GestureTuning())
    for number, lean_rad in enumerate(leans):
        tilt.learn(number * FRAME_S, lean_rad, is_level=is_level, is_flying=is_flying)
    return tilt


def test_on_the_branch_most_of_the_time_counts() -> None:
    assert learned([0.1] * 50 + [0.4] * 30, is_flying=False).tilt_rad == 0.1
    assert learned([0.1] * 30 + [0.2] * 50, is_flying=False).tilt_rad == 0.2


def test_it_is_bounded() -> None:
    assert learned([1.0] * 50, is_flying=False).tilt_rad == GestureTuning().lean_most_rad


def test_arms_that_bank_teach_nothing_on_the_branch() -> None:
    assert learned([0.1] * 50, is_flying=False, is_level=False).tilt_rad == 0.0


def test_in_flight_a_lean_must_last_a_minute() -> None:
    assert learned([0.2] * 590, is_flying=True).tilt_rad == 0.0
    assert learned([0.2] * 900, is_flying=True).tilt_rad == pytest.approx(0.2, abs=0.01)


def test_in_flight_one_moment_upright_begins_the_minute_anew() -> None:
    assert learned(([0.2] * 400 + [0.0]) * 4, is_flying=True).tilt_rad == 0.0


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.floats(2.0, 50.0), st.floats(0.0, 0.4), st.floats(0.0, 6.0))
def test_who_leans_to_and_fro_has_no_tilted_camera(period_s: float, size_rad: float, phase: float) -> None:
    leans = [size_rad * math.sin(phase + math.tau * n * FRAME_S / period_s) for n in range(1500)]
    assert abs(learned(leans, is_flying=True).tilt_rad) <= 1e-9


def flown_between(before: list[float], after: list[float]) -> list[float]:
    """The tilt after each moment on the branch, before and after five seconds of flight."""
    tilt, tilts = CameraTilt(GestureTuning()), []
    flight = [0.0] * 50
    for number, lean_rad in enumerate(before + flight + after):
        is_flying = len(before) <= number < len(before) + len(flight)
        tilt.learn(number * FRAME_S, lean_rad, is_level=True, is_flying=is_flying)
        if not is_flying:
            tilts.append(tilt.tilt_rad)
    return tilts


@pytest.mark.parametrize("branch_s", [1, 10])
def test_back_on_the_branch_what_is_known_stays_for_a_while(branch_s: int) -> None:
    tilts = flown_between([0.05] * 10 * branch_s, [0.2] * 60)[10 * branch_s :]
    assert tilts[:39] == [0.05] * 39
    assert tilts[-1] == 0.2


def test_a_time_without_a_lean_teaches_no_more_than_a_moment() -> None:
    tilt = CameraTilt(GestureTuning())
    for number in range(605):
        tilt.learn(number * FRAME_S, 0.2, is_level=True, is_flying=True)
    before_rad = tilt.tilt_rad
    tilt.learn(80.0, 0.2, is_level=True, is_flying=True)
    assert 0.0 < tilt.tilt_rad - before_rad < 0.03
