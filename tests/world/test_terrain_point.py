"""A place by itself has the height that it has among many, to the last bit."""

import numpy as np
import pytest

from griffin.world.noise import GradientNoise
from griffin.world.terrain import Terrain
from griffin.world.terrain_point import TerrainPoint
from griffin.world.terrain_tuning import TerrainTuning


@pytest.mark.parametrize("seed", [1, 2, 7, 20])
def test_heights_one_by_one_are_those_of_many(seed: int) -> None:
    terrain, point = Terrain(seed), TerrainPoint(GradientNoise(seed), TerrainTuning())
    rng = np.random.default_rng(seed)
    x, z = rng.uniform(-40_000.0, 40_000.0, (2, 2500))
    one_by_one = np.array([point.height_m(*place) for place in zip(x.tolist(), z.tolist(), strict=True)])
    assert np.array_equal(terrain.height_m(x, z).view(np.int64), one_by_one.view(np.int64))


@pytest.mark.parametrize(
    "place", [(0.0, 0.0), (-0.0, 255.0), (1300.0, -3600.0), (1e6, -1e6), (256 * 34.0, 17.0)]
)
def test_so_have_places_on_the_lattice_and_far_away(place: tuple[float, float]) -> None:
    x, z = np.full((2, 8), place[0]), np.full((2, 8), place[1])
    many = Terrain(1).height_m(x, z)
    assert float(Terrain(1).height_m(*place)) == many[0, 0]


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 2), (6,), (3, 3)])
def test_few_points_keep_their_shape(shape: tuple[int, ...]) -> None:
    x = np.arange(float(np.prod(shape))).reshape(shape)
    assert Terrain(3).height_m(x, -x).shape == shape
    assert Terrain(3).surface_m(x, 4.0).shape == shape


def test_single_noises_and_waves_are_those_of_many() -> None:
    noise, rng = GradientNoise(11), np.random.default_rng(5)
    x, z, turn = rng.uniform(-600.0, 600.0, (3, 3000))
    across_x, across_z = np.cos(turn), np.sin(turn)
    places = list(zip(x.tolist(), z.tolist(), strict=True))
    sampled = np.array([noise.sample_at(*place, 12) for place in places])
    assert np.array_equal(noise.sample(x, z, 12), sampled)
    waves = [
        noise.waves_at(*place, *across, 80)
        for place, across in zip(places, zip(across_x.tolist(), across_z.tolist(), strict=True), strict=True)
    ]
    assert np.array_equal(np.array(noise.waves(x, z, across_x, across_z, 80)), np.array(waves).T)
