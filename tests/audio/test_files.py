"""Files of sound, decoded as the player hears them."""

import math
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from griffin.audio.files import decode_file, decode_piece, decode_sounds
from griffin.errors import SoundFileError
from tests.audio.sounds import RATE_HZ, tone, write_adts, write_piece, write_sounds, write_wav
from tests.films import sounds, table


def test_the_sounds_that_are_shipped_have_their_length_and_level_on_both_sides() -> None:
    entries = table().entries
    assert sounds().keys() == entries.keys()
    for name, samples in sounds().items():
        assert samples.shape == (round(entries[name].seconds * RATE_HZ), 2)
        peak_dbfs = 20.0 * np.log10(np.abs(samples).max())
        assert peak_dbfs == pytest.approx(entries[name].peak_dbfs, abs=0.2), name
        if entries[name].channels == 1:
            np.testing.assert_array_equal(samples[:, 0], samples[:, 1])


@pytest.mark.parametrize("damaged", [None, b"", b"not Opus at all"])
def test_a_sound_that_is_missing_or_damaged_is_left_out_with_one_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damaged: bytes | None
) -> None:
    written = write_sounds(tmp_path, {"cry_1": tone(1000.0, 0.2), "cry_2": tone(900.0, 0.2)})
    (tmp_path / "cry_1.opus").unlink()
    if damaged is not None:
        (tmp_path / "cry_1.opus").write_bytes(damaged)
    assert decode_sounds(written).keys() == {"cry_2"}
    assert is_one_sentence(caplog, "cry_1.opus")


def test_a_piece_that_cannot_be_used_is_none_with_one_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table = write_piece(tmp_path, tone(700.0, 1.0), (0.5, 0.9))
    assert decode_piece(table, "glide") is not None
    write_wav(tmp_path / "glide.opus", b"")
    assert decode_piece(table, "glide") is None
    assert is_one_sentence(caplog, "glide.opus")


def is_one_sentence(caplog: pytest.LogCaptureFixture, about: str) -> bool:
    (said,) = caplog.messages
    return about in said and said.endswith(" It is silent.") and ".." not in said


def test_a_file_without_sound_has_no_samples() -> None:
    films = Path(__file__).resolve().parents[2] / "docs" / "gallery"
    assert decode_file(films / "griffin-turntable.mp4").shape == (0, 2)


def write_floats(path: Path, *values: float) -> None:
    write_wav(path, np.array([0.1, -0.1, *values], dtype="<f4").tobytes(), form=3, bits=32)


UNUSABLE: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a codec that nobody knows": ("codec", lambda path: write_wav(path, bytes(400), form=0x7777)),
    "mono, then stereo": ("change", lambda path: write_adts(path, "mono", "stereo")),
    "stereo, then mono": ("change", lambda path: write_adts(path, "stereo", "mono")),
    "not a number": ("out of range", lambda path: write_floats(path, math.nan, 0.0)),
    "infinity": ("out of range", lambda path: write_floats(path, math.inf, 0.0)),
    "a bang": ("out of range", lambda path: write_floats(path, 0.0, 1e30)),
    "1 Hz": ("rate", lambda path: write_wav(path, bytes(400), rate_hz=1)),
    "too long": ("longer", lambda path: write_wav(path, bytes(2 * 2 * RATE_HZ * 3))),
    "text": ("Invalid data", lambda path: path.write_text("no sound")),
    "nothing": ("can't be read", lambda path: path.touch()),
    "no file": ("No such file", lambda path: None),
    "a folder": ("not an ordinary file", lambda path: path.mkdir()),
    "a pipe": ("not an ordinary file", lambda path: os.mkfifo(path)),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_file_that_cannot_be_used_is_one_clear_error(tmp_path: Path, case: str) -> None:
    reason, write = UNUSABLE[case]
    if case == "a pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    path = tmp_path / "sound"
    write(path)
    with pytest.raises(SoundFileError, match=reason) as refused:
        decode_file(path, longest_s=2.0)
    sentence = str(refused.value)
    assert str(path) in sentence
    assert sentence.endswith(".")
    assert not sentence.endswith("..")


def test_a_title_in_any_encoding_does_no_harm(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound", bytes(4000), title=b"Gr\xfc\xdfe\x00")
    assert decode_file(tmp_path / "sound").shape == (1000, 2)
