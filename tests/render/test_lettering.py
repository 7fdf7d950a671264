"""Words as pictures: they fit, they can be read, and every word of the HUD has its letters."""

import numpy as np
import pytest
from PIL import ImageFont

from griffin.render.lettering import fit_size_px, letter
from griffin.scene.hud import ENGLISH

SENTENCES = sorted(words for words in ENGLISH.values() if words)


def test_a_line_is_light_on_dark_and_premultiplied() -> None:
    rgba = letter("Jump", 30).astype(int)
    assert (rgba[..., :3] <= rgba[..., 3:]).all()
    ink = rgba[..., :3].min(axis=-1) > 200
    assert 0.01 < ink.mean() < 0.3
    middle = rgba[rgba.shape[0] // 2]
    pill = middle[(middle[:, 3] > 150) & (middle[:, 3] < 215)]
    assert len(pill) > 10
    assert np.median(pill[:, :3]) < 40  # but for the letters' edges


def test_outside_the_pill_there_is_nothing() -> None:
    rgba = letter("Jump", 30)
    assert rgba[0].max() <= 4
    assert rgba[:, 0].max() <= 4


@pytest.mark.parametrize("text", SENTENCES)
def test_every_sentence_has_all_its_letters(text: str) -> None:
    font = ImageFont.load_default(40)
    missing = np.asarray(font.getmask("\ufffe"))
    for character in set(text) - {" "}:
        shape = np.asarray(font.getmask(character))
        assert shape.shape != missing.shape or not np.array_equal(shape, missing), character


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("size_px", [(320, 240), (1280, 720), (720, 1280), (3840, 2160)])
def test_every_sentence_fits_any_window(text: str, size_px: tuple[int, int]) -> None:
    letters_px = fit_size_px(text, 0.042 * size_px[1], 0.94 * size_px[0])
    assert letter(text, letters_px).shape[1] <= size_px[0]


def test_words_keep_the_wanted_size_where_there_is_room() -> None:
    assert fit_size_px("Jump", 30.0, 1200.0) == 30
    assert fit_size_px("Jump " * 30, 30.0, 1200.0) < 30
