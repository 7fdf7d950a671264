"""Measures the game's sound at the null sink of a real PulseAudio server: how late it is, whether it breaks.

    python scripts/measure_sound.py [--strokes N] [--seconds N] [--busy N]

A session flies over a plain and strokes its wings N times, 60 turns a second; its cues go to a sound process,
and the sink's monitor is recorded. "Late" is from the beginning of the turn in which a sound happens to when
it is heard there. Then a steady tone plays for some seconds while N processes keep all cores busy, and is
searched for gaps. The server is one of its own; needs Debian's pulseaudio and pulseaudio-utils.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from griffin.app.cue_pipe import CueWriter
from griffin.app.sound_feed import SoundFeed
from griffin.audio.cues import Cues
from griffin.audio.messages import Loops, encode
from griffin.audio.steps import RATE_HZ
from griffin.audio.table import TABLE_NAME, SoundEntry, SoundTable, read_sound_table
from griffin.clock import MonotonicClock
from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.model import Surroundings
from griffin.game.moment import Inputs, PlayerInput, on_grid
from griffin.game.session import Session, SessionStart

TURN_S = 1 / 60
JUMP_S, FIRST_STROKE_S, EVERY_S = 1.0, 3.0, 0.71
START_S = 4.0  # for the sound process to open the device
PATIENCE_S = 20.0
HEARD = 0.01  # of full scale: the sink is silent otherwise
TONE_HZ, TONE = 500.0, 0.5
GAP_S, SILENT = 0.003, 0.02
PLAYER = """
import sys
from pathlib import Path
from griffin import cli
from griffin.audio import table
table.assets_folder = lambda: Path(sys.argv[1])
sys.exit(cli.main(["sound"]))
"""
PLAIN = Surroundings(
    surface_m=lambda _x_m, _z_m: 0.0,
    perch_world=np.array([0.0, 200.0, 0.0]),
    perch_heading_rad=0.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of the monitor's sound, and when it arrived here."""

    at_s: float
    samples: NDArray[np.int16]


class Ear:
    """Records the sink's monitor."""

    def __init__(self, environment: dict[str, str], *options: str) -> None:
        self.chunks: list[Chunk] = []
        command = ["parec", "-d", "n.monitor", "--raw", f"--rate={RATE_HZ}", "--format=s16le", "--channels=1"]
        self._process = subprocess.Popen(
            [*command, *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        while data := os.read(handle, 65_536):
            samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")
            self.chunks.append(Chunk(at_s=time.monotonic(), samples=samples))

    @property
    def sound(self) -> NDArray[np.float64]:
        """All so far, -1 to 1."""
        return np.concatenate([np.zeros(0, np.int16), *(each.samples for each in self.chunks)]) / 32768.0

    def close(self) -> None:
        """No more."""
        self._process.kill()
        self._process.wait()


class NotingWriter(CueWriter):
    """Knows whether a sound began in this turn."""

    has_shot = False

    def say_shot(self, line: bytes) -> None:
        """As it is."""
        self.has_shot = True
        super().say_shot(line)


def heard_after(turns_s: Sequence[float], chunks: Sequence[Chunk]) -> list[float]:
    """How long after each turn something began to be heard; turns after which nothing did are left out."""
    onsets_s, last_s = [], -1.0
    for chunk in chunks:
        for place in np.flatnonzero(np.abs(chunk.samples) > HEARD * 32768.0):
            # A chunk has arrived when its last sample was played.
            at_s = chunk.at_s - (len(chunk.samples) - place) / RATE_HZ
            if at_s - last_s > 0.1:
                onsets_s.append(at_s)
            last_s = at_s
    late_s: list[float] = []
    for turn_s in turns_s:
        after = [at_s - turn_s for at_s in onsets_s if 0.0 < at_s - turn_s < 0.5]
        late_s += after[:1]
    return late_s


def find_gaps(sound: NDArray[np.float64]) -> list[float]:
    """Seconds of each stretch of what should be a steady tone that is silent for longer than 3 ms."""
    loud = np.append(np.flatnonzero(np.abs(sound) > SILENT), len(sound))
    apart_s = np.diff(loud) / RATE_HZ
    return [float(gap_s) for gap_s in apart_s[apart_s > GAP_S]]


@contextmanager
def running(
    command: Sequence[str], environment: dict[str, str], *, stdin: int | None = None, is_apart: bool = False
) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that ends with the block. `is_apart`: in a session of its own, as other programs are."""
    process = subprocess.Popen(
        command, env=environment, stdin=stdin, stderr=subprocess.DEVNULL, start_new_session=is_apart
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def null_sink(folder: Path) -> Iterator[dict[str, str]]:
    """A sound server with a sink that nobody hears; the environment in which programs find it."""
    socket = folder / "S"
    environment = os.environ | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
        "SDL_AUDIODRIVER": "pulseaudio",
    }
    command = [
        *("pulseaudio", "--exit-idle-time=-1", "--daemonize=no", "-n"),
        *("-L", f"module-null-sink sink_name=n rate={RATE_HZ}"),
        *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
    ]
    with running(command, environment):
        deadline_s = time.monotonic() + PATIENCE_S
        while not socket.exists():
            if time.monotonic() > deadline_s:
                raise TimeoutError("PulseAudio doesn't start.")
            time.sleep(0.05)
        yield environment


@contextmanager
def player(folder: Path, environment: dict[str, str]) -> Iterator[NotingWriter]:
    """A sound process with the sounds of a folder, and what writes to it."""
    command = [sys.executable, "-c", PLAYER, str(folder)]
    with running(command, environment, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        yield NotingWriter(process.stdin.fileno())


def write_sounds(folder: Path, sounds: dict[str, NDArray[np.float64]], *, is_loop: bool) -> SoundTable:
    """Mono files of these sounds, and their table."""
    folder.mkdir(parents=True)
    entries = {}
    for name, samples in sounds.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((samples * 32767.0).astype("<i2").tobytes())
        entries[name] = SoundEntry(
            file=f"{name}.wav",
            seconds=len(samples) / RATE_HZ,
            is_loop=is_loop,
            loudness_lufs=-20.0,
            peak_dbfs=-6.0,
            centroid_hz=TONE_HZ,
            channels=1,
        )
    (folder / TABLE_NAME).write_bytes(msgspec.json.encode(entries))
    return read_sound_table(folder)


def tone(seconds: float) -> NDArray[np.float64]:
    samples: NDArray[np.float64] = TONE * np.sin(
        2.0 * np.pi * TONE_HZ * np.arange(seconds * RATE_HZ) / RATE_HZ
    )
    return samples


def measure_late(folder: Path, environment: dict[str, str], strokes: int) -> list[float]:
    """How late each sound of a flight's is heard, in seconds."""
    table = write_sounds(folder / "sounds", {"stroke_1": tone(0.05)}, is_loop=False)
    ear = Ear(environment, "--latency-msec=5")
    with ExitStack() as owned:
        owned.callback(ear.close)
        writer = owned.enter_context(player(folder, environment))
        time.sleep(START_S)
        clock, session = MonotonicClock(), Session(SessionStart(), PLAIN)
        feed = SoundFeed(Cues(table), writer, clock, 1.0)
        began_s = turn_s = clock.now_s()
        heard_s: list[float] = []
        events = {JUMP_S: EventKind.JUMP}
        events |= {FIRST_STROKE_S + EVERY_S * number: EventKind.FLAP for number in range(strokes)}
        while events or turn_s - began_s < FIRST_STROKE_S + EVERY_S * strokes + 1.0:
            turn_s = clock.now_s()
            now_s = on_grid(turn_s - began_s)
            due = [events.pop(at_s) for at_s in list(events) if at_s <= now_s]
            said = tuple(GestureEvent(captured_s=now_s, kind=kind, strength=0.8) for kind in due)
            heard = PlayerInput(
                steering=Steering(captured_s=now_s, is_tracked=True), events=said, link=LinkState.LIVE
            )
            writer.has_shot = False
            feed.play(session.advance(Inputs(now_s=now_s, players=(heard,))))
            if writer.has_shot:
                heard_s.append(turn_s)
            clock.sleep(turn_s + TURN_S - clock.now_s())
        time.sleep(1.0)
    return heard_after(heard_s, ear.chunks)


def measure_gaps(folder: Path, environment: dict[str, str], seconds: float, busy: int) -> list[float]:
    """The gaps in a steady tone while all cores are busy, in seconds each."""
    write_sounds(folder / "sounds", {"hum": tone(1.0)}, is_loop=True)
    line = encode(Loops(gains={"hum": (1.0, 1.0)}))
    ear = Ear(environment)
    with ExitStack() as owned:
        owned.callback(ear.close)
        writer = owned.enter_context(player(folder, environment))
        for _ in range(busy):
            busy_loop = [sys.executable, "-c", "while True: pass"]
            owned.enter_context(running(busy_loop, environment, is_apart=True))
        end_s = time.monotonic() + START_S + seconds
        while time.monotonic() < end_s:
            writer.say_loops(line)
            writer.pump()
            time.sleep(1 / 30)
        sound = ear.sound  # while it still sounds
    loud = np.flatnonzero(np.abs(sound) > 0.9 * TONE)
    return find_gaps(sound[loud[0] :]) if len(loud) else [seconds]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--strokes", type=int, default=100, metavar="N", help="how many sounds are timed")
    parser.add_argument("--seconds", type=float, default=180.0, metavar="N", help="of the steady tone")
    parser.add_argument("--busy", type=int, default=os.cpu_count() or 1, metavar="N", help="busy processes")
    options = parser.parse_args(arguments)
    if missing := [name for name in ("pulseaudio", "parec") if shutil.which(name) is None]:
        print(f"{' and '.join(missing)} not found: install pulseaudio and pulseaudio-utils.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with null_sink(folder) as environment:
            late_ms = 1000.0 * np.array(measure_late(folder / "late", environment, options.strokes))
            gaps = measure_gaps(folder / "gaps", environment, options.seconds, options.busy)
    if not len(late_ms):
        print("Nothing was heard at the sink.", file=sys.stderr)
        return 1
    print(
        f"turn to heard: median {np.median(late_ms):.0f} ms, 95 % below {np.percentile(late_ms, 95):.0f} ms,"
        f" at most {late_ms.max():.0f} ms ({len(late_ms)} sounds)"
    )
    longest = f", the longest {1000.0 * max(gaps):.0f} ms" if gaps else ""
    print(
        f"gaps over 3 ms in {options.seconds:.0f} s with {options.busy} busy processes: {len(gaps)}{longest}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
