"""What all tests share: options, PyOpenGL's checks, a screen, and processes that end with their test."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Any

import pytest

os.environ.setdefault("GRIFFIN_GL_CHECKS", "1")  # before anything imports OpenGL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-goldens",
        action="store_true",
        help="rewrite the golden images from what is drawn now; look at them before committing",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            raise pytest.UsageError(f"{item.nodeid} is marked slow, so it needs a time limit of its own")


_STOPPING = [
    signal.Signals[name]
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1")
    if name in signal.Signals.__members__
]


@pytest.fixture(autouse=True, scope="session")
def _state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What games of tests note and remember doesn't mix with the developer's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _signal_handlers() -> Iterator[None]:
    """Programs that a test runs in this process must not keep the signals meant for pytest."""
    before = {number: signal.getsignal(number) for number in _STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def start_process() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts a process, the leader of its own group; the group is killed when the test ends.

    Its signals have the default handling, except for those that are to be `ignoring`: `nohup` and a shell's
    `&` make pytest ignore some, and children inherit that.
    """
    processes: list[subprocess.Popen[str]] = []

    def start(
        command: list[str], *, ignoring: Collection[signal.Signals] = (), **options: Any
    ) -> "subprocess.Popen[str]":
        def set_signals() -> None:
            for number in _STOPPING:
                signal.signal(number, signal.SIG_IGN if number in ignoring else signal.SIG_DFL)

        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        processes.append(
            subprocess.Popen(
                command,
                text=True,
                start_new_session=True,
                preexec_fn=set_signals if os.name == "posix" else None,
                **(pipes | options),
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture
def screen_px() -> str:
    """Width and height of the screen; a module may have another one."""
    return "800x600"


@pytest.fixture
def display(screen_px: str) -> Iterator[str]:
    """A screen of our own, so that the test needs none and shows nothing on the developer's."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None or shutil.which("xdotool") is None:
        pytest.skip("needs Xvfb and xdotool (scripts/test installs them)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        # -noreset: a keyboard layout that was set stays when whoever set it goes
        [xvfb, "-displayfd", str(writing), "-screen", "0", f"{screen_px}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as stream:
        number = stream.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()
