"""Durations are tallied in a memory of fixed size, and their percentiles stay right."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from griffin.app.durations import Durations
from griffin.app.latency import PictureTimes
from griffin.app.report import FlightTally, PoseTally
from griffin.events import EventKind, GestureEvent, Steering


@pytest.mark.parametrize("count", [1, 2, 3, 10, 1000, 20_000])
@pytest.mark.parametrize(("median_s", "spread"), [(2e-5, 0.3), (0.017, 0.2), (0.017, 1.5), (8.0, 1.0)])
def test_percentiles_are_those_of_all_samples_within_two_per_cent(
    count: int, median_s: float, spread: float
) -> None:
    samples_s = median_s * np.exp(spread * np.random.default_rng(count).standard_normal(count))
    durations = Durations(samples_s.tolist())
    for percent in (0, 5, 50, 90, 95, 99, 99.9, 100):
        exact_s = float(np.percentile(samples_s, percent))
        assert durations.percentile_s(percent) == pytest.approx(exact_s, rel=0.02)
    assert len(durations) == count
    assert durations.mean_s == pytest.approx(samples_s.mean())
    assert durations.max_s == durations.percentile_s(100) == samples_s.max()


def test_two_heaps_far_apart_are_told_apart() -> None:
    durations = Durations([0.016] * 97 + [0.4] * 3)
    assert durations.percentile_s(50) == pytest.approx(0.016, rel=0.02)
    assert durations.percentile_s(99) == pytest.approx(0.4, rel=0.02)


@pytest.mark.parametrize("sample_s", [-1e-9, 0.0, 1e-9, 1e-6, 1e4, 1e7])
def test_what_lies_outside_of_all_buckets_is_counted(sample_s: float) -> None:
    durations = Durations([sample_s, sample_s])
    assert len(durations) == 2
    assert durations.percentile_s(50) == durations.max_s == durations.mean_s == sample_s


def test_the_newest_are_kept_as_they_were() -> None:
    assert Durations([0.1, 0.2]).newest_s == (0.1, 0.2)
    assert Durations(float(number) for number in range(100)).newest_s == tuple(map(float, range(40, 100)))


def test_without_a_sample_there_is_no_figure() -> None:
    empty = Durations()
    assert len(empty) == 0
    with pytest.raises(ValueError, match="nothing"):
        empty.percentile_s(50)
    with pytest.raises(ValueError, match="nothing"):
        _ = empty.mean_s
    with pytest.raises(ValueError, match="nothing"):
        _ = empty.max_s


def kept_bytes(tally_all: Callable[[], object]) -> int:
    """The memory that is kept by what this function returns."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = tally_all()
        after, _ = tracemalloc.get_traced_memory()
        assert kept is not None
        return after - before
    finally:
        tracemalloc.stop()


def tallies_of(pictures: int) -> list[object]:
    """What both processes count in a game with so many pictures, an event with each."""
    flight, pose, steering = FlightTally(), PoseTally(), Steering(captured_s=0.0)
    for number in range(pictures):
        now_s = number / 30.0
        flight.count_frame(0.001 * (1 + number % 40), now_s)
        flight.count_events([GestureEvent(captured_s=now_s, kind=EventKind.FLAP, strength=0.001 * number)])
        times = PictureTimes(began_s=now_s, heard_s=now_s, used_s=now_s, drawn_s=now_s, screen_s=now_s + 0.02)
        said = replace(steering, captured_s=now_s, inferred_s=now_s, sent_s=now_s)
        flight.latencies.note(said, times)
        flight.latencies.note_view(said, times)
        pose.model_s.note(0.02)
        pose.overhead_s.note(0.001)
    assert len(flight.frame_s) == flight.event_counts["flap"] == pictures
    return [flight, pose]


def test_all_tallies_together_stop_growing() -> None:
    assert kept_bytes(lambda: tallies_of(8_000)) == pytest.approx(
        kept_bytes(lambda: tallies_of(16_000)), abs=20_000
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_million_samples_take_less_than_a_megabyte() -> None:
    samples_s = (0.02 * np.exp(0.5 * np.random.default_rng(1).standard_normal(10_000))).tolist()
    tallied: list[Durations] = []

    def tally_all() -> list[Durations]:
        tallied.append(Durations(sample_s for _ in range(1000) for sample_s in samples_s))
        return tallied

    assert kept_bytes(tally_all) < 1_000_000
    assert len(tallied[0]) == 10_000_000
    assert tallied[0].percentile_s(95) == pytest.approx(np.percentile(samples_s, 95), rel=0.02)
    assert tallied[0].mean_s == pytest.approx(np.mean(samples_s))
