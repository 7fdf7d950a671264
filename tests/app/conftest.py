"""A screen for the tests that open the game's window."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest


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
