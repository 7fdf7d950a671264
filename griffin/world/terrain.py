"""Terrain: the seeded, endless height field. Pure: the same seed gives the same land everywhere, for ever."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.linalg import vec_normalize
from griffin.world.noise import GradientNoise

Array = NDArray[np.float64]


class Terrain:
    """Heights in metres over the world's x and z. Water stands level at `water_level_m`."""

    water_level_m = 0.0

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._noise = GradientNoise(seed)

    def height_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """The ground, the lakes' beds included; arrays broadcast."""
        x, z = np.broadcast_arrays(np.asarray(x_m, dtype=np.float64), np.asarray(z_m, dtype=np.float64))
        height = np.zeros(x.shape)
        for octave in range(6):
            size_m = 2000.0 / 2**octave
            height = height + self._noise.sample(x / size_m, z / size_m, octave) * size_m * 0.2
        return np.asarray(height)

    def surface_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """The ground or the water, whichever is higher."""
        return np.maximum(self.height_m(x_m, z_m), self.water_level_m)

    def normal(self, x_m: ArrayLike, z_m: ArrayLike, span_m: float = 2.0) -> Array:
        """Unit normals (..., 3) of the ground, measured over `span_m`."""
        x, z = np.asarray(x_m, dtype=np.float64), np.asarray(z_m, dtype=np.float64)
        half = span_m / 2.0
        dx = self.height_m(x - half, z) - self.height_m(x + half, z)
        dz = self.height_m(x, z - half) - self.height_m(x, z + half)
        return vec_normalize(np.stack([dx, np.full_like(dx, span_m), dz], axis=-1))
