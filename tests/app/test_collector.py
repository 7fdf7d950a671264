import gc
from collections import deque
from collections.abc import Iterator

import pytest

from griffin.app.collector import collect_as_usual, collect_rarely, collect_what_is_new


@pytest.fixture(autouse=True)
def as_usual() -> Iterator[None]:
    collect_as_usual()  # another test may have run the program in this process
    yield
    gc.unfreeze()
    collect_as_usual()


def test_the_collector_rests_while_a_program_starts() -> None:
    usual = gc.get_threshold()
    collect_rarely()
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 10 * usual[0]
    collect_as_usual()
    assert gc.get_threshold() == usual


class Result:
    """One that refers to itself, as what `ctypes.cast` is given."""

    def __init__(self) -> None:
        self.itself = self


def full_collections() -> int:
    """How many there are while half a million results come and go."""
    before = gc.get_stats()[2]["collections"]
    held: deque[Result] = deque(maxlen=500)
    for _ in range(500_000):
        held.append(Result())
    return gc.get_stats()[2]["collections"] - before


def test_dead_results_are_looked_for_once_all_is_loaded() -> None:
    loaded = [[number] for number in range(400_000)]  # as imported libraries
    gc.collect()
    assert full_collections() == 0
    collect_what_is_new()
    assert gc.get_freeze_count() > len(loaded)
    assert full_collections() >= 5
