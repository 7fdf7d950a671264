"""The tables of sounds and music: what is shipped can be read, what is broken is said in one sentence."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from griffin.audio.table import (
    MOST_LOOPS,
    MusicTable,
    PieceEntry,
    SoundTable,
    find_music_table,
    read_music_table,
    read_sound_table,
)
from griffin.errors import AssetError
from tests.audio.sounds import entry

PIECE = b'"file":"a.opus","seconds":9.0,"loudness_lufs":-26.0'


def test_the_shipped_tables_can_be_read() -> None:
    sounds, music = read_sound_table(), read_music_table()
    assert sounds.variants("stroke") == tuple(f"stroke_{n}" for n in range(1, 7))
    assert set(sounds.loops) >= {"wind_1", "leaves"}
    assert music.entries.keys() == {"branch", "glide", "climb", "low", "water", "evening"}
    assert find_music_table() == music


def test_a_piece_may_be_entered_where_its_phrases_begin() -> None:
    entry = PieceEntry(file="a.opus", seconds=9.0, loudness_lufs=-26.0, phrase_ends_s=(2.0, 4.0, 8.0))
    assert entry.phrase_begins_s == (0.0, 2.0, 4.0)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"[]",
        b'{"glide":{%s}}' % PIECE,
        b'{"glide":{%s,"phrase_ends_s":[]}}' % PIECE,
        b'{"glide":{%s,"phrase_ends_s":[4.0,2.0]}}' % PIECE,
        b'{"glide":{%s,"phrase_ends_s":[4.0,9.5]}}' % PIECE,
        b'{"glide":{%s,"phrase_ends_s":[2.0,8.0]}}' % PIECE.replace(b"9.0", b"1e308"),
        b'{"glide":{%s,"phrase_ends_s":[2.0,8.0]}}' % PIECE.replace(b"-26.0", b"-1e5"),
    ],
)
def test_a_broken_table_of_music_is_refused_with_one_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, written: bytes
) -> None:
    (tmp_path / "music.json").write_bytes(written)
    with pytest.raises(AssetError, match="table of music"):
        read_music_table(tmp_path)
    assert find_music_table(tmp_path) is None
    assert find_music_table(tmp_path) is None
    (said,) = caplog.messages
    assert said.endswith(". The flight goes on without music.")


@pytest.mark.parametrize("read", [read_sound_table, read_music_table])
def test_a_missing_table_is_one_clear_error(
    tmp_path: Path, read: Callable[[Path], SoundTable | MusicTable]
) -> None:
    with pytest.raises(AssetError, match="can't be used"):
        read(tmp_path)


def write_table(folder: Path, name: str, field: str, written: str) -> None:
    """A table of sounds with one row, in which one field is as written."""
    fields = {key: json.dumps(value) for key, value in msgspec.to_builtins(entry("cry_1")).items()}
    row = ",".join(f'"{key}":{value}' for key, value in (fields | {field: written}).items())
    (folder / "sounds.json").write_text(f'{{"{name}":{{{row}}}}}')


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("file", '"../cry_1.opus"'),
        ("file", '"/dev/zero"'),
        ("file", '"cry_1.opus\\u0000"'),
        ("file", "null"),
        ("seconds", "1e308"),
        ("seconds", "0"),
        ("seconds", "1e999"),
        ("is_loop", "1"),
        ("loudness_lufs", "-1e5"),
        ("loudness_lufs", "1"),
        ("peak_dbfs", "1e9"),
        ("centroid_hz", "0"),
        ("channels", "3"),
        ("channels", "1" + 400 * "0"),
    ],
)
def test_a_row_out_of_bounds_is_named_with_its_file_and_field(
    tmp_path: Path, field: str, written: str
) -> None:
    write_table(tmp_path, "cry_1", field, written)
    with pytest.raises(AssetError) as refused:
        read_sound_table(tmp_path)
    for each in (str(tmp_path / "sounds.json"), "'cry_1'", f"$.{field}"):
        assert each in refused.value.sentence


@pytest.mark.parametrize("name", ["", "Cry", "cry 1", "cry_" + 50 * "1"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    write_table(tmp_path, name, "channels", "1")
    with pytest.raises(AssetError, match="names are"):
        read_sound_table(tmp_path)


def test_a_table_with_more_loops_than_can_play_is_refused(tmp_path: Path) -> None:
    for count in (MOST_LOOPS, MOST_LOOPS + 1):
        rows = {f"wind_{number}": entry("wind_1", is_loop=True) for number in range(count)}
        (tmp_path / "sounds.json").write_bytes(msgspec.json.encode(rows))
        if count == MOST_LOOPS:
            assert len(read_sound_table(tmp_path).loops) == MOST_LOOPS
    with pytest.raises(AssetError, match="loops"):
        read_sound_table(tmp_path)


@pytest.mark.parametrize("read", [read_sound_table, read_music_table])
@pytest.mark.parametrize("written", [b'{"a":{"b":%s}}' % (b"[" * 100_000), b"\xff", b'{"a":{"file":"\xff"}}'])
def test_a_table_of_strange_bytes_is_one_clear_error(
    tmp_path: Path, read: Callable[[Path], SoundTable | MusicTable], written: bytes
) -> None:
    for name in ("sounds.json", "music.json"):
        (tmp_path / name).write_bytes(written)
    with pytest.raises(AssetError, match=r"can't be used: .*\.json"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_a_table_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sounds.json")
    with pytest.raises(AssetError, match="not an ordinary file"):
        read_sound_table(tmp_path)
