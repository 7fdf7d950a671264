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
    sampler, waves_at = noise.sampler(12), noise.wave_sampler(80)
    sampled = np.array([sampler(*place) for place in places])
    assert np.array_equal(noise.sample(x, z, 12), sampled)
    waves = [
        waves_at(*place, *across)
        for place, across in zip(places, zip(across_x.tolist(), across_z.tolist(), strict=True), strict=True)
    ]
    assert np.array_equal(np.array(noise.waves(x, z, across_x, across_z, 80)), np.array(waves).T)


def test_a_place_that_was_asked_for_a_moment_ago_is_not_calculated_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calculated, height_m = [], TerrainPoint.height_m

    def note(self: TerrainPoint, x: float, z: float) -> float:
        calculated.append((x, z))
        return height_m(self, x, z)

    monkeypatch.setattr(TerrainPoint, "height_m", note)
    terrain = Terrain(1)
    heights = [terrain.surface_at(12.5, -7.25), float(terrain.surface_m(12.5, -7.25))]
    heights += terrain.height_m(np.array([12.5, 13.0]), np.array([-7.25, -7.25])).tolist()[:1]
    assert len(set(heights)) == 1
    assert calculated == [(12.5, -7.25), (13.0, -7.25)]
    for metres in range(200):
        terrain.surface_at(float(metres), 0.0)
    terrain.surface_at(12.5, -7.25)
    assert len(calculated) == 2 + 200 + 1  # what is kept doesn't grow


def test_a_lake_is_level_and_the_ground_is_not() -> None:
    terrain, rng = Terrain(2), np.random.default_rng(3)
    x, z = rng.uniform(-4000.0, 4000.0, (2, 300))
    one_by_one = [terrain.surface_at(*place) for place in zip(x.tolist(), z.tolist(), strict=True)]
    assert one_by_one == terrain.surface_m(x, z).tolist()
    assert terrain.water_level_m in one_by_one
