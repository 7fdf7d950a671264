"""Gains go in small steps where steps could be heard."""

import itertools

import numpy as np
import pytest

from griffin.audio.loudness import gain_of
from griffin.audio.steps import FINE_DB, step_gain, step_sides
from tests.audio.sounds import level_of


@pytest.mark.parametrize(("start", "wanted"), [(0.0, 1.0), (1.0, 0.0), (0.3, 0.31), (0.5, 0.05), (0.01, 0.0)])
def test_no_step_is_over_a_decibel_where_it_is_heard(start: float, wanted: float) -> None:
    gains = [start]
    while gains[-1] != wanted:
        gains.append(step_gain(gains[-1], wanted))
        assert len(gains) < 60
    for before, after in itertools.pairwise(gains):
        low, high = sorted((before, after))
        if high > gain_of(FINE_DB) * 1.0001 and low > 0.0:
            assert level_of(high) - max(level_of(low), FINE_DB) <= 1.0001
    assert np.all(np.diff(gains) >= 0.0) or np.all(np.diff(gains) <= 0.0)


def test_it_takes_half_a_second_from_silence_to_full() -> None:
    gain, steps = 0.0, 0
    while gain < 1.0:
        gain, steps = step_gain(gain, 1.0), steps + 1
    assert 0.4 < steps * 1024 / 48_000 < 0.6


def test_sides_go_for_themselves() -> None:
    assert step_sides((0.5, 0.0), (0.5, 0.01)) == (0.5, 0.01)
