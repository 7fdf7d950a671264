"""The small textures of land and water: noise that repeats without a seam. Plain arrays, no OpenGL."""

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import hash_u32, smoothstep

DETAIL_PX = 1024
DETAIL_M = 128.0  # one repeat
RIPPLE_PX = 256
RIPPLE_M = 41.0  # one repeat
SHADOW_PX = 128
_CROWNS, _CRACKS = 16, 26  # along a side of the texture: crowns of 8 m, blocks of 5 m


def detail_picture() -> NDArray[np.uint8]:
    """(1024, 1024, 4) around 128, the same every time: tufts of grass, a roof of tree crowns, rock, patches.

    Four channels, though fewer would do: the software rasteriser reads such pixels the fastest.
    """
    fine = sum(_tiling_noise(DETAIL_PX, cells, seed=cells) for cells in (201, 397))
    coarse = sum(_tiling_noise(DETAIL_PX, cells, seed=cells) for cells in (23, 47, 89))
    turf = sum(_tiling_noise(DETAIL_PX, cells, seed=cells) / cells**0.2 for cells in (113, 181, 293, 449))
    tufts = turf + 0.7 * (np.roll(turf, -1, axis=1) - np.roll(turf, 1, axis=0))
    tufts = np.clip(tufts, -2.4 * tufts.std(), 3.3 * tufts.std())
    crowns = _doubled(_roof(_CROWNS, reach_px=4, seed=77, size_px=DETAIL_PX // 2)) + 0.3 * fine
    rock = _doubled(_cracks(DETAIL_PX // 2)) + 0.5 * fine
    picture = np.stack([each / np.abs(each).max() for each in (tufts, crowns, rock, coarse)], axis=-1)
    return np.rint(127.5 + 127.5 * picture).astype(np.uint8)


def _doubled(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Twice as many pixels each way, smoothly: large forms needn't be made of small pixels."""
    for axis in (0, 1):
        wide = np.repeat(picture, 2, axis=axis)
        picture = np.asarray((wide + np.roll(wide, 1, axis)) * np.float32(0.5))
    return picture


def _roof(cells: int, *, reach_px: int, seed: int, size_px: int) -> NDArray[np.float32]:
    """Rounded heads close together, dark between them, lit from one side; mean about 0."""
    height = _heads(cells, seed, size_px)[0]
    lit = height + 2.0 * (np.roll(height, -reach_px, axis=1) - np.roll(height, reach_px, axis=0))
    return np.asarray(np.clip(lit - lit.mean(), -1.2, 1.2))


def _cracks(size_px: int) -> NDArray[np.float32]:
    """Blocks of stone with dark joints between them, drawn out along the slope's strata; mean about 0."""
    first, second = _heads(_CRACKS, 91, size_px)
    joint = np.minimum((first - second) * 3.0, 1.0)
    block = np.roll(first, -1, axis=1) - np.roll(first, 1, axis=0)
    stone = 0.7 * joint + 3.0 * block + 0.5 * _tiling_noise(size_px, 60, seed=5)
    return np.asarray(np.clip(stone - stone.mean(), -1.3, 1.3))


def _heads(cells: int, seed: int, size_px: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Height of the nearest and of the second of many domes, one in each cell, whose edges meet."""
    chance = hash_u32(np.arange(2 * cells**2), seed).reshape(2, cells, cells) / 2.0**32
    jitter = (0.15 + 0.7 * chance).astype(np.float32)
    place = (np.arange(size_px, dtype=np.float32) + 0.5) * cells / size_px
    cell, within = place.astype(int), (place % 1.0).astype(np.float32)
    first = np.full((size_px, size_px), -1.0, dtype=np.float32)
    second = first.copy()
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            which = np.ix_((cell + row) % cells, (cell + column) % cells)
            dx = within - (jitter[0][which] + column)
            dz = within[:, None] - (jitter[1][which] + row)
            dome = 1.0 - 1.5 * (dx * dx + dz * dz)
            second = np.maximum(second, np.minimum(first, dome))
            first = np.maximum(first, dome)
    return first, second


def shadow_picture() -> NDArray[np.uint8]:
    """(128, 128, 4) how much of the sun clouds cover, the same every time: soft patches, a third of all."""
    heap = sum(_tiling_noise(SHADOW_PX, cells, seed=cells) / cells for cells in (5, 9, 16))
    covered = smoothstep(-0.01, 0.2, np.asarray(heap))
    return np.repeat(np.rint(255.0 * covered).astype(np.uint8)[..., None], 4, axis=-1)


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


def _tiling_noise(size_px: int, cells: int, seed: int) -> NDArray[np.float32]:
    """Value noise from -1 to 1 over a square of `cells` cells whose edges meet."""
    lattice = hash_u32(np.arange(cells * cells), seed).reshape(cells, cells) / 2.0**31 - 1.0
    lattice = lattice.astype(np.float32)
    place = (np.arange(size_px) + 0.5) * cells / size_px
    low = place.astype(int)
    t = (place - low).astype(np.float32)
    fade = t * t * (3.0 - 2.0 * t)
    low, high = low % cells, (low + 1) % cells
    rows = lattice[low] * (1.0 - fade[:, None]) + lattice[high] * fade[:, None]
    return np.asarray(rows[:, low] * (1.0 - fade) + rows[:, high] * fade)
