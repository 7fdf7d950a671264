"""Where to see the evening from: slopes in the last sun beside slopes in the shade, a lake behind them.

Rays of the picture's lower part are followed over a grid of the land, from every place and with every
heading that has the sun at the picture's side. The best view has light and shade in equal parts, far apart,
and no rock behind the griffin, which has its colour.
"""

from dataclasses import dataclass

import numpy as np

from griffin.linalg import Array
from griffin.tools.stage import Stage
from griffin.tools.vantage import LandGrid, fan, places_ahead, survey_square
from griffin.world.sun import sun_at


@dataclass(frozen=True, slots=True, kw_only=True)
class EveningViewTuning:
    """What is looked for, and how carefully. Bearings are from the heading."""

    hour_h: float = 19.2  # the evening's at its best: all hours show the place that is chosen for this one
    ahead_m: float = 1500.0  # of the searched square's middle, from the perch ...
    half_m: float = 2600.0  # ... and half its side
    cell_m: float = 32.0
    margin_cells: int = 25
    every_cells: int = 5
    eye_m: float = 90.0  # above the ground
    turns_rad: tuple[float, ...] = (-0.9, -0.7, -0.5, 0.5, 0.7, 0.9)  # from the sun to the heading
    below_rad: tuple[float, float] = (0.22, 0.56)  # the horizon: the picture's lower part ...
    griffin_rad: tuple[float, float] = (0.13, 0.30)  # ... and where the griffin is, ...
    griffin_bearing_rad: float = 0.24  # ... so far to either side
    bearing_rad: float = 0.62
    from_m: float = 40.0  # a ray meets the land between here ...
    reach_m: float = 1500.0  # ... and here
    steps: int = 30
    most_spread: float = 3.4  # p75:p25 of the light: more is not better
    side_frac: float = 0.45  # of the picture in the sun, and as much in the shade
    lake_m: tuple[float, ...] = (600.0, 900.0, 1300.0, 1800.0, 2400.0)
    lake_frac: float = 0.3
    nearest_m: float = 60.0


TUNING = EveningViewTuning()


def find_evening_view(stage: Stage, tuning: EveningViewTuning = TUNING) -> tuple[Array, float]:
    """A place in the air (3,) and the heading."""
    t, sun = tuning, sun_at(tuning.hour_h)
    grid = survey_square(stage, sun, ahead_m=t.ahead_m, half_m=t.half_m, cell_m=t.cell_m)
    x, z = grid.places(t.margin_cells, t.every_cells)
    scores = np.stack(
        [_score(grid, x, z, sun.azimuth_rad + turn, float(sun.direction_world[1]), t) for turn in t.turns_rad]
    )
    turn, place = np.unravel_index(int(np.argmax(scores)), scores.shape)
    at = np.array([x[place], float(stage.terrain.surface_m(x[place], z[place])) + t.eye_m, z[place]])
    return at, sun.azimuth_rad + t.turns_rad[turn]


def _score(
    grid: LandGrid, x: Array, z: Array, heading_rad: float, level_facing: float, t: EveningViewTuning
) -> Array:
    """How good the view with one heading is from each of the places (n,)."""
    heading = np.full(len(x), heading_rad)
    eye_m = grid.read(grid.height, x, z) + t.eye_m
    low = fan(np.linspace(*t.below_rad, 10), np.linspace(-t.bearing_rad, t.bearing_rad, 13))
    middle = fan(
        np.linspace(*t.griffin_rad, 4), np.linspace(-t.griffin_bearing_rad, t.griffin_bearing_rad, 5)
    )
    below, bearing = np.concatenate([low, middle], axis=1)
    hit_m = _hit_m(grid, x, z, heading, eye_m, below, bearing, t)
    seen = places_ahead(x, z, heading, hit_m, bearing)
    light, rough, sunlit, facing = (
        grid.read(values, *seen) for values in (grid.light, grid.rough, grid.sunlit, grid.facing)
    )
    count = len(low[0])
    dark, bright = np.percentile(light[:, :count], [25.0, 75.0], axis=1)
    lit = ((sunlit > 0.7) & (facing >= 0.5 * level_facing))[:, :count].mean(axis=1)
    shaded = ((sunlit < 0.1) | (facing < 0.02))[:, :count].mean(axis=1)
    behind_griffin = rough[:, count:].mean(axis=1)
    far = places_ahead(x, z, heading, *fan(np.array(t.lake_m), np.linspace(-0.6, 0.6, 9)))
    lake = grid.read(grid.is_wet, *far).mean(axis=1)
    rise = (grid.read(grid.height, *far) - eye_m[:, None]).max(axis=1) / t.lake_m[0]
    score = np.minimum(bright / dark, t.most_spread) - 4.0 * behind_griffin - rough.mean(axis=1)
    score += (
        np.minimum(lit, t.side_frac) + np.minimum(shaded, t.side_frac) + 2.0 * np.minimum(lake, t.lake_frac)
    )
    return np.asarray(score - 4.0 * np.maximum(rise, 0.0) - 2.0 * (hit_m.min(axis=1) < t.nearest_m))


def _hit_m(
    grid: LandGrid,
    x: Array,
    z: Array,
    heading_rad: Array,
    eye_m: Array,
    below_rad: Array,
    bearing_rad: Array,
    t: EveningViewTuning,
) -> Array:
    """How far (n, m) the land is along the rays (m,) from the places (n,)."""
    hit_m = np.full((len(x), len(below_rad)), t.reach_m)
    is_open = np.ones(hit_m.shape, dtype=bool)
    for range_m in np.geomspace(t.from_m, t.reach_m, t.steps):
        at = places_ahead(x, z, heading_rad, np.full_like(below_rad, range_m), bearing_rad)
        meets = is_open & (grid.read(grid.height, *at) >= eye_m[:, None] - np.tan(below_rad) * range_m)
        hit_m[meets] = range_m
        is_open &= ~meets
    return hit_m
