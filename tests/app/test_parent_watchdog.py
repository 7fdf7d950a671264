"""What a parent says over the pipe, whole and torn, and its end."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.app.parent_watchdog import ParentPipe, encode_news, stop_on_signals
from griffin.camera_health import CameraHealth

PATIENCE_S = 30.0


class Parent:
    def __init__(self) -> None:
        reading, self._writing = os.pipe()
        self.pipe = ParentPipe(reading)
        self.stop = threading.Event()

    def say(self, data: bytes) -> None:
        os.write(self._writing, data)

    def leave(self) -> None:
        if self._writing >= 0:
            os.close(self._writing)
        self._writing = -1


@pytest.fixture
def parent() -> Iterator[Parent]:
    parent = Parent()
    yield parent
    parent.leave()


def test_the_first_line_is_for_the_start_and_the_rest_is_news(parent: Parent) -> None:
    parent.say(b"start\n" + encode_news(CameraHealth.FAILED, has_model=True))
    assert parent.pipe.read_start() == b"start"
    parent.leave()
    parent.pipe.follow(parent.stop)
    assert parent.stop.wait(PATIENCE_S)
    assert (parent.pipe.camera, parent.pipe.has_model) == (CameraHealth.FAILED, True)


def test_a_start_that_breaks_off_is_what_there_is(parent: Parent) -> None:
    parent.say(b"sta")
    parent.leave()
    assert parent.pipe.read_start() == b"sta"


def test_the_newest_news_counts_and_no_line_that_is_none(parent: Parent) -> None:
    parent.say(encode_news(CameraHealth.FAILED) + encode_news(CameraHealth.RESTARTING))
    parent.say(b'nonsense\n\xff\n{"camera":"broken"}\n{"sound":"failed"}\n\n')
    parent.leave()
    parent.pipe.follow(parent.stop)
    assert parent.stop.wait(PATIENCE_S)
    assert parent.pipe.camera is CameraHealth.RESTARTING


def test_torn_news_are_put_together(parent: Parent) -> None:
    parent.pipe.follow(parent.stop)
    for byte in encode_news(CameraHealth.FAILED):
        parent.say(bytes([byte]))
    assert not parent.stop.is_set()
    parent.leave()
    assert parent.stop.wait(PATIENCE_S)
    assert parent.pipe.camera is CameraHealth.FAILED


def test_words_without_end_are_not_kept(parent: Parent) -> None:
    parent.pipe.follow(parent.stop)
    for _ in range(40):
        parent.say(b"x" * 10_000)
    parent.say(b"\n" + encode_news(CameraHealth.FAILED))
    parent.leave()
    assert parent.stop.wait(PATIENCE_S)
    assert parent.pipe.camera is CameraHealth.FAILED


def test_standard_input_that_can_not_be_read_is_no_parent(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    handle = os.open(tmp_path / "out", os.O_WRONLY)
    stop = threading.Event()
    try:
        pipe = ParentPipe(handle)
        assert pipe.read_start() == b""
        pipe.follow(stop)
        assert stop.wait(PATIENCE_S)
    finally:
        os.close(handle)


@pytest.mark.skipif(not hasattr(signal, "SIGQUIT"), reason="has no such signal")
def test_a_second_ctrl_backslash_ends_a_program_that_hangs() -> None:
    stop = stop_on_signals()
    signal.raise_signal(signal.SIGQUIT)
    assert (stop.is_set(), stop.signal_number) == (True, signal.SIGQUIT)
    assert signal.getsignal(signal.SIGQUIT) is signal.SIG_DFL
