"""Signs of life over a pipe: how often, what they mean, and that they never block."""

import os

import pytest

from griffin.app.heartbeat import Heartbeat, HeartbeatMonitor, HeartbeatTuning, SilenceTimer
from griffin.clock import ManualClock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="handles can't be handed on there")


def test_beats_are_few_however_often_the_loop_turns() -> None:
    clock, (reading, writing) = ManualClock(50.0), os.pipe()
    heartbeat = Heartbeat(writing, clock)
    for _ in range(200):
        heartbeat.beat()
        clock.advance(0.01)
    assert os.read(reading, 100) == b"." * 8
    heartbeat.announce_long_task()
    heartbeat.beat()
    assert os.read(reading, 100) == b"-."


def test_a_parent_that_does_not_read_or_has_gone_costs_nothing() -> None:
    reading, writing = os.pipe()
    heartbeat = Heartbeat(writing, ManualClock())
    for _ in range(100_000):
        heartbeat.announce_long_task()
    os.close(reading)
    heartbeat.announce_long_task()


def test_without_a_handle_nothing_beats() -> None:
    heartbeat = Heartbeat(None, ManualClock())
    heartbeat.announce_long_task()
    heartbeat.beat()


def test_a_child_that_has_gone_counts_as_silent() -> None:
    clock = ManualClock(50.0)
    monitor = HeartbeatMonitor(clock, HeartbeatTuning(patience_s=1.0, long_patience_s=2.0))
    monitor.release_writing()
    for _ in range(4):
        clock.advance(0.5)
        assert not monitor.is_overdue()
    clock.advance(0.5)
    assert monitor.is_overdue()
    monitor.close()
    monitor.close()


def test_silence_is_counted_only_while_the_parent_runs() -> None:
    clock = ManualClock(50.0)
    silence = SilenceTimer(clock)
    clock.advance(0.2)
    assert silence.advance() == pytest.approx(0.2)
    clock.advance(3600.0)
    assert silence.advance() == pytest.approx(0.7)
    silence.note_sign()
    assert silence.advance() == 0.0


@pytest.mark.parametrize(
    "wrong", [{"beat_s": 0.0}, {"patience_s": 0.1}, {"long_patience_s": 1.0}, {"longest_turn_s": 10.0}]
)
def test_a_tuning_out_of_order_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        HeartbeatTuning(**wrong)
