"""What a parent learns of a process that has ended, or that could not be started."""

import errno
import subprocess
import sys
from collections.abc import Callable

import pytest

from griffin.app import child
from griffin.app.child import Child, ChildError
from griffin.options import PlayOptions, StartMessage

MESSAGE = StartMessage(options=PlayOptions(), address="unix:/run/link", token="", started_s=0.0)

End = Callable[[str], Child]


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> End:
    """Starts a child that runs these lines instead of the program, and waits for its end."""

    def end(code: str) -> Child:
        monkeypatch.setattr(child, "PROGRAM", (sys.executable, "-c", f"import os, sys; {code}"))
        ended = Child("camera", "camera", MESSAGE)
        ended.close()
        return ended

    return end


def test_one_that_has_done_its_work_is_no_failure(end: End) -> None:
    ended = end("sys.exit(0)")
    assert (ended.status, ended.ending_signal) == (0, None)
    ended.raise_if_failed()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize(
    ("code", "name", "status"),
    [("os.kill(os.getpid(), 9)", "SIGKILL", 137), ("sys.exit(143)", "SIGTERM", 143)],
)
def test_a_signal_is_named_whoever_handled_it(end: End, code: str, name: str, status: int) -> None:
    ended = end(code)
    assert ended.ending_signal == name
    with pytest.raises(ChildError, match=f"The camera process was ended by {name}.") as failed:
        ended.raise_if_failed()
    assert failed.value.exit_status == status


@pytest.mark.parametrize("status", [3, 255])
def test_one_that_has_said_why_is_not_spoken_for(end: End, status: int) -> None:
    with pytest.raises(ChildError) as failed:
        end(f"sys.exit({status})").raise_if_failed()
    assert (str(failed.value), failed.value.exit_status) == ("", status)


def test_a_system_that_gives_no_process_is_reported_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(ChildError) as failed:
        Child("camera", "camera", MESSAGE)
    sentence = "The camera process can't be started: Resource temporarily unavailable."
    assert (str(failed.value), failed.value.exit_status) == (sentence, 1)
