"""The HUD on the GPU: words where they belong, fading; a veil over everything but the words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.flight.state import FlightState
from griffin.render.hud_layout import LAYOUT, place_words
from griffin.render.lettering import TUNING
from griffin.scene.frame import Label, LabelPlace, Mark, MarkShape, SceneFrame
from griffin.scene.shapes import Paint

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


@pytest.mark.parametrize(
    ("place", "is_at_top", "is_at_left"),
    [(LabelPlace.LINE, True, True), (LabelPlace.ADVICE, False, True), (LabelPlace.BADGE, False, False)],
)
def test_words_stand_where_their_place_is(
    studio: Any, hud: Any, place: LabelPlace, is_at_top: bool, is_at_left: bool
) -> None:
    rows, columns = np.nonzero(changed(shoot(studio, hud, Label(text="Jump", place=place))))
    width, height = studio.size_px
    assert (rows.max() < 0.2 * height) if is_at_top else (rows.min() > 0.8 * height)
    assert (columns.max() < 0.5 * width) if is_at_left else (columns.min() > 0.7 * width)


def test_the_words_are_the_very_pixels_of_their_lettering(studio: Any, hud: Any) -> None:
    """Upright, not mirrored, not blurred: shadow, outline and letters blended over the grey."""

    rgb = shoot(studio, hud, Label(text="Jump"))
    words, (left, top) = place_words("Jump", LabelPlace.LINE, studio.size_px)
    h, w = words.covers.shape[:2]
    assert left >= 0
    assert top >= 0
    expected = np.full((h, w, 3), float(round(GREY * 255)))
    alphas = (TUNING.shadow_alpha_frac, TUNING.outline_alpha_frac, 1.0)
    for layer, paint in enumerate((Paint.SHADOW, Paint.INK, Paint.CREAM)):
        alpha = words.covers[..., layer : layer + 1] / 255.0 * alphas[layer]
        expected = alpha * np.array(paint.value[0]) + (1.0 - alpha) * expected
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
    below = rgb[studio.size_px[1] // 2 :]
    np.testing.assert_array_equal(below, np.broadcast_to([233, 238, 230], below.shape))
    assert rgb[: studio.size_px[1] // 5].min() < 150


def test_half_a_veil_lets_the_picture_through(studio: Any, hud: Any) -> None:
    rgb = shoot(studio, hud, veil_frac=0.5)
    assert rgb[0, 0, 0] == pytest.approx((128 + 233) / 2, abs=2)


def test_words_fade_in_while_the_world_stands_still(studio: Any, hud: Any) -> None:
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
        assert rows.max() < 0.35 * size_px[1]
        assert columns.max() < 0.7 * size_px[0]


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


def test_a_sign_stands_at_the_top_right(studio: Any, hud: Any) -> None:
    width, height = studio.size_px
    rows, columns = np.nonzero(changed(shoot(studio, hud, marks=(mark(MarkShape.DISC),))))
    assert rows.max() < 0.2 * height
    assert columns.min() > 0.8 * width


def test_a_change_of_one_label_letters_no_other_anew(
    studio: Any, hud: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from griffin.render.passes import hud as module

    lettered: list[str] = []

    def count(text: str, place: LabelPlace, size_px: tuple[int, int]) -> Any:
        lettered.append(text)
        return place_words(text, place, size_px)

    monkeypatch.setattr(module, "place_words", count)
    badge = Label(text="Demo pilot", place=LabelPlace.BADGE)
    for turn in range(40):
        shoot(studio, hud, badge, Label(text="one" if turn < 20 else "two"), shown_s=0.1 * turn)
    assert sorted(lettered) == ["Demo pilot", "one", "two"]
