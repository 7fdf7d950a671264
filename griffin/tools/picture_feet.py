"""Is the ground darker at the feet of trees? Where these are in a picture, and what is seen around them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array
from griffin.scene.frame import CameraView
from griffin.tools.picture_figures import LUMINANCE, Mask, Picture, linear_from_screen, read_between
from griffin.tools.picture_ground import (
    Camera,
    Ellipsoids,
    cast_rays,
    depth_m,
    survey_places,
    upright_ellipsoids,
)
from griffin.tools.stage import Stage
from griffin.world.flora import CONIFERS, TREES, Flora, Plant
from griffin.world.terrain import Terrain


@dataclass(frozen=True, slots=True, kw_only=True)
class FootTuning:
    """Which trees count, and where around them the ground is looked at."""

    tree_reach_m: float = 260.0  # trees farther away have too few pixels at their feet
    most_trees: int = 150  # the nearest ones: the others are hidden by these
    crown_px: float = 4.0  # the least radius of a crown in the picture
    foot_points: int = 16  # around each foot, on each ring
    foot_rings: tuple[float, ...] = (0.4, 0.6, 0.8)  # crown radii: on the ground under the crown ...
    conifer_rings: tuple[float, ...] = (1.15, 1.3, 1.45)  # ... or where the lowest boughs end
    around_rings: tuple[float, ...] = (2.6, 3.0, 3.4)  # and beside it
    free_radii: float = 1.8  # from all trees, for ground that counts as beside
    least_points: int = 4


TUNING = FootTuning()

# Middle, half width, half height of what hides the ground, of a plant's height: a bit larger than drawn.
_CONIFER_SHAPE, _ROUND_SHAPE, _BUSH_SHAPE = (0.40, 0.26, 0.48), (0.62, 0.50, 0.42), (0.42, 0.66, 0.52)
_STEM_SHAPE = (0.2, 0.06, 0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPlants:
    """Trees and bushes before an eye (n,), the nearest first: foot (n, 3), height, kind."""

    foot_world: Array
    size_m: Array
    is_tree: Mask
    is_conifer: Mask

    @property
    def radius_m(self) -> Array:
        """Of their crowns, about."""
        return np.asarray(np.where(self.is_conifer, 0.22, 0.44) * self.size_m)

    @property
    def shapes(self) -> Ellipsoids:
        """Crowns and stems."""
        crown = np.where(
            self.is_conifer[:, None],
            _CONIFER_SHAPE,
            np.where(self.is_tree[:, None], _ROUND_SHAPE, _BUSH_SHAPE),
        )
        shape = np.concatenate([crown, np.tile(_STEM_SHAPE, (len(crown), 1))])
        middle, level, up = (shape * np.tile(self.size_m, 2)[:, None]).T
        centre = np.tile(self.foot_world, (2, 1))
        centre[:, 1] += middle
        return upright_ellipsoids(centre, np.stack([level, up, level], axis=-1))


def near_plants(stage: Stage, view: CameraView, tuning: FootTuning = TUNING) -> NearPlants:
    """All trees and bushes within `tree_reach_m` before the eye."""
    flora = Flora(stage.terrain, stage.sun, stage.perch)
    cell_m, eye = flora.tuning.wood_cell_m, np.asarray(view.eye_world)
    low, high = (np.floor((eye[[0, 2]] + way * tuning.tree_reach_m) / cell_m).astype(int) for way in (-1, 1))
    cells = [(column, row) for column in range(low[0], high[0] + 1) for row in range(low[1], high[1] + 1)]
    middles = (np.array(cells) + 0.5) * cell_m
    in_view = np.column_stack([middles[:, 0], np.full(len(cells), eye[1]), middles[:, 1]])
    is_ahead = depth_m(view, in_view) > -cell_m
    plants = np.concatenate(
        [flora.woods(*cell) for cell, ahead in zip(cells, is_ahead, strict=True) if ahead]
    )
    plants = plants[(plants["kind"] != Plant.ROCK) & (depth_m(view, plants["place"]) > 0.0)]
    away_m = np.linalg.norm(plants["place"] - eye, axis=1)
    plants = plants[np.argsort(away_m)[: int((away_m < tuning.tree_reach_m).sum())]]
    return NearPlants(
        foot_world=plants["place"],
        size_m=plants["size_m"].astype(np.float64),
        is_tree=np.isin(plants["kind"], list(TREES)),
        is_conifer=np.isin(plants["kind"], list(CONIFERS)),
    )


def foot_darkening(
    stage: Stage, camera: Camera, rgb: Picture, before: Ellipsoids, tuning: FootTuning = TUNING
) -> Array:
    """How much darker (n,) the ground at the feet of n trees is than the ground beside them, 0 to 1.

    At the foot: rings on the ground under a broad crown, or close around a conifer's, which reaches down to
    the ground. Beside it: rings farther out, where no other tree is near. Each point's luminance is divided
    by that of the bare ground's colour there, so that wood and meadow, slopes and hills' shadows can be
    compared. Points that a plant, a hill or the griffin hides are left out, and trees with too few points.
    """
    t, eye = tuning, np.asarray(camera.view.eye_world)
    plants = near_plants(stage, camera.view, tuning)
    away_m = np.linalg.norm(plants.foot_world - eye, axis=1)
    is_large = plants.radius_m * camera.pixels_per_radian() > t.crown_px * away_m
    chosen = np.flatnonzero(plants.is_tree & is_large & camera.contains(*camera.project(plants.foot_world)))[
        : t.most_trees
    ]
    if not len(chosen):
        return np.empty(0)
    place = _rings(stage.terrain, plants, chosen, t)
    flat = place.reshape(-1, 3)
    column, row = camera.project(flat)
    seen = camera.contains(column, row)
    seen[seen] = ~plants.shapes.hide(eye, flat[seen]) & ~before.hide(eye, flat[seen])
    way = flat[seen] - eye
    far_m = np.linalg.norm(way, axis=1)
    seen[seen] = cast_rays(stage.terrain, eye, way / far_m[:, None]) > 0.97 * far_m - 0.5
    if not seen.any():
        return np.empty(0)
    bare = survey_places(stage, flat[seen]).light @ LUMINANCE
    points = np.full(len(flat), np.nan)
    points[seen] = read_between(linear_from_screen(rgb) @ LUMINANCE, column[seen], row[seen]) / bare
    value = points.reshape(place.shape[:3])
    rings = len(t.foot_rings)
    is_free = _is_free(plants, place, t)
    under, beside = value[:, :rings], np.where(is_free[:, rings:], value[:, rings:], np.nan)
    enough = [np.isfinite(each).sum(axis=(1, 2)) >= t.least_points for each in (under, beside)]
    both = enough[0] & enough[1]
    return np.asarray(1.0 - np.nanmean(under[both], axis=(1, 2)) / np.nanmean(beside[both], axis=(1, 2)))


def _rings(terrain: Terrain, plants: NearPlants, chosen: NDArray[np.int64], tuning: FootTuning) -> Array:
    """Places (trees, rings, points, 3) on the ground about the feet of the chosen trees."""
    t = tuning
    foot, radius = plants.foot_world[chosen], plants.radius_m[chosen]
    near = np.where(plants.is_conifer[chosen, None], t.conifer_rings, t.foot_rings)
    rings = np.concatenate([near, np.tile(t.around_rings, (len(chosen), 1))], axis=1)
    angle = np.arange(t.foot_points) * (2.0 * np.pi / t.foot_points)
    reach = (rings * radius[:, None])[:, :, None]
    x = foot[:, 0, None, None] + reach * np.cos(angle)
    z = foot[:, 2, None, None] + reach * np.sin(angle)
    return np.stack([x, terrain.height_m(x, z), z], axis=-1)


def _is_free(plants: NearPlants, place: Array, tuning: FootTuning) -> Mask:
    """Which of the places (..., 3) have no tree near."""
    x, z = place[..., 0].ravel(), place[..., 2].ravel()
    apart = np.hypot(x[:, None] - plants.foot_world[:, 0], z[:, None] - plants.foot_world[:, 2])
    is_free = (apart > tuning.free_radii * plants.radius_m).all(axis=1)
    return np.asarray(is_free.reshape(place.shape[:-1]))
