"""scripts/draw_spectrograms.py: a tone lies at its height, and docs/sound has a small picture a family."""

from pathlib import Path

import numpy as np
import pytest

from griffin.audio.steps import RATE_HZ
from tests.films import table
from tests.scripts_loader import load_script

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "sound"
draw = load_script("draw_spectrograms")


@pytest.mark.parametrize("hz", [100.0, 1000.0, 10_000.0])
def test_a_tone_lies_at_its_height_and_its_time(hz: float) -> None:
    wave = 0.5 * np.sin(2.0 * np.pi * hz * np.arange(RATE_HZ) / RATE_HZ)
    wave[: RATE_HZ // 2] = 0.0
    levels = draw.spectrogram(np.stack([wave, wave], axis=1).astype(np.float32), (40, 100))
    assert levels.shape == (100, 40)
    octaves_down = np.log2(draw.HIGHEST_HZ / hz) / np.log2(draw.HIGHEST_HZ / draw.LOWEST_HZ)
    assert np.argmax(levels[:, 30]) == pytest.approx(100 * octaves_down, abs=1.5)
    assert levels[:, 30].max() - levels[:, 10].max() > draw.RANGE_DB


def test_each_sound_is_in_one_picture_and_the_pictures_are_small() -> None:
    shown = [name for family in draw.FAMILIES.values() for each in family for name in table().variants(each)]
    assert sorted(shown) == sorted(table().entries)
    for family in draw.FAMILIES:
        assert (FOLDER / f"{family}.png").is_file(), f"run scripts/draw_spectrograms.py {family}"
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 600_000


def test_a_family_is_drawn_and_an_unknown_one_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draw.main(["signs", "--folder", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["signs.png"]
    with pytest.raises(SystemExit):
        draw.main(["nightingales"])
    assert "no such family: nightingales" in capsys.readouterr().err
