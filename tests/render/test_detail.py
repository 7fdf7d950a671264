import numpy as np
import pytest

from griffin.render.detail import detail_picture, ripple_picture


@pytest.mark.parametrize("make", [detail_picture, ripple_picture])
def test_textures_repeat_without_a_seam(make) -> None:
    picture = make().astype(float)
    for axis in (0, 1):
        steps = np.abs(np.diff(picture, axis=axis)).mean()
        seam = np.abs(np.take(picture, 0, axis) - np.take(picture, -1, axis)).mean()
        assert seam < 1.5 * steps
    assert np.abs(picture.mean(axis=(0, 1)) - 127.5).max() < 8.0
    assert np.array_equal(make(), make())
