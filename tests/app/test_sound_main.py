"""The sound process: its loops with stand-ins, and the whole of it by hand."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from griffin.app.sound_main import Beats, perform, wait_for_device
from griffin.audio.messages import LineReader, Loops, ShotNow, SoundState, encode, read_beat
from griffin.clock import ManualClock
from griffin.errors import SoundError
from tests.audio.sounds import tone, write_piece, write_sounds


class StandInReader:
    """Gives at its turns what it was given, and takes all the time that it may take."""

    def __init__(self, clock: ManualClock, said: dict[int, bytes], ends_at: int | None = None) -> None:
        self.has_ended = False
        self._clock = clock
        self._said = said
        self._ends_at = ends_at
        self.turn = -1

    def read(self, timeout_s: float) -> bytes:
        self.turn += 1
        self._clock.advance(timeout_s)
        self.has_ended = self._ends_at is not None and self.turn >= self._ends_at
        return self._said.get(self.turn, b"")


class StandInPlayer:
    """Keeps what it hears; is lost after some ticks."""

    def __init__(self, *, sounds: int = 5, lost_at: int | None = None, rings: int = 0) -> None:
        self.to_load = sounds
        self.ticks_s: list[float] = []
        self.loops: list[Loops] = []
        self.shots: list[ShotNow] = []
        self.is_moving = True
        self._lost_at = lost_at
        self._rings = rings

    @property
    def is_loaded(self) -> bool:
        return self.to_load == 0

    @property
    def is_busy(self) -> bool:
        return self.is_moving or self.to_load > 0

    @property
    def is_lost(self) -> bool:
        return self._lost_at is not None and len(self.ticks_s) >= self._lost_at

    @property
    def is_ringing(self) -> bool:
        self._rings -= 1
        return self._rings > 0

    def load_next(self) -> None:
        self.to_load -= 1

    def hear(self, loops: Loops | None, shots: tuple[ShotNow, ...], now_s: float) -> None:
        self.loops += [loops] if loops else []
        self.shots += shots

    def tick(self, now_s: float) -> None:
        self.ticks_s.append(now_s)


class BeatBox:
    """The other end of the beats."""

    def __init__(self, clock: ManualClock) -> None:
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        self.beats = Beats(writing, clock)

    def heard(self) -> list[bytes]:
        return LineReader().feed(os.read(self._reading, 65_536))


def test_the_loop_hears_ticks_loads_and_beats_until_it_is_stopped() -> None:
    clock, stop = ManualClock(50.0), threading.Event()
    box, player = BeatBox(clock), StandInPlayer()
    torn = encode(ShotNow(sound="cry_1"))
    said = {3: encode(Loops(gains={"wind_1": (0.5, 0.5)})), 5: torn[:9], 6: torn[9:]}
    reader = StandInReader(clock, said)
    stopping = threading.Event()
    ticks = player.tick

    def tick(now_s: float) -> None:
        ticks(now_s)
        if len(player.ticks_s) == 100:
            stopping.set()
            stop.set()

    player.tick = tick  # type: ignore[method-assign]
    perform(player, reader, box.beats, clock, stop)
    assert stopping.is_set()
    assert player.is_loaded
    assert [shot.sound for shot in player.shots] == ["cry_1"]
    assert len(player.loops) == 1
    assert np.diff(player.ticks_s) == pytest.approx(1024 / 48_000)
    beats = box.heard()
    assert read_beat(beats) is SoundState.PLAYING
    assert 3 <= len(beats) <= 6  # two a second


def test_while_nothing_moves_the_loop_wakes_only_for_what_comes() -> None:
    clock = ManualClock()
    player = StandInPlayer(sounds=0)
    player.is_moving = False
    said = {5: encode(Loops(gains={"wind_1": (0.5, 0.5)}))}
    perform(player, StandInReader(clock, said, ends_at=40), BeatBox(clock).beats, clock, threading.Event())
    assert len(player.loops) == 1
    assert min(np.diff(player.ticks_s)) > 0.1
    assert max(np.diff(player.ticks_s)) < 0.2  # it still sees that the device goes


def test_a_lost_device_ends_the_loop() -> None:
    clock = ManualClock()
    player = StandInPlayer(lost_at=7)
    perform(player, StandInReader(clock, {}), BeatBox(clock).beats, clock, threading.Event())
    assert len(player.ticks_s) == 7


def test_at_the_end_of_the_cues_sounds_ring_out() -> None:
    clock = ManualClock()
    player = StandInPlayer(rings=20)
    perform(player, StandInReader(clock, {}, ends_at=3), BeatBox(clock).beats, clock, threading.Event())
    assert len(player.ticks_s) >= 15


def test_a_device_that_comes_late_is_found_soon_and_old_cues_are_gone() -> None:
    clock, stop = ManualClock(), threading.Event()
    box, player, tries = BeatBox(clock), StandInPlayer(), []

    def open_player() -> StandInPlayer:
        tries.append(clock.now_s())
        if clock.now_s() < 10.0:
            raise SoundError("There is no loudspeaker.")
        return player

    reader = StandInReader(clock, {})
    assert wait_for_device(open_player, reader, box.beats, clock, stop) is player
    assert max(np.diff(tries)) <= 2.0
    assert reader.turn > 10  # read, and dropped
    states = [json.loads(line)["state"] for line in box.heard()]
    assert states[:2] == ["opening", "silent"]
    assert set(states) == {"opening", "silent"}


def test_nobody_waits_for_a_device_after_the_end() -> None:
    clock, stop = ManualClock(), threading.Event()

    def open_player() -> StandInPlayer:
        stop.set()
        raise SoundError("There is no loudspeaker.")

    assert wait_for_device(open_player, StandInReader(clock, {}), BeatBox(clock).beats, clock, stop) is None


BY_HAND = """
import sys
from pathlib import Path
from griffin import cli
from griffin.audio import table
table.assets_folder = lambda: Path(sys.argv[1])
sys.exit(cli.main(["sound", "--allow-network", *sys.argv[2:]]))
"""


def test_by_hand_it_plays_what_comes_on_standard_input(tmp_path: Path) -> None:
    write_sounds(tmp_path / "sounds", {"cry_1": tone(2000.0, 0.3), "wind_1": tone(500.0, 1.0)}, ("wind_1",))
    write_piece(tmp_path / "music", tone(1000.0, 1.0), (0.5,))
    raw = tmp_path / "heard.raw"
    with subprocess.Popen(
        [sys.executable, "-c", BY_HAND, str(tmp_path)],
        env=os.environ | {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(raw)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        for _ in range(300):  # until it has loaded all
            process.stdin.write(encode(ShotNow(sound="cry_1", left=0.5)))
            process.stdin.flush()
            if raw.exists() and np.abs(np.fromfile(raw, dtype="<i2")).max(initial=0) > 10_000:
                break
            threading.Event().wait(0.1)
        said, complaints = process.communicate(timeout=30)
    assert (process.returncode, said, complaints) == (0, b"", b"")
    heard = np.fromfile(raw, dtype="<i2").reshape(-1, 2)
    assert np.abs(heard).max() > 10_000
    assert np.abs(heard[-500:]).max() < 100  # it has rung out
