import numpy as np

from griffin.world.palette import PALETTE, linear


def test_a_colour_comes_back_as_written() -> None:
    assert np.rint(np.sqrt(linear("86A858")) * 255).tolist() == [0x86, 0xA8, 0x58]


def test_shade_is_darker_than_light_and_never_black() -> None:
    for surface in (
        PALETTE.meadow,
        PALETTE.rock,
        PALETTE.snow,
        PALETTE.conifer,
        PALETTE.gravel,
        PALETTE.cliff,
    ):
        assert surface.shade.sum() < surface.lit.sum()
        assert np.sqrt(surface.shade).max() > 0.12
