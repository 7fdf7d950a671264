import numpy as np
import pytest

from griffin.meshes.place_mesh import place_mesh
from griffin.world.places import PlaceKind


@pytest.mark.parametrize("kind", list(PlaceKind))
def test_places_are_large_and_cheap(kind: PlaceKind) -> None:
    patch = place_mesh(kind)
    assert 20.0 < np.ptp(patch.position[:, 1]) < 120.0
    assert len(patch.triangles) < 900
    assert np.isfinite(patch.normal).all()
    assert (patch.lit >= patch.shade * 0.5).all()


def test_only_the_island_has_a_waterfall() -> None:
    for kind in PlaceKind:
        has_fall = (place_mesh(kind).pattern[:, 3] == 1.0).any()
        assert has_fall == (kind is PlaceKind.ISLAND)


def test_the_island_floats_and_its_foot_is_narrow() -> None:
    patch = place_mesh(PlaceKind.ISLAND)
    position = patch.position
    reach = np.hypot(position[:, 0], position[:, 2])
    rock = patch.pattern[:, 3] == 0.0
    assert position[:, 1].min() < -50.0
    assert reach[rock & (position[:, 1] < -45.0)].max() < 0.5 * reach.max()
