"""The legs of a steering's way, of those whose times are known."""

from dataclasses import replace

import pytest

from griffin.app.latency import LEGS, VIEW, WHOLE, Latencies, PictureTimes
from griffin.events import Steering

TIMES = PictureTimes(began_s=10.0, heard_s=10.001, used_s=10.003, drawn_s=10.013, screen_s=10.033)
SAID = Steering(captured_s=9.970, inferred_s=9.985, sent_s=9.986)


def legs_of(said: Steering, times: PictureTimes = TIMES) -> dict[str, float]:
    latencies = Latencies()
    latencies.note(said, times)
    return {name: values.newest_s[0] for name, values in latencies.legs_s.items() if values}


def test_the_legs_add_up_to_the_whole() -> None:
    legs_s = legs_of(SAID)
    assert legs_s[WHOLE] == pytest.approx(0.063)
    assert sum(legs_s[name] for name in LEGS) == pytest.approx(legs_s[WHOLE])
    assert [round(1e3 * legs_s[name]) for name in LEGS] == [15, 1, 15, 2, 10, 20]


def test_a_sender_that_tells_no_times_has_the_legs_of_the_flight_process_alone() -> None:
    assert set(legs_of(Steering(captured_s=9.970))) == {WHOLE, *LEGS[3:]}


@pytest.mark.parametrize("captured_s", [0.0, 11.0])
def test_a_sender_with_another_clock_is_not_measured(captured_s: float) -> None:
    assert legs_of(Steering(captured_s=captured_s)) == {}


def test_the_view_may_follow_a_picture_later() -> None:
    latencies = Latencies()
    latencies.note_view(SAID, TIMES)
    assert {name: list(values.newest_s) for name, values in latencies.legs_s.items() if values} == {
        VIEW: [pytest.approx(0.063)]
    }


def test_times_out_of_order_count_as_unknown() -> None:
    assert set(legs_of(SAID, replace(TIMES, heard_s=9.9855))) == {WHOLE, *LEGS[3:]}
