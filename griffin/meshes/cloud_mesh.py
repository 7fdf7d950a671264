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

    heaps: int = 8  # pictures of fair-weather clouds ...
    veils: int = 3  # ... and of high thin ones, side by side in one texture
    picture_px: tuple[int, int] = (256, 128)
    balls: int = 40
    base_m: float = 1150.0  # above the water: over the highest peaks, so that none is cut by a slope
    base_spread_m: float = 160.0
    cell_m: float = 2300.0  # one cloud at most in each square of the sky
    cover_frac: float = 0.58
    nearest_m: float = 2500.0  # nearer clouds would stand overhead, where a flat picture looks flat
    farthest_m: float = 17_000.0
    width_m: tuple[float, float] = (750.0, 4300.0)
    width_power: float = 2.1  # most are small, a few are large
    wind_mps: tuple[float, float] = WIND.wind_mps
    street_m: float = 5200.0  # between the streets in which clouds stand along the wind
    veil_frac: float = 0.22  # of the cells have a high cloud
    veil_m: tuple[float, float] = (2600.0, 4200.0)
    veil_width_m: tuple[float, float] = (5000.0, 9500.0)
    veil_solid: float = 0.55
    puffs: int = 14  # of one cloud that is near: one can fly through
    puff_frac: float = 0.36  # width of a puff over its cloud's
    puff_solid: float = 0.85
    puff_eye_m: tuple[float, float] = (
        450.0,
        800.0,
    )  # heights of the eye at which puffs begin and are there in full

    @property
    def kinds(self) -> int:
        """All pictures in the texture."""
        return self.upright + 1

    @property
    def upright(self) -> int:
        """The pictures that stand on their base; the last, a puff's, faces the eye."""
        return self.heaps + self.veils


TUNING = CloudTuning()
# Where the processor draws, what blends costs as much as it covers.
LOW_TUNING = CloudTuning(cover_frac=0.52, width_m=(650.0, 3200.0), width_power=2.6, veil_frac=0.14, puffs=7)


def cloud_pictures(tuning: CloudTuning = TUNING) -> NDArray[np.uint8]:
    """(height, kinds * width, 3): sun seen from the left, sky seen, density; row 0 is the base."""
    heaps = [_paint_heap(kind, tuning) for kind in range(tuning.heaps)]
    veils = [_paint_veil(kind, tuning) for kind in range(tuning.veils)]
    return np.concatenate([*heaps, *veils, _paint_puff(tuning)], axis=1)


def _paint_puff(tuning: CloudTuning) -> NDArray[np.uint8]:
    """A soft ball of cloud, which is all that one sees of a cloud from within."""
    width, height = tuning.picture_px
    u, v = np.meshgrid(
        (np.arange(width) + 0.5) / width * 2.0 - 1.0, (np.arange(height) + 0.5) / height * 2.0 - 1.0
    )
    noise = GradientNoise(800)
    rough = noise.sample(3.0 * u, 3.0 * v, 0) + 0.5 * noise.sample(7.0 * u, 7.0 * v, 1)
    solid = smoothstep(0.85, 0.15, np.hypot(u, v) + 0.18 * rough) * smoothstep(1.0, 0.9, np.hypot(u, v))
    sun = np.clip(0.5 - 0.22 * u + 0.28 * v + 0.3 * rough, 0.0, 1.0)
    picture = np.stack([sun, np.full_like(u, 0.9), solid], axis=-1)
    return np.asarray(np.rint(255.0 * picture), dtype=np.uint8)


def _paint_veil(kind: int, tuning: CloudTuning) -> NDArray[np.uint8]:
    """Ice, combed out by the wind: thin streaks that bend and fray."""
    width, height = tuning.picture_px
    u, v = np.meshgrid((np.arange(width) + 0.5) / width * 2.0 - 1.0, (np.arange(height) + 0.5) / height)
    noise = GradientNoise(700 + kind)
    bend = v + 0.22 * u + 0.16 * noise.sample(1.3 * u, 2.0 * v, 0)
    comb = noise.sample(1.1 * u + 2.0 * bend, 11.0 * bend, 1) + 0.6 * noise.sample(2.7 * u, 23.0 * bend, 2)
    patch = noise.sample(1.7 * u + 9.0, 2.2 * v, 3)
    rim = smoothstep(1.0, 0.35, np.abs(u)) * smoothstep(0.0, 0.35, v) * smoothstep(1.0, 0.6, v)
    solid = smoothstep(-0.25, 1.1, comb + 0.9 * patch) * rim
    picture = np.stack([np.full_like(u, 0.85), np.ones_like(u), solid], axis=-1)
    return np.asarray(np.rint(255.0 * picture), dtype=np.uint8)


def _paint_heap(kind: int, tuning: CloudTuning) -> NDArray[np.uint8]:
    width, height = tuning.picture_px
    u, v = np.meshgrid((np.arange(width) + 0.5) / width * 2.0 - 1.0, (np.arange(height) + 0.5) / height)
    noise = GradientNoise(kind)
    u = u + 0.045 * noise.sample(u * 5.0, v * 5.0, 0) + 0.02 * noise.sample(u * 13.0, v * 13.0, 1)
    v = v + 0.045 * noise.sample(u * 5.0, v * 5.0, 2) + 0.02 * noise.sample(u * 13.0, v * 13.0, 3)
    chance = hash_u32(np.arange(4 * tuning.balls), 900 + kind).reshape(4, tuning.balls) / 2.0**32
    # Puffs, rows and towers.
    tall, wide, small = ((0.62, 0.8, 1.0), (0.42, 1.0, 0.72), (1.05, 0.62, 1.1))[kind % 3]
    x = wide * 0.78 * (chance[0] + 0.6 * chance[1] - 0.8) / 0.8
    lean = 0.5 * chance[0, 0] - 0.25  # the highest tower stands off the middle
    top = 0.17 + 0.58 * tall * (1.0 - np.abs(x - lean) / 1.05) ** 1.6 * (0.25 + 0.75 * chance[2])
    radius = small * (0.075 + 0.12 * chance[3]) * (1.0 - 0.45 * np.abs(x))
    depth = np.full(u.shape, -1.0)
    for ball_x, ball_y, ball_r in zip(x, np.maximum(top - radius, 0.12), radius, strict=True):
        rise = v - ball_y
        rise = np.where(rise < 0.0, 0.5 * rise, rise)  # heaps stand on the base rather than float
        away = (u - ball_x) ** 2 * 0.75 + rise**2
        bulge = 0.6 * ball_r + np.sqrt(np.maximum(ball_r**2 - away, 0.0)) - np.sqrt(away)
        depth = _smooth_maximum(depth, bulge)
    solid = smoothstep(-0.03, 0.13, depth) * smoothstep(
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
    here = eye_world[[0, 2]] - np.array(tuning.wind_mps) * time_s  # in the drifting air
    reach = int(np.ceil(tuning.farthest_m / tuning.cell_m))
    steps = np.arange(-reach, reach + 1)
    column, row = (
        each.ravel()
        for each in np.meshgrid(steps + int(here[0] // tuning.cell_m), steps + int(here[1] // tuning.cell_m))
    )
    bits = hash_u32((column * 73_856_093) ^ (row * 19_349_663), seed)
    chance = np.stack([hash_u32(bits, each) / 2.0**32 for each in range(5)])
    place = (np.stack([column, row]) + chance[:2]) * tuning.cell_m
    rel = place - here[:, None]
    heaps = _heaps(place, rel, bits, chance, eye_world[1], tuning)
    veils = _veils(rel, hash_u32(bits, 9), eye_world[1], tuning)
    puffs = _puffs(place, rel, bits, chance, eye_world[1], tuning)
    clouds = np.concatenate([heaps, veils, puffs])
    return clouds[np.argsort(-np.hypot(clouds["a_cloud"][:, 0], clouds["a_cloud"][:, 2]))]


def _fade(rel: Array, nearest_m: float, farthest_m: float) -> Array:
    """How solid clouds are at their distance."""
    away_m = np.hypot(rel[0], rel[1])
    near = smoothstep(nearest_m, 1.5 * nearest_m, away_m)
    return np.asarray(near * smoothstep(farthest_m, 0.75 * farthest_m, away_m))


def _heaps(
    place: Array, rel: Array, bits: NDArray[np.uint32], chance: Array, eye_m: float, tuning: CloudTuning
) -> NDArray[np.void]:
    """Fair-weather clouds in their streets; most are small, a few are large."""
    solid = _fade(rel, tuning.nearest_m, tuning.farthest_m)
    there = np.flatnonzero(_is_cloudy(place, chance, tuning) & (solid > 0.0))
    clouds = np.zeros(len(there), dtype=CLOUD)
    clouds["a_cloud"][:, 0], clouds["a_cloud"][:, 2] = rel[:, there]
    clouds["a_cloud"][:, 1], clouds["a_cloud"][:, 3] = _measures_m(chance[:, there], tuning)
    clouds["a_cloud"][:, 1] -= eye_m
    clouds["a_kind"][:, 0] = bits[there] % tuning.heaps
    clouds["a_kind"][:, 1] = solid[there]
    return clouds


def _is_cloudy(place: Array, chance: Array, tuning: CloudTuning) -> NDArray[np.bool_]:
    """Which cells hold a fair-weather cloud: most of them along the streets."""
    wind = np.array(tuning.wind_mps) / np.hypot(*tuning.wind_mps)
    across = place[0] * -wind[1] + place[1] * wind[0]
    street = 0.5 + 0.5 * np.cos(across * (2.0 * np.pi / tuning.street_m))
    return np.asarray(chance[3] < tuning.cover_frac * (0.35 + 1.1 * street))


def _measures_m(chance: Array, tuning: CloudTuning) -> tuple[Array, Array]:
    """Height of a cloud's base above the water, and its width."""
    low, high = tuning.width_m
    base = tuning.base_m + tuning.base_spread_m * (chance[4] - 0.5)
    return base, low + (high - low) * chance[2] ** tuning.width_power


def _puffs(
    place: Array, rel: Array, bits: NDArray[np.uint32], chance: Array, eye_m: float, tuning: CloudTuning
) -> NDArray[np.void]:
    """What the clouds near an eye that flies high are made of: they come in where their pictures go out."""
    high = float(smoothstep(*tuning.puff_eye_m, np.float64(eye_m)))
    solid = high * (1.0 - _fade(rel, tuning.nearest_m, tuning.farthest_m))
    solid *= np.hypot(*rel) < 1.5 * tuning.nearest_m
    there = np.flatnonzero(_is_cloudy(place, chance, tuning) & (solid > 0.0))
    base_m, width_m = _measures_m(chance[:, there], tuning)
    each = np.stack(
        [hash_u32(bits[there][:, None] + np.arange(tuning.puffs), 20 + axis) for axis in range(4)]
    )
    x, y, z, size = each / 2.0**32  # (clouds, puffs) each
    # A heap: broad below, narrow above.
    reach = 0.40 * (1.0 - 0.6 * y) * width_m[:, None]
    puffs = np.zeros(x.shape, dtype=CLOUD)
    puffs["a_cloud"][..., 0] = rel[0, there][:, None] + reach * (2.0 * x - 1.0)
    puffs["a_cloud"][..., 1] = (base_m - eye_m)[:, None] + (0.08 + 0.2 * y) * width_m[:, None]
    puffs["a_cloud"][..., 2] = rel[1, there][:, None] + reach * (2.0 * z - 1.0)
    puffs["a_cloud"][..., 3] = tuning.puff_frac * (0.6 + 0.4 * size) * width_m[:, None]
    puffs["a_kind"][..., 0] = tuning.upright
    puffs["a_kind"][..., 1] = tuning.puff_solid * solid[there][:, None]
    return puffs.ravel()


def _veils(rel: Array, bits: NDArray[np.uint32], eye_m: float, tuning: CloudTuning) -> NDArray[np.void]:
    """High thin clouds."""
    chance = np.stack([hash_u32(bits, each) / 2.0**32 for each in range(3)])
    solid = tuning.veil_solid * _fade(rel, 2.0 * tuning.nearest_m, tuning.farthest_m)
    there = np.flatnonzero((chance[0] < tuning.veil_frac) & (solid > 0.0))
    clouds = np.zeros(len(there), dtype=CLOUD)
    clouds["a_cloud"][:, 0], clouds["a_cloud"][:, 2] = rel[:, there]
    clouds["a_cloud"][:, 1] = tuning.veil_m[0] + np.ptp(tuning.veil_m) * chance[1, there] - eye_m
    clouds["a_cloud"][:, 3] = tuning.veil_width_m[0] + np.ptp(tuning.veil_width_m) * chance[2, there]
    clouds["a_kind"][:, 0] = tuning.heaps + bits[there] % tuning.veils
    clouds["a_kind"][:, 1] = solid[there]
    return clouds
