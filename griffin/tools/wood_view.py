"""Where a painter would stand before a wood: a meadow in the morning sun, a broken row of trees behind it.

The land below the perch is searched twice. First everywhere, by the ground's cover on a grid: open ground
ahead, wood at middle distance, more of it towards the sun, nothing high behind. Then the best of these places
are judged by the trees that stand there: how much of the picture's lower part they and their shadows cover,
how broken their row is, whether the way ahead is free. The sun is always the first flight's, so that all
hours show the same place.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array
from griffin.tools.stage import Stage
from griffin.tools.vantage import LandGrid, best_apart, fan, places_ahead, survey_square
from griffin.world.flora import CONIFERS, TREES, Flora
from griffin.world.sun import SunLight, sun_at


@dataclass(frozen=True, slots=True, kw_only=True)
class WoodViewTuning:
    """What is looked for, and how carefully. Bearings are from the heading, ranges from the place."""

    ahead_m: float = 700.0  # of the searched square's middle, from the perch ...
    half_m: float = 1100.0  # ... and half its side
    cell_m: float = 20.0
    margin_cells: int = 20  # from the square's edge, or the view would leave it
    every_cells: int = 2  # from one place that is tried to the next
    sun_turns_rad: tuple[float, ...] = (-1.9, -1.6, -1.3, -1.0, 1.0, 1.3, 1.6, 1.9)  # the sun stands aside
    near_m: tuple[float, ...] = (10.0, 30.0, 50.0)
    row_m: tuple[float, ...] = (75.0, 100.0, 130.0, 160.0, 190.0)
    caster_m: tuple[float, ...] = (32.0, 45.0, 60.0)
    far_m: tuple[float, ...] = (300.0, 400.0)
    wood_frac: float = 0.45  # of the ground at middle distance
    leafy_frac: float = 0.6  # of that wood
    tried: int = 14  # places that are judged by their trees ...
    apart_m: float = 90.0  # ... so far from each other ...
    shifts_m: tuple[float, ...] = (-15.0, 0.0, 15.0, 30.0, 45.0)  # ... each moved so far towards the sun
    tree_reach_m: float = 180.0
    row_from_m: float = 60.0
    dark_frac: float = 0.45  # of the picture's lower part: crowns, and their shadows on the meadow
    below_rad: tuple[float, float] = (0.22, 0.56)  # the horizon: that part's upper and lower edge
    row_filled_frac: float = 0.7
    row_parts: int = 24  # bearings that hold a tree or are a gap
    half_view_rad: float = 0.64
    dark_reach_m: float = 120.0  # trees farther away don't reach into that part
    free_m: float = 85.0  # ahead of the eye, over this distance, no crown ...
    free_half_m: float = 7.0  # ... hangs into a lane so wide: the griffin is seen there
    back_m: float = 13.0  # the eye's place behind the griffin ...
    eye_m: float = 15.8  # ... and above the ground


TUNING = WoodViewTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Views:
    """Candidates (n,): place, heading, and how good the ground is."""

    x: Array
    z: Array
    heading_rad: Array
    score: Array


@dataclass(slots=True)
class _Trees:
    """The trees of the cells that were asked for."""

    flora: Flora
    cells: dict[tuple[int, int], NDArray[np.void]] = field(default_factory=dict)

    def around(self, x: float, z: float, reach_m: float) -> NDArray[np.void]:
        cell_m = self.flora.tuning.wood_cell_m
        low, high = (np.floor((np.array([x, z]) + way * reach_m) / cell_m).astype(int) for way in (-1, 1))
        wanted = [
            (column, row) for column in range(low[0], high[0] + 1) for row in range(low[1], high[1] + 1)
        ]
        for cell in wanted:
            if cell not in self.cells:
                plants = self.flora.woods(*cell)
                self.cells[cell] = plants[np.isin(plants["kind"], list(TREES))]
        return np.concatenate([self.cells[cell] for cell in wanted])


def find_wood_view(stage: Stage, tuning: WoodViewTuning = TUNING) -> tuple[Array, float]:
    """A place on the ground (3,) at the sunny edge of a wood, and the heading in which it is seen best."""
    t, sun = tuning, sun_at()
    views = _views_by_ground(
        survey_square(stage, sun, ahead_m=t.ahead_m, half_m=t.half_m, cell_m=t.cell_m, is_aligned=True),
        sun,
        t,
    )
    trees = _Trees(Flora(stage.terrain, sun, stage.perch))
    aside = sun.direction_world[[0, 2]] / np.linalg.norm(sun.direction_world[[0, 2]])
    best_score, best = -math.inf, (0.0, 0.0, 0.0)
    for index in best_apart(views.score, views.x, views.z, apart_m=t.apart_m, most=t.tried):
        heading_rad = float(views.heading_rad[index])
        for shift_m in t.shifts_m:
            x, z = np.array([views.x[index], views.z[index]]) + aside * shift_m
            found = trees.around(x, z, t.tree_reach_m)
            score = float(views.score[index]) + _score_of_trees(found, x, z, heading_rad, sun, t)
            if score > best_score:
                best_score, best = score, (float(x), float(z), heading_rad)
    x, z, heading_rad = best
    return np.array([x, float(stage.terrain.surface_m(x, z)), z]), heading_rad


def _views_by_ground(grid: LandGrid, sun: SunLight, t: WoodViewTuning) -> _Views:
    """All places in the open, each with every heading; one heading after the other, for memory's sake."""
    at_x, at_z = grid.places(t.margin_cells, t.every_cells)
    is_open = (grid.read(grid.wood, at_x, at_z) < 0.05) & (grid.read(grid.sunlit, at_x, at_z) > 0.7)
    is_open &= grid.read(grid.rough, at_x, at_z) < 0.2
    x, z = at_x[is_open], at_z[is_open]
    scores = [_score_of_ground(grid, x, z, turn_rad, sun, t) for turn_rad in t.sun_turns_rad]
    turns = len(t.sun_turns_rad)
    return _Views(
        x=np.tile(x, turns),
        z=np.tile(z, turns),
        heading_rad=np.repeat(sun.azimuth_rad - np.array(t.sun_turns_rad), len(x)),
        score=np.concatenate(scores),
    )


def _score_of_ground(
    grid: LandGrid, x: Array, z: Array, turn_rad: float, sun: SunLight, t: WoodViewTuning
) -> Array:
    """How good the ground (n,) is before eyes that look `turn_rad` to the left of the sun."""
    heading = np.full(len(x), sun.azimuth_rad - turn_rad)
    level_m = grid.read(grid.height, x, z)
    near, row = (
        places_ahead(x, z, heading, *fan(np.array(range_m), np.linspace(-0.62, 0.62, 7)))
        for range_m in (t.near_m, t.row_m)
    )
    far = places_ahead(x, z, heading, *fan(np.array(t.far_m), np.linspace(-0.5, 0.5, 5)))
    caster = places_ahead(x, z, heading + np.sign(turn_rad), np.array(t.caster_m), np.zeros(len(t.caster_m)))
    wood = grid.read(grid.wood, *row)
    leafy = (wood * grid.read(grid.leafy, *row)).sum(axis=1) / np.maximum(wood.sum(axis=1), 1e-6)
    row_rise = (grid.read(grid.height, *row).mean(axis=1) - level_m) / np.mean(t.row_m)
    far_rise = (grid.read(grid.height, *far).max(axis=1) - level_m) / np.mean(t.far_m)
    score = 2.0 * (grid.read(grid.wood, *near) < 0.15).mean(axis=1)
    score += 1.5 * grid.read(grid.sunlit, *near).mean(axis=1) + grid.read(grid.sunlit, *row).mean(axis=1)
    score -= 1.5 * grid.read(grid.rough, *near).mean(axis=1) + 1.5 * grid.read(grid.slope, *near).mean(axis=1)
    score -= 3.0 * np.abs(wood.mean(axis=1) - t.wood_frac) + 1.2 * np.abs(leafy - t.leafy_frac)
    score += np.minimum(grid.read(grid.wood, *caster).mean(axis=1), 0.6)
    score -= 4.0 * np.maximum(row_rise, 0.0) + 3.0 * np.maximum(far_rise + 0.03, 0.0)
    return np.asarray(score)


def _score_of_trees(
    trees: NDArray[np.void], x: float, z: float, heading_rad: float, sun: SunLight, t: WoodViewTuning
) -> float:
    """How the trees stand in the view: 0 is perfect, what is missing is taken away."""
    rel = trees["place"][:, [0, 2]] - [x, z]
    size_m = trees["size_m"].astype(np.float64)
    is_conifer = np.isin(trees["kind"], list(CONIFERS))
    radius_m = np.where(is_conifer, 0.22, 0.44) * size_m
    ahead = np.array([math.sin(heading_rad), -math.cos(heading_rad)])
    along = rel @ ahead + t.back_m
    across = rel @ [-ahead[1], ahead[0]]
    in_way = (along > -4.0) & (along < t.free_m) & (np.abs(across) < t.free_half_m + radius_m)

    bearing = np.arctan2(across, along)
    away_m = np.hypot(along, across)
    is_row = (away_m > t.row_from_m) & (away_m < t.tree_reach_m) & (np.abs(bearing) < t.half_view_rad)
    parts = np.linspace(-t.half_view_rad, t.half_view_rad, t.row_parts)
    fills = np.abs(parts[:, None] - bearing[is_row]) < (radius_m / np.maximum(away_m, 1.0))[is_row]
    filled = float(fills.any(axis=1).mean())
    conifers = float(is_conifer[is_row].mean()) if is_row.any() else 0.0

    is_near = away_m < t.dark_reach_m
    dark = _dark_frac((rel + ahead * t.back_m)[is_near], size_m[is_near], radius_m[is_near], ahead, sun, t)
    score = -0.5 * float(in_way.sum()) - 1.5 * abs(filled - t.row_filled_frac)
    score -= 6.0 * max(0.0, t.dark_frac - dark) + 2.0 * max(0.0, dark - t.dark_frac - 0.1)
    return score - 1.2 * max(0.0, 0.2 - conifers)


def _dark_frac(
    rel: Array, size_m: Array, radius_m: Array, ahead: Array, sun: SunLight, t: WoodViewTuning
) -> float:
    """How much of the picture's lower part shows crowns or ground in their shadow; `rel` is from the eye."""
    below, bearing = (
        each.ravel() for each in np.meshgrid(np.linspace(*t.below_rad, 9), np.linspace(-0.6, 0.6, 15))
    )
    range_m = t.eye_m / np.tan(below)
    right = np.array([-ahead[1], ahead[0]])
    look = np.cos(bearing)[:, None] * ahead + np.sin(bearing)[:, None] * right
    level = sun.direction_world[[0, 2]]
    sun_slope = sun.direction_world[1] / np.linalg.norm(level)
    from_sun = -level / np.linalg.norm(level)
    way = (look * range_m[:, None])[:, None] - rel
    along, across = way @ from_sun, way @ [-from_sun[1], from_sun[0]]
    is_shaded = (along > 0.0) & (along < size_m / sun_slope) & (np.abs(across) < radius_m)
    away_m, aside_m = look @ rel.T, look @ (rel @ [[0.0, 1.0], [-1.0, 0.0]]).T
    ray_m = t.eye_m - away_m * np.tan(below)[:, None]  # above level ground, where it passes the tree
    is_hidden = (away_m > 0.0) & (np.abs(aside_m) < radius_m) & (ray_m > 0.0) & (ray_m < size_m)
    return float((is_shaded | is_hidden).any(axis=1).mean())
