"""What the tests of faults share: somebody who jumps, and what watches the camera process in a game."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from griffin.app.camera_keeper import CameraKeeper
from griffin.app.child import Child
from griffin.app.report import CameraParts
from griffin.clock import MonotonicClock
from griffin.events import EventKind, LinkState
from griffin.options import LIVE_CAMERA, LIVE_DEMO, PlayOptions, StartMessage
from griffin.progress import ignore_progress
from griffin.vision.demo_performance import TAKE_OFF_S
from griffin.vision.pose_model import resolve_pose_model
from griffin.vision.synthetic import draw_demo_frame
from griffin.wire.address import Address
from griffin.wire.server import LinkServer
from tests import processes
from tests.vision.films import write_timed_film

LOOKS_INTO_PROC = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
OF_WHOLE_GAMES = [
    pytest.mark.gl,
    pytest.mark.pose,
    LOOKS_INTO_PROC,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

JUMPS_EVERY_S = 3.6
_FRAME_S = 0.05
_YOUNG_S = 3.0


@pytest.fixture(scope="session")
def jumper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of the demo pilot's jump; played again and again, somebody who jumps every 3.6 s."""
    return write_timed_film(
        tmp_path_factory.mktemp("films") / "jumper.mp4",
        [_FRAME_S * i for i in range(round(JUMPS_EVERY_S / _FRAME_S))],
        draw=lambda t_s: draw_demo_frame(TAKE_OFF_S - 0.5 * JUMPS_EVERY_S + t_s, (480, 360)),
    )


class WatchedCamera:
    """Real camera processes and what a game does about them: their keeper, and the link they speak to."""

    def __init__(self, folder: Path, source: str) -> None:
        clock = MonotonicClock()
        address = Address.for_session(folder, "")
        self._link = LinkServer(address)
        self._clock = clock
        self.state = LinkState.WAITING
        self.jumps = 0
        self.longest_turn_s = 0.0
        message = StartMessage(
            options=PlayOptions(source=source, is_looped=True),
            address=str(address),
            token="",
            started_s=clock.now_s(),
            model=resolve_pose_model(None, ignore_progress),
        )
        self.keeper = CameraKeeper(
            message,
            start=lambda started, handles: Child("camera", "camera", started, handles=handles),
            report_to_flight=lambda line: None,
            clock=clock,
            folder=folder,
            parts=CameraParts(),
        )

    @property
    def pid(self) -> int | None:
        """Of the camera process that runs now."""
        return next(iter(processes.find(os.getpid(), "camera")), None)

    def turn(self) -> None:
        began_s = time.monotonic()
        self.keeper.check()
        self.keeper.restart_if_due()
        inbox = self._link.poll(self._clock.now_s())
        self.state = inbox.state
        self.jumps += sum(event.kind is EventKind.JUMP for event in inbox.events)
        self.longest_turn_s = max(self.longest_turn_s, time.monotonic() - began_s)
        time.sleep(processes.POLL_S)

    def play(self, seconds: float) -> None:
        """Turns for a time."""
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            self.turn()

    def play_until(self, is_so: Callable[[], bool], within_s: float, what: str) -> float:
        """Turns until it is so; returns how many seconds that took. Fails after `within_s`."""

        def turn() -> bool:
            self.turn()
            return is_so()

        return processes.wait_until(turn, within_s, what)

    def play_until_jump(self, within_s: float) -> float:
        """Turns until the next jump is recognised; returns how many seconds that took."""
        before = self.jumps
        return self.play_until(lambda: self.jumps > before, within_s, "a jump is recognised")

    def close(self) -> None:
        self.keeper.close()
        self._link.close()


@pytest.fixture
def watched(tmp_path: Path, jumper: Path) -> Iterator[WatchedCamera]:
    """A camera process that watches somebody who jumps, and has seen a jump already."""
    watched = WatchedCamera(tmp_path, str(jumper))
    try:
        watched.play_until_jump(60.0)
        yield watched
    finally:
        watched.close()


class WholeGame:
    """A game in a window on a screen of its own, with all its processes, started as a player does it."""

    def __init__(self, start: Callable[..., "subprocess.Popen[str]"], folder: Path, display: str) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self._start = start
        self.environment = os.environ | {
            "DISPLAY": display,
            "TMPDIR": str(self.temporary),
            "XDG_STATE_HOME": str(folder / "state"),
            "SDL_AUDIODRIVER": "dummy",
        }
        self.environment.pop("WAYLAND_DISPLAY", None)

    def start(self, *arguments: str, source: str = "demo") -> None:
        """Starts it, and waits until its camera process and its sound process work."""
        small = ("--size", "320x180", "--quality", "low", "--source", source)
        command = [sys.executable, "-m", "griffin", "play", *small, *arguments]
        self.process = self._start(command, cwd=self.folder, env=self.environment)
        has_camera = source != "none"
        processes.wait_until(
            lambda: self.find("sound") and (self.is_live or not has_camera), 90.0, "it starts"
        )
        self.settle()
        self.pids = processes.descendants(self.process.pid)

    def settle(self) -> None:
        """Leaves new processes the time to load their libraries."""
        time.sleep(_YOUNG_S)

    @property
    def is_live(self) -> bool:
        """Whether the camera process that runs now has sent a picture."""
        assert self.process.poll() is None, self.process.communicate()
        newest = max(self.temporary.glob("griffin-*/live-*"), default=None)
        return newest is not None and newest.read_text() in (LIVE_CAMERA, LIVE_DEMO)

    def find(self, command: str) -> int | None:
        """Its process that runs this command, if there is one."""
        return next(iter(processes.find(self.process.pid, command)), None)

    def left_behind(self) -> list[str]:
        """What lies in its folders that a game which has ended doesn't leave."""
        return [path.name for path in (*self.temporary.iterdir(), *self.folder.glob(".*.part"))]

    def leave(self) -> str:
        """Ends it by SIGTERM, and returns what it has said on standard error."""
        self.process.terminate()
        return self.process.communicate(timeout=60)[1]


@pytest.fixture
def whole_game(
    start_process: Callable[..., "subprocess.Popen[str]"], tmp_path: Path, display: str
) -> WholeGame:
    return WholeGame(start_process, tmp_path, display)
