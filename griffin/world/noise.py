"""Seeded gradient noise on the plane, in numpy: the same numbers on every machine and in every version.

Only integer hashing, table look-ups and exactly rounded arithmetic (no sine, no generator of numpy's).
Source: K. Perlin, Improving Noise (2002), with gradients of any direction from a hashed table.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
PointNoise = Callable[[float, float], float]  # at x and z
PointWaves = Callable[[float, float, float, float], tuple[float, float]]  # at x and z, along x and z

_BITS = 8
_SIZE = 1 << _BITS  # the lattice repeats after 256 cells, which nobody sees under other octaves
_MASK = _SIZE - 1

# The four corners of a cell, along the first axis; "far" is where a weight of 1 - fade becomes fade.
_CORNER_X = np.array([[0], [1], [0], [1]])
_CORNER_Z = np.array([[0], [0], [1], [1]])
_ROUNDING = 1.5 * 2.0**52  # what is added to it and taken off again has been rounded to a whole number
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

    def sampler(self, layer: int) -> PointNoise:
        """`sample` of one layer at one point, to the last bit.

        It keeps the slopes at the corners of the last point's cell: the next point mostly lies there, too.
        """
        slope_x, slope_z = self._point_x, self._point_z
        first_column, first_row = 7919 * layer, 7919 * 31 * layer
        kept: tuple[float, ...] = (math.nan,) * 10  # no point lies in there

        def look_up(x: float, z: float) -> tuple[float, ...]:
            cell_x, cell_z = math.floor(x), math.floor(z)
            column, row = cell_x + first_column, cell_z + first_row
            x0, x1 = column & _MASK, (column + 1) & _MASK
            z0, z1 = (row & _MASK) << _BITS, ((row + 1) & _MASK) << _BITS
            a, b, c, d = x0 | z0, x1 | z0, x0 | z1, x1 | z1
            near = slope_x[a], slope_z[a], slope_x[b], slope_z[b]
            far = slope_x[c], slope_z[c], slope_x[d], slope_z[d]
            return (float(cell_x), float(cell_z), *near, *far)

        def sample(x: float, z: float) -> float:
            nonlocal kept
            cell_x, cell_z, ax, az, bx, bz, cx, cz, dx, dz = kept
            fx, fz = x - cell_x, z - cell_z
            if not (0.0 <= fx < 1.0 and 0.0 <= fz < 1.0):
                kept = cell_x, cell_z, ax, az, bx, bz, cx, cz, dx, dz = look_up(x, z)
                fx, fz = x - cell_x, z - cell_z
            gx, gz = fx - 1.0, fz - 1.0
            ux = ((fx * 6.0 - 15.0) * fx + 10.0) * (fx * fx * fx)
            uz = ((fz * 6.0 - 15.0) * fz + 10.0) * (fz * fz * fz)
            near = ax * fx + az * fz
            near += (bx * gx + bz * fz - near) * ux
            far = cx * fx + cz * gz
            far += (dx * gx + dz * gz - far) * ux
            return (near + (far - near) * uz) * 1.5

        return sample

    def wave_sampler(self, layer: int) -> PointWaves:
        """`waves` of one layer at one point, to the last bit; keeps what `sampler` keeps."""
        phase, first_column, first_row = self._point_phase, 7919 * layer, 31 * layer
        kept: tuple[float, ...] = (math.nan,) * 6

        def look_up(x: float, z: float) -> tuple[float, ...]:
            cell_x, cell_z = math.floor(x), math.floor(z)
            column, row = cell_x + first_column, cell_z + first_row
            x0, x1 = column & _MASK, (column + 1) & _MASK
            z0, z1 = (row & _MASK) << _BITS, ((row + 1) & _MASK) << _BITS
            phases = phase[x0 | z0], phase[x1 | z0], phase[x0 | z1], phase[x1 | z1]
            return (float(cell_x), float(cell_z), *phases)

        def sample(x: float, z: float, across_x: float, across_z: float) -> tuple[float, float]:
            nonlocal kept
            cell_x, cell_z, a, b, c, d = kept
            fx, fz = x - cell_x, z - cell_z
            if not (0.0 <= fx < 1.0 and 0.0 <= fz < 1.0):
                kept = cell_x, cell_z, a, b, c, d = look_up(x, z)
                fx, fz = x - cell_x, z - cell_z
            ux = ((fx * 6.0 - 15.0) * fx + 10.0) * (fx * fx * fx)
            uz = ((fz * 6.0 - 15.0) * fz + 10.0) * (fz * fz * fz)
            vx, vz = abs(ux - 1.0), abs(uz - 1.0)
            near_x, near_z = fx * across_x, fz * across_z
            far_x, far_z = (fx - 1.0) * across_x, (fz - 1.0) * across_z
            odd = even = 0.0
            for turns, weight in (
                (near_x + near_z + a, vx * vz),
                (far_x + near_z + b, ux * vz),
                (near_x + far_z + c, vx * uz),
                (far_x + far_z + d, ux * uz),
            ):
                # `_sin_turns` of it, and of a quarter turn more.
                t = turns - (turns + _ROUNDING - _ROUNDING)
                slant = (8.0 - 16.0 * t) * t if t > 0.0 else (8.0 + 16.0 * t) * t
                odd += (0.775 + 0.225 * (slant if slant > 0.0 else -slant)) * slant * weight
                t = turns + 0.25
                t -= t + _ROUNDING - _ROUNDING
                slant = (8.0 - 16.0 * t) * t if t > 0.0 else (8.0 + 16.0 * t) * t
                even += (0.775 + 0.225 * (slant if slant > 0.0 else -slant)) * slant * weight
            size = math.sqrt(even * even + odd * odd) + 0.15
            return even / size, -2.0 * math.pi * odd / size

        return sample

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


def smoothstep(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.minimum(np.maximum((value - low) / (high - low), 0.0), 1.0)  # sooner done than np.clip
    return np.asarray(t * t * (3.0 - 2.0 * t))
