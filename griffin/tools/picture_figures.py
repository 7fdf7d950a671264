"""Pictures → figures of what the eye sees: how bright, warm, burnt, jagged and repetitive they are.

Pure functions of arrays; a picture is (H, W, 3) uint8 RGB, top row first. What lies at a pixel is the affair
of picture_ground.py.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of linear sRGB: Rec. 709
LAND_FRAC = 0.38  # of the picture's height: below this there is land in each of the scenes
BLUR_PX = 0.8  # the eye doesn't see single pixels, and warping needs a picture without the finest detail
LEAST_PAIRS = 400
EDGE_PER_PX = 0.04  # of white: a step in brightness from pixel to pixel that counts as an edge

# Linear sRGB to XYZ, and the white of D65. Source: IEC 61966-2-1.
_XYZ_FROM_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE_XYZ = _XYZ_FROM_RGB.sum(axis=1)


def linear_from_screen(rgb: NDArray[np.generic]) -> Array:
    """Linear light 0 to 1 of sRGB values 0 to 255. Source: IEC 61966-2-1."""
    screen = np.asarray(rgb, dtype=np.float64) / 255.0
    return np.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4)


def cielab_from_linear(linear: Array) -> Array:
    """CIELAB (..., 3) under D65 of linear sRGB (..., 3): lightness, green to red, blue to yellow.

    Source: CIE 15:2004.
    """
    ratio = linear @ _XYZ_FROM_RGB.T / _WHITE_XYZ
    edge = 6.0 / 29.0
    f = np.where(ratio > edge**3, np.cbrt(ratio), ratio / (3.0 * edge**2) + 4.0 / 29.0)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def clipped_frac(rgb: Picture) -> float:
    """The part of the pixels that are pure white or pure black, give or take a level of dither."""
    return float(((rgb.min(axis=-1) >= 254) | (rgb.max(axis=-1) <= 1)).mean())


def value_spread(rgb: Picture) -> float:
    """p75:p25 of linear luminance over the lower LAND_FRAC of a picture: how far light and dark lie apart."""
    land = rgb[round((1.0 - LAND_FRAC) * len(rgb)) :]
    dark, bright = np.percentile(linear_from_screen(land) @ LUMINANCE, [25.0, 75.0])
    return float(bright / max(dark, 1e-6))


def blur(values: Array, sigma: float) -> Array:
    """Gaussian blur of (H, W), `sigma` in cells; edges are repeated."""
    reach = math.ceil(3.0 * sigma)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    for axis in (0, 1):
        padded = np.pad(values, [(reach, reach) if each == axis else (0, 0) for each in (0, 1)], mode="edge")
        count = values.shape[axis]
        parts = (
            weight * np.take(padded, range(start, start + count), axis)
            for start, weight in enumerate(weights)
        )
        values = np.asarray(sum(parts), dtype=np.float64)
    return values


def read_between(values: Array, column_px: Array, row_px: Array) -> Array:
    """Values of (H, W) or (H, W, 3) between pixels, by cubic interpolation; 0.0 is the first one's centre.

    Source: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981), a = -1/2.
    """
    column, row = np.floor(column_px).astype(int), np.floor(row_px).astype(int)
    across, down = _cubic_weights(column_px - column), _cubic_weights(row_px - row)
    extra = (1,) * (values.ndim - 2)
    total = np.zeros((*column.shape, *values.shape[2:]))
    for row_index in range(4):
        rows = np.clip(row + row_index - 1, 0, values.shape[0] - 1)
        for column_index in range(4):
            columns = np.clip(column + column_index - 1, 0, values.shape[1] - 1)
            weight = across[column_index] * down[row_index]
            total += weight.reshape(*weight.shape, *extra) * values[rows, columns]
    return total


def _cubic_weights(frac: Array) -> tuple[Array, Array, Array, Array]:
    f, f2, f3 = frac, frac * frac, frac**3
    return (
        -0.5 * f + f2 - 0.5 * f3,
        1.0 - 2.5 * f2 + 1.5 * f3,
        0.5 * f + 2.0 * f2 - 1.5 * f3,
        -0.5 * f2 + 0.5 * f3,
    )


def edge_wobble_px(
    still: Picture, pictures: Sequence[Picture], places_px: Sequence[tuple[Array, Array]]
) -> float:
    """How far edges waver about their places along a pan, in pixels, root mean square.

    `places_px`: for each picture, column and row (H, W) where what the still one shows at each pixel lies in
    it. At the still's edges, where its slope is above EDGE_PER_PX, the pictures are laid over each other by
    these. How much they differ from their mean there, divided by the slope, is by how much the edges lie
    elsewhere than they should: more contrast alone doesn't change the figure. Jagged edges waver, for their
    steps run along them as the camera turns.
    """
    grey = LUMINANCE / 255.0
    smooth = blur(still @ grey, BLUR_PX)
    slope2 = np.gradient(smooth, axis=0) ** 2 + np.gradient(smooth, axis=1) ** 2
    is_edge = slope2 > EDGE_PER_PX**2
    for column, row in places_px:
        is_edge &= (column >= 2.0) & (column <= still.shape[1] - 3.0)
        is_edge &= (row >= 2.0) & (row <= still.shape[0] - 3.0)
    if not is_edge.any():
        return 0.0
    values = [
        read_between(blur(rgb @ grey, BLUR_PX), column[is_edge], row[is_edge])
        for rgb, (column, row) in zip(pictures, places_px, strict=True)
    ]
    return float(np.sqrt(np.var(values, axis=0).sum() / slope2[is_edge].sum()))


def autocorrelation(values: Array, is_known: Mask, lag: tuple[int, int]) -> float:
    """Correlation -1 to 1 of (H, W) with itself `lag` (rows, columns, 0 or more) on, where both are known.

    Not a number where fewer than LEAST_PAIRS are.
    """
    down, right = lag
    near = (slice(None, values.shape[0] - down), slice(None, values.shape[1] - right))
    far = (slice(down, None), slice(right, None))
    both = is_known[near] & is_known[far]
    if both.sum() < LEAST_PAIRS:
        return math.nan
    a, b = values[near][both], values[far][both]
    a, b = a - a.mean(), b - b.mean()
    power = math.sqrt(float((a * a).sum()) * float((b * b).sum()))
    return float((a * b).sum()) / power if power > 0.0 else 0.0


def without_low_frequencies(values: Array, is_known: Mask, sigma: float) -> Array:
    """(H, W) less its surroundings' mean over `sigma` cells, divided by their spread; 0 where unknown."""
    weight = np.maximum(blur(is_known.astype(np.float64), sigma), 1e-6)
    known = np.where(is_known, values, 0.0)
    fine: Array = np.where(is_known, values - blur(known, sigma) / weight, 0.0)
    known_frac = np.maximum(blur(is_known.astype(np.float64), 2.0 * sigma), 1e-6)
    spread = np.sqrt(blur(fine * fine, 2.0 * sigma) / known_frac)
    return np.asarray(fine / np.maximum(spread, 1e-6))
