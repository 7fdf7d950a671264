"""When a failing process is started again, and when the player is told; no process, no clock."""

import pytest

from griffin.app.restart import RestartSchedule, RestartTuning
from griffin.clock import ManualClock


def fail(schedule: RestartSchedule, clock: ManualClock, *, after_s: float) -> float:
    """Start it, let it fail after so long, and move on to the next start. Returns the pause between."""
    schedule.note_start(clock.now_s())
    clock.advance(after_s)
    pause_s = schedule.note_failure(clock.now_s()) - clock.now_s()
    clock.advance(pause_s)
    return pause_s


def test_the_pauses_grow_and_it_never_gives_up() -> None:
    schedule, clock = RestartSchedule(), ManualClock(1000.0)
    pauses_s = [fail(schedule, clock, after_s=1.0) for _ in range(20)]
    assert pauses_s == [0.0, 2.0, 10.0] + [60.0] * 17


def test_the_player_is_told_after_three_failures_within_a_minute() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    told = []
    for _ in range(4):
        fail(schedule, clock, after_s=5.0)
        told.append(schedule.is_broken)
    assert told == [False, False, True, True]


def test_failures_far_apart_are_single_ones() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    assert [fail(schedule, clock, after_s=3600.0) for _ in range(5)] == [0.0] * 5
    assert not schedule.is_broken


def test_the_oldest_failure_of_a_row_is_forgotten() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    assert [fail(schedule, clock, after_s=40.0) for _ in range(4)] == [0.0, 2.0, 2.0, 2.0]
    assert not schedule.is_broken


def test_one_that_has_worked_for_a_minute_starts_a_new_row() -> None:
    schedule, clock = RestartSchedule(), ManualClock()
    for _ in range(5):
        fail(schedule, clock, after_s=1.0)
    assert fail(schedule, clock, after_s=60.0) == 0.0
    assert not schedule.is_broken


@pytest.mark.parametrize(
    "wrong", [{"pauses_s": ()}, {"pauses_s": (-1.0,)}, {"row_s": 0.0}, {"broken_pause_s": 0.0}]
)
def test_a_tuning_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must"):
        RestartTuning(**wrong)  # type: ignore[arg-type]
