"""The tail: it follows, swings out, comes to rest, and stays stable whatever the body does."""

from dataclasses import replace

import numpy as np
import pytest

from griffin.creature.tail_pose import LINKS, TailTuning, fan_shape, settle_tail, step_tail
from griffin.flight.state import FlightMode, FlightState

FLYING = FlightState(mode=FlightMode.FLYING, mode_s=9.0, speed_mps=17.0)
STEP_S = 0.01


def test_a_settled_tail_rests() -> None:
    tail = settle_tail(FLYING, 0.0, 0.0, 0.0)
    later = step_tail(tail, FLYING, 0.0, 0.0, 0.0, STEP_S)
    np.testing.assert_allclose(later.pitch_rad, tail.pitch_rad, atol=1e-9)
    np.testing.assert_allclose(later.yaw_rad, tail.yaw_rad, atol=1e-9)


def test_a_turning_body_leaves_its_tail_on_the_way_it_came() -> None:
    turning = replace(FLYING, turn_radps=0.6)
    tail = settle_tail(FLYING, 0.0, 0.0, 0.0)
    for _ in range(100):
        tail = step_tail(tail, turning, 0.0, 0.0, 0.0, STEP_S)
    assert min(tail.yaw_rad) > 0.0  # a right turn: the way curves to the right behind it, too


def test_a_body_that_pitches_up_swings_its_tail_and_it_comes_to_rest() -> None:
    tail = settle_tail(FLYING, 0.0, 0.0, 0.0)
    still = np.array(tail.pitch_rad)
    up = replace(FLYING, pitch_rad=0.5)
    swings = []
    for _ in range(600):
        tail = step_tail(tail, up, 0.0, 0.0, 0.0, STEP_S)
        swings.append(tail.pitch_rad - still)
    assert max(swing[0] for swing in swings) > 0.05
    assert min(swing[2] for swing in swings) < -0.002  # it swings through
    np.testing.assert_allclose(swings[-1], 0.0, atol=1e-3)


def test_the_movement_runs_down_the_tail() -> None:
    tail = settle_tail(FLYING, 0.0, 0.0, 0.0)
    start = np.array(tail.pitch_rad)
    peaks = np.zeros(LINKS)
    best = np.zeros(LINKS)
    for i in range(80):
        tail = step_tail(tail, replace(FLYING, pitch_rad=0.5), 0.0, 0.0, 0.0, STEP_S)
        swing = np.abs(tail.pitch_rad - start)
        peaks, best = np.where(swing > best, i, peaks), np.maximum(swing, best)
    assert peaks[0] < peaks[3]


def test_it_stays_in_bounds_when_shaken() -> None:
    tail = settle_tail(FLYING, 0.0, 1.0, 0.0)
    for i in range(2000):
        wild = replace(
            FLYING, turn_radps=3.0 * (-1) ** (i // 20), pitch_rad=0.6 * (-1) ** (i // 15), time_s=0.01 * i
        )
        tail = step_tail(tail, wild, 0.0, 1.0, 0.8 * (-1) ** (i // 20), STEP_S)
        assert np.abs([tail.pitch_rad, tail.yaw_rad]).max() < 1.5


def test_the_fan_opens_and_lowers_to_brake() -> None:
    (spread, pitch), (braking_spread, braking_pitch) = fan_shape(0.0, 0.0, 0.0), fan_shape(1.0, 0.0, 0.0)
    assert braking_spread > spread
    assert braking_pitch < pitch


def test_each_link_needs_its_numbers() -> None:
    with pytest.raises(ValueError, match="five links"):
        TailTuning(rate_radps=(1.0, 2.0))
    with pytest.raises(ValueError, match="damping"):
        TailTuning(damping=1.5)
