"""The wind's law: level and colour follow airspeed, the layers keep their power, gusts hide the loops."""

import math

import numpy as np
import pytest

from griffin.audio.wind import TUNING, Gusts, gustiness_db, layer_gains, wind_lufs
from tests.audio.sounds import WINDS

SPEEDS = np.linspace(6.0, 46.0, 161)


def centroid_hz(speed_mps: float) -> float:
    """The power-weighted centroid of the mixed layers."""
    power = np.array(layer_gains(speed_mps)) ** 2
    return float(power @ np.array(list(WINDS.values())) / power.sum())


def test_the_layers_add_up_to_the_same_power() -> None:
    for speed in SPEEDS:
        gains = layer_gains(float(speed))
        assert sum(gain**2 for gain in gains) == pytest.approx(1.0)
        assert min(gains) >= 0.0


def test_the_layers_cross_fade_without_a_jump() -> None:
    gains = np.array([layer_gains(float(speed)) for speed in SPEEDS])
    assert np.abs(np.diff(gains, axis=0)).max() < 0.08


@pytest.mark.parametrize("speed_mps", [9.0, 12.0, 17.0, 25.0, 35.0])
def test_two_loops_sound_at_a_time(speed_mps: float) -> None:
    assert sum(gain > 0.1 for gain in layer_gains(speed_mps)) == 2


def test_level_follows_airspeed() -> None:
    speeds = np.linspace(13.0, 39.0, 200)
    levels = [wind_lufs(float(speed)) for speed in speeds]
    assert np.corrcoef(speeds, levels)[0, 1] > 0.97
    assert wind_lufs(40.0) - wind_lufs(14.0) == pytest.approx(10.0, abs=0.1)


def test_colour_follows_airspeed() -> None:
    assert centroid_hz(14.0) < 400.0
    assert centroid_hz(40.0) > 900.0
    centroids = [centroid_hz(float(speed)) for speed in SPEEDS if speed >= 14.0]
    assert np.diff(centroids).min() >= -1e-9


def test_gusts_are_seeded_bounded_and_as_strong_as_asked_for() -> None:
    def run(gust_db: float, seed: int = 1) -> np.ndarray:
        gusts = Gusts(seed)
        return np.array([gusts.step(1 / 60, gust_db) for _ in range(6000)])

    assert np.array_equal(run(0.5), run(0.5))
    assert not np.array_equal(run(0.5), run(0.5, seed=2))
    assert np.array_equal(run(0.0), np.tile([0.0, 1.0], (6000, 1)))
    assert np.abs(run(9.0)[:, 0]).max() == TUNING.gust_most_db
    expected_db = 0.5 * math.hypot(TUNING.slow_gust, TUNING.quick_gust)
    assert run(0.5)[:, 0].std() == pytest.approx(expected_db, rel=0.35)


def test_gusts_are_the_same_at_any_rate_of_pictures() -> None:
    deviations = []
    for rate_hz in (30, 120):
        gusts = Gusts(3)
        deviations.append(np.std([gusts.step(1 / rate_hz, 0.5)[0] for _ in range(120 * rate_hz)]))
    assert deviations[0] == pytest.approx(deviations[1], rel=0.3)


def test_it_is_calm_on_the_branch_and_in_woods_and_wild_at_ridges() -> None:
    def at(**where: float) -> float:
        return gustiness_db(**{"wood_frac": 0.0, "ridge_frac": 0.0, "perched_frac": 0.0, **where})

    assert at(perched_frac=1.0) == 0.0
    assert 0.0 < at(wood_frac=1.0) < at() < at(ridge_frac=1.0)
