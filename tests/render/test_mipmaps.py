"""A texture's smaller levels are those that the driver would make."""

from typing import Any

import numpy as np
import pytest

from griffin.render.mipmaps import smaller_levels
from griffin.render.qualities import is_software


def chance_picture(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)


def test_each_level_is_the_average_of_the_one_before() -> None:
    picture = chance_picture(16, 64, 4)
    levels = smaller_levels(picture)
    assert [level.shape for level in levels] == [
        *((8, 32, 4), (4, 16, 4), (2, 8, 4), (1, 4, 4)),
        *((1, 2, 4), (1, 1, 4)),
    ]
    for before, level in zip([picture, *levels], levels, strict=False):
        high = 2 if len(before) > 1 else 1
        fours = before.reshape(len(before) // high, high, -1, 2, 4).astype(float)
        assert np.abs(level - fours.mean(axis=(1, 3))).max() <= 1.0  # rounded up twice
        assert level.dtype == np.uint8


def test_one_colour_stays_as_it_is() -> None:
    assert {int(level[0, 0]) for level in smaller_levels(np.full((8, 8), 77, dtype=np.uint8))} == {77}


@pytest.mark.parametrize(("shape", "count"), [((4, 12), 2), ((12, 12), 0), ((5, 8), 0), ((1, 1), 0)])
def test_levels_end_where_a_side_is_odd(shape: tuple[int, int], count: int) -> None:
    assert len(smaller_levels(chance_picture(*shape))) == count


@pytest.mark.gl
@pytest.mark.parametrize("shape", [(64, 64, 4), (32, 96, 3), (16, 16), (45, 45, 4)])
def test_textures_have_the_levels_of_the_driver(window: Any, shape: tuple[int, ...]) -> None:
    from OpenGL import GL

    from griffin.render.core.texture import Texture

    picture = chance_picture(*shape)
    layout = GL.GL_RED if len(shape) == 2 else (GL.GL_RGB, GL.GL_RGBA)[shape[2] - 3]
    texture = Texture(picture)

    def read(level: int) -> np.ndarray:
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        raw = GL.glGetTexImage(GL.GL_TEXTURE_2D, level, layout, GL.GL_UNSIGNED_BYTE)
        return np.frombuffer(raw, dtype=np.uint8).astype(int)

    last = int(GL.glGetTexParameteriv(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MAX_LEVEL))
    count = min(last, int(np.log2(max(shape[:2]))))
    assert count >= 4
    ours = [read(level) for level in range(1, count + 1)]
    GL.glGenerateMipmap(GL.GL_TEXTURE_2D)
    exact = 0 if is_software(window.renderer_name) else 1  # others may round otherwise
    for level, own in enumerate(ours, start=1):
        assert np.abs(read(level) - own).max() <= exact * level
    texture.release()
