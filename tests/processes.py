"""Looks into /proc for the processes of a game: who there is, what each does, and whether it still runs."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

POLL_S = 0.02


def descendants(pid: int) -> list[int]:
    """Its children, theirs, and so on."""
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # it has gone, or there is no such file
        return []
    return own + [further for child in own for further in descendants(child)]


def is_running(pid: int) -> bool:
    """Not for a zombie: where PID 1 reaps no orphans, a child of a killed game stays one."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def does(pid: int, command: str) -> bool:
    """Whether this process runs this command of the program, such as `camera`."""
    try:
        return command.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def find(pid: int, command: str) -> list[int]:
    """The descendants that run this command of the program, and haven't ended."""
    return [child for child in descendants(pid) if does(child, command) and is_running(child)]


def wait_until(is_so: Callable[[], object], within_s: float, what: str) -> float:
    """Waits until it is so, and returns how many seconds that took. Fails after `within_s`."""
    began_s = time.monotonic()
    while not is_so():
        assert time.monotonic() - began_s < within_s, f"{what} within {within_s:g} s"
        time.sleep(POLL_S)
    return time.monotonic() - began_s


def assert_gone(pids: Iterable[int], within_s: float = 10.0) -> float:
    """Waits for the end of all of them, and returns how many seconds that took."""
    began_s = time.monotonic()
    left = list(pids)
    while left := [pid for pid in left if is_running(pid)]:
        assert time.monotonic() - began_s < within_s, f"still there after {within_s:g} s: {_describe(left)}"
        time.sleep(POLL_S)
    return time.monotonic() - began_s


def _describe(pids: list[int]) -> list[str]:
    described = []
    for pid in pids:
        with suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            described.append(f"{pid} {state} {command}")
    return described
