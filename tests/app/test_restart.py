"""When a failing process is started again, and when it counts as broken; no process, no clock."""

import pytest

from griffin.app.restart import RestartSchedule, RestartTuning
from griffin.clock import ManualClock


def fail(
    schedule: RestartSchedule, clock: ManualClock, *, live_s: float | None = None, start_s: float = 1.0
) -> float:
    """Let it start, be live and fail, and move on to the next start. Returns the pause between.

    `live_s`: None where it fails before it is live.
    """
    clock.advance(start_s)
    if live_s is not None:
        schedule.note_live(clock.now_s())
        clock.advance(live_s)
    pause_s = schedule.note_failure(clock.now_s()) - clock.now_s()
    clock.advance(pause_s)
    return pause_s


def test_the_pauses_grow_and_it_never_gives_up() -> None:
    schedule, clock = RestartSchedule(), ManualClock(1000.0)
    pauses_s = [fail(schedule, clock) for _ in range(20)]
    assert pauses_s == [0.0, 2.0, 10.0] + [60.0] * 17


def test_it_counts_as_broken_after_three_failures_within_a_minute() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    is_broken = []
    for _ in range(4):
        fail(schedule, clock, live_s=5.0)
        is_broken.append(schedule.is_broken)
    assert is_broken == [False, False, True, True]


def test_failures_far_apart_are_single_ones() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    assert [fail(schedule, clock, live_s=3600.0) for _ in range(5)] == [0.0] * 5
    assert not schedule.is_broken


def test_the_oldest_failure_of_a_row_is_forgotten() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    assert [fail(schedule, clock, live_s=40.0) for _ in range(4)] == [0.0, 2.0, 2.0, 2.0]
    assert not schedule.is_broken


def test_one_that_has_worked_for_a_minute_starts_a_new_row() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    for _ in range(5):
        fail(schedule, clock)
    assert fail(schedule, clock, live_s=60.0) == 0.0
    assert not schedule.is_broken


@pytest.mark.parametrize("start_s", [60.0, 3600.0])
def test_one_that_takes_long_to_fail_has_not_worked_meanwhile(start_s: float) -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    assert [fail(schedule, clock, start_s=start_s) for _ in range(4)] == [0.0, 2.0, 10.0, 60.0]
    assert schedule.is_broken


def test_time_before_a_picture_is_not_live_time() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    assert [fail(schedule, clock, start_s=59.0, live_s=1.0) for _ in range(3)] == [0.0, 2.0, 10.0]
    assert schedule.is_broken


def test_a_broken_one_counts_as_mended_after_a_minute_without_a_break() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    for _ in range(3):
        fail(schedule, clock)
    assert [fail(schedule, clock, live_s=40.0) for _ in range(3)] == [60.0] * 3
    assert schedule.is_broken


@pytest.mark.parametrize(
    "wrong", [{"pauses_s": ()}, {"pauses_s": (-1.0,)}, {"row_s": 0.0}, {"broken_pause_s": 0.0}]
)
def test_a_tuning_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must"):
        RestartTuning(**wrong)  # type: ignore[arg-type]
