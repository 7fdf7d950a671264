"""Words as pictures: they fit, they can be read, and every word of the HUD has its letters."""

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import ImageFont

from griffin.render import lettering
from griffin.render.fonts import find_font
from griffin.render.hud_layout import LAYOUT, place_words
from griffin.render.lettering import TUNING, break_evenly, fit, letter, measure_px
from griffin.scene.frame import LabelPlace
from griffin.scene.hud import ENGLISH, HudLine
from griffin.scene.shapes import HEIGHT_U, Canvas, Paint

SENTENCES = sorted(words for words in ENGLISH.values() if words)
OTHER_LANGUAGES = ("Spring - oder flattere kräftig", "Où es-tu ? Ça plane …", "¡Salta, niño! ÄÖÜß")
WIDE_PX = [(800, 450), (1280, 720), (3840, 2160)]


def test_the_layers_lie_within_one_another() -> None:
    covers = letter(("Jump",), 44.0, 1.0).covers.astype(int)
    shadow, outline, letters = np.moveaxis(covers, -1, 0)
    assert (letters <= outline).all()
    assert 0.02 < (letters > 250).mean() < 0.4
    assert (outline > 128).sum() > 1.2 * (letters > 128).sum()
    assert (shadow > 20).sum() > (outline > 20).sum()


def test_nothing_is_cut_off_at_the_edges() -> None:
    covers = letter(("Jg!", "(Ç)"), 44.0, 1.0).covers
    for edge in (covers[0], covers[-1], covers[:, 0], covers[:, -1]):
        assert edge.max() <= 4


def test_the_origin_is_where_the_letters_begin() -> None:
    words = letter(("Hi",), 44.0, 1.0)
    rows, columns = np.nonzero(words.covers[..., 2] > 128)
    assert rows.max() == pytest.approx(words.origin_px[1], abs=2)
    assert columns.min() == pytest.approx(words.origin_px[0], abs=6)
    assert np.ptp(columns) == pytest.approx(words.width_px, abs=12)


def test_dots_stay_apart_from_their_letters() -> None:
    letters = letter(("i",), 36.0, 1.0).covers[..., 2]
    rows = np.nonzero(letters.max(axis=1) > 128)[0]
    assert (np.diff(rows) > 1).any()


@pytest.mark.parametrize("text", [*SENTENCES, *OTHER_LANGUAGES])
def test_every_sentence_has_all_its_letters(text: str) -> None:
    path = find_font()
    assert path is not None
    font = ImageFont.truetype(path, 40)
    missing = np.asarray(font.getmask("\ufffe"))
    for character in set(text) - {" "}:
        shape = np.asarray(font.getmask(character))
        assert shape.shape != missing.shape or not np.array_equal(shape, missing), character


@pytest.mark.parametrize("place", LabelPlace)
@pytest.mark.parametrize("size_px", [*WIDE_PX, (320, 240), (960, 720), (720, 1280), (2560, 1080)])
def test_every_sentence_fits_any_window(place: LabelPlace, size_px: tuple[int, int]) -> None:
    canvas_px = Canvas.of(size_px).width_u * size_px[1] / HEIGHT_U
    for text in SENTENCES:
        words, (left, top) = place_words(text, place, size_px)
        first = left + words.origin_px[0]
        assert first >= (size_px[0] - canvas_px) / 2 + 0.035 * canvas_px, text
        assert first + words.width_px <= (size_px[0] + canvas_px) / 2, text
        assert top + words.origin_px[1] > 0


def capitals_px(size_px: float) -> float:
    path = find_font()
    assert path is not None
    _, top, _, bottom = ImageFont.truetype(path, size_px).getbbox("H", anchor="ls")
    return float(bottom - top) + TUNING.fat_em * size_px


# Figures for a developer may be small.
@pytest.mark.parametrize("place", [place for place in LabelPlace if place is not LabelPlace.LATENCY])
@pytest.mark.parametrize("size_px", WIDE_PX)
def test_capitals_are_a_28th_of_the_pictures_height(place: LabelPlace, size_px: tuple[int, int]) -> None:
    unit_px = size_px[1] / HEIGHT_U
    canvas_px = Canvas.of(size_px).width_u * unit_px
    spot = LAYOUT.spot(place)
    alone = {LabelPlace.BADGE: HudLine.DEMO_PILOT, LabelPlace.PROMISE: HudLine.PRIVACY}.get(place)
    for text in SENTENCES if alone is None else [ENGLISH[alone]]:
        _, letters_px = fit(text, spot.size_u * unit_px, spot.room_frac * canvas_px, spot.most_lines)
        assert capitals_px(letters_px) >= size_px[1] / 28 - 0.5, text


def test_words_keep_the_wanted_size_where_there_is_room() -> None:
    assert fit("Jump", 30.0, 1200.0, 1) == (("Jump",), 30.0)
    lines, size_px = fit("Jump " * 30, 30.0, 1200.0, 1)
    assert len(lines) == 1
    assert size_px < 30.0


def test_long_words_break_into_lines_of_about_one_length() -> None:
    text = "Tilt your arms to turn, raise them to climb"
    lines, size_px = fit(text, 44.0, 768.0, 2)
    assert " ".join(lines) == text
    assert size_px == 44.0
    first, second = (measure_px(line, 44.0) for line in lines)
    assert 0.6 < first / second < 1.7


def test_a_single_word_does_not_break() -> None:
    assert break_evenly("Windschutzscheibe", 2, 30.0) == ("Windschutzscheibe",)


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lettering, "find_font", lambda: None)
    lettering._font.cache_clear()
    yield
    lettering._font.cache_clear()


@pytest.mark.usefixtures("no_font")
def test_without_any_font_pillows_own_does() -> None:
    assert letter(("Jump",), 44.0, 1.0).covers[..., 2].max() > 250


def luminance(srgb: np.ndarray) -> np.ndarray:
    """WCAG 2.1's relative luminance of sRGB, 0 to 1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("paint", [Paint.CREAM, Paint.GOLD])
def test_letters_stand_out_from_their_outline_over_any_scene(paint: Paint) -> None:
    """Whatever lies below, pure white included: of the outline a little is seen through."""
    below = np.stack(np.meshgrid(*[np.linspace(0.0, 1.0, 9)] * 3), axis=-1).reshape(-1, 3)
    ink, letters = (np.array(each.value[0]) / 255.0 for each in (Paint.INK, paint))
    dark = luminance(below * (1.0 - TUNING.outline_alpha_frac) + ink * TUNING.outline_alpha_frac)
    contrast = (luminance(letters) + 0.05) / (dark + 0.05)
    assert contrast.min() >= 4.5
