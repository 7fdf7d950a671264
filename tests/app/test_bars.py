"""Of the game's processes, one at a time shows a bar of progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from griffin import cli
from griffin.app import flight_main, parent_watchdog, play
from griffin.cli import main
from griffin.options import PlayOptions, StartMessage, encode_start
from griffin.progress import Progress
from griffin.vision import pose_model


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What bars show, and when each of them goes."""
    words: list[str] = []

    @contextmanager
    def stand_in() -> Iterator[Progress]:
        yield lambda what, _done_frac: words.append(what)
        words.append("gone")

    monkeypatch.setattr(cli, "progress_bar", stand_in)
    return words


def test_the_bar_of_the_fetched_model_goes_before_the_camera_starts(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def fetch(_option: Path | None, tell: Progress) -> Path:
        tell("Fetching", 0.5)
        return Path("pose.task")

    def stand_in(_options: object, provide: Callable[[Progress], Path], *_: object) -> None:
        assert provide(lambda what, _done_frac: told.append(what)) == Path("pose.task")
        shown.append("the camera starts")

    monkeypatch.setattr(pose_model, "resolve_pose_model", fetch)
    monkeypatch.setattr(play, "play", stand_in)
    assert main(["play", "--headless", "--source", "demo"]) == 0
    assert shown == ["Fetching", "gone", "the camera starts"]
    assert told == ["Fetching"]  # the title shows it as well


@pytest.mark.parametrize("source", ["demo", "none"])
def test_a_flight_shows_its_bar_once_the_model_is_there(
    shown: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str
) -> None:
    message = StartMessage(
        options=PlayOptions(source=source, is_headless=True),
        address=f"unix:{tmp_path}/link",
        token="",
        started_s=0.0,
        report=None,
    )

    class StandInPipe:
        has_model = False

        def read_start(self) -> bytes:
            return encode_start(message)

        def follow(self, stop: object) -> None: ...

    def fly(
        _message: object, _clock: object, _stop: object, tell: Progress, parent: StandInPipe
    ) -> list[Path]:
        tell("Flying early", 0.1)
        parent.has_model = True
        tell("Flying", 0.2)
        return []

    monkeypatch.setattr(parent_watchdog, "ParentPipe", StandInPipe)
    monkeypatch.setattr(flight_main, "run_flight", fly)
    assert main(["fly", "--from-parent"]) == 0
    assert shown == [*(["Flying early"] if source == "none" else []), "Flying", "gone"]
