"""Fair-weather clouds: painted pictures of single clouds, and where they drift. Plain arrays, no OpenGL.

A cloud is a heap of balls on a flat base. Its picture holds not colours but what the light needs: how much of
the sun and of the sky each place sees, and how dense it is; the shader paints it in the hour's colours.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import GradientNoise, hash_u32, smoothstep
from griffin.world.wind import WIND

Array = NDArray[np.float64]

CLOUD = np.dtype(
    [("a_cloud", "f4", 4), ("a_kind", "f4", 2)]
)  # from the eye: x, y, z, width, m; kind, solidity


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudTuning:
    """The clouds of a fair morning."""

    kinds: int = 6  # pictures, side by side in one texture
    picture_px: tuple[int, int] = (256, 128)
    balls: int = 34
    base_m: float = 1150.0  # above the water: over the highest peaks, so that none is cut by a slope
    base_spread_m: float = 160.0
    cell_m: float = 2300.0  # one cloud at most in each square of the sky
    cover_frac: float = 0.42
    nearest_m: float = 2500.0  # nearer clouds would stand overhead, where a flat picture looks flat
    farthest_m: float = 17_000.0
    width_m: tuple[float, float] = (700.0, 2300.0)
    wind_mps: tuple[float, float] = WIND.wind_mps
    street_m: float = 5200.0  # clouds stand in streets along the wind, so far apart


TUNING = CloudTuning()


def cloud_pictures(tuning: CloudTuning = TUNING) -> NDArray[np.uint8]:
    """(height, kinds * width, 3): sun seen from the left, sky seen, density; row 0 is the base."""
    return np.concatenate([_paint_cloud(kind, tuning) for kind in range(tuning.kinds)], axis=1)


def _paint_cloud(kind: int, tuning: CloudTuning) -> NDArray[np.uint8]:
    width, height = tuning.picture_px
    u, v = np.meshgrid((np.arange(width) + 0.5) / width * 2.0 - 1.0, (np.arange(height) + 0.5) / height)
    noise = GradientNoise(kind)
    u = u + 0.045 * noise.sample(u * 5.0, v * 5.0, 0) + 0.02 * noise.sample(u * 13.0, v * 13.0, 1)
    v = v + 0.045 * noise.sample(u * 5.0, v * 5.0, 2) + 0.02 * noise.sample(u * 13.0, v * 13.0, 3)
    chance = hash_u32(np.arange(4 * tuning.balls), 900 + kind).reshape(4, tuning.balls) / 2.0**32
    x = 0.76 * (chance[0] + 0.6 * chance[1] - 0.8) / 0.8
    lean = 0.5 * chance[0, 0] - 0.25  # the highest tower stands off the middle
    top = 0.2 + 0.56 * (1.0 - np.abs(x - lean) / 1.05) ** 1.6 * (0.3 + 0.7 * chance[2])
    radius = (0.085 + 0.12 * chance[3]) * (1.0 - 0.45 * np.abs(x))
    depth = np.full(u.shape, -1.0)
    for ball_x, ball_y, ball_r in zip(x, np.maximum(top - radius, 0.12), radius, strict=True):
        rise = v - ball_y
        rise = np.where(rise < 0.0, 0.5 * rise, rise)  # heaps stand on the base rather than float
        away = (u - ball_x) ** 2 * 0.75 + rise**2
        bulge = 0.6 * ball_r + np.sqrt(np.maximum(ball_r**2 - away, 0.0)) - np.sqrt(away)
        depth = _smooth_maximum(depth, bulge)
    solid = smoothstep(-0.02, 0.09, depth) * smoothstep(
        0.07, 0.13, v + 0.015 * noise.sample(u * 9.0, v * 3.0, 4)
    )
    slope_v, slope_u = np.gradient(depth, 1.0 / height, 2.0 / width)
    facing = 1.0 / np.sqrt(1.0 + slope_u**2 + slope_v**2)
    sun = np.clip(0.55 + 0.34 * slope_u * facing - 0.26 * slope_v * facing, 0.0, 1.0)
    sun = sun * (0.3 + 0.7 * smoothstep(0.08, 0.4, v))
    sky = 0.3 + 0.7 * smoothstep(0.08, 0.45, v)
    picture = np.stack([sun, sky, solid], axis=-1)
    return np.asarray(np.rint(255.0 * np.clip(picture, 0.0, 1.0)), dtype=np.uint8)


def _smooth_maximum(a: Array, b: Array, width: float = 0.07) -> Array:
    """The larger of two, rounded where they are nearly equal. Source: I. Quilez, "Smooth minimum"."""
    near = np.maximum(width - np.abs(a - b), 0.0) / width
    return np.asarray(np.maximum(a, b) + near * near * (0.25 * width))


def place_clouds(
    eye_world: Array, time_s: float, seed: int, tuning: CloudTuning = TUNING
) -> NDArray[np.void]:
    """The clouds (CLOUD) about the eye at a time, the farthest first; a seed has always the same."""
    drift_m = np.array(tuning.wind_mps) * time_s
    here = eye_world[[0, 2]] - drift_m  # in the drifting air
    reach = int(np.ceil(tuning.farthest_m / tuning.cell_m))
    steps = np.arange(-reach, reach + 1)
    column, row = (
        each.ravel()
        for each in np.meshgrid(steps + int(here[0] // tuning.cell_m), steps + int(here[1] // tuning.cell_m))
    )
    bits = hash_u32((column * 73_856_093) ^ (row * 19_349_663), seed)
    chance = np.stack([hash_u32(bits, each) / 2.0**32 for each in range(5)])
    place = (np.stack([column, row]) + chance[:2]) * tuning.cell_m
    wind = np.array(tuning.wind_mps) / np.hypot(*tuning.wind_mps)
    across = place[0] * -wind[1] + place[1] * wind[0]
    street = 0.5 + 0.5 * np.cos(across * (2.0 * np.pi / tuning.street_m))
    size = chance[2] ** 1.6
    rel = place - here[:, None]
    away_m = np.hypot(rel[0], rel[1])
    solid = smoothstep(tuning.nearest_m, 1.5 * tuning.nearest_m, away_m) * smoothstep(
        tuning.farthest_m, 0.75 * tuning.farthest_m, away_m
    )
    is_there = (chance[3] < tuning.cover_frac * (0.35 + 1.1 * street)) & (solid > 0.0)
    order = np.flatnonzero(is_there)
    order = order[np.argsort(-away_m[order])]
    clouds = np.zeros(len(order), dtype=CLOUD)
    low, high = tuning.width_m
    clouds["a_cloud"][:, 0] = rel[0, order]
    clouds["a_cloud"][:, 1] = tuning.base_m + tuning.base_spread_m * (chance[4, order] - 0.5) - eye_world[1]
    clouds["a_cloud"][:, 2] = rel[1, order]
    clouds["a_cloud"][:, 3] = low + (high - low) * size[order]
    clouds["a_kind"][:, 0] = bits[order] % tuning.kinds
    clouds["a_kind"][:, 1] = solid[order]
    return clouds
