import os
import sys
import threading
import time
from collections.abc import Callable

import pytest

from griffin.render.core.background_worker import NICENESS, RUSH, SPENT_S, BackgroundWorker


class Gate:
    """A maker that begins, and then waits until it may end."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def make(self, number: int) -> int:
        self.has_begun.set()
        self.may_end.wait(30.0)
        return number


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def wait_until(is_true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + 30.0
    while not is_true() and time.monotonic() < end_s:
        time.sleep(0.002)


def wait_for(worker: BackgroundWorker[int, int], count: int) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []

    def has_all() -> bool:
        taken.extend(worker.take(count))
        return len(taken) >= count

    wait_until(has_all)
    return taken


def test_wishes_come_true_in_their_order() -> None:
    worker = BackgroundWorker("squares", lambda number: number * number)
    worker.want([3, 1, 2])
    assert wait_for(worker, 3) == [(3, 9), (1, 1), (2, 4)]
    worker.release()


def test_old_wishes_die() -> None:
    gate = Gate()
    worker = BackgroundWorker("slow", gate.make)
    worker.want(range(300))
    gate.has_begun.wait(30.0)
    worker.want([777])
    gate.may_end.set()
    assert [wish for wish, _ in wait_for(worker, 2)] == [0, 777]
    worker.wait_until_idle()
    assert worker.take(300) == []
    worker.release()


def test_what_nobody_wishes_any_more_is_thrown_away() -> None:
    made: list[int] = []
    worker = BackgroundWorker("squares", lambda number: made.append(number) or number * number)
    worker.want([3, 4])
    wait_until(lambda: made == [3, 4])
    worker.want([4])
    assert wait_for(worker, 1) == [(4, 16)]
    assert worker.take(9) == []
    worker.release()


def test_what_is_being_made_is_not_made_twice() -> None:
    gate = Gate()
    worker = BackgroundWorker("slow", gate.make)
    worker.want([7, 8])
    gate.has_begun.wait(30.0)
    worker.want([7, 9])
    gate.may_end.set()
    assert [wish for wish, _ in wait_for(worker, 2)] == [7, 9]
    worker.wait_until_idle()
    assert worker.take(9) == []
    worker.release()


def test_made_at_once_it_is_the_same() -> None:
    worker = BackgroundWorker("squares", lambda number: number * number)
    worker.want([12])
    assert wait_for(worker, 1) == [(12, worker.make(12))]
    worker.release()


def test_made_at_once_it_is_not_made_again() -> None:
    made: list[int] = []
    gate = Gate()

    def make(number: int) -> int:
        made.append(number)
        return gate.make(number)

    worker = BackgroundWorker("slow", make)
    worker.want([7, 8, 9])
    gate.has_begun.wait(30.0)
    impatient = threading.Thread(target=worker.make, args=(8,))
    impatient.start()
    gate.may_end.set()
    assert worker.make(7) == 7
    impatient.join()
    assert [wish for wish, _ in wait_for(worker, 1)] == [9]
    assert sorted(made) == [7, 8, 9]
    worker.release()


def test_the_thread_works_little_for_each_picture_unless_much_is_missing() -> None:
    now_s = [0.0]
    made: list[int] = []

    def make(number: int) -> None:
        made.append(number)
        now_s[0] += 2.5 * SPENT_S

    def rest() -> int:
        worker.wait_until_idle()
        return len(made)

    worker = BackgroundWorker("calm", make, lambda: now_s[0])
    worker.take(9)  # nothing is missing at the start
    worker.want(range(RUSH))
    counts = [rest()]
    for _ in range(6):
        worker.take(9)
        counts.append(rest())
    assert counts == [1, 1, 2, 2, 2, 3, 3]
    worker.want(range(100, 110 + RUSH))
    assert rest() == 3 + 10
    worker.release()


def test_the_thread_does_what_the_first_pictures_wait_for_at_once() -> None:
    made: list[int] = []
    worker = BackgroundWorker("quick", made.append, lambda: 0.0)
    worker.want(range(RUSH))
    wait_until(lambda: len(made) == RUSH)
    assert made == list(range(RUSH))
    worker.release()


def test_what_goes_wrong_in_the_thread_is_raised_here() -> None:
    def make(number: int) -> int:
        raise ValueError(f"{number} can't be made")

    worker = BackgroundWorker("broken", make)
    worker.want([7])
    wait_until(lambda: "broken" not in threads())
    with pytest.raises(ValueError, match="7 can't be made"):
        worker.take(1)
    with pytest.raises(ValueError, match="7 can't be made"):
        worker.make(8)
    with pytest.raises(ValueError, match="7 can't be made"):
        worker.wait_until_idle()
    worker.release()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a niceness of its own")
def test_the_thread_makes_way_for_the_drawing() -> None:
    worker = BackgroundWorker(
        "niceness", lambda _: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    )
    before = os.getpriority(os.PRIO_PROCESS, 0)
    worker.want([1])
    assert wait_for(worker, 1) == [(1, min(19, before + NICENESS))]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
    worker.release()


def test_release_ends_the_thread() -> None:
    worker = BackgroundWorker("hundred thousand", lambda number: number * number)
    worker.want(range(100_000))
    assert "hundred thousand" in threads()
    worker.release()
    assert "hundred thousand" not in threads()
