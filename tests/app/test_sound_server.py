"""The sound process and a real PulseAudio server with a null sink: late, stopped, killed, mute."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from griffin.app import child
from griffin.app.child import Child
from griffin.app.cue_pipe import CuePipe, CueWriter
from griffin.app.sound_keeper import SoundKeeper
from griffin.audio.messages import Loops, encode
from griffin.clock import MonotonicClock
from griffin.options import PlayOptions, StartMessage
from tests.audio.sounds import RATE_HZ, tone, write_sounds

pytestmark = [
    pytest.mark.skipif(
        shutil.which("pulseaudio") is None or shutil.which("parec") is None,
        reason="needs pulseaudio and parec (Debian: pulseaudio, pulseaudio-utils)",
    ),
    pytest.mark.slow,
    pytest.mark.timeout(180),
]

PATIENCE_S = 30.0  # for what takes five on an idle machine
TONE_HZ = 500.0
SOUND = """
import sys
from pathlib import Path
from griffin import cli
from griffin.audio import table
table.assets_folder = lambda: Path(sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""
Start = Callable[..., "subprocess.Popen[str]"]


class Server:
    """A sound server of the test's own, and an ear at its sink."""

    def __init__(self, folder: Path, start_process: Start) -> None:
        self.socket = folder / "S"
        self._folder = folder
        self._start_process = start_process
        self._environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{self.socket}",
        }
        self._heard = folder / "heard.raw"

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self._server = self._start_process(
            [
                *("pulseaudio", "--exit-idle-time=-1", "--daemonize=no", "-n"),
                *("-L", "module-null-sink sink_name=n rate=48000"),
                *("-L", f"module-native-protocol-unix socket={self.socket} auth-anonymous=1"),
            ],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline_s = time.monotonic() + PATIENCE_S
        while not self.socket.exists() and time.monotonic() < deadline_s:
            time.sleep(0.05)
        self._listen()

    def _listen(self) -> None:
        with self._heard.open("wb") as heard:
            self._start_process(
                ["parec", "-d", "n.monitor", "--raw", "--rate=48000", "--format=s16le", "--channels=2"],
                env=self._environment,
                stdout=heard,
                stderr=subprocess.DEVNULL,
            )

    def send(self, number: signal.Signals) -> None:
        self._server.send_signal(number)

    def kill(self) -> None:
        self._server.kill()
        self._server.wait()

    def level(self) -> float:
        """Of the tone in the newest tenth of a second, 0 to 1."""
        count = RATE_HZ // 10
        heard = np.fromfile(self._heard, dtype="<i2")[-2 * count :: 2] if self._heard.exists() else []
        if len(heard) < count:
            return 0.0
        wave = np.exp(-2j * np.pi * TONE_HZ * np.arange(len(heard)) / RATE_HZ)
        return float(abs(heard @ wave)) * 2.0 / len(heard) / 32768.0


class Game:
    """What `play` and the flight do about sound, with a tone for a loop."""

    def __init__(self, folder: Path) -> None:
        self.longest_turn_s = 0.0
        self.starts = 0
        self._pipe = CuePipe()
        self._writer = CueWriter(self._pipe.writing)
        self.keeper = SoundKeeper(
            StartMessage(options=PlayOptions(), address="unix:/run/link", token="", started_s=0.0),
            cues=self._pipe.reading,
            has_begun=lambda: self._pipe.has_content,
            start=self._start,
            clock=MonotonicClock(),
        )

    def _start(self, message: StartMessage, handles: tuple[int, ...]) -> Child:
        self.starts += 1
        return Child("sound", "sound", message, handles=handles)

    def fly(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Turns of the game for a time, or until something is so. Returns whether it is."""
        line = encode(Loops(gains={"wind_1": (0.8, 0.8)}))
        deadline_s = time.monotonic() + seconds
        while time.monotonic() < deadline_s:
            began_s = time.process_time()
            self._writer.say_loops(line)
            self._writer.pump()
            self.keeper.check()
            self.longest_turn_s = max(self.longest_turn_s, time.process_time() - began_s)
            if until():
                return True
            time.sleep(0.03)
        return until()

    def close(self) -> None:
        self.keeper.close()
        self._pipe.close()


@pytest.fixture
def server(tmp_path: Path, start_process: Start) -> Server:
    return Server(tmp_path, start_process)


@pytest.fixture
def game(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Game]:
    write_sounds(tmp_path / "sounds", {"wind_1": tone(TONE_HZ, 2.0)}, ("wind_1",))
    monkeypatch.setattr(child, "PROGRAM", (sys.executable, "-c", SOUND, str(tmp_path)))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{server.socket}")
    monkeypatch.setenv("SDL_AUDIODRIVER", "pulseaudio")
    game = Game(tmp_path)
    yield game
    game.close()


def test_a_server_that_starts_late_is_heard(game: Game, server: Server) -> None:
    game.fly(4.0)
    assert game.starts == 1  # without a device it waits, and isn't killed
    server.start()
    assert game.fly(PATIENCE_S, lambda: server.level() > 0.2)
    assert game.starts == 1


def test_a_server_that_is_stopped_in_flight_comes_back(game: Game, server: Server) -> None:
    server.start()
    assert game.fly(PATIENCE_S, lambda: server.level() > 0.2)
    server.send(signal.SIGSTOP)
    game.fly(10.0)
    assert game.starts >= 2  # it hung, and so did the next one
    assert game.longest_turn_s < 1.0
    server.send(signal.SIGCONT)
    game.fly(1.0)
    assert game.fly(PATIENCE_S, lambda: server.level() > 0.2)


def test_a_server_that_is_killed_and_started_again_is_heard_again(game: Game, server: Server) -> None:
    server.start()
    assert game.fly(PATIENCE_S, lambda: server.level() > 0.2)
    server.kill()
    game.fly(3.0)
    server.start()
    assert game.fly(PATIENCE_S, lambda: server.level() > 0.2)


def test_a_server_that_never_answers_costs_only_sound(game: Game, server: Server) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(server.socket))
        silent.listen()
        assert game.fly(PATIENCE_S, lambda: game.starts >= 3)
    server.start()
    assert game.fly(PATIENCE_S, lambda: server.level() > 0.2)
