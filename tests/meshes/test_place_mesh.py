import numpy as np
import pytest

from griffin.linalg import vec_normalize
from griffin.meshes.place_mesh import LEVELS, place_mesh
from griffin.world.places import PlaceKind

NUMBERS = range(len(LEVELS))
MOST_TRIANGLES = {
    PlaceKind.TOWER: (6000, 2300, 520),
    PlaceKind.ARCH: (3000, 1300, 420),
    PlaceKind.ISLAND: (7000, 2300, 790),
}


@pytest.mark.parametrize("level", NUMBERS)
@pytest.mark.parametrize("kind", list(PlaceKind))
def test_places_are_large_and_cheap(kind: PlaceKind, level: int) -> None:
    patch = place_mesh(kind, level)
    assert 20.0 < np.ptp(patch.position[:, 1]) < 120.0
    assert len(patch.triangles) <= MOST_TRIANGLES[kind][level]
    assert len(patch.position) < 2**16  # indices have 16 bits
    assert np.abs(np.linalg.norm(patch.normal, axis=1) - 1.0).max() < 1e-6
    for colour in (patch.lit, patch.shade):
        assert np.isfinite(colour).all()
        assert colour.min() >= 0.0
        assert colour.max() <= 1.0


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_a_change_of_level_keeps_the_outline(kind: PlaceKind) -> None:
    boxes = []
    for level in NUMBERS:
        patch = place_mesh(kind, level)
        is_fixed = patch.pattern[:, 0] == 0.0  # far off, some of the loose stones are left out
        boxes.append([patch.position[is_fixed].min(axis=0), patch.position[is_fixed].max(axis=0)])
    assert np.ptp(np.array(boxes), axis=0).max() < 7.0


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_the_same_place_every_time(kind: PlaceKind) -> None:
    first, second = place_mesh(kind, 1), place_mesh(kind, 1)
    assert np.array_equal(first.position, second.position)
    assert np.array_equal(first.lit, second.lit)


@pytest.mark.parametrize("level", NUMBERS)
def test_the_islands_foot_is_narrow_and_its_rock_looks_outwards(level: int) -> None:
    patch = place_mesh(PlaceKind.ISLAND, level)
    is_rock = (patch.pattern[:, 3] == -1.0) & (patch.pattern[:, 0] == 0.0)
    place, normal = patch.position[is_rock], patch.normal[is_rock]
    reach = np.hypot(place[:, 0], place[:, 2])
    assert place[:, 1].min() < -60.0
    assert reach[place[:, 1] < -55.0].max() < 0.4 * reach.max()
    is_slab = reach > 30.0
    outwards = vec_normalize(place[is_slab] * [1.0, 0.0, 1.0])
    assert (outwards * normal[is_slab]).sum(axis=1).mean() > 0.3


def test_only_the_island_has_loose_stones_and_each_moves_as_one() -> None:
    for kind in PlaceKind:
        patch = place_mesh(kind, 0)
        rises = patch.pattern[:, 0]
        assert (rises > 0.0).any() == (kind is PlaceKind.ISLAND)
        of_triangle = rises[patch.triangles]
        assert (of_triangle == of_triangle[:, :1]).all()


@pytest.mark.parametrize("level", NUMBERS)
def test_one_lamp_shines_in_the_tower(level: int) -> None:
    patch = place_mesh(PlaceKind.TOWER, level)
    shines = patch.finish[:, 1] > 0.0
    assert shines.any()
    assert np.ptp(patch.position[shines], axis=0).max() < 6.0


def test_the_tower_is_of_blocks_with_tones_of_their_own() -> None:
    patch = place_mesh(PlaceKind.TOWER, 0)
    is_wall = patch.pattern[patch.triangles[:, 0], 3] == 1.0
    assert is_wall.sum() > 2000
    assert patch.lit[patch.triangles[is_wall, 0]].mean(axis=1).std() > 0.03


def test_the_tower_is_broken_on_one_side_only() -> None:
    patch = place_mesh(PlaceKind.TOWER, 0)
    is_wall = patch.pattern[:, 3] == 1.0
    place = patch.position[is_wall]
    is_keep = np.hypot(place[:, 0], place[:, 2]) < 6.5
    sides = np.floor(np.arctan2(place[:, 2], place[:, 0]) / (np.pi / 4.0)).astype(int)
    tops = [place[is_keep & (sides == side), 1].max() for side in range(-4, 4)]
    assert max(tops) > 27.0
    assert min(tops) < 17.0
