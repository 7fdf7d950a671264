"""Does rock repeat itself? A wide slope of the land, a view of it, and its pixels laid on the ground."""

from dataclasses import dataclass

import numpy as np

from griffin.linalg import Array, mat_look_at, vec_normalize
from griffin.scene.frame import CameraView
from griffin.tools.picture_figures import LUMINANCE, Mask, Picture, blur, linear_from_screen, read_between
from griffin.tools.picture_ground import Camera, cast_rays, survey_places
from griffin.tools.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RockTuning:
    """Which slope is looked at, and from where."""

    search_m: float = 3000.0  # from the perch: within this, the widest sunlit rock is looked for
    step_m: float = 60.0
    away_m: float = 270.0  # the eye's distance from it ...
    above_m: float = 80.0  # ... and how much higher the eye is
    cell_m: int = 6  # within which ground is rock or isn't
    half_cells: int = 34  # half the side of the square of ground that is read


TUNING = RockTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class RockSlope:
    """A square of the land around a slope of rock, and a view of it.

    `is_rock` (H, W): where rock is, and seen in the view; one metre from place to place along the world's z
    (rows) and x (columns). `rock_world` (n, 3): the places of those that are rock, in their order.
    """

    view: CameraView
    is_rock: Mask
    rock_world: Array

    def read(self, rgb: Picture) -> Array:
        """Luminance (H, W) of the slope as the view's picture shows it; 0 where there is no rock."""
        column, row = Camera(view=self.view, size_px=(rgb.shape[1], rgb.shape[0])).project(self.rock_world)
        values = np.zeros(self.is_rock.shape)
        values[self.is_rock] = read_between(linear_from_screen(rgb) @ LUMINANCE, column, row)
        return values


def find_rock_slope(stage: Stage, fov_y_rad: float, aspect: float, tuning: RockTuning = TUNING) -> RockSlope:
    """The widest sunlit slope of rock near the perch, seen from before it; `aspect`: width over height."""
    t, terrain, perch = tuning, stage.terrain, stage.perch.position_world
    steps = np.arange(-t.search_m, t.search_m + 1.0, t.step_m)
    x, z = np.meshgrid(perch[0] + steps, perch[2] + steps)
    place = np.stack([x, terrain.height_m(x, z), z], axis=-1)
    land = survey_places(stage, place.reshape(-1, 3))
    c = land.cover
    rock = c.rock * (1.0 - c.snow) * land.is_lit * (place[..., 1].ravel() > terrain.water_level_m + 2.0)
    spread = blur(rock.reshape(x.shape), 1.0)
    middle = np.unravel_index(int(np.argmax(spread)), x.shape)
    foot = place[middle]
    level = terrain.normal(foot[0], foot[2], span_m=2.0 * t.step_m) * [1.0, 0.0, 1.0]
    eye = foot + vec_normalize(level) * t.away_m
    eye[1] = max(foot[1] + t.above_m, float(terrain.surface_m(eye[0], eye[2])) + 15.0)
    view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, foot), fov_y_rad=fov_y_rad)
    return _read_slope(stage, view, foot, Camera(view=view, size_px=(round(540 * aspect), 540)), t)


def _read_slope(
    stage: Stage, view: CameraView, middle: Array, camera: Camera, tuning: RockTuning
) -> RockSlope:
    t, eye = tuning, np.asarray(view.eye_world)
    cell_m, side = t.cell_m, 2 * t.half_cells * t.cell_m
    steps = (np.arange(2 * t.half_cells) + 0.5) * cell_m - side / 2.0
    x, z = np.meshgrid(middle[0] + steps, middle[2] + steps)
    place = np.stack([x, stage.terrain.height_m(x, z), z], axis=-1).reshape(-1, 3)
    way = place - eye
    away_m = np.linalg.norm(way, axis=1)
    land = survey_places(stage, place)
    seen = camera.contains(*camera.project(place), margin_px=4.0) & (land.cover.rock > 0.6)
    seen &= (land.cover.snow < 0.2) & ((land.normal * way).sum(axis=1) < -0.25 * away_m)
    seen[seen] = cast_rays(stage.terrain, eye, way[seen] / away_m[seen, None]) > 0.99 * away_m[seen] - 0.5
    is_rock = np.repeat(np.repeat(seen.reshape(x.shape), cell_m, axis=0), cell_m, axis=1)
    row, column = np.nonzero(is_rock)
    x, z = middle[0] + column + 0.5 - side / 2.0, middle[2] + row + 0.5 - side / 2.0
    return RockSlope(
        view=view, is_rock=is_rock, rock_world=np.stack([x, stage.terrain.height_m(x, z), z], axis=-1)
    )
