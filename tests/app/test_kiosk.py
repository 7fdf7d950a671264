"""A game under a TV: what it does without display, camera and player, for real."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from griffin.cli import main

SMALL = ["--quality", "low"]


@pytest.fixture
def screen_px() -> str:
    """A small one is quickly filled."""
    return "320x200"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_without_a_display_it_fails_so_that_it_is_started_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Drawing a film that nobody sees would be worse than to fail."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert main(["play", "--kiosk", "--source", "none"]) == 6
    assert "no display for --kiosk" in capsys.readouterr().err


@pytest.mark.gl
@pytest.mark.pose
def test_it_fills_the_screen_and_waits_for_a_camera_that_comes_late(
    tmp_path: Path, display: str, start_process: Callable[..., "subprocess.Popen[str]"]
) -> None:
    environment = os.environ | {"DISPLAY": display}
    environment.pop("WAYLAND_DISPLAY", None)
    late = "/dev/video77"  # there is no such device: it is looked for until the end
    command = [sys.executable, "-m", "griffin", "play", "--kiosk", "--source", late, *SMALL]
    command += ["--seconds", "120", "--model", "auto", "--delegate", "cpu", "--sound", "0"]
    game = start_process(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    assert game.stderr is not None
    said = game.stderr.readline()  # once the camera process is there, however long that takes
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Griffin$", "getwindowgeometry"]
    shown = subprocess.run(search, env=environment, capture_output=True, text=True, timeout=60, check=True)
    time.sleep(3.0)  # looks again meanwhile, and says nothing more
    game.terminate()
    _, rest = game.communicate(timeout=60)
    assert f"There is no camera {late}." in said
    assert "looked for until it comes" in said
    assert "Geometry: 320x200" in shown.stdout
    assert (game.returncode, rest) == (143, "")
