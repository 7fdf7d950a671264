"""The log says what happened, and nothing of who plays, where, or with what."""

import logging
from collections.abc import Iterator
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from griffin import paths
from griffin.app import log_file
from griffin.app.log_file import Discreet, keep_log


class State(Enum):
    LIVE = "live"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(paths, "state_folder", lambda: tmp_path)
    ours = logging.getLogger("griffin")
    level = ours.level
    yield tmp_path / "log"
    for handler in [each for each in ours.handlers if isinstance(each, RotatingFileHandler)]:
        ours.removeHandler(handler)
        handler.close()
    ours.setLevel(level)


def read(folder: Path, name: str = "play.log") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_numbers_and_our_own_terms_are_kept_and_all_else_is_left_out(folder: Path) -> None:
    keep_log("play")
    log = logging.getLogger("griffin.app.play")
    log.info("the link is %s after %.1f s, %s", "live", 2.5, State.LIVE)
    log.warning("%s can't be opened: %s", "/home/anna/Birthday of Ben.mp4", OSError("no Ben"))
    log.info("100 %")
    said = read(folder)
    assert "the link is live after 2.5 s, State.LIVE" in said
    assert "… can't be opened: …" in said
    assert "100 %" in said
    assert "anna" not in said
    assert "Ben" not in said


def test_an_error_says_what_kind_it_is_and_where_it_happened(folder: Path) -> None:
    keep_log("camera")
    try:
        raise ValueError("Anna stood at 0.123, 0.456")
    except ValueError as error:
        logging.getLogger("griffin").info("ends with status %d", 70, exc_info=error)
    said = read(folder, "camera.log")
    assert "ends with status 70\n  ValueError\n  app/test_log_file.py:" in said
    assert "Anna" not in said
    assert "0.123" not in said


def test_a_format_that_wants_a_number_does_not_fail(folder: Path) -> None:
    record = logging.LogRecord("griffin", logging.INFO, "x.py", 1, "%d pictures", ("many",), None)
    assert Discreet().format(record).endswith("many pictures") or "%d pictures" in Discreet().format(record)


def test_it_rotates_and_other_libraries_do_not_write_into_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "_LOG_BYTES", 2000)
    keep_log("play")
    logging.getLogger("another.library").warning("a stranger's words")
    for number in range(200):
        logging.getLogger("griffin.app").info("turn %d", number)
    assert sorted(path.name for path in folder.iterdir()) == ["play.log", "play.log.1", "play.log.2"]
    assert all(path.stat().st_size <= 2000 for path in folder.iterdir())
    assert "turn 199" in read(folder)
    assert "stranger" not in "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())


def test_a_folder_that_cannot_be_made_disturbs_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(paths, "state_folder", lambda: tmp_path / "file" / "griffin")
    keep_log("play")
    logging.getLogger("griffin").info("a word")


def test_a_second_start_in_one_process_writes_each_line_once(folder: Path) -> None:
    keep_log("play")
    keep_log("play")
    logging.getLogger("griffin").info("once")
    assert read(folder).count("once") == 1
