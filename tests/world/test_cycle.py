"""The time of shaders stays small, and is as fine after months as in the first hour."""

import numpy as np
import pytest

from griffin.world.cycle import CYCLE_S, in_cycle_s

DAY_S = 86_400.0


@pytest.mark.parametrize("days", [0, 7, 30, 365])
def test_steps_of_a_picture_survive_32_bits_after_days(days: int) -> None:
    times_s = np.array([in_cycle_s(days * DAY_S + 20.0 + index / 120.0) for index in range(100)])
    steps_s = np.diff(times_s.astype(np.float32))
    assert steps_s == pytest.approx(np.full(99, 1 / 120), rel=0.01)


def test_a_cycle_begins_anew() -> None:
    assert in_cycle_s(0.0) == 0.0
    assert in_cycle_s(CYCLE_S - 0.25) == CYCLE_S - 0.25
    assert in_cycle_s(2.0 * CYCLE_S + 0.5) == 0.5
