"""Every constant has a range that holds its default, and contradictions are refused."""

from dataclasses import fields, replace

import pytest

from griffin.errors import ConfigError
from griffin.gesture.tuning import GestureTuning

NAMES = [entry.name for entry in fields(GestureTuning)]


@pytest.mark.parametrize("name", NAMES)
def test_a_value_beyond_its_range_is_refused(name: str) -> None:
    (entry,) = (each for each in fields(GestureTuning) if each.name == name)
    low, high = entry.metadata["low"], entry.metadata["high"]
    assert low <= getattr(GestureTuning(), name) <= high
    for beyond in (low - 1, high + 1):
        with pytest.raises(ConfigError, match=name):
            replace(GestureTuning(), **{name: beyond})


def test_contradictions_are_refused() -> None:
    with pytest.raises(ConfigError, match="must be below"):
        replace(GestureTuning(), climb_dead_rad=0.5, climb_full_rad=0.4)


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ConfigError):
        replace(GestureTuning(), jump_rise_per_s=float("nan"))
