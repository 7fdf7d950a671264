"""The perch: where in the seeded land the old tree stands, and which way the griffin looks from it.

The view is composed like a picture: the sun stands at two o'clock, so the way to look is given and only the
place is searched. A coarse map about the origin is scanned from every place that could hold the tree, along
rays that spread over the view: ground that falls away at the feet, a lake that is seen below, a far range
above it. Then the best brow near that place is found on a fine map.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.linalg import mat_rotate_y, mat_translate, wrap_angle
from griffin.world.noise import smoothstep
from griffin.world.sun import SunLight, sun_at
from griffin.world.terrain import Terrain

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerchTuning:
    """What a good view is, and how carefully it is looked for."""

    sun_aside_rad: float = math.radians(60.0)  # the sun, to the right of the view: two o'clock
    search_m: float = 4400.0  # the tree stands within this of the origin, each way
    cell_m: float = 186.0  # of the coarse map: ridges are wider
    view_m: float = 7400.0  # as far as the air lets a snow range glow
    view_rad: float = math.radians(38.0)  # half of what the camera sees, and a little less
    rays: int = 9
    ray_steps: int = 20
    lowest_m: float = 110.0  # above the water: the valley must lie below
    highest_m: float = 400.0  # where grass still grows
    drop_m: float = 130.0  # the valley's depth 300 m ahead that counts as full
    lake_frac: float = 0.14  # part of the view's samples that shows water and counts as full
    floor_slope: float = 0.09  # rise over run; a valley's floor is flatter
    floor_drop_m: float = 60.0  # below the tree at least
    valley_m: float = 1900.0  # length of floor in a direction that counts as full
    valley_frac: float = 0.8  # a valley is worth this much of a lake
    range_rad: float = math.radians(3.2)  # elevation of the far range that counts as full
    brow_m: float = 190.0  # the brow is looked for within this
    brow_cell_m: float = 9.0
    brow_view_m: float = 320.0  # nothing within this may stand in the view
    eye_m: float = 9.0  # above the ground
    back_m: float = 9.0  # and behind the tree
    bough_left_m: float = 3.4  # from the trunk to where the feet are: the trunk frames the view on the right
    bough_ahead_m: float = 1.4
    bough_up_m: float = 4.6


TUNING = PerchTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Perch:
    """`position_world` (3,): where the feet are on the bough; `trunk_world` (3,): the foot of the trunk."""

    position_world: Array
    heading_rad: float
    trunk_world: Array

    @property
    def world_from_perch(self) -> Array:
        """(4, 4): the frame of the griffin's feet, -Z along its view."""
        return np.asarray(mat_translate(self.position_world) @ mat_rotate_y(-self.heading_rad))

    @property
    def trunk_perch(self) -> Array:
        """(3,): the foot of the trunk in that frame."""
        return np.asarray(np.linalg.inv(self.world_from_perch) @ [*self.trunk_world, 1.0])[:3]


def find_perch(terrain: Terrain, sun: SunLight | None = None, tuning: PerchTuning = TUNING) -> Perch:
    """The best view near the origin; the same land has the same perch. `sun`: that of the first morning."""
    heading_rad = wrap_angle((sun or sun_at()).azimuth_rad - tuning.sun_aside_rad)
    ahead = np.array([math.sin(heading_rad), -math.cos(heading_rad)])
    place = _best_view(terrain, heading_rad, tuning)
    foot_x, foot_z = _brow(terrain, place, heading_rad, tuning)
    right = np.array([-ahead[1], ahead[0]])
    trunk = np.array([foot_x, float(terrain.height_m(foot_x, foot_z)), foot_z])
    feet = trunk + np.array([0.0, tuning.bough_up_m, 0.0])
    feet[[0, 2]] += ahead * tuning.bough_ahead_m - right * tuning.bough_left_m
    return Perch(position_world=feet, heading_rad=heading_rad, trunk_world=trunk)


def _best_view(terrain: Terrain, heading_rad: float, tuning: PerchTuning) -> Array:
    """(x, z) of the place on the coarse map with the best view."""
    half = math.ceil((tuning.search_m + tuning.view_m) / tuning.cell_m)
    steps = np.arange(-half, half + 1) * tuning.cell_m
    spots = np.flatnonzero(np.abs(steps) <= tuning.search_m)
    column, row = (each.ravel() for each in np.meshgrid(spots, spots))
    here = terrain.surface_m(steps[column], steps[row])
    fits = (here > tuning.lowest_m) & (here < tuning.highest_m)
    if not fits.any():
        return np.zeros(2)
    column, row, here = column[fits], row[fits], here[fits]
    turns = heading_rad + np.linspace(-tuning.view_rad, tuning.view_rad, tuning.rays)
    away_m = np.geomspace(1.5 * tuning.cell_m, tuning.view_m, tuning.ray_steps)
    to_x = np.rint(np.sin(turns)[:, None] * away_m / tuning.cell_m).astype(int)
    to_z = np.rint(-np.cos(turns)[:, None] * away_m / tuning.cell_m).astype(int)
    seen_row, seen_column = row[:, None, None] + to_z, column[:, None, None] + to_x  # (places, rays, steps)
    ground = _heights_where(terrain.surface_m, steps, steps, seen_row, seen_column)
    seen = ground[seen_row, seen_column]
    score = _score(here, seen, away_m, terrain.water_level_m, tuning)
    best = int(np.argmax(score))
    return np.array([steps[column[best]], steps[row[best]]])


def _score(here: Array, seen: Array, away_m: Array, water_level_m: float, tuning: PerchTuning) -> Array:
    """How good the view is from each place, from the ground heights that its rays meet."""
    rise = (seen - (here + tuning.eye_m)[:, None, None]) / away_m
    horizon = np.maximum.accumulate(rise, axis=2)
    is_seen = rise >= horizon - 1e-9
    is_lake = (seen <= water_level_m) & is_seen & (away_m < 0.6 * tuning.view_m)
    lake = np.minimum(is_lake.mean(axis=(1, 2)) / tuning.lake_frac, 1.0)
    is_floor = (seen < (here - tuning.floor_drop_m)[:, None, None]) & is_seen
    step_m = np.diff(away_m)
    is_level = np.abs(np.diff(seen, axis=2)) < tuning.floor_slope * step_m
    floor_m = ((is_level & is_floor[:, :, 1:]) * step_m).sum(axis=2)
    valley = np.minimum(floor_m / tuning.valley_m, 1.0).mean(axis=1)
    drop = here - seen[:, :, away_m < 500.0].mean(axis=(1, 2))
    drop = np.clip(drop / tuning.drop_m, 0.0, 1.0)
    is_far = away_m > 0.35 * tuning.view_m
    far = np.clip(rise[:, :, is_far].max(axis=2).mean(axis=1) / tuning.range_rad, 0.0, 1.2)
    blocked = smoothstep(-0.06, 0.02, rise[:, :, ~is_far].max(axis=(1, 2)))
    below = np.maximum(lake, tuning.valley_frac * valley)
    return np.asarray(1.4 * below + 0.4 * (lake + valley) + drop + far - 2.0 * blocked)


def _brow(terrain: Terrain, place: Array, heading_rad: float, tuning: PerchTuning) -> tuple[float, float]:
    """(x, z) near a place where level ground ends, falls away ahead, and nothing stands in the view."""
    cell_m = tuning.brow_cell_m
    half, margin = math.ceil(tuning.brow_m / cell_m), math.ceil(tuning.brow_view_m / cell_m)
    steps = np.arange(-half - margin, half + margin + 1) * cell_m
    row, column = (
        each.ravel() for each in np.mgrid[margin : margin + 2 * half + 1, margin : margin + 2 * half + 1]
    )
    turns = heading_rad + np.linspace(-tuning.view_rad, tuning.view_rad, tuning.rays)
    away_m = np.geomspace(1.5 * cell_m, tuning.brow_view_m, 8)
    ahead_x, ahead_z = math.sin(heading_rad), -math.cos(heading_rad)
    # From where the first picture is taken, behind the tree: a bank beside it would fill half of that.
    to_x = np.rint((np.sin(turns)[:, None] * away_m - ahead_x * tuning.back_m) / cell_m).astype(int)
    to_z = np.rint((-np.cos(turns)[:, None] * away_m - ahead_z * tuning.back_m) / cell_m).astype(int)
    seen_row, seen_column = row[:, None, None] + to_z, column[:, None, None] + to_x  # (places, rays, steps)
    behind_m = 1.5 * cell_m
    behind_row = row - round(ahead_z * behind_m / cell_m)
    behind_column = column - round(ahead_x * behind_m / cell_m)
    ground = _heights_where(
        terrain.height_m,
        place[0] + steps,
        place[1] + steps,
        np.concatenate([row, behind_row, seen_row.ravel()]),
        np.concatenate([column, behind_column, seen_column.ravel()]),
    )
    here, behind, seen = ground[row, column], ground[behind_row, behind_column], ground[seen_row, seen_column]
    rise = (seen - (here + tuning.eye_m)[:, None, None]) / away_m
    blocked = smoothstep(-0.25, -0.12, rise.max(axis=2)).mean(axis=1)
    fall = np.clip((here[:, None, None] - seen) / away_m, -0.5, 1.1)[:, tuning.rays // 2].mean(axis=1)
    uneven = np.abs(here - behind) / behind_m
    too_high = np.maximum(here - tuning.highest_m, 0.0) / 40.0
    score = 1.5 * fall - 3.0 * blocked - 1.2 * np.maximum(uneven - 0.12, 0.0) - too_high
    best = int(np.argmax(score))
    return float(place[0] + steps[column[best]]), float(place[1] + steps[row[best]])


def _heights_where(
    height_m: Callable[[ArrayLike, ArrayLike], Array],
    x: NDArray[np.floating],
    z: NDArray[np.floating],
    row: NDArray[np.int64],
    column: NDArray[np.int64],
) -> Array:
    """(z, x) a map of heights of which only these places are filled in: the others cost time for nothing."""
    ground = np.full((len(z), len(x)), np.nan)
    is_asked = np.zeros(ground.shape, dtype=bool)
    is_asked[row, column] = True
    rows, columns = np.nonzero(is_asked)
    ground[rows, columns] = height_m(x[columns], z[rows])
    return ground
