"""The small textures of land and water: noise that repeats without a seam. Plain arrays, no OpenGL."""

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import hash_u32, smoothstep

DETAIL_PX = 1024
DETAIL_M = 128.0  # one repeat
CLOUD_SHADOWS_M = 9200.0  # one repeat of the clouds' shadows
RIPPLE_PX = 256
RIPPLE_M = 41.0  # one repeat
SHADOW_PX = 128
RELIEF_PX = 1024  # one repeat is as long as the detail's
CANOPY_PX = 256
CANOPY_CROWNS = 32  # along a side
_CROWNS = 16  # along a side of the detail texture: crowns of 8 m
_TUSSOCKS, _TUFTS = 72, 75  # tussocks of 1.8 m; tufts of 0.85 m, which repeat after half a side
_BLOCKS, _STONES = 26, 67  # of rock: 5 m and 2 m
_BAND_PX = 64  # rows of a pattern that are made at a time


def detail_picture() -> NDArray[np.uint8]:
    """(1024, 1024, 4) around 128, the same every time: tufts of grass, a roof of tree crowns, rock, patches.

    Four channels, though fewer would do: the software rasteriser reads such pixels the fastest.
    """
    half_px, quarter_px = DETAIL_PX // 2, DETAIL_PX // 4
    fine = sum(_tiling_noise(DETAIL_PX, cells, seed=cells) for cells in (201, 397))
    coarse = sum(_tiling_noise(DETAIL_PX, cells, seed=cells) for cells in (23, 47, 89))
    tussocks = _doubled(_domes(_TUSSOCKS, 31, half_px))
    tufts = np.tile(_domes(_TUFTS, 32, half_px), (2, 2))
    grass = 1.1 * tussocks + 0.6 * tufts + 0.22 * fine + 0.4 * coarse
    crowns = _doubled(_doubled(_roof(_CROWNS, reach_px=2, seed=77, size_px=quarter_px))) + 0.3 * fine
    rock = _doubled(1.7 * _doubled(_blocks(quarter_px)) + 0.6 * _facets(_STONES, 92, half_px)) + 0.3 * fine
    return _in_channels(*(_spread(np.asarray(each)) for each in (grass, crowns, rock, coarse)))


def relief_picture() -> NDArray[np.uint8]:
    """(1024, 1024, 4) weathered rock, the same every time: height, its slopes along u and v, another height.

    Slopes are scaled to the steepest. They are kept beside the height because a shader that takes them from
    the screen (dFdx) gets them in blocks of 2 x 2 pixels, which show as lace along every edge.
    """
    facets = _facets(17, 41, RELIEF_PX // 2) + 0.5 * _facets(47, 42, RELIEF_PX // 2)
    ridges = sum(
        (1.0 - 2.0 * np.abs(_tiling_noise(RELIEF_PX, cells, seed=300 + cells))) * 7.0 / cells
        for cells in (13, 29, 61, 127, 251)
    )
    height = np.asarray(_doubled(facets) + 0.8 * ridges)
    other = sum(_tiling_noise(RELIEF_PX, cells, seed=500 + cells) / cells**0.5 for cells in (5, 11, 37))
    along_u = np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)
    along_v = np.roll(height, -1, axis=0) - np.roll(height, 1, axis=0)
    steepest = 4.0 * np.sqrt(np.mean(along_u**2 + along_v**2))
    slopes = [np.clip(each / steepest, -1.0, 1.0) for each in (along_u, along_v)]
    return _in_channels(_spread(height), *slopes, _spread(np.asarray(other)))


def canopy_picture() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A roof of crowns from above, whose edges meet: (256, 256) heights -1 to 1, and each crown's own hue."""
    heights, _, hue = _heads(CANOPY_CROWNS, 55, CANOPY_PX)
    return np.asarray(np.clip(2.0 * heights - 1.0, -1.0, 1.0)), hue


def _in_channels(*patterns: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A picture of patterns from -1 to 1."""
    picture = np.empty((*patterns[0].shape, len(patterns)), dtype=np.uint8)
    for channel, pattern in enumerate(patterns):
        level = 127.5 * pattern
        level += 127.5
        np.rint(level, out=level)
        picture[..., channel] = level
    return picture


def _spread(pattern: NDArray[np.float32]) -> NDArray[np.float32]:
    """Around 0, with the few extremes cut off, from -1 to 1."""
    pattern = pattern - pattern.mean()
    pattern /= 3.0 * float(pattern.std())
    np.maximum(pattern, -1.0, out=pattern)
    return np.minimum(pattern, 1.0, out=pattern)


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


def _domes(cells: int, seed: int, size_px: int) -> NDArray[np.float32]:
    """Tussocks of all sizes with gaps between them; 0 in the gaps, about 1 on top."""
    first, _, chance = _heads(cells, seed, size_px)
    return np.asarray(smoothstep(0.4, 1.0, first - 0.55 * (chance + 0.3)), dtype=np.float32)


def _blocks(size_px: int) -> NDArray[np.float32]:
    """Rock in large facets, with weak joints between blocks of it; no side of them is lit."""
    first, second, chance = _heads(_BLOCKS, 91, size_px)
    joint = np.minimum((first - second) * 5.0, 1.0)
    return np.asarray(0.25 * joint + 0.3 * chance + 0.6 * _facets(_BLOCKS, 93, size_px))


def _facets(cells: int, seed: int, size_px: int) -> NDArray[np.float32]:
    """Height of broken rock: pyramids turned any way, of which the highest is seen. About -1 to 1."""
    return _heads(cells, seed, size_px, is_angular=True)[0]


def _heads(
    cells: int, seed: int, size_px: int, *, is_angular: bool = False
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Height of the highest and the second of many heads, one in each cell, whose edges meet.

    The third is a number from -1 to 1 that belongs to the highest. `is_angular`: pyramids, not domes.
    """
    chance = hash_u32(np.arange(4 * cells**2), seed).reshape(4, cells, cells) / 2.0**32
    jitter = (0.15 + 0.7 * chance[:2]).astype(np.float32)
    own = (2.0 * chance[2] - 1.0).astype(np.float32)
    turn_rad = 0.5 * np.pi * chance[3]
    ahead, aside = (1.8 * np.stack([np.cos(turn_rad), np.sin(turn_rad)])).astype(np.float32)
    place = (np.arange(size_px, dtype=np.float32) + 0.5) * cells / size_px
    cell, within = place.astype(int), (place % 1.0).astype(np.float32)
    first = np.full((size_px, size_px), -9.0, dtype=np.float32)
    second = first.copy()
    whose = np.zeros((size_px, size_px), dtype=np.float32)
    for column in (-1, 0, 1):
        # Along the rows first, of which a pattern has more than one to a cell.
        columns = (cell + column) % cells
        middle_x, middle_z, number, u_row, v_row = (
            each.take(columns, axis=1) for each in (jitter[0] + column, jitter[1], own, ahead, aside)
        )
        for start in range(0, size_px, _BAND_PX):  # so that the work stays in the processor's cache
            band = slice(start, start + _BAND_PX)
            for row in (-1, 0, 1):
                rows = (cell[band] + row) % cells
                dx = within - middle_x[rows]
                dz = within[band, None] - (middle_z + row)[rows]
                if is_angular:
                    u, v = u_row[rows], v_row[rows]
                    head = 1.0 - np.maximum(np.abs(u * dx + v * dz), np.abs(u * dz - v * dx))
                else:
                    head = 1.0 - 1.5 * (dx * dx + dz * dz)
                np.copyto(whose[band], number[rows], where=head > first[band])
                np.maximum(second[band], np.minimum(first[band], head), out=second[band])
                np.maximum(first[band], head, out=first[band])
    return first, second, whose


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
    near, far = rows.take(low, axis=1), rows.take(high, axis=1)
    near *= 1.0 - fade
    far *= fade
    near += far
    return np.asarray(near)
