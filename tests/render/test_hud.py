"""The HUD on the GPU: words where they belong, fading; a veil over everything but the words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.flight.state import FlightState
from griffin.scene.frame import HudView

pytestmark = pytest.mark.gl

STATE = FlightState()
EYE = (0.0, 0.0, 5.0)
GREY = 0.5


@pytest.fixture
def hud(studio: Any) -> Iterator[Any]:
    from griffin.render.passes.hud import HudPass

    made = HudPass(studio.setup)
    yield made
    made.release()


def shoot(studio: Any, hud: Any, view: HudView, *, time_s: float = 0.0, veil_frac: float = 0.0) -> np.ndarray:
    state = replace(STATE, time_s=time_s, veil_frac=veil_frac)
    return studio.shoot(state, EYE, hud, hud=view, grey=GREY)


def changed(rgb: np.ndarray) -> np.ndarray:
    return np.abs(rgb - round(GREY * 255)).max(axis=-1) > 20


def test_without_words_nothing_is_drawn(studio: Any, hud: Any) -> None:
    assert not changed(shoot(studio, hud, HudView())).any()


def test_the_line_stands_at_the_bottom_in_the_middle(studio: Any, hud: Any) -> None:
    rows, columns = np.nonzero(changed(shoot(studio, hud, HudView(line="Jump to take off"))))
    width, height = studio.size_px
    assert rows.min() > 0.8 * height
    assert (columns.min() + columns.max()) / 2 == pytest.approx(width / 2, abs=2)


def test_the_badge_stands_at_the_top_left(studio: Any, hud: Any) -> None:
    rows, columns = np.nonzero(changed(shoot(studio, hud, HudView(badge="Demo pilot"))))
    width, height = studio.size_px
    assert rows.max() < 0.2 * height
    assert columns.max() < 0.4 * width


def test_the_words_are_the_very_pixels_of_their_lettering(studio: Any, hud: Any) -> None:
    """Upright, not mirrored, not blurred: the lettering blended over the grey."""
    from griffin.render.lettering import fit_size_px, letter
    from griffin.render.passes.hud import LAYOUT

    rgb = shoot(studio, hud, HudView(line="Jump"))
    width, height = studio.size_px
    picture = letter("Jump", fit_size_px("Jump", LAYOUT.line_frac * height, width)).astype(float)
    h, w = picture.shape[:2]
    top, left = height - round(LAYOUT.margin_frac * height) - h, (width - w) // 2
    expected = picture[..., :3] + (1.0 - picture[..., 3:] / 255.0) * round(GREY * 255)
    np.testing.assert_allclose(rgb[top : top + h, left : left + w], expected, atol=2)


def test_new_words_fade_in_after_the_old_have_gone(studio: Any, hud: Any) -> None:
    first, second = HudView(line="WWWWWWWWWWWW"), HudView(line="i")
    wide = changed(shoot(studio, hud, first)).sum()
    widths = [changed(shoot(studio, hud, second, time_s=0.02 * i)).sum() for i in range(1, 30)]
    assert widths[0] == pytest.approx(wide, rel=0.1)
    assert min(widths) == 0
    assert 0 < widths[-1] < 0.5 * wide


def test_a_full_veil_leaves_only_the_words(studio: Any, hud: Any) -> None:
    rgb = shoot(studio, hud, HudView(line="Back to the branch"), veil_frac=1.0)
    top = rgb[: studio.size_px[1] // 2]
    np.testing.assert_array_equal(top, np.broadcast_to([233, 238, 230], top.shape))
    assert rgb[studio.size_px[1] * 4 // 5 :].min() < 150


def test_half_a_veil_lets_the_picture_through(studio: Any, hud: Any) -> None:
    rgb = shoot(studio, hud, HudView(), veil_frac=0.5)
    assert rgb[0, 0, 0] == pytest.approx((128 + 233) / 2, abs=2)


def test_after_a_resize_the_words_are_there_at_once(studio: Any, hud: Any) -> None:
    shoot(studio, hud, HudView(line="Jump"))
    hud.resize(studio.size_px)
    assert changed(shoot(studio, hud, HudView(line="Jump"))).any()
