"""Values that go by how surely they are seen: what moves them, what doesn't, and how they are forgotten."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.gesture.certainty import SeenValue, joint_certainty
from griffin.gesture.smoothing import OneEuroFilter
from griffin.gesture.tuning import GestureTuning

TUNING = GestureTuning()
FRAME_S = 1.0 / 30.0


def seen_value() -> SeenValue:
    return SeenValue(TUNING, OneEuroFilter(min_cutoff_hz=1.0, beta=1.0, derivative_cutoff_hz=1.0))


def shown(samples: list[tuple[float, float]]) -> list[float]:
    """What is shown after each sample and its certainty."""
    value, told = seen_value(), []
    for number, (sample, certainty) in enumerate(samples):
        value.see(number * FRAME_S, sample, certainty)
        told.append(value.shown)
    return told


def test_a_joint_counts_from_three_tenths_of_visibility_on() -> None:
    assert joint_certainty(TUNING, 0.29) == 0.0
    assert joint_certainty(TUNING, 0.45) == pytest.approx(0.5)
    assert joint_certainty(TUNING, 0.6) == 1.0


def test_what_was_never_seen_is_neutral() -> None:
    assert shown([(1.0, 0.0)] * 60) == [0.0] * 60


def test_what_is_seen_from_the_start_counts_at_once() -> None:
    assert shown([(0.8, 1.0)]) == [0.8]


def test_a_hidden_value_holds_for_a_second_then_fades_slowly() -> None:
    told = shown([(1.0, 1.0)] * 10 + [(-9.0, 0.0)] * 150)
    assert told[9:39] == [1.0] * 30
    steps = [a - b for a, b in itertools.pairwise(told)]
    assert 0.0 <= min(steps) <= max(steps) < 0.02
    assert told[-1] == 0.0


def test_it_comes_back_without_a_step() -> None:
    told = shown([(1.0, 1.0)] * 10 + [(0.0, 0.0)] * 150 + [(0.7, 1.0)] * 30)
    assert max(abs(a - b) for a, b in itertools.pairwise(told)) < 0.08
    assert told[-1] == pytest.approx(0.7)


SAMPLES = st.lists(
    st.tuples(st.floats(-3.0, 3.0), st.sampled_from([0.0, 0.0, 0.3, 1.0])), min_size=2, max_size=40
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(SAMPLES, st.floats(-9.0, 9.0))
def test_a_sample_without_certainty_says_nothing(samples: list[tuple[float, float]], guess: float) -> None:
    other = [(sample if certainty > 0.0 else guess, certainty) for sample, certainty in samples]
    assert shown(samples) == shown(other)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(SAMPLES)
def test_a_value_stays_between_its_samples_and_neutral(samples: list[tuple[float, float]]) -> None:
    values = [sample for sample, _ in samples] + [0.0]
    assert all(min(values) - 1e-9 <= each <= max(values) + 1e-9 for each in shown(samples))
