"""Files of sound, decoded as the player hears them."""

from pathlib import Path

import numpy as np
import pytest

from griffin.audio.files import decode_file, decode_sounds
from griffin.errors import AssetError
from tests.audio.sounds import RATE_HZ, tone, write_sounds
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


def test_a_sound_that_is_missing_or_damaged_is_an_asset_error(tmp_path: Path) -> None:
    written = write_sounds(tmp_path, {"cry_1": tone(1000.0, 0.2)})
    (tmp_path / "cry_1.opus").write_bytes(b"not Opus at all")
    with pytest.raises(AssetError, match=r"cry_1\.opus can't be read"):
        decode_sounds(written)
    (tmp_path / "cry_1.opus").unlink()
    with pytest.raises(AssetError, match=r"cry_1\.opus can't be read"):
        decode_sounds(written)


def test_a_file_without_sound_has_no_samples() -> None:
    films = Path(__file__).resolve().parents[2] / "docs" / "gallery"
    assert decode_file(films / "griffin-turntable.mp4").shape == (0, 2)
