import numpy as np
import pytest

from griffin.render.detail import (
    canopy_picture,
    detail_picture,
    relief_picture,
    ripple_picture,
    shadow_picture,
)

TUFTS, ROCK = 0, 2  # channels of the detail
HEIGHT, ALONG_U, ALONG_V = 0, 1, 2  # channels of the relief


@pytest.mark.parametrize("make", [detail_picture, relief_picture, ripple_picture])
def test_textures_repeat_without_a_seam(make) -> None:
    picture = make().astype(float)
    for axis in (0, 1):
        steps = np.abs(np.diff(picture, axis=axis)).mean()
        seam = np.abs(np.take(picture, 0, axis) - np.take(picture, -1, axis)).mean()
        assert seam < 1.5 * steps
    assert np.abs(picture.mean(axis=(0, 1)) - 127.5).max() < 8.0
    assert np.array_equal(make(), make())


def test_clouds_shade_a_part_of_the_land_with_soft_edges() -> None:
    covered = shadow_picture()[..., 0] / 255.0
    assert 0.15 < covered.mean() < 0.55
    assert (covered == 0.0).mean() > 0.2
    assert np.abs(np.diff(covered, axis=0)).max() < 0.3


@pytest.mark.parametrize(
    ("make", "channel"), [(detail_picture, TUFTS), (detail_picture, ROCK), (relief_picture, HEIGHT)]
)
def test_no_direction_dominates_the_grain(make, channel: int) -> None:
    """Worms and hatching are alike along themselves and not across: this is alike in all directions."""
    picture = make()[..., channel].astype(float)
    spectrum = np.abs(np.fft.fft2(picture - picture.mean())) ** 2
    alike = np.fft.ifft2(spectrum).real
    alike /= alike[0, 0]
    for reach_px in (2, 4, 8, 16):
        straight = [alike[0, reach_px], alike[reach_px, 0]]
        aslant_px = round(reach_px / np.sqrt(2.0))
        aslant = [alike[aslant_px, aslant_px], alike[aslant_px, -aslant_px]]
        assert np.ptp(straight) < 0.06
        assert np.ptp(aslant) < 0.06
        assert abs(np.mean(straight) - np.mean(aslant)) < 0.15


def test_slopes_of_the_relief_are_those_of_its_height() -> None:
    picture = relief_picture().astype(float)
    for axis, channel in ((1, ALONG_U), (0, ALONG_V)):
        measured = np.roll(picture[..., HEIGHT], -1, axis) - np.roll(picture[..., HEIGHT], 1, axis)
        kept = picture[..., channel] - 127.5
        assert np.corrcoef(measured.ravel(), kept.ravel())[0, 1] > 0.95


def test_crowns_meet_at_the_edges_of_their_picture() -> None:
    height, hue = canopy_picture()
    assert np.abs(height[0] - height[-1]).mean() < 3.0 * np.abs(np.diff(height, axis=0)).mean()
    assert -1.0 <= height.min() < -0.2 < 0.2 < height.max() <= 1.0
    assert len(np.unique(hue)) > 500
