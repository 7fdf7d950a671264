import numpy as np

from griffin.meshes.cards import SOLID_UV, CardCell, leafy_skin, make_cards, plain
from griffin.meshes.mesh import Patch, make_patch


def two_cards() -> Patch:
    return make_cards(
        np.array([[0.0, 1.0, 0.0], [5.0, 1.0, 0.0]]),
        np.tile([0.0, 0.5, 0.0], (2, 1)),
        np.tile([0.25, 0.0, 0.0], (2, 1)),
        CardCell.BOUGH,
        normal=np.tile([0.0, 1.0, 0.0], (2, 1)),
        lit=[0.1, 0.2, 0.1],
        shade=np.full((2, 4, 3), 0.05),
        loose=np.array([0.0, 1.0]),
        thin=0.5,
    )


def test_a_card_is_a_square_with_its_part_of_the_picture() -> None:
    cards = two_cards()
    assert len(cards.triangles) == 4
    first = cards.position[:4]
    assert first.min(axis=0).tolist() == [-0.25, 0.5, 0.0]
    assert first.max(axis=0).tolist() == [0.25, 1.5, 0.0]
    low, high = cards.pattern[:4, 1:3].min(axis=0), cards.pattern[:4, 1:3].max(axis=0)
    assert (low >= CardCell.BOUGH.corner_uv).all()
    assert (high <= np.array(CardCell.BOUGH.corner_uv) + 0.5).all()
    assert cards.pattern[first[:, 1].argmax(), 2] > 0.4  # its upper edge shows the bough's tip
    assert cards.pattern[:, 0].tolist() == [0.0] * 4 + [1.0] * 4
    assert np.allclose(cards.lit, [0.1, 0.2, 0.1])


def test_a_plain_patch_shows_the_solid_spot() -> None:
    assert np.allclose(plain(two_cards()).pattern[:, 1:3], SOLID_UV)


def test_a_leafy_skin_has_leaves_on_each_triangle() -> None:
    skin = make_patch(
        np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        np.array([[0, 1, 2], [0, 2, 3]]),
    )
    leafy = leafy_skin(skin, 1)
    assert np.array_equal(leafy.position[leafy.triangles], skin.position[skin.triangles])
    uv = leafy.pattern[leafy.triangles, 1:3]
    edges = np.linalg.norm(uv - np.roll(uv, 1, axis=1), axis=-1)
    assert (edges > 0.1).all()
    assert (np.linalg.norm(uv - SOLID_UV, axis=-1) < 0.2).all()
