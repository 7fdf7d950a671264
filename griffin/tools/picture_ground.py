"""Where the pixels of a picture lie on the land, and what is there: the ground's cover, sun or shade.

The height field is asked along rays, so no renderer takes part: the same places are found in a picture of any
quality and of any size. What stands before the ground is left out by ellipsoids about it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import Array, mat_perspective, mat_rotate_y, mat_translate, vec_normalize
from griffin.scene.frame import CameraView, SceneFrame
from griffin.tools.picture_figures import LUMINANCE, Mask, Picture, linear_from_screen
from griffin.tools.stage import Stage
from griffin.world.ground_colour import Cover, Ground
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import Shading, ShadingMaps


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundTuning:
    """How carefully the land is looked for, and what counts as what."""

    reach_m: float = 9000.0  # beyond, the air has taken most of the colour
    highest_m: float = 1500.0  # no land is higher: a ray above it that rises is the sky's
    slope: float = 1.6  # rise over run: a ray over less steep land may go so much farther than it is above it
    least_step_frac: float = 0.015  # of the way so far: what is thinner may be missed
    halvings: int = 10
    span_m: float = 8.0  # over which normals are measured
    griffin_radii_m: tuple[float, float, float] = (5.4, 1.5, 2.6)  # half span, height and length
    trunk_m: float = 9.0  # of the perch's tree, up from its foot ...
    wood_radius_m: float = 1.6  # ... and how thick it and the bough are
    meadow_search_m: float = 3000.0  # from the perch, each way
    meadow_places: int = 45  # along a side, 2000 in all: those on meadows count


TUNING = GroundTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipsoids:
    """Shapes about things: `unit_from_world` (n, 4, 4) takes each one to the unit sphere about the origin."""

    unit_from_world: Array

    def hide(self, eye_world: Array, place_world: Array) -> Mask:
        """(m,) whether one of them lies between the eye and the places (m, 3), or about them."""
        is_hidden = np.zeros(len(place_world), dtype=bool)
        for matrix in self.unit_from_world:
            turn, shift = matrix[:3, :3], matrix[:3, 3]
            eye, place = turn @ eye_world + shift, place_world @ turn.T + shift
            way = place - eye
            along = np.clip(-(way @ eye) / np.maximum((way * way).sum(axis=1), 1e-12), 0.0, 1.0)
            nearest = eye + way * along[:, None]
            is_hidden |= (nearest * nearest).sum(axis=1) < 1.0
        return is_hidden


def upright_ellipsoids(centre_world: Array, radii_m: Array) -> Ellipsoids:
    """About `centre_world` (n, 3), with `radii_m` (n, 3) along the world's axes."""
    unit_from_world = np.tile(np.eye(4), (len(centre_world), 1, 1))
    unit_from_world[:, :3, :3] /= radii_m[:, :, None]
    unit_from_world[:, :3, 3] = -centre_world / radii_m
    return Ellipsoids(unit_from_world=unit_from_world)


def creatures_and_perch(stage: Stage, frame: SceneFrame, tuning: GroundTuning = TUNING) -> Ellipsoids:
    """What stands before the land in all scenes: the frame's creatures, and the perch's trunk and bough."""
    t, foot = tuning, stage.perch.trunk_world
    unit_from_body = np.diag([*(1.0 / np.array(t.griffin_radii_m)), 1.0])
    creatures = [unit_from_body @ np.linalg.inv(pose.world_from_body) for pose in frame.creatures]
    along = np.linspace(0.0, 1.0, 8)[:, None]
    trunk = foot + along * [0.0, t.trunk_m, 0.0]
    fork = foot + np.array([0.0, t.wood_radius_m, 0.0])
    wood = np.concatenate([trunk, fork + along * (stage.perch.position_world - fork)])
    tree = upright_ellipsoids(wood, np.full_like(wood, t.wood_radius_m))
    return Ellipsoids(
        unit_from_world=np.concatenate([*np.reshape(creatures, (-1, 1, 4, 4)), tree.unit_from_world])
    )


# --- the camera -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A view and the size of its picture: pixels ↔ directions. Column and row 0.0 are a pixel's centre."""

    view: CameraView
    size_px: tuple[int, int]

    @property
    def _clip_from_world(self) -> Array:
        clip_from_view = mat_perspective(
            self.view.fov_y_rad, self.size_px[0] / self.size_px[1], near_m=0.5, far_m=24_000.0
        )
        return np.asarray(clip_from_view @ self.view.view_from_world)

    def directions(self, column_px: Array, row_px: Array) -> Array:
        """Unit vectors (..., 3) of the world from the eye through the pixels."""
        width, height = self.size_px
        up = math.tan(self.view.fov_y_rad / 2.0)
        x = ((column_px + 0.5) * 2.0 / width - 1.0) * up * width / height
        y = (1.0 - (row_px + 0.5) * 2.0 / height) * up
        in_view = np.stack([x, y, np.full_like(x, -1.0)], axis=-1)
        return vec_normalize(in_view @ self.view.view_from_world[:3, :3])

    def project(self, place_world: Array) -> tuple[Array, Array]:
        """Column and row (...) of places (..., 3); not a number for what lies behind the eye."""
        clip = place_world @ self._clip_from_world[:3, :3].T + self._clip_from_world[:3, 3]
        depth = depth_m(self.view, place_world)
        depth = np.where(depth > 0.1, depth, np.nan)
        width, height = self.size_px
        column = (clip[..., 0] / depth + 1.0) * width / 2.0 - 0.5
        row = (1.0 - clip[..., 1] / depth) * height / 2.0 - 0.5
        return column, row

    def contains(self, column_px: Array, row_px: Array, margin_px: float = 2.0) -> Mask:
        """Whether these lie within the picture."""
        width, height = self.size_px
        inside = (column_px >= margin_px) & (column_px <= width - 1 - margin_px)
        return np.asarray(inside & (row_px >= margin_px) & (row_px <= height - 1 - margin_px))

    def pixels_per_radian(self) -> float:
        """How large a thing of 1 m is at 1 m, in the picture's middle."""
        return self.size_px[1] / (2.0 * math.tan(self.view.fov_y_rad / 2.0))


def depth_m(view: CameraView, place_world: Array) -> Array:
    """How far (...) places (..., 3) lie before the eye, along its axis."""
    row = view.view_from_world[2]
    return np.asarray(-(place_world @ row[:3] + row[3]))


def turned(view: CameraView, angle_rad: float) -> CameraView:
    """The view turned about the vertical through its eye, to the right."""
    about_eye = (
        mat_translate(view.eye_world) @ mat_rotate_y(angle_rad) @ mat_translate(-np.asarray(view.eye_world))
    )
    return CameraView(
        eye_world=view.eye_world, view_from_world=view.view_from_world @ about_eye, fov_y_rad=view.fov_y_rad
    )


def turned_places(camera: Camera, view: CameraView) -> tuple[Array, Array]:
    """Column and row (H, W) in a picture of `view`, from the same eye, of what the camera's pixels show."""
    columns, rows = np.meshgrid(np.arange(camera.size_px[0]) * 1.0, np.arange(camera.size_px[1]) * 1.0)
    far = np.asarray(camera.view.eye_world) + 1000.0 * camera.directions(columns, rows)
    return Camera(view=view, size_px=camera.size_px).project(far)


# --- the ground -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LandPlaces:
    """What is at places (n,) of the land.

    `normal` (n, 3), `cover`: the ground; `light` (n, 3): linear light that leaves it; `sunlit` 0 to 1: how
    much of the sun no hill hides; `facing`: cosine of normal and sun, `level_facing` that of level ground.
    """

    place_world: Array
    normal: Array
    cover: Cover
    light: Array
    sunlit: Array
    facing: Array
    level_facing: float

    @property
    def is_lit(self) -> Mask:
        """In the sun, and turned to it at least half as much as level ground."""
        return np.asarray((self.sunlit > 0.9) & (self.facing >= 0.5 * self.level_facing))

    @property
    def is_shaded(self) -> Mask:
        """Behind a hill, or turned away from the sun."""
        return np.asarray((self.sunlit < 0.1) | (self.facing < 0.02))

    @property
    def is_meadow(self) -> Mask:
        """Grass, and neither wood nor rock, snow or gravel."""
        c = self.cover
        return np.asarray((c.wood < 0.15) & (c.rock < 0.1) & (c.snow < 0.1) & (c.gravel < 0.1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureGround:
    """Points of a picture (n,) that show land, without the lakes: `column_px`, `row_px`, what is there."""

    column_px: Array
    row_px: Array
    distance_m: Array
    land: LandPlaces

    def colours(self, rgb: Picture) -> Array:
        """Linear light (n, 3) of a picture at these points: the mean of three by three pixels."""
        column, row = np.rint(self.column_px).astype(int), np.rint(self.row_px).astype(int)
        around = np.arange(-1, 2)
        rows = np.clip(row[:, None, None] + around[:, None], 0, rgb.shape[0] - 1)
        columns = np.clip(column[:, None, None] + around, 0, rgb.shape[1] - 1)
        return np.asarray(linear_from_screen(rgb[rows, columns]).mean(axis=(1, 2)))


def cast_rays(terrain: Terrain, eye_world: Array, direction: Array, tuning: GroundTuning = TUNING) -> Array:
    """How far (n,) the land or a lake is along unit directions (n, 3); infinite for the sky."""
    t = tuning
    eye, distance = np.asarray(eye_world), np.full(len(direction), np.inf)
    live = np.arange(len(direction))
    near, far = np.zeros(len(direction)), np.full(len(direction), 0.5)
    hits: list[NDArray[np.int64]] = []
    while live.size:
        place = eye + direction[live] * far[live, None]
        above = place[:, 1] - terrain.surface_m(place[:, 0], place[:, 2])
        is_hit = above <= 0.0
        hits.append(live[is_hit])
        is_lost = (far[live] > t.reach_m) | ((place[:, 1] > t.highest_m) & (direction[live, 1] >= 0.0))
        goes_on = ~is_hit & ~is_lost
        step = np.maximum(above / t.slope, t.least_step_frac * far[live])[goes_on]
        live = live[goes_on]
        near[live] = far[live]
        far[live] += step
    found = np.concatenate(hits) if hits else live
    low, high = near[found], far[found]
    for _ in range(t.halvings):
        middle = 0.5 * (low + high)
        place = eye + direction[found] * middle[:, None]
        is_below = place[:, 1] <= terrain.surface_m(place[:, 0], place[:, 2])
        low, high = np.where(is_below, low, middle), np.where(is_below, middle, high)
    distance[found] = high
    return distance


def survey_picture(
    stage: Stage,
    camera: Camera,
    before: Ellipsoids,
    *,
    points: tuple[int, int],
    tuning: GroundTuning = TUNING,
) -> PictureGround:
    """What a picture shows on a regular grid of `points` (columns, rows) that isn't hidden by `before`."""
    columns, rows = (
        (np.arange(count) + 0.5) * size / count - 0.5
        for count, size in zip(points, camera.size_px, strict=True)
    )
    column, row = (each.ravel() for each in np.meshgrid(columns, rows))
    direction, eye = camera.directions(column, row), np.asarray(camera.view.eye_world)
    distance = cast_rays(stage.terrain, eye, direction, tuning)
    place = eye + direction * np.where(np.isfinite(distance), distance, 0.0)[:, None]
    is_land = np.isfinite(distance) & (place[:, 1] > stage.terrain.water_level_m + 0.5)
    is_land &= ~before.hide(eye, place)
    return PictureGround(
        column_px=column[is_land],
        row_px=row[is_land],
        distance_m=distance[is_land],
        land=survey_places(stage, place[is_land], tuning),
    )


def survey_places(
    stage: Stage, place_world: Array, tuning: GroundTuning = TUNING, *, cell_m: float | None = None
) -> LandPlaces:
    """What is at places (n, 3) on the land's surface, at least one.

    `cell_m`: their spacing, where they lie far apart: coarse shading maps are quick to make.
    """
    x, height, z = place_world.T
    normal = stage.terrain.normal(x, z, span_m=tuning.span_m)
    shading = ShadingMaps(stage.terrain, stage.sun).read(x, z, height, cell_m=cell_m or tuning.span_m)
    ground = Ground(stage.terrain.seed, stage.sun)
    return LandPlaces(
        place_world=place_world,
        normal=normal,
        cover=ground.cover(x, z, height, normal, shading),
        light=ground.colour(x, z, height, normal, shading)[:, :3],
        sunlit=shading.sunlit,
        facing=normal @ stage.sun.direction_world,
        level_facing=float(stage.sun.direction_world[1]),
    )


def light_and_shade(stage: Stage, normal: Array, tuning: GroundTuning = TUNING) -> tuple[float, float]:
    """Mean luminance of the light that leaves meadows about the perch, in the sun and in the shade.

    The ground is taken as if it had this `normal` (3,) and lay neither in a hollow nor on a crest.
    """
    t, perch = tuning, stage.perch.position_world
    steps = np.linspace(-t.meadow_search_m, t.meadow_search_m, t.meadow_places)
    x, z = (perch[axis] + each.ravel() for axis, each in zip((0, 2), np.meshgrid(steps, steps), strict=True))
    height = stage.terrain.height_m(x, z)
    land = survey_places(stage, np.stack([x, height, z], axis=-1), t, cell_m=float(steps[1] - steps[0]))
    is_meadow = land.is_meadow & (height > stage.terrain.water_level_m + 2.0)
    x, z, height = x[is_meadow], z[is_meadow], height[is_meadow]
    ground, open_land = Ground(stage.terrain.seed, stage.sun), np.zeros_like(x)
    normals = np.tile(normal, (len(x), 1))
    lit, shaded = (
        ground.colour(x, z, height, normals, Shading(sunlit=np.full_like(x, sunlit), hollow=open_land))
        for sunlit in (1.0, 0.0)
    )
    return float((lit[:, :3] @ LUMINANCE).mean()), float((shaded[:, :3] @ LUMINANCE).mean())
