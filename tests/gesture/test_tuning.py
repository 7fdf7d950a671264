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


@pytest.mark.parametrize(
    "changes",
    [
        {"climb_dead_rad": 0.5, "climb_full_rad": 0.4},
        {"flap_small_least_s": 0.9, "flap_small_most_s": 0.6},
        {"flap_fast_out_torsos": 0.5},
        {"turn_sure_s": 0.3},
        {"jog_step_s": 1.0, "jog_rest_s": 0.9},
        {"jump_rise_per_s": 3.5},
        {"jump_push_per_s2": 15.0},
        {"jump_height_torsos": 0.1},
        {"turn_narrow_s": 5.0, "turn_width_s": 5.0},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_contradictions_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match="must be below"):
        replace(GestureTuning(), **changes)  # type: ignore[arg-type]


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ConfigError):
        replace(GestureTuning(), jump_rise_per_s=float("nan"))
