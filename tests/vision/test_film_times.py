"""Which film times come of time stamps, good and bad ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.vision.film_times import FilmTimes, TimesTuning

PERIOD_S = 0.1


def place(stamps_s: list[float | None]) -> tuple[list[float], FilmTimes]:
    times = FilmTimes(PERIOD_S)
    return [times.place(stamp_s) for stamp_s in stamps_s], times


@pytest.mark.parametrize(
    ("stamps_s", "wanted_s"),
    [
        ([0.0, 0.1, 0.2], [0.0, 0.1, 0.2]),
        ([36_000.0, 36_000.1, 36_000.5], [0.0, 0.1, 0.5]),  # a broadcast
        ([-2.0, -1.9, 0.0], [0.0, 0.1, 2.0]),
        ([None, None, None], [0.0, 0.1, 0.2]),
        ([0.0, None, 0.15], [0.0, 0.1, 0.15]),
        ([None, 5.0, 5.2], [0.0, 0.1, 0.3]),
        ([3.0, 3.0, 3.0], [0.0, 0.1, 0.2]),
        ([0.0, 0.2, 0.1, 0.3], [0.0, 0.2, 0.3, 0.5]),
        ([0.0, 9.0], [0.0, 9.0]),  # a wait
        ([0.0, 0.1, 600.0, 600.1], [0.0, 0.1, 0.2, 0.3]),
        ([-9.2e15, -9.2e15, 3.0, 3.5], [0.0, 0.1, 0.2, 0.7]),  # damage
        ([50.0, 50.1, 0.0, 0.1], [0.0, 0.1, 0.2, 0.3]),
    ],
)
def test_times_begin_at_zero_and_grow(stamps_s: list[float | None], wanted_s: list[float]) -> None:
    seen_s, _ = place(stamps_s)
    assert seen_s == pytest.approx(wanted_s)


def test_jumps_are_counted_and_measured() -> None:
    _, times = place([0.0, 0.1, 600.1, 600.2, 0.2])
    assert times.jumps == 2
    assert times.left_out_s == pytest.approx(600.0 - 600.0 - 2 * PERIOD_S)
    _, steady = place([0.0, 0.1, 0.1, None, 0.3])
    assert steady.jumps == 0


@settings(derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e9), st.floats(allow_nan=False, allow_infinity=False))))
def test_whatever_the_stamps_times_grow_and_no_wait_is_long(stamps_s: list[float | None]) -> None:
    seen_s, times = place(stamps_s)
    steps_s = np.diff(seen_s)
    assert all(steps_s > 0.0)
    assert all(steps_s <= TimesTuning().jump_s + PERIOD_S + 1e-6)
    assert times.end_s == (seen_s[-1] if seen_s else -PERIOD_S)


def test_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        TimesTuning(jump_s=0.0)
