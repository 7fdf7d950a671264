import numpy as np
import pytest

from griffin.render.detail import detail_picture, ripple_picture, shadow_picture


@pytest.mark.parametrize("make", [detail_picture, ripple_picture])
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
