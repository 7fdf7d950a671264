"""The small textures of land and water: noise that repeats without a seam. Plain arrays, no OpenGL."""

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import hash_u32

DETAIL_PX = 256
_OCTAVE_CELLS = (8, 16, 32, 64, 128)


def detail_picture() -> NDArray[np.uint8]:
    """(256, 256) grain around 128, the same every time."""
    total = np.zeros((DETAIL_PX, DETAIL_PX))
    for octave, cells in enumerate(_OCTAVE_CELLS):
        total += _tiling_noise(cells, seed=octave) * 0.75**octave
    total /= np.abs(total).max()
    return np.rint(127.5 + 127.5 * total).astype(np.uint8)


def ripple_picture() -> NDArray[np.uint8]:
    """(256, 256, 2) slopes of small waves in x and z around 128, the same every time."""
    waves = sum(_tiling_noise(cells, seed=50 + cells) / cells for cells in (6, 12, 24, 48))
    slopes = np.stack([np.roll(waves, -1, axis) - np.roll(waves, 1, axis) for axis in (1, 0)], axis=-1)
    return np.rint(127.5 + 127.5 * slopes / np.abs(slopes).max()).astype(np.uint8)


def _tiling_noise(cells: int, seed: int) -> NDArray[np.float64]:
    """Value noise from -1 to 1 over a square of `cells` cells whose edges meet."""
    lattice = hash_u32(np.arange(cells * cells), seed).reshape(cells, cells) / 2.0**31 - 1.0
    place = (np.arange(DETAIL_PX) + 0.5) * cells / DETAIL_PX
    low = place.astype(int)
    t = place - low
    fade = t * t * (3.0 - 2.0 * t)
    low, high = low % cells, (low + 1) % cells
    rows = lattice[low] * (1.0 - fade[:, None]) + lattice[high] * fade[:, None]
    return np.asarray(rows[:, low] * (1.0 - fade) + rows[:, high] * fade)
