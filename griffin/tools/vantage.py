"""The land about a place on a grid, for who looks for a place to see it from."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array
from griffin.meshes.cloud_mesh import TUNING as CLOUDS
from griffin.render.detail import CLOUD_SHADOWS_M, shadow_picture
from griffin.tools.picture_figures import LUMINANCE
from griffin.tools.stage import STILL_S, Stage
from griffin.world.ground_colour import Ground
from griffin.world.sun import SunLight
from griffin.world.terrain_shading import ShadingMaps
from griffin.world.wind import WIND

LEAST_SUN_SLOPE = 0.2  # for clouds' shadows, as in shaders/lib/cloud_shadow.glsl
PIECE = 1500  # points looked at together: each takes about 1 KB for a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LandGrid:
    """A square of land: (n, n) each, rows along z, from the north-west corner (x, z).

    `height` of ground or water; `sunlit` is what hills and clouds leave of the sun; `facing` the cosine of
    normal and sun; `light` luminance without clouds; `rough` where rock, stones, gravel or water lies.
    """

    corner: Array
    cell_m: float
    height: Array
    slope: Array
    wood: Array
    leafy: Array
    rough: Array
    is_wet: Array
    sunlit: Array
    facing: Array
    light: Array

    def read(self, values: Array, x: Array, z: Array) -> Array:
        """One of the arrays, at the nearest points of the grid; past its edge, the edge."""
        last = len(values) - 1
        column = np.clip(np.rint((x - self.corner[0]) / self.cell_m).astype(int), 0, last)
        row = np.clip(np.rint((z - self.corner[1]) / self.cell_m).astype(int), 0, last)
        return np.asarray(values[row, column])

    def places(self, margin: int, step: int) -> tuple[Array, Array]:
        """Places x and z (m,): of every `step`th point that is no nearer to the edge than `margin` points."""
        tried = np.arange(margin, len(self.height) - margin, step) * self.cell_m
        x, z = np.meshgrid(self.corner[0] + tried, self.corner[1] + tried)
        return x.ravel(), z.ravel()


def survey_square(
    stage: Stage, sun: SunLight, *, ahead_m: float, half_m: float, cell_m: float, is_aligned: bool = False
) -> LandGrid:
    """A square of land whose middle lies `ahead_m` before the perch.

    `is_aligned`: its points lie on whole cells from the world's origin, up to a cell aside, so that a perch
    that moves by a few metres shows the same points.
    """
    terrain, perch = stage.terrain, stage.perch
    ahead = np.array([math.sin(perch.heading_rad), -math.cos(perch.heading_rad)])
    corner = perch.position_world[[0, 2]] + ahead * ahead_m - half_m
    if is_aligned:
        corner = np.floor(corner / cell_m) * cell_m
    steps = np.arange(0.0, 2.0 * half_m, cell_m)
    shape = (len(steps), len(steps))
    x, z = (start + each.ravel() for start, each in zip(corner, np.meshgrid(steps, steps), strict=True))
    pieces = np.array_split(np.arange(len(x)), max(1, len(x) // PIECE))
    height = np.concatenate([terrain.height_m(x[piece], z[piece]) for piece in pieces])
    down, across = np.gradient(height.reshape(shape), cell_m)
    normal = np.stack([-across.ravel(), np.ones_like(height), -down.ravel()], axis=-1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    ground, maps = Ground(terrain.seed, sun), ShadingMaps(terrain, sun)
    found: dict[str, list[Array]] = {
        name: [] for name in ("slope", "wood", "leafy", "rough", "sunlit", "light")
    }
    for piece in pieces:
        where = (x[piece], z[piece], height[piece])
        shading = maps.read(*where, cell_m=cell_m)
        cover = ground.cover(*where, normal[piece], shading)
        is_wet = height[piece] < terrain.water_level_m + 0.5
        found["slope"].append(cover.slope)
        found["wood"].append(cover.wood)
        found["leafy"].append(cover.leafy)
        found["rough"].append(np.maximum.reduce([cover.rock, cover.scree, cover.gravel, 1.0 * is_wet]))
        found["sunlit"].append(shading.sunlit * (1.0 - _clouded_frac(*where, sun)))
        found["light"].append(ground.colour(*where, normal[piece], shading)[:, :3] @ LUMINANCE)
    return LandGrid(
        corner=corner,
        cell_m=cell_m,
        height=np.maximum(height, terrain.water_level_m).reshape(shape),
        is_wet=(height < terrain.water_level_m + 0.5).astype(np.float64).reshape(shape),
        facing=(normal @ sun.direction_world).reshape(shape),
        **{name: np.concatenate(parts).reshape(shape) for name, parts in found.items()},
    )


def _clouded_frac(x: Array, z: Array, height: Array, sun: SunLight) -> Array:
    """How much of the sun clouds take at places (n,) at the moment of the stills."""
    picture = shadow_picture()[..., 0] / 255.0
    up_m = np.maximum(CLOUDS.base_m - height, 0.0) / max(float(sun.direction_world[1]), LEAST_SUN_SLOPE)
    column, row = (
        np.floor(
            (place + sun.direction_world[axis] * up_m - wind_mps * STILL_S) / CLOUD_SHADOWS_M * len(picture)
        )
        for axis, place, wind_mps in zip((0, 2), (x, z), WIND.wind_mps, strict=True)
    )
    return np.asarray(picture[row.astype(int) % len(picture), column.astype(int) % len(picture)])


def places_ahead(
    x: Array, z: Array, heading_rad: Array, range_m: Array, bearing_rad: Array
) -> tuple[Array, Array]:
    """Where (n, m) x and z are from places (n,), at these ranges and bearings (m,), or (n, m) each."""
    way = heading_rad[:, None] + bearing_rad
    return x[:, None] + np.sin(way) * range_m, z[:, None] - np.cos(way) * range_m


def fan(range_m: Array, bearing_rad: Array) -> tuple[Array, Array]:
    """Ranges and bearings (n * m,): each with each."""
    ranges, bearings = np.meshgrid(range_m, bearing_rad)
    return ranges.ravel(), bearings.ravel()


def best_apart(score: Array, x: Array, z: Array, *, apart_m: float, most: int) -> NDArray[np.int64]:
    """The places of the highest scores that don't lie near one of a higher score."""
    kept: list[int] = []
    for index in np.argsort(-score):
        if (np.hypot(x[kept] - x[index], z[kept] - z[index]) > apart_m).all():
            kept.append(int(index))
            if len(kept) == most:
                break
    return np.array(kept)
