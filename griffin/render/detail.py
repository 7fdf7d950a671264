"""The small textures of land and water: noise that repeats without a seam. Plain arrays, no OpenGL."""

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import hash_u32

DETAIL_PX = 512
RIPPLE_PX = 256
_CROWNS = 22  # tree crowns along a side of the texture


def detail_picture() -> NDArray[np.uint8]:
    """(512, 512, 2) around 128, the same every time: grain of grass and rock, and a roof of tree crowns."""
    grain = sum(_tiling_noise(DETAIL_PX, cells, seed=cells) for cells in (61, 97, 151, 239))
    crowns = 1.3 * _crown_roof() + 0.35 * grain
    picture = np.stack([grain / np.abs(grain).max(), crowns / np.abs(crowns).max()], axis=-1)
    return np.rint(127.5 + 127.5 * picture).astype(np.uint8)


def _crown_roof() -> NDArray[np.float64]:
    """Rounded crowns close together, dark between them, lit from one side; mean about 0."""
    jitter = 0.15 + 0.7 * hash_u32(np.arange(2 * _CROWNS**2), 77).reshape(2, _CROWNS, _CROWNS) / 2.0**32
    place = (np.arange(DETAIL_PX) + 0.5) * _CROWNS / DETAIL_PX
    cell, within = place.astype(int), place % 1.0
    height = np.full((DETAIL_PX, DETAIL_PX), -1.0)
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            which = np.ix_((cell + row) % _CROWNS, (cell + column) % _CROWNS)
            dx = within - (jitter[0][which] + column)
            dz = within[:, None] - (jitter[1][which] + row)
            height = np.maximum(height, 1.0 - 1.5 * (dx * dx + dz * dz))
    lit = height + 2.0 * (np.roll(height, -4, axis=1) - np.roll(height, 4, axis=0))
    return np.asarray(np.clip(lit - lit.mean(), -1.2, 1.2))


def ripple_picture() -> NDArray[np.uint8]:
    """(256, 256, 4) slopes in x and z of two patterns of small waves around 128, the same every time."""
    slopes = []
    for pattern in (50, 150):
        waves = sum(
            _tiling_noise(RIPPLE_PX, cells, seed=pattern + cells) / cells for cells in (6, 14, 30, 62)
        )
        slopes += [np.roll(waves, -1, axis) - np.roll(waves, 1, axis) for axis in (1, 0)]
    picture = np.stack(slopes, axis=-1)
    return np.asarray(np.rint(127.5 + 127.5 * picture / np.abs(picture).max()), dtype=np.uint8)


def _tiling_noise(size_px: int, cells: int, seed: int) -> NDArray[np.float64]:
    """Value noise from -1 to 1 over a square of `cells` cells whose edges meet."""
    lattice = hash_u32(np.arange(cells * cells), seed).reshape(cells, cells) / 2.0**31 - 1.0
    place = (np.arange(size_px) + 0.5) * cells / size_px
    low = place.astype(int)
    t = place - low
    fade = t * t * (3.0 - 2.0 * t)
    low, high = low % cells, (low + 1) % cells
    rows = lattice[low] * (1.0 - fade[:, None]) + lattice[high] * fade[:, None]
    return np.asarray(rows[:, low] * (1.0 - fade) + rows[:, high] * fade)
