"""What was learned before: read at the start, written when there is news, never in the way of a flight."""

import logging
from pathlib import Path

import pytest

from griffin import paths
from griffin.app.lesson_memory import LESSONS_FILE, LessonMemory, open_memory
from griffin.game.lesson_moment import IN_THE_AIR, Move
from griffin.options import PlayOptions


def test_what_was_learned_is_known_next_time_in_the_order_of_the_lessons(tmp_path: Path) -> None:
    assert LessonMemory(tmp_path).known_moves == ()
    LessonMemory(tmp_path).keep([Move.REST, Move.TILT])
    second = LessonMemory(tmp_path)
    assert second.known_moves == (Move.TILT, Move.REST)
    second.keep([Move.FLAP])  # shown anew, so that the others aren't known in this flight
    assert LessonMemory(tmp_path).known_moves == (Move.TILT, Move.REST, Move.FLAP)
    assert [path.name for path in tmp_path.iterdir()] == [LESSONS_FILE]


def test_only_news_are_written(tmp_path: Path) -> None:
    memory = LessonMemory(tmp_path)
    memory.keep([])
    assert not list(tmp_path.iterdir())
    memory.keep([Move.TILT])
    (tmp_path / LESSONS_FILE).unlink()
    memory.keep([Move.TILT])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"known":5}',
        b'{"known":["tilt"],"x":1}',
        b"\xff",
        b'{"known":["\xff\xfe"]}',
        b'{"known":["' + b"a" * 9000,
    ],
)
def test_a_damaged_file_costs_a_line_in_the_log_and_is_replaced(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / LESSONS_FILE).write_bytes(content)
    with caplog.at_level(logging.WARNING):
        memory = LessonMemory(tmp_path)
    assert len(caplog.records) == 1
    assert memory.known_moves == ()
    memory.keep([Move.TILT])
    assert LessonMemory(tmp_path).known_moves == (Move.TILT,)


def test_moves_of_another_version_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / LESSONS_FILE).write_text('{"known":["loop","raise","jump"]}')
    assert LessonMemory(tmp_path).known_moves == (Move.JUMP, Move.RAISE)


def test_a_folder_that_cannot_be_made_or_written_costs_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / LESSONS_FILE).mkdir()  # neither a file, nor to be replaced by one
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "file"):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            memory = LessonMemory(folder)
            memory.keep([Move.TILT])
            memory.keep([Move.RAISE])
        assert len(caplog.records) == 1


def test_a_disk_that_is_full_costs_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    memory = LessonMemory(tmp_path)
    (tmp_path / LESSONS_FILE).with_suffix(".new").mkdir()  # stands in for whatever refuses to be written
    with caplog.at_level(logging.WARNING):
        memory.keep([Move.TILT])
        memory.keep(IN_THE_AIR)
    assert len(caplog.records) == 1
    assert memory.known_moves  # the flight goes by what was learned


@pytest.mark.parametrize("options", [PlayOptions(is_kiosk=True), PlayOptions(is_headless=True)])
def test_kiosks_and_films_remember_nothing(options: PlayOptions) -> None:
    assert open_memory(options) is None


def test_a_game_on_a_screen_remembers_in_the_users_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "state_folder", lambda: tmp_path / "new")
    memory = open_memory(PlayOptions())
    assert memory is not None
    assert not list(tmp_path.iterdir())
    memory.keep([Move.HOME])
    assert (tmp_path / "new" / LESSONS_FILE).read_text() == '{"known":["home"]}\n'
