"""The HUD on the GPU: words where they belong, fading; a veil over everything but the words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.flight.state import FlightState
from griffin.scene.frame import Label, LabelPlace, Mark, MarkShape, SceneFrame

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


def shoot(
    studio: Any,
    hud: Any,
    *labels: Label,
    shown_s: float = 0.0,
    veil_frac: float = 0.0,
    marks: tuple[Mark, ...] = (),
) -> np.ndarray:
    """At the world's time 0, whatever the screen's."""
    state = replace(STATE, veil_frac=veil_frac)
    return studio.shoot(state, EYE, hud, labels=labels, shown_s=shown_s, grey=GREY, marks=marks)


def changed(rgb: np.ndarray) -> np.ndarray:
    return np.abs(rgb - round(GREY * 255)).max(axis=-1) > 20


def test_without_words_nothing_is_drawn(studio: Any, hud: Any) -> None:
    assert not changed(shoot(studio, hud)).any()


def test_the_line_stands_at_the_bottom_in_the_middle(studio: Any, hud: Any) -> None:
    rows, columns = np.nonzero(changed(shoot(studio, hud, Label(text="Jump to take off"))))
    width, height = studio.size_px
    assert rows.min() > 0.8 * height
    assert (columns.min() + columns.max()) / 2 == pytest.approx(width / 2, abs=2)


def test_the_badge_stands_at_the_top_left(studio: Any, hud: Any) -> None:
    rows, columns = np.nonzero(changed(shoot(studio, hud, Label(text="Demo pilot", place=LabelPlace.BADGE))))
    width, height = studio.size_px
    assert rows.max() < 0.2 * height
    assert columns.max() < 0.4 * width


def test_the_words_are_the_very_pixels_of_their_lettering(studio: Any, hud: Any) -> None:
    """Upright, not mirrored, not blurred: the lettering blended over the grey."""
    from griffin.render.lettering import fit_size_px, letter
    from griffin.render.passes.hud import LAYOUT

    rgb = shoot(studio, hud, Label(text="Jump"))
    width, height = studio.size_px
    picture = letter("Jump", fit_size_px("Jump", LAYOUT.line_frac * height, width)).astype(float)
    h, w = picture.shape[:2]
    top, left = height - round(LAYOUT.margin_frac * height) - h, (width - w) // 2
    expected = picture[..., :3] + (1.0 - picture[..., 3:] / 255.0) * round(GREY * 255)
    np.testing.assert_allclose(rgb[top : top + h, left : left + w], expected, atol=2)


def test_new_words_fade_in_after_the_old_have_gone(studio: Any, hud: Any) -> None:
    first, second = Label(text="WWWWWWWWWWWW"), Label(text="i")
    wide = changed(shoot(studio, hud, first)).sum()
    widths = [changed(shoot(studio, hud, second, shown_s=0.02 * i)).sum() for i in range(1, 30)]
    assert widths[0] == pytest.approx(wide, rel=0.1)
    assert min(widths) == 0
    assert 0 < widths[-1] < 0.5 * wide


def test_a_full_veil_leaves_only_the_words(studio: Any, hud: Any) -> None:
    rgb = shoot(studio, hud, Label(text="Back to the branch"), veil_frac=1.0)
    top = rgb[: studio.size_px[1] // 2]
    np.testing.assert_array_equal(top, np.broadcast_to([233, 238, 230], top.shape))
    assert rgb[studio.size_px[1] * 4 // 5 :].min() < 150


def test_half_a_veil_lets_the_picture_through(studio: Any, hud: Any) -> None:
    rgb = shoot(studio, hud, veil_frac=0.5)
    assert rgb[0, 0, 0] == pytest.approx((128 + 233) / 2, abs=2)


def test_words_fade_in_while_the_world_stands_still(studio: Any, hud: Any) -> None:
    from griffin.render.passes.hud import LAYOUT

    shoot(studio, hud)
    line = Label(text="Paused")
    half = shoot(studio, hud, line, shown_s=0.5 * LAYOUT.fade_s)
    whole = shoot(studio, hud, line, shown_s=LAYOUT.fade_s)
    off_half, off_whole = (np.abs(rgb - round(GREY * 255)).max() for rgb in (half, whole))
    assert 0.3 * off_whole < off_half < 0.7 * off_whole


def test_in_another_size_the_words_are_there_at_once(studio: Any, hud: Any) -> None:
    from griffin.linalg import mat_look_at
    from griffin.scene.frame import CameraView

    eye = np.array([0.0, 100.0, 5.0])
    view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, [0.0, 100.0, 0.0]), fov_y_rad=0.7)
    frame = SceneFrame(
        world_s=0.0,
        shown_s=0.0,
        views=(view,),
        labels=(Label(text="Jump to take off"),),
    )
    for size_px in ((320, 180), (160, 90)):
        rows, columns = np.nonzero(changed(studio.shoot_frame(frame, hud, size_px=size_px, grey=GREY)))
        assert rows.min() > 0.65 * size_px[1]
        assert np.ptp(columns) < size_px[0]
        assert (columns.min() + columns.max()) / 2 == pytest.approx(size_px[0] / 2, abs=2)


def mark(shape: MarkShape, place_world: np.ndarray | None = None) -> Mark:
    return Mark(shape=shape, size_frac=(0.1, 0.1), alpha_frac=1.0, place_world=place_world)


def test_a_mark_stands_at_its_place_in_the_world(studio: Any, hud: Any) -> None:
    place = studio.place_world + np.array([0.4, 0.3, 0.0])
    rows, columns = np.nonzero(changed(shoot(studio, hud, marks=(mark(MarkShape.WAVE, place),))))
    width, height = studio.size_px
    assert columns.mean() > 0.5 * width
    assert rows.mean() < 0.5 * height
    assert np.ptp(columns) < 0.12 * height


def test_what_is_behind_the_eye_has_no_mark(studio: Any, hud: Any) -> None:
    behind = studio.place_world + np.array([0.0, 0.0, 20.0])
    assert not changed(shoot(studio, hud, marks=(mark(MarkShape.WAVE, behind),))).any()


def test_a_sign_stands_at_the_top_left_and_beside_the_badge(studio: Any, hud: Any) -> None:
    width, height = studio.size_px
    sign = (mark(MarkShape.DISC),)
    rows, columns = np.nonzero(changed(shoot(studio, hud, marks=sign)))
    assert rows.max() < 0.2 * height
    assert columns.max() < 0.2 * width
    badge = Label(text="Demo pilot", place=LabelPlace.BADGE)
    alone = changed(shoot(studio, hud, badge, shown_s=1.0))
    both = changed(shoot(studio, hud, badge, shown_s=1.0, marks=sign))
    added = both & ~alone
    assert np.nonzero(added)[1].min() >= np.nonzero(alone)[1].max()
