"""Which failures of the camera process end the game, and which only its process; with stand-ins for it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from griffin.app.camera_keeper import CameraKeeper
from griffin.app.child import Child, ChildError
from griffin.app.report import CameraParts, PoseTally, write_report
from griffin.clock import ManualClock
from griffin.options import CAMERA_ABSENT, LIVE_CAMERA, LIVE_DEMO, MODEL_LOADED, PlayOptions, StartMessage

MESSAGE = StartMessage(options=PlayOptions(), address="unix:/run/link", token="", started_s=0.0)
SEGMENTATION_FAULT, KILLED = -11, -9


class FakeCamera:
    """A camera process that does what the test says."""

    def __init__(self, message: StartMessage, handles: tuple[int, ...]) -> None:
        assert handles == (() if message.beats is None else (message.beats,))
        self._beats = None if message.beats is None else os.dup(message.beats)
        self.message = message
        self.status: int | None = None
        self.is_closed = False

    @property
    def ending_signal(self) -> str | None:
        return f"signal {-self.status}" if self.status and self.status < 0 else None

    def show(self, word: str) -> None:
        """It has got so far: a first picture gets through, if it is one of those words."""
        assert self.message.live_file is not None
        self.message.live_file.write_text(word)

    def leave_report(self, inferred: int) -> None:
        """As a process does it at its end, if it can."""
        assert self.message.report is not None
        pose = PoseTally(inferred=inferred).as_json()
        write_report(self.message.report, {"pose": pose, "sandboxed": True})

    def raise_if_failed(self) -> None:
        if self.status:
            raise ChildError("It failed.", self.status)

    def give_sign(self, sign: bytes) -> None:
        assert self._beats is not None
        os.write(self._beats, sign)

    def kill(self) -> None:
        self.status = KILLED

    def close_quickly(self) -> None:
        assert self.status == KILLED
        self.close()

    def close(self) -> None:
        self.is_closed = True
        if self._beats is not None:
            os.close(self._beats)
            self._beats = None


class Game:
    """A keeper, its clock, and all that it started and said."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.clock = ManualClock(100.0)
        self.cameras: list[FakeCamera] = []
        self.said: list[str] = []  # the camera's health, whenever it changed
        self.has_model = False
        self.parts = CameraParts()
        self.start_fails = False
        self.keeper = CameraKeeper(
            msgspec.structs.replace(MESSAGE, options=PlayOptions(**options)),
            start=self._start,  # type: ignore[arg-type]
            report_to_flight=self._hear,
            clock=self.clock,
            folder=folder,
            parts=self.parts,
        )

    def _hear(self, line: bytes) -> None:
        news = json.loads(line)
        self.has_model = news["has_model"]
        if news["camera"] != (self.said or ["running"])[-1]:
            self.said.append(news["camera"])

    def _start(self, message: StartMessage, handles: tuple[int, ...]) -> FakeCamera:
        if self.start_fails:
            raise ChildError("The camera process can't be started: Cannot allocate memory.", 1)
        self.cameras.append(FakeCamera(message, handles))
        return self.cameras[-1]

    @property
    def camera(self) -> FakeCamera:
        return self.cameras[-1]

    def turn(self, duration_s: float = 0.0) -> None:
        self.clock.advance(duration_s)
        self.keeper.check()
        self.keeper.restart_if_due()

    def wait(self, duration_s: float, sign: bytes = b"") -> None:
        """Turns as `play` makes them; the camera process gives this sign of life in each."""
        for _ in range(round(duration_s / 0.05)):
            if sign:
                self.camera.give_sign(sign)
            self.turn(0.05)

    def fail(self, status: int, word: str = "") -> None:
        """The camera process runs for a second, shows a picture or not, and ends."""
        if word:
            self.camera.show(word)
        self.turn(1.0)
        self.camera.status = status
        self.turn()


Start = Callable[..., Game]


@pytest.fixture
def game(tmp_path: Path) -> Start:
    return lambda **options: Game(tmp_path, **options)


@pytest.mark.parametrize("status", [2, 3, 4, 5])
def test_what_a_first_start_says_ends_the_game(game: Start, status: int) -> None:
    with pytest.raises(ChildError) as ended:
        game(source="0").fail(status)
    assert ended.value.exit_status == status


@pytest.mark.parametrize("status", [1, 8, SEGMENTATION_FAULT, KILLED])
def test_a_first_start_that_breaks_down_is_repeated(game: Start, status: int) -> None:
    playing = game(source="0")
    playing.fail(status)
    assert len(playing.cameras) == 2
    assert playing.cameras[0].is_closed


@pytest.mark.parametrize("status", [2, 3, KILLED])
def test_a_film_that_nobody_watches_ends_with_its_camera(game: Start, status: int) -> None:
    with pytest.raises(ChildError):
        game(is_headless=True).fail(status, LIVE_CAMERA)


def test_it_comes_back_at_first_at_once_then_later_and_the_flight_knows(game: Start) -> None:
    playing = game(source="demo")
    playing.fail(KILLED, LIVE_DEMO)
    assert (len(playing.cameras), playing.said) == (2, ["restarting"])
    playing.fail(KILLED, LIVE_DEMO)
    playing.turn(1.9)
    assert len(playing.cameras) == 2
    playing.turn(0.1)
    assert len(playing.cameras) == 3
    playing.fail(KILLED)
    assert playing.said == ["restarting", "running", "restarting", "failed"]
    playing.turn(10.0)
    assert len(playing.cameras) == 4
    for count in range(5, 100):
        playing.fail(KILLED)
        playing.turn(59.0)
        assert len(playing.cameras) == count - 1
        playing.turn(1.0)
        assert len(playing.cameras) == count
    assert playing.said[-1] == "failed"
    playing.camera.show(LIVE_DEMO)
    playing.turn()
    assert playing.said[-1] == "running"


def test_a_start_that_takes_minutes_to_fail_is_no_success(game: Start) -> None:
    playing = game(source="demo")
    for pause_s in (0.0, 2.0, 10.0):
        playing.turn(300.0)
        playing.fail(KILLED)
        playing.turn(pause_s)
    assert len(playing.cameras) == 4
    assert playing.said == ["restarting", "failed"]


def test_a_start_that_the_system_refuses_is_a_failure_like_others(
    game: Start, caplog: pytest.LogCaptureFixture
) -> None:
    playing = game(source="demo")
    playing.start_fails = True
    playing.fail(KILLED, LIVE_DEMO)  # and the start that follows at once
    playing.turn(2.0)
    assert playing.said == ["restarting", "failed"]
    playing.start_fails = False
    playing.turn(9.9)
    assert len(playing.cameras) == 1
    playing.turn(0.1)
    assert len(playing.cameras) == 2
    assert [record.message for record in caplog.records] == [
        "The camera process was ended by signal 9. Griffin starts it again at once.",
        "The camera process can't be started: Cannot allocate memory. Griffin starts it again in 2 s.",
        "The camera process can't be started: Cannot allocate memory."
        " Griffin starts it again in 10 s, then once a minute.",
    ]
    playing.camera.show(LIVE_DEMO)
    playing.turn()
    assert playing.said[-1] == "running"


def test_a_first_start_that_the_system_refuses_ends_the_game(tmp_path: Path) -> None:
    def refuse(message: StartMessage, handles: tuple[int, ...]) -> Child:
        raise ChildError("The camera process can't be started: Cannot allocate memory.", 1)

    with pytest.raises(ChildError, match="can't be started"):
        CameraKeeper(
            MESSAGE,
            start=refuse,
            report_to_flight=print,
            clock=ManualClock(),
            folder=tmp_path,
            parts=CameraParts(),
        )


@pytest.mark.parametrize("half", ["", "cam"])
def test_a_word_that_is_half_written_is_none_yet(game: Start, half: str) -> None:
    playing = game(source="0")
    playing.fail(KILLED)
    playing.camera.show(half)
    playing.turn()
    assert playing.said == ["restarting"]
    playing.camera.show(LIVE_CAMERA)
    playing.turn()
    assert playing.said == ["restarting", "running"]


def test_a_word_that_was_removed_later_still_counts(game: Start) -> None:
    """As systemd-tmpfiles does it with old files."""
    playing = game(source="0")
    playing.camera.show(LIVE_CAMERA)
    playing.turn(1.0)
    assert playing.camera.message.live_file is not None
    playing.camera.message.live_file.unlink()
    playing.fail(3)
    assert playing.camera.message.options.waits_for_camera


def test_a_word_that_can_not_be_read_is_none(game: Start, tmp_path: Path) -> None:
    playing = game(source="0")
    assert playing.camera.message.live_file is not None
    playing.camera.message.live_file.mkdir()
    playing.fail(KILLED)
    assert playing.said == ["restarting"]
    assert not playing.camera.message.options.waits_for_camera


def test_nothing_that_a_failed_process_left_counts_for_the_next_one(game: Start, tmp_path: Path) -> None:
    playing = game(source="demo")
    playing.fail(KILLED, LIVE_DEMO)
    playing.turn(1.0)
    assert playing.said == ["restarting"]
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_is_over_is_no_failure(game: Start) -> None:
    playing = game(source="film.mp4")
    playing.fail(0, LIVE_CAMERA)
    playing.turn(100.0)
    assert (len(playing.cameras), playing.said) == (1, [])


def test_a_camera_that_ends_is_one_even_without_a_failure(game: Start) -> None:
    playing = game(source="0")
    playing.fail(0, LIVE_CAMERA)
    assert len(playing.cameras) == 2


@pytest.mark.parametrize(("status", "is_lost"), [(3, True), (KILLED, False)])
def test_only_a_process_that_has_lost_its_camera_says_so_to_the_next(
    game: Start, status: int, is_lost: bool
) -> None:
    playing = game(source="0")
    playing.fail(status, LIVE_CAMERA)
    assert playing.camera.message.is_camera_lost is is_lost


@pytest.mark.parametrize("source", ["auto", "0", "csi:0"])
def test_a_camera_that_was_pulled_out_is_waited_for(game: Start, source: str) -> None:
    playing = game(source=source)
    playing.fail(3, LIVE_CAMERA)
    assert [camera.message.options.waits_for_camera for camera in playing.cameras] == [False, True]


@pytest.mark.parametrize(
    ("source", "word"), [("auto", LIVE_DEMO), ("demo", LIVE_DEMO), ("film.mp4", LIVE_CAMERA)]
)
def test_what_is_no_camera_comes_back_as_it_was(game: Start, source: str, word: str) -> None:
    playing = game(source=source)
    playing.fail(KILLED, word)
    assert not playing.camera.message.options.waits_for_camera


def test_the_report_counts_every_process_once(game: Start, tmp_path: Path) -> None:
    playing = game(source="demo")
    playing.camera.leave_report(inferred=10)
    playing.fail(1, LIVE_DEMO)
    playing.fail(KILLED, LIVE_DEMO)
    playing.turn(2.0)
    playing.camera.leave_report(inferred=5)
    playing.keeper.close()
    playing.keeper.close()
    report = playing.parts.as_json()
    assert (report["pose"]["inferred"], report["sandboxed"], report["camera_restarts"]) == (15, True, 2)
    assert list(tmp_path.iterdir()) == []


def test_after_the_end_none_is_started(game: Start) -> None:
    playing = game(source="demo")
    playing.fail(KILLED, LIVE_DEMO)
    playing.fail(KILLED, LIVE_DEMO)
    playing.keeper.close()
    playing.turn(100.0)
    assert len(playing.cameras) == 2


def test_the_flight_knows_when_the_model_is_loaded_and_that_no_camera_is_there(game: Start) -> None:
    playing = game(source="0", waits_for_camera=True)
    playing.turn(1.0)
    assert not playing.has_model
    playing.camera.show(MODEL_LOADED)
    playing.turn(1.0)
    assert (playing.has_model, playing.said) == (True, [])
    playing.camera.show(CAMERA_ABSENT)
    playing.turn(1.0)
    assert playing.said == ["absent"]
    playing.camera.show(LIVE_CAMERA)
    playing.turn(1.0)
    assert (playing.has_model, playing.said) == (True, ["absent", "running"])


def test_a_model_that_was_loaded_once_is_there(game: Start) -> None:
    playing = game(source="0")
    playing.fail(KILLED, MODEL_LOADED)
    assert (playing.has_model, playing.said) == (True, ["restarting"])


needs_handles = pytest.mark.skipif(os.name != "posix", reason="handles can't be handed on there")


@needs_handles
def test_one_that_hangs_is_killed_and_started_again(game: Start, caplog: pytest.LogCaptureFixture) -> None:
    playing = game(source="0")
    playing.camera.show(LIVE_CAMERA)
    playing.wait(30.0, b".")
    playing.wait(5.5)
    assert (len(playing.cameras), playing.said) == (1, [])
    playing.wait(1.0)
    assert playing.cameras[0].status == KILLED
    assert (len(playing.cameras), playing.said) == (2, ["restarting"])
    assert playing.camera.message.options.waits_for_camera  # what hung may have been its driver
    assert [record.message for record in caplog.records] == [
        "The camera process doesn't respond. Griffin starts it again at once."
    ]


@needs_handles
@pytest.mark.parametrize("sign", [b"", b"-", b"..-"], ids=["not begun to beat", "announced", "after beats"])
def test_one_that_does_what_takes_long_has_two_minutes(game: Start, sign: bytes) -> None:
    playing = game(source="0")
    playing.wait(0.05, sign)
    playing.wait(119.0)
    assert len(playing.cameras) == 1
    playing.wait(2.0)
    assert len(playing.cameras) == 2


@needs_handles
def test_after_a_stop_of_all_processes_the_camera_has_its_time_to_wake_up(game: Start) -> None:
    playing = game(source="0")
    playing.wait(1.0, b".")
    for _ in range(5):
        playing.turn(60.0)
    assert len(playing.cameras) == 1


@needs_handles
def test_a_film_that_nobody_watches_ends_with_a_camera_that_hangs(game: Start) -> None:
    playing = game(is_headless=True)
    playing.wait(1.0, b".")
    with pytest.raises(ChildError, match=r"The camera process doesn't respond\."):
        playing.wait(7.0)
    assert playing.camera.status == KILLED
