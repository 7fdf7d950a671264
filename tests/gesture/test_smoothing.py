"""Filters against the published listing, and at their edges: first sample, repeats, gaps, time zero."""

import csv
import math
from pathlib import Path

import pytest

from griffin.gesture.smoothing import MotionWindow, OneEuroFilter, SlowMean, ramp, smoothing_gain


def one_euro(**changes: float) -> OneEuroFilter:
    settings = {"min_cutoff_hz": 1.0, "beta": 0.6, "derivative_cutoff_hz": 1.0} | changes
    return OneEuroFilter(**settings)


def test_a_ramp_is_straight_between_its_ends() -> None:
    assert [ramp(value, 1.0, 3.0) for value in (0.0, 1.0, 1.5, 3.0, 9.0)] == [0.0, 0.0, 0.25, 1.0, 1.0]


def test_one_euro_gives_the_published_numbers() -> None:
    with Path(__file__).with_name("one_euro.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    smoother = one_euro()
    for row in rows:
        smoothed = smoother.smooth(float(row["time_s"]), float(row["sample"]))
        assert smoothed == pytest.approx(float(row["smoothed"]), abs=2e-8)


def test_the_first_sample_passes_even_at_time_zero() -> None:
    assert one_euro().smooth(0.0, 3.0) == 3.0


def test_a_repeated_time_changes_nothing() -> None:
    smoother = one_euro()
    smoother.smooth(1.0, 0.0)
    before = smoother.smooth(1.1, 1.0)
    assert smoother.smooth(1.1, 50.0) == before
    assert smoother.smooth(1.05, 50.0) == before


def test_after_a_long_gap_or_a_reset_it_starts_anew() -> None:
    smoother = one_euro(gap_s=0.5)
    smoother.smooth(0.0, 0.0)
    assert smoother.smooth(0.6, 7.0) == 7.0
    smoother.reset()
    assert smoother.smooth(0.61, -2.0) == -2.0


def test_it_is_calm_at_rest_and_quick_in_motion() -> None:
    smoother = one_euro(beta=6.0)
    still = [smoother.smooth(k / 30, 0.01 * (-1) ** k) for k in range(90)]
    assert max(map(abs, still[30:])) < 0.004
    moving = [smoother.smooth(3 + k / 30, 2.0 * k / 30) for k in range(30)]
    lag_s = (2.0 * 29 / 30 - moving[-1]) / 2.0
    assert lag_s < 0.02


def test_two_frame_rates_smooth_alike() -> None:
    def after(fps: int) -> float:
        smoother = one_euro(beta=0.0)
        smoother.smooth(0.0, 0.0)
        return [smoother.smooth(k / fps, 1.0) for k in range(1, fps // 2 + 1)][-1]

    assert after(20) == pytest.approx(after(60), abs=0.03)


def test_gain_grows_from_nothing_to_all() -> None:
    assert smoothing_gain(1.0, 0.0) == 0.0
    assert smoothing_gain(1.0, 1e6) == pytest.approx(1.0, abs=1e-6)


def test_a_slow_mean_learns_at_once_and_renews_slowly() -> None:
    mean = SlowMean(renew_s=5.0, outlier_frac=0.25)
    assert mean.learn(0.0, 0.4) == 0.4
    for k in range(1, 31):
        mean.learn(k / 30, 0.5)
    assert mean.value > 0.48
    for k in range(31, 61):
        mean.learn(k / 30, 0.4)
    assert 0.42 < mean.value < 0.48


def test_a_slow_mean_bounds_an_outlier() -> None:
    mean = SlowMean(renew_s=5.0, outlier_frac=0.25)
    mean.learn(0.0, 0.4)
    for k in range(1, 31):
        mean.learn(k / 30, 0.4)
    assert mean.learn(1.1, 100.0) < 0.411


@pytest.mark.parametrize(
    "times_s", [(0.0, 0.1, 0.2), (0.0, 0.02, 0.07, 0.1, 0.16), (5.0, 5.125, 5.25, 5.375)]
)
def test_a_parabola_is_recovered_exactly(times_s: tuple[float, ...]) -> None:
    window = MotionWindow(span_s=10.0)
    for t in times_s:
        window.add(t, 2.0 + 3.0 * t - 5.0 * t * t)
    motion, last = window.motion(), times_s[-1]
    assert motion.place == pytest.approx(2.0 + 3.0 * last - 5.0 * last * last)
    assert motion.acceleration == pytest.approx(-10.0)
    middle_s = sum(times_s) / len(times_s)
    if len(times_s) != 5:  # evenly spaced: the line's slope is the speed in the middle
        assert motion.middle_speed == pytest.approx(3.0 - 10.0 * middle_s)


def test_a_window_lets_go_of_the_old_but_keeps_three() -> None:
    window = MotionWindow(span_s=0.1)
    for t in (0.0, 0.3, 0.6):
        window.add(t, t)
    assert window.is_ready
    assert window.covered_s == pytest.approx(0.6)
    for k in range(1, 10):
        window.add(0.6 + k * 0.03, 0.0)
    assert window.covered_s <= 0.1
    window.clear()
    assert not window.is_ready
    assert window.covered_s == 0.0


def test_samples_at_one_time_do_no_harm() -> None:
    window = MotionWindow(span_s=0.1)
    for _ in range(3):
        window.add(1.0, 4.0)
    motion = window.motion()
    assert motion.place == 4.0
    assert math.isfinite(motion.middle_speed)
    assert motion.acceleration == 0.0


def test_surprise_opens_the_filter_and_calm_doesn_t() -> None:
    plain, open_minded = one_euro(beta=0.0), one_euro(beta=0.0, surprise=0.025)
    for smoother in (plain, open_minded):
        smoother.smooth(0.0, 0.0)
    assert open_minded.smooth(1 / 30, 0.2) > 3.0 * plain.smooth(1 / 30, 0.2)
    for smoother in (plain, open_minded):
        smoother.reset()
        smoother.smooth(0.0, 0.0)
    assert open_minded.smooth(1 / 30, 0.005) == pytest.approx(plain.smooth(1 / 30, 0.005), rel=0.05)
