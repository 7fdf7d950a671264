import gc
from collections.abc import Iterator

import pytest

from griffin.app.collector import collect_as_usual, collect_rarely


@pytest.fixture(autouse=True)
def as_usual() -> Iterator[None]:
    collect_as_usual()  # another test may have run the program in this process
    yield
    collect_as_usual()


def test_the_collector_rests_while_a_program_starts() -> None:
    usual = gc.get_threshold()
    collect_rarely()
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 10 * usual[0]
    collect_as_usual()
    assert gc.get_threshold() == usual
