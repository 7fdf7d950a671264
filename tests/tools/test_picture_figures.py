"""The figures of pictures, on pictures whose figures are known."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from griffin.tools import picture_figures as figures

SIZE_PX = (120, 60)
PAN_PX = [0.97 * (index - 7.0) for index in range(15)]  # how far each picture of a pan has moved to the left


def grey(screen: np.ndarray) -> np.ndarray:
    """A picture of screen values 0 to 1."""
    return np.repeat(np.rint(255.0 * screen).astype(np.uint8)[..., None], 3, axis=-1)


# --- colours ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (100.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((119, 119, 119), (50.03, 0.0, 0.0)),
    ],
)
def test_cielab_of_known_colours(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    found = figures.cielab_from_linear(figures.linear_from_screen(np.array(rgb)))
    assert found == pytest.approx(lab, abs=0.02)


def test_white_and_black_are_clipped_and_nothing_else() -> None:
    picture = np.full((10, 10, 3), 128, dtype=np.uint8)
    picture[0] = 254
    picture[1] = (255, 255, 200)  # a strong yellow keeps its hue
    picture[2, :5] = 1
    assert figures.clipped_frac(picture) == pytest.approx(0.15)


def test_the_spread_is_of_the_lower_part_in_linear_light() -> None:
    screen = np.full((100, 40), 1.0)
    screen[62:] = np.where(np.arange(40) % 2, 0.8, 0.4)
    bright, dark = figures.linear_from_screen(np.array([204, 102]))
    assert figures.value_spread(grey(screen)) == pytest.approx(bright / dark)


# --- arrays -----------------------------------------------------------------------------------------------


def test_blur_keeps_a_plane_and_the_sum_of_a_point() -> None:
    assert figures.blur(np.full((9, 14), 3.0), 1.3) == pytest.approx(np.full((9, 14), 3.0))
    point = np.zeros((31, 31))
    point[15, 15] = 1.0
    assert figures.blur(point, 2.0).sum() == pytest.approx(1.0)


def test_between_pixels_a_slope_goes_on() -> None:
    rows, columns = np.mgrid[:20, :30]
    slope = 2.0 * columns - 0.5 * rows
    column, row = np.array([3.25, 17.5, 4.0]), np.array([6.5, 8.75, 9.0])
    assert figures.read_between(slope, column, row) == pytest.approx(2.0 * column - 0.5 * row)
    assert figures.read_between(np.dstack([slope, -slope]), column, row)[:, 1] == pytest.approx(
        0.5 * row - 2.0 * column
    )


# --- edges ------------------------------------------------------------------------------------------------


def draw_edge(moved_px: float, samples: int, contrast: float = 0.6) -> np.ndarray:
    """A flat ridge before the sky, `samples` a pixel each way."""
    width, height = SIZE_PX
    at = (np.arange(samples) + 0.5) / samples - 0.5
    x = (np.arange(width)[:, None] + at).ravel() + moved_px
    y = (np.arange(height)[:, None] + at).ravel()
    is_land = y[:, None] > 30.0 + 5.0 * np.sin(x / 17.0) + 0.13 * (x - 60.0)
    covered = is_land.reshape(height, samples, width, samples).mean(axis=(1, 3))
    return grey(0.8 - contrast * covered)


def wobble(draw: Callable[[float], np.ndarray]) -> float:
    columns, rows = np.meshgrid(np.arange(SIZE_PX[0]) * 1.0, np.arange(SIZE_PX[1]) * 1.0)
    places = [(columns - moved_px, rows) for moved_px in PAN_PX]
    return figures.edge_wobble_px(draw(0.0), [draw(moved_px) for moved_px in PAN_PX], places)


def test_jagged_edges_waver_and_smooth_ones_do_not() -> None:
    jagged, smooth = (wobble(lambda moved_px, n=samples: draw_edge(moved_px, n)) for samples in (1, 8))
    assert jagged > 0.05
    assert smooth < 0.15 * jagged


def test_contrast_does_not_count_as_wobble() -> None:
    strong, weak = (wobble(lambda moved_px, c=each: draw_edge(moved_px, 1, c)) for each in (0.6, 0.3))
    assert strong == pytest.approx(weak, rel=0.1)


def test_without_edges_nothing_wavers() -> None:
    assert wobble(lambda _moved_px: grey(np.full(SIZE_PX[::-1], 0.5))) == 0.0


# --- repeats ----------------------------------------------------------------------------------------------


def test_a_tile_repeats_at_its_period_only() -> None:
    tile = np.random.default_rng(5).normal(size=(16, 16))
    tiled, all_known = np.tile(tile, (5, 5)), np.ones((80, 80), dtype=bool)
    assert figures.autocorrelation(tiled, all_known, (0, 16)) == pytest.approx(1.0)
    assert figures.autocorrelation(tiled, all_known, (16, 0)) == pytest.approx(1.0)
    assert abs(figures.autocorrelation(tiled, all_known, (0, 9))) < 0.2


def test_what_is_unknown_does_not_count() -> None:
    values = np.tile(np.random.default_rng(6).normal(size=(20, 20)), (3, 3))
    is_known = np.ones((60, 60), dtype=bool)
    is_known[20:40, 10:30] = False
    values[~is_known] = 1e6
    assert figures.autocorrelation(values, is_known, (0, 20)) == pytest.approx(1.0)
    assert math.isnan(figures.autocorrelation(values, is_known, (0, 55)))


def test_large_forms_are_taken_out_and_fine_ones_stay() -> None:
    rows, columns = np.mgrid[:90, :90]
    grain = np.random.default_rng(7).normal(size=(90, 90))
    is_known = (rows - 45) ** 2 + (columns - 45) ** 2 < 1600
    fine = figures.without_low_frequencies(3.0 * grain + 0.5 * columns - 0.2 * rows, is_known, 4.0)
    assert not fine[~is_known].any()
    assert np.corrcoef(fine[is_known], grain[is_known])[0, 1] > 0.95
    assert abs(np.corrcoef(fine[is_known], columns[is_known])[0, 1]) < 0.15
    assert fine[is_known].std() == pytest.approx(1.0, abs=0.15)
