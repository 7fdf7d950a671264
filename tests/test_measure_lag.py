"""scripts/measure_lag.py: what it makes of wings whose lag, trembling and overshoot are known."""

import math

import numpy as np
import pytest

from tests.scripts_loader import load_script

measure = load_script("measure_lag")

TIMES_S = np.arange(0.0, 12.0, 1 / 30)


def arm_at(t_s: np.ndarray) -> np.ndarray:
    """Swings for four seconds, then goes up by a radian in a quarter of a second, and stands."""
    u = np.clip((t_s - 5.0) / 0.25, 0.0, 1.0)
    return np.where(t_s < 4.0, 0.5 * np.sin(math.tau * t_s), u * u * (3.0 - 2.0 * u))


def tally_of(shown_s: np.ndarray, wing_rad: np.ndarray) -> object:
    tally = measure.Tally()
    arms_rad = np.repeat(arm_at(TIMES_S)[:, None], 2, axis=1)
    tally.add(measure.Clip(said=(), times_s=TIMES_S, arms_rad=arms_rad), shown_s, wing_rad, 0)
    return tally


def test_lag_is_found_and_a_wing_that_only_lags_neither_trembles_nor_overshoots() -> None:
    shown_s = np.arange(0.2, 11.5, 0.036)
    tally = tally_of(shown_s, arm_at(shown_s - 0.07))
    assert tally.shifts_s[tally.errors.argmin()] == pytest.approx(0.07, abs=0.003)
    assert len(tally.trembles_rad) > 50
    assert np.std(tally.trembles_rad) < 1e-6
    assert tally.overshoots_rad
    assert max(tally.overshoots_rad) < 0.01


def test_trembling_and_overshoot_are_found() -> None:
    shown_s = np.arange(0.2, 11.5, 0.036)
    wing_rad = arm_at(shown_s - 0.07)
    wing_rad[(shown_s > 5.3) & (shown_s < 5.5)] += 0.2
    wing_rad += np.where(shown_s > 7.0, 0.01 * (-1.0) ** np.arange(len(shown_s)), 0.0)
    tally = tally_of(shown_s, wing_rad)
    assert max(tally.overshoots_rad) == pytest.approx(0.2, abs=0.02)
    assert np.std(tally.trembles_rad) > 0.02
    assert tally.summary().startswith("lag   7")


def test_without_clips_there_is_nothing_to_compare(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measure.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("nothing to compare") == 3
