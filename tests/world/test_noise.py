import numpy as np

from griffin.world.noise import GradientNoise, hash_u32, smoothstep

POINTS = np.linspace(-300.0, 300.0, 4001)


def test_hash_is_the_same_everywhere() -> None:
    # Computed once by hand-written integer arithmetic: numpy's version must not matter.
    def one(value: int, seed: int) -> int:
        h = (value + seed * 0x9E3779B9) & 0xFFFFFFFF
        h ^= h >> 16
        h = h * 0x7FEB352D & 0xFFFFFFFF
        h ^= h >> 15
        h = h * 0x846CA68B & 0xFFFFFFFF
        return h ^ (h >> 16)

    values = [0, 1, 2, 77, 65_535, 2**31]
    assert hash_u32(values, 5).tolist() == [one(value, 5) for value in values]


def test_noise_is_seeded_and_fills_its_range() -> None:
    a = GradientNoise(1).sample(POINTS, POINTS * 0.37, 0)
    assert np.array_equal(a, GradientNoise(1).sample(POINTS, POINTS * 0.37, 0))
    assert not np.allclose(a, GradientNoise(2).sample(POINTS, POINTS * 0.37, 0))
    assert not np.allclose(a, GradientNoise(1).sample(POINTS, POINTS * 0.37, 1))
    assert 0.8 < np.abs(a).max() < 1.3
    assert abs(a.mean()) < 0.05


def test_noise_is_zero_on_the_lattice_and_smooth() -> None:
    noise = GradientNoise(3)
    lattice = np.arange(-20.0, 20.0)
    assert np.allclose(noise.sample(lattice, lattice[::-1].copy(), 4), 0.0)
    fine = np.linspace(0.0, 10.0, 20_001)
    steps = np.diff(noise.sample(fine, fine * 0.5, 4))
    assert np.abs(steps).max() < 0.003  # no jump at any cell's border


def test_layers_in_one_call_equal_single_calls() -> None:
    noise = GradientNoise(9)
    both = noise.sample(np.stack([POINTS, POINTS]), np.stack([POINTS, POINTS]), np.array([[4], [7]]))
    assert np.array_equal(both[1], noise.sample(POINTS, POINTS, 7))


def test_waves_run_along_their_direction() -> None:
    noise = GradientNoise(5)
    along = np.linspace(0.0, 6.0, 6001)
    still = np.zeros_like(along)
    wave, slope = noise.waves(along, still + 0.4, still + 1.0, still, 2)
    assert np.abs(wave).max() <= 1.0
    assert wave.std() > 0.4
    # The slope is that of the wave itself; the change of the blending is left out on purpose.
    measured = np.gradient(wave, along)
    assert np.corrcoef(measured, slope)[0, 1] > 0.8


def test_smoothstep_goes_both_ways() -> None:
    assert smoothstep(0.0, 2.0, np.array([-1.0, 1.0, 3.0])).tolist() == [0.0, 0.5, 1.0]
    assert smoothstep(2.0, 0.0, np.array([-1.0, 1.0, 3.0])).tolist() == [1.0, 0.5, 0.0]
