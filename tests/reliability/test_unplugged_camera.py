"""A camera that is unplugged in flight and comes back, also under another number.

The processes and their link are real. The camera is a stand-in, a file whose removal unplugs it; what the
real driver does then is in `tests/vision/test_reconnect.py`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.app import child
from griffin.events import LinkState
from tests.reliability.conftest import JUMPS_EVERY_S, LOOKS_INTO_PROC, WatchedCamera

pytestmark = [
    pytest.mark.pose,
    LOOKS_INTO_PROC,
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

PROGRAM = Path(__file__).with_name("stand_in_camera.py")
BACK_S = 30.0  # 2 s on a machine that has time
JUMP_S = 5.0 + JUMPS_EVERY_S


@pytest.fixture
def devices(tmp_path: Path, jumper: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "dev"
    folder.mkdir()
    monkeypatch.setenv("STAND_IN_FOLDER", str(folder))
    monkeypatch.setenv("STAND_IN_FILM", str(jumper))
    monkeypatch.setattr(child, "PROGRAM", (sys.executable, str(PROGRAM)))
    return folder


@pytest.fixture
def plugged_in(request: pytest.FixtureRequest, devices: Path, tmp_path: Path) -> Iterator[WatchedCamera]:
    """A game that watches `video0`, asked for in this way, in which somebody has jumped."""
    (devices / "video0").touch()
    watched = WatchedCamera(tmp_path, request.param)
    try:
        watched.play_until_jump(60.0)
        yield watched
    finally:
        watched.close()


@pytest.mark.parametrize(
    ("plugged_in", "away_s"),
    [("auto", 3.0), ("auto", 25.0), ("0", 15.0)],
    indirect=["plugged_in"],
    ids=["for a moment", "until its process gives up", "although it was named"],
)
def test_it_comes_back_under_another_number(plugged_in: WatchedCamera, devices: Path, away_s: float) -> None:
    before = plugged_in.pid
    (devices / "video0").unlink()
    plugged_in.play(away_s)
    assert plugged_in.state is LinkState.STALE
    (devices / "video1").touch()
    back_s = plugged_in.play_until(lambda: plugged_in.state is LinkState.LIVE, BACK_S, "it is back")
    jump_s = plugged_in.play_until_jump(JUMP_S)
    assert (plugged_in.pid == before) is (away_s < 10.0)
    print(f"away for {away_s:.0f} s: back {back_s:.1f} s after its return; a jump {jump_s:.1f} s later")
