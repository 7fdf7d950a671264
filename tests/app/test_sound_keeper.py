"""When the sound process is started, killed and started again; nobody ever waits for it."""

import itertools
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.app import child
from griffin.app.child import Child, ChildError
from griffin.app.sound_keeper import SoundKeeper
from griffin.audio.messages import Beat, SoundState, encode
from griffin.clock import ManualClock, MonotonicClock
from griffin.options import PlayOptions, StartMessage

pytestmark = pytest.mark.skipif(os.name != "posix", reason="handles can't be handed on there")
MESSAGE = StartMessage(options=PlayOptions(), address="unix:/run/link", token="", started_s=0.0)
CUES = 0  # any handle: nobody here reads it


class FakeSound:
    """A process that beats only when it is told to."""

    def __init__(self, message: StartMessage, handles: tuple[int, ...]) -> None:
        assert handles == (message.cues, message.beats)
        assert message.beats is not None
        self._beats = os.dup(message.beats)
        self.status: int | None = None
        self.is_killed = self.is_closed = False

    def beat(self, state: SoundState) -> None:
        os.write(self._beats, encode(Beat(state=state)))

    def kill(self) -> None:
        self.is_killed = True

    def close_quickly(self) -> None:
        self.is_closed = True


class Game:
    """A keeper and what it was given."""

    def __init__(self) -> None:
        self.clock = ManualClock(100.0)
        self.sounds: list[FakeSound] = []
        self.has_begun = True
        self.start_fails = False
        self.keeper = SoundKeeper(
            MESSAGE,
            cues=CUES,
            has_begun=lambda: self.has_begun,
            start=self._start,  # type: ignore[arg-type]
            clock=self.clock,
        )

    def _start(self, message: StartMessage, handles: tuple[int, ...]) -> FakeSound:
        if self.start_fails:
            raise ChildError("The sound process can't be started: Cannot allocate memory.", 1)
        self.sounds.append(FakeSound(message, handles))
        return self.sounds[-1]

    @property
    def sound(self) -> FakeSound:
        return self.sounds[-1]

    def turn(self, duration_s: float = 0.0, state: SoundState | None = None) -> None:
        """Time goes by in steps as `play` makes them; the process beats meanwhile, or not."""
        for _ in range(round(duration_s / 0.05)):
            if state:
                self.sound.beat(state)
            self.clock.advance(0.05)
            self.keeper.check()
        self.keeper.check()


@pytest.fixture
def game() -> Iterator[Game]:
    game = Game()
    yield game
    game.keeper.close()


def test_it_starts_once_the_flight_has_said_something(game: Game) -> None:
    game.has_begun = False
    game.turn(5.0)
    assert game.sounds == []
    game.has_begun = True
    game.turn()
    assert len(game.sounds) == 1


@pytest.mark.parametrize("state", [SoundState.OPENING, SoundState.SILENT, SoundState.PLAYING])
def test_one_that_falls_silent_for_two_seconds_is_killed_and_another_one_started(
    game: Game, state: SoundState
) -> None:
    game.turn()
    game.turn(30.0, state)
    game.turn(1.9)
    assert not game.sound.is_killed
    game.turn(0.2)
    assert game.sounds[0].is_killed
    assert len(game.sounds) == 2


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(SoundState.SILENT, "There is no loudspeaker"), (SoundState.OPENING, "The sound server doesn't answer")],
)
def test_a_game_without_sound_says_so_once(
    game: Game, caplog: pytest.LogCaptureFixture, state: SoundState, sentence: str
) -> None:
    game.turn()
    for _ in range(3):
        game.turn(0.1, state)
        game.turn(5.0)
    said = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(said) == 1
    assert said[0].startswith(sentence)


def test_after_a_stop_of_all_processes_it_has_its_time_to_wake_up(game: Game) -> None:
    game.turn()
    game.turn(1.0, SoundState.PLAYING)
    for _ in range(3):
        game.clock.advance(60.0)
        game.keeper.check()
    assert not game.sound.is_killed


def test_one_that_loads_may_take_its_time(game: Game) -> None:
    game.turn()
    game.turn(0.1, SoundState.LOADING)
    game.turn(15.0)
    assert not game.sound.is_killed
    game.turn(6.0)
    assert game.sounds[0].is_killed


def test_a_server_that_hangs_for_long_is_tried_every_few_seconds(game: Game) -> None:
    """Sound is to be back within 5 s of the device, a process' start included."""
    game.turn()
    starts_s: list[float] = []
    for _ in range(20):
        count = len(game.sounds)
        game.sound.beat(SoundState.OPENING)
        while len(game.sounds) == count:
            game.turn(0.05)
        starts_s.append(game.clock.now_s())
    pauses_s = [after - before for before, after in itertools.pairwise(starts_s)]
    assert max(pauses_s) < 4.7
    assert pauses_s[-1] > 4.0  # a start costs a second of a core on a small machine


def test_one_that_ends_is_started_again(game: Game) -> None:
    game.turn()
    game.turn(10.0, SoundState.PLAYING)
    game.sound.status = 0  # the device was lost
    game.turn()
    game.turn()
    assert len(game.sounds) == 2


@pytest.mark.parametrize("status", [2, 5, 7, 9])
def test_what_no_start_can_help_ends_it_with_one_sentence(
    game: Game, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    game.turn()
    game.sound.status = status
    game.turn(100.0)
    assert len(game.sounds) == 1
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "The flight goes on without sound."
    ]


def test_a_system_that_gives_no_process_is_tried_again(game: Game) -> None:
    game.start_fails = True
    game.turn(5.0)
    game.start_fails = False
    game.turn(5.0)
    assert len(game.sounds) == 1


def test_after_the_end_none_is_started(game: Game) -> None:
    game.turn()
    game.keeper.close()
    game.turn(100.0)
    assert game.sounds[0].is_closed
    assert len(game.sounds) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_no_handle_is_left(game: Game) -> None:
    def handles() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    before = handles()
    for _ in range(10):
        game.turn()
        game.sound.status = 1
        game.turn(6.0)
    kept_by_stand_ins = len(game.sounds)
    assert handles() <= before + kept_by_stand_ins + 1  # and the newest one's beats


HANGS = """
import os, sys, json
line = json.loads(sys.stdin.readline())
os.write(line["beats"], b'{"type":"beat","state":"opening"}\\n')
open(os.environ["STARTS"], "a").write(f"{os.getpid()}\\n")
import signal
signal.pause()
"""


def test_a_real_process_that_hangs_is_killed_and_nobody_waits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    monkeypatch.setenv("STARTS", str(starts))
    monkeypatch.setattr(child, "PROGRAM", (sys.executable, "-c", HANGS))
    reading, writing = os.pipe()
    clock, shift_s = MonotonicClock(), 0.0

    class Shifted:
        """The real clock, which a test may put on."""

        def now_s(self) -> float:
            return clock.now_s() + shift_s

        def sleep(self, duration_s: float) -> None:
            clock.sleep(duration_s)

    keeper = SoundKeeper(
        MESSAGE,
        cues=reading,
        has_begun=lambda: True,
        start=lambda message, handles: Child("sound", "sound", message, handles=handles),
        clock=Shifted(),
    )

    def pids() -> list[int]:
        return [int(line) for line in starts.read_text().split()] if starts.exists() else []

    def wait_for(count: int) -> None:
        deadline_s = time.monotonic() + 30.0
        while len(pids()) < count and time.monotonic() < deadline_s:
            keeper.check()
            time.sleep(0.02)
        keeper.check()
        assert len(pids()) == count

    try:
        wait_for(1)
        shift_s += 2.5
        wait_for(2)
    finally:
        keeper.close()
        os.close(reading)
        os.close(writing)
    assert not any(map(is_running, pids()))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
