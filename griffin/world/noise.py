"""Seeded gradient noise on the plane, in numpy: the same numbers on every machine and in every version.

Only integer hashing, table look-ups and exactly rounded arithmetic (no sine, no generator of numpy's).
Source: K. Perlin, Improving Noise (2002), with gradients of any direction from a hashed table.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_BITS = 8
_SIZE = 1 << _BITS  # the lattice repeats after 256 cells, which nobody sees under other octaves
_MASK = _SIZE - 1

# The four corners of a cell, along the first axis; "far" is where a weight of 1 - fade becomes fade.
_CORNER_X = np.array([[0], [1], [0], [1]])
_CORNER_Z = np.array([[0], [0], [1], [1]])
_CORNERS = ((0, 0), (1, 0), (0, 1), (1, 1))
_QUARTER_TURN = np.array([0.0, 0.25])[:, None, None]
_FAR_X, _FAR_Z = 1.0 - _CORNER_X, 1.0 - _CORNER_Z


def hash_u32(values: ArrayLike, seed: int) -> NDArray[np.uint32]:
    """Well mixed 32 bits for each integer. Source: "lowbias32", C. Wellons (public domain)."""
    h: NDArray[np.uint32] = (
        np.asarray(values).astype(np.uint64) + np.uint64((seed * 0x9E3779B9) & 0xFFFFFFFF)
    ).astype(np.uint32)
    with np.errstate(over="ignore"):
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x7FEB352D)
        h ^= h >> np.uint32(15)
        h *= np.uint32(0x846CA68B)
        h ^= h >> np.uint32(16)
    return h


def hash_uniform(shape: int | tuple[int, ...], seed: int) -> Array:
    """Numbers from 0 to 1 in an array of this shape, the same for the same seed."""
    return np.asarray(hash_u32(np.arange(math.prod(np.atleast_1d(shape))), seed).reshape(shape) / 2.0**32)


class GradientNoise:
    """Many independent noises, chosen by `layer`, each about -1 to 1 with features one unit wide."""

    def __init__(self, seed: int) -> None:
        bits = hash_u32(np.arange(2 * _SIZE * _SIZE), seed)
        raw = (bits.astype(np.float64) / 2.0**31 - 1.0).reshape(2, -1)
        length = np.sqrt(raw[0] ** 2 + raw[1] ** 2)
        # Directions from a square lean a little to its corners; at unit length that doesn't show.
        self._gradient_x, self._gradient_z = raw / np.maximum(length, 1e-3)
        self._phase = raw[0]  # in turns, for waves
        # The same numbers, a single one of which is sooner had.
        self._point_x, self._point_z = memoryview(self._gradient_x), memoryview(self._gradient_z)
        self._point_phase = memoryview(self._phase)

    def sample(self, x: Array, z: Array, layer: int | NDArray[np.int64]) -> Array:
        """Noise at points in cells; `layer` is a number or an array that broadcasts with the points."""
        # Most of the land's cost lies here: work in place, for fresh arrays cost as much as the arithmetic.
        cell_x, cell_z = np.floor(x), np.floor(z)
        fx, fz = x - cell_x, z - cell_z
        shift = np.asarray(layer) * 7919
        column = cell_x.astype(np.int64) + shift
        row = cell_z.astype(np.int64) + shift * 31
        x0, x1 = column & _MASK, (column + 1) & _MASK
        z0, z1 = (row & _MASK) << _BITS, ((row + 1) & _MASK) << _BITS
        ux, uz = _fade(fx), _fade(fz)
        gx, gz = fx - 1.0, fz - 1.0
        near = self._slope(x0 | z0, fx, fz)
        near += _times(ux, self._slope(x1 | z0, gx, fz), near)
        far = self._slope(x0 | z1, fx, gz)
        far += _times(ux, self._slope(x1 | z1, gx, gz), far)
        near += _times(uz, far, near)
        near *= 1.5  # unit gradients reach 0.71; this brings the usual extremes to about 1
        return near

    def waves(self, x: Array, z: Array, across_x: Array, across_z: Array, layer: int) -> tuple[Array, Array]:
        """Waves one cell long along the unit direction `across`: their height, and its slope that way.

        Each of the four corners about a point has a wave of its own phase; the waves are blended as phases,
        so that they stay full where they agree and fork where they don't.
        """
        cell_x, cell_z = np.floor(x), np.floor(z)
        fx, fz = x - cell_x, z - cell_z
        corner = (cell_x.astype(np.int64) + (layer * 7919 + _CORNER_X)) & _MASK
        corner |= ((cell_z.astype(np.int64) + (layer * 31 + _CORNER_Z)) & _MASK) << _BITS
        along = (fx - _CORNER_X) * across_x
        along += (fz - _CORNER_Z) * across_z
        along += self._phase.take(corner)
        weight = np.abs(_fade(fx) - _FAR_X) * np.abs(_fade(fz) - _FAR_Z)
        both = _sin_turns(along + _QUARTER_TURN)
        both *= weight
        odd, even = both.sum(axis=1)
        size = np.sqrt(even * even + odd * odd) + 0.15
        return even / size, -2.0 * np.pi * odd / size

    def sample_at(self, x: float, z: float, layer: int) -> float:
        """`sample` at one point, to the last bit; some points are sooner done so."""
        cell_x, cell_z = math.floor(x), math.floor(z)
        fx, fz = x - cell_x, z - cell_z
        column = cell_x + 7919 * layer
        row = cell_z + 7919 * 31 * layer
        x0, x1 = column & _MASK, (column + 1) & _MASK
        z0, z1 = (row & _MASK) << _BITS, ((row + 1) & _MASK) << _BITS
        ux = ((fx * 6.0 - 15.0) * fx + 10.0) * (fx * fx * fx)
        uz = ((fz * 6.0 - 15.0) * fz + 10.0) * (fz * fz * fz)
        gx, gz = fx - 1.0, fz - 1.0
        slope_x, slope_z = self._point_x, self._point_z
        near = slope_x[x0 | z0] * fx + slope_z[x0 | z0] * fz
        near += (slope_x[x1 | z0] * gx + slope_z[x1 | z0] * fz - near) * ux
        far = slope_x[x0 | z1] * fx + slope_z[x0 | z1] * gz
        far += (slope_x[x1 | z1] * gx + slope_z[x1 | z1] * gz - far) * ux
        near += (far - near) * uz
        return near * 1.5

    def waves_at(
        self, x: float, z: float, across_x: float, across_z: float, layer: int
    ) -> tuple[float, float]:
        """`waves` at one point, to the last bit."""
        cell_x, cell_z = math.floor(x), math.floor(z)
        fx, fz = x - cell_x, z - cell_z
        ux = ((fx * 6.0 - 15.0) * fx + 10.0) * (fx * fx * fx)
        uz = ((fz * 6.0 - 15.0) * fz + 10.0) * (fz * fz * fz)
        column, row, phase = cell_x + 7919 * layer, cell_z + 31 * layer, self._point_phase
        odd = even = 0.0
        for far_x, far_z in _CORNERS:
            corner = (column + far_x & _MASK) | (row + far_z & _MASK) << _BITS
            along = (fx - far_x) * across_x + (fz - far_z) * across_z + phase[corner]
            weight = abs(ux - (1.0 - far_x)) * abs(uz - (1.0 - far_z))
            odd += _sin_turns_at(along) * weight
            even += _sin_turns_at(along + 0.25) * weight
        size = math.sqrt(even * even + odd * odd) + 0.15
        return even / size, -2.0 * math.pi * odd / size

    def _slope(self, corner: NDArray[np.int64], dx: Array, dz: Array) -> Array:
        rise: Array = self._gradient_x.take(corner)
        rise *= dx
        across = self._gradient_z.take(corner)
        across *= dz
        rise += across
        return rise


def _times(weight: Array, ahead: Array, behind: Array) -> Array:
    """`weight` times (`ahead` - `behind`), in the place of `ahead`."""
    ahead -= behind
    ahead *= weight
    return ahead


def _fade(t: Array) -> Array:
    fade = t * 6.0
    fade -= 15.0
    fade *= t
    fade += 10.0
    fade *= t * t * t
    return fade


def _sin_turns(turns: Array) -> Array:
    # Sine of an angle in turns, within 0.1 %, by arithmetic that rounds alike everywhere.
    # Source: the well-known parabola fit, corrected once.
    t = turns - np.rint(turns)
    slant = np.abs(t)
    slant *= -16.0
    slant += 8.0
    slant *= t
    bend = np.abs(slant)
    bend *= 0.225
    bend += 0.775
    bend *= slant
    return bend


def _sin_turns_at(turns: float) -> float:
    t = turns - round(turns)
    slant = (abs(t) * -16.0 + 8.0) * t
    return (abs(slant) * 0.225 + 0.775) * slant


def smoothstep(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.minimum(np.maximum((value - low) / (high - low), 0.0), 1.0)  # sooner done than np.clip
    return np.asarray(t * t * (3.0 - 2.0 * t))
