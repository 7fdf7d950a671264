"""The tables of sounds and music: what is shipped can be read, what is broken is said in one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from griffin.audio.table import (
    MusicTable,
    PieceEntry,
    SoundTable,
    find_music_table,
    read_music_table,
    read_sound_table,
)
from griffin.errors import AssetError

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
    ],
)
def test_a_broken_table_of_music_is_refused(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "music.json").write_bytes(written)
    with pytest.raises(AssetError, match="table of music"):
        read_music_table(tmp_path)
    assert find_music_table(tmp_path) is None


@pytest.mark.parametrize("read", [read_sound_table, read_music_table])
def test_a_missing_table_is_one_clear_error(
    tmp_path: Path, read: Callable[[Path], SoundTable | MusicTable]
) -> None:
    with pytest.raises(AssetError, match="can't be read"):
        read(tmp_path)
