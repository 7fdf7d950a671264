"""A picture's light: brightness, spread, white, and whether a body is lit."""

import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.landmarks import Landmarks
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_canvas import Pinhole
from griffin.vision.demo_landmarks import demo_landmarks
from griffin.vision.demo_performance import perform
from griffin.vision.light import LightTuning, measure_exposure
from tests.vision.lit import SIZE_PX, against_the_light, covered, darkened, empty_room, pilot

T_S = 2.4


def drawn_body() -> Landmarks:
    """Where the pilot's joints are in the drawn picture, in picture heights."""
    body = pose_body(perform(T_S))
    landmarks = demo_landmarks(body)
    hips = (body.hips[0] + body.hips[1]) / 2.0
    room = landmarks.world * np.array([1.0, -1.0, -1.0]) + hips
    places = Pinhole().project(room, SIZE_PX)
    return replace(landmarks, picture=np.column_stack([places[:, :2] / SIZE_PX[1], np.zeros(len(places))]))


BODY = drawn_body()


def test_a_good_picture() -> None:
    light = measure_exposure(pilot(), BODY)
    assert light.brightness == pytest.approx(float(pilot().mean()) / 255.0, abs=0.02)
    assert 0.3 < light.spread < 0.6
    assert light.blown_frac == 0.0
    assert light.body > 0.4
    assert light.around == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.02])
def test_half_the_light_is_half_of_it_all(share: float) -> None:
    full, less = measure_exposure(pilot(), BODY), measure_exposure(darkened(pilot(), share), BODY)
    for name in ("brightness", "spread", "body", "around"):
        assert getattr(less, name) == pytest.approx(share * getattr(full, name), abs=0.006)


@pytest.mark.parametrize("colour", [(0.0, 0.0, 0.0), (70.0, 25.0, 20.0), (200.0, 200.0, 200.0)])
def test_a_covered_lens_shows_hardly_an_edge(colour: tuple[float, float, float]) -> None:
    assert measure_exposure(covered(colour)).spread < 0.02


def test_a_silhouette_is_dark_before_a_bright_wall() -> None:
    light = measure_exposure(against_the_light(0.05, 1.3), BODY)
    assert light.body < 0.06
    assert light.around > 0.8
    lit = measure_exposure(against_the_light(0.6, 1.3), BODY)
    assert lit.body > 0.3


def test_a_dark_shirt_before_a_white_wall_is_no_silhouette() -> None:
    picture = pilot().copy()
    is_shirt = (picture[:, :, 2] > picture[:, :, 0].astype(int) + 30)[:, :, None]
    black = np.where(is_shirt, picture * 0.1, picture).astype(np.uint8)
    assert measure_exposure(black, BODY).body > 0.4  # the face is lit


def test_a_window_is_white_and_the_rest_is_shade() -> None:
    picture = darkened(empty_room(), 0.1)
    picture[:240, :320] = 255
    light = measure_exposure(picture)
    assert light.blown_frac == pytest.approx(0.25, abs=0.02)
    assert light.rest < 0.1
    assert (light.body, light.around) == (None, None)


@pytest.mark.parametrize("size_px", [(64, 48), (640, 360), (960, 540), (480, 640)])
def test_any_size_will_do(size_px: tuple[int, int]) -> None:
    picture = np.full((size_px[1], size_px[0], 3), 128, np.uint8)
    light = measure_exposure(picture, BODY)
    assert light.brightness == pytest.approx(0.5, abs=0.01)
    assert light.body == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("place", [-5.0, 9.0, math.nan, math.inf])
def test_a_body_outside_the_picture_has_no_light_of_its_own(place: float) -> None:
    away = replace(BODY, picture=np.full_like(BODY.picture, place))
    assert measure_exposure(pilot(), away).body is None


def test_a_body_that_fills_the_picture_has_nothing_beside_it() -> None:
    middle = np.array([SIZE_PX[0] / SIZE_PX[1] / 2.0, 0.5, 0.0])
    large = replace(BODY, picture=middle + 6.0 * (BODY.picture - middle))
    assert measure_exposure(pilot(), large).around is None


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="outwards"):
        LightTuning(beside_torsos=(1.0, 0.5))
    with pytest.raises(ValueError, match="a size"):
        LightTuning(patch_torsos=0.0)
