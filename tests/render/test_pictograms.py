"""The marks' pictures: premultiplied, within their squares, mirrored where they should be."""

import numpy as np
import pytest

from griffin.render.pictograms import pictogram
from griffin.scene.frame import MarkShape


@pytest.mark.parametrize("shape", list(MarkShape))
def test_a_pictogram_fills_its_square_and_not_its_edge(shape: MarkShape) -> None:
    rgba = pictogram(shape, 64)
    assert rgba.shape == (64, 64, 4)
    assert (rgba[..., :3] <= rgba[..., 3:]).all()
    there = rgba[..., 3] > 30
    assert np.ptp(np.nonzero(there)[1]) > 40
    corners = rgba[[0, 0, -1, -1], [0, -1, 0, -1], 3]
    assert corners.max() < 12


@pytest.mark.parametrize("shape", [MarkShape.WAVE, MarkShape.DISC, MarkShape.SHUT_EYE])
def test_what_has_two_sides_has_two_equal_ones(shape: MarkShape) -> None:
    alpha = pictogram(shape, 64)[..., 3].astype(int)
    assert np.abs(alpha - alpha[:, ::-1]).mean() < 2.0


def test_a_wave_leaves_the_middle_free_and_reads_over_light_and_dark() -> None:
    rgba = pictogram(MarkShape.WAVE, 96).astype(int)
    assert rgba[..., 3][:, 30:66].max() == 0
    brightness = rgba[..., :3].sum(axis=-1)
    assert brightness[rgba[..., 3] == 255].max() > 700  # cream
    assert (brightness[rgba[..., 3] > 100] < 250).any()  # and its outline
