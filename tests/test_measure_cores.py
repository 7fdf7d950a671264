"""scripts/measure_cores.py: what it makes of the scheduler's figures. A real game takes half a minute."""

import os
import sys
import threading

import pytest

from tests.scripts_loader import load_script

measure = load_script("measure_cores")


def test_threads_are_grouped_and_small_ones_added_up() -> None:
    before = {("flight", "main", 1): measure.Spent(1.0, 0.5)}
    after = {
        ("flight", "main", 1): measure.Spent(5.0, 1.5),
        ("flight", "llvmpipe-0", 2): measure.Spent(2.0, 0.0),
        ("flight", "llvmpipe-0", 3): measure.Spent(3.0, 0.0),
        ("flight", "idle", 4): measure.Spent(0.001, 0.0),
    }
    rows = [line.split() for line in measure.make_table(before, after, 10.0).splitlines()]
    assert rows[1:] == [
        ["flight", "main", "1", "0.400", "0.100"],
        ["flight", "llvmpipe-0", "2", "0.500", "0.000"],
        ["flight", "others", "1", "0.000", "0.000"],
        ["all", "0.900", "0.100"],
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what threads do")
def test_this_process_is_found_with_its_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        pids = measure.family(os.getpid())
        assert os.getpid() in pids
        found = measure.threads([os.getpid()])
        assert (measure.role(os.getpid()), "main", os.getpid()) in found
        assert len(found) >= 2
        assert all(spent.ran_s >= 0.0 for spent in found.values())
    finally:
        stop.set()
        thread.join()
