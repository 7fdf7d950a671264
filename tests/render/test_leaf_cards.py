"""The leaf picture: every cell shows something, and as much of it is there at every size."""

import numpy as np
import pytest

from griffin.meshes.cards import SOLID_UV, CardCell
from griffin.render.leaf_cards import CELL_PX, card_mips, card_picture

PICTURE = card_picture()


def cell_of(picture: np.ndarray, cell: CardCell) -> np.ndarray:
    column, row = (round(each * len(picture)) for each in cell.corner_uv)
    half = len(picture) // 2
    return picture[row : row + half, column : column + half]


def cover(picture: np.ndarray, cell: CardCell) -> float:
    return float((cell_of(picture, cell)[..., 3] > 127).mean())


def test_it_is_the_same_every_time() -> None:
    assert PICTURE.shape == (2 * CELL_PX, 2 * CELL_PX, 4)
    assert np.array_equal(PICTURE, card_picture())


@pytest.mark.parametrize("cell", CardCell)
def test_every_cell_has_leaves_and_gaps(cell: CardCell) -> None:
    assert 0.25 < cover(PICTURE, cell) < 0.75
    there = cell_of(PICTURE, cell)[..., 3] > 127
    assert np.ptp(cell_of(PICTURE, cell)[there][:, 0]) > 40  # leaves differ in brightness


@pytest.mark.parametrize("cell", CardCell)
def test_smaller_sizes_do_not_thin_out(cell: CardCell) -> None:
    mips = card_mips(PICTURE)
    assert [len(each) for each in mips] == [CELL_PX >> step for step in range(len(mips))]
    for each in mips:
        assert cover(each, cell) == pytest.approx(cover(PICTURE, cell), abs=0.04)


@pytest.mark.parametrize("cell", CardCell)
def test_edges_do_not_bring_in_a_colour_of_nothing(cell: CardCell) -> None:
    """Where a leaf isn't, the filter still finds about its brightness."""
    texels = cell_of(PICTURE, cell).astype(float)
    there = texels[..., 3] > 127
    assert abs(texels[~there][:, 0].mean() - texels[there][:, 0].mean()) < 20.0


def test_the_solid_spot_is_plain() -> None:
    column, row = (round(each * len(PICTURE)) for each in SOLID_UV)
    spot = PICTURE[row - 1 : row + 1, column - 1 : column + 1].reshape(-1, 4)
    assert np.array_equal(spot, np.tile([128, 255, 128, 255], (4, 1)))
