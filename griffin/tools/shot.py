"""Stills of named scenes, drawn off-screen: to look at, to compare, and to show."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from griffin.arms import Arm, Arms
from griffin.creature.rig import pose_griffin
from griffin.errors import ConfigError
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_look_at, vec_normalize
from griffin.render.quality import Quality
from griffin.scene.camera import ChaseCamera
from griffin.scene.frame import CameraView, Label, SceneFrame
from griffin.scene.shapes import Canvas, Overlay
from griffin.tools.evening_view import TUNING as EVENING_VIEW_TUNING
from griffin.tools.evening_view import find_evening_view
from griffin.tools.griffin_scenes import GRIFFIN_SCENES, compose_griffin
from griffin.tools.stage import STILL_S, Stage, make_stage, open_renderer
from griffin.tools.welcome_scenes import WELCOME_SCENES, welcome_labels, welcome_overlay
from griffin.tools.wood_view import TUNING as WOOD_VIEW_TUNING
from griffin.tools.wood_view import find_wood_view
from griffin.world.sun import SUN_TUNING

Array = NDArray[np.float64]

FOV_Y_RAD = math.radians(52.0)
WOOD_UP_M = 2.8  # of the wood's eye above the griffin


def _perched(stage: Stage) -> SceneFrame:
    """The first picture of the game: from behind the griffin over the valley."""
    perch = stage.perch
    state = FlightState(position_world=perch.position_world, heading_rad=perch.heading_rad)
    view = ChaseCamera(stage.terrain.surface_at).follow(state, 0.0)
    return SceneFrame(world_s=STILL_S, shown_s=STILL_S, views=(view,), creatures=(pose_griffin(state),))


def _glide(stage: Stage) -> SceneFrame:
    """Out over the valley, seen from the chase camera."""
    ahead = _ahead(stage.perch.heading_rad)
    place = stage.perch.position_world + ahead * 420.0
    place[1] = max(place[1] - 30.0, _surface_m(stage, place) + 60.0)
    return _behind(_flying(place, stage.perch.heading_rad + 0.25, roll_rad=0.2))


def _water(stage: Stage) -> SceneFrame:
    """Low over the lake that the perch looks at."""
    place, heading_rad = _over_lake(stage)
    return _behind(_flying(place, heading_rad, roll_rad=-0.1))


def _into_sun(stage: Stage) -> SceneFrame:
    """Over the same lake towards the sun."""
    place, _ = _over_lake(stage)
    place[1] += 16.0
    return _behind(_flying(place, stage.sun.azimuth_rad - 0.12))


def _high(stage: Stage) -> SceneFrame:
    """High above the clouds, where one sees how the land is laid out."""
    place = stage.perch.position_world - _ahead(stage.perch.heading_rad) * 900.0
    place[1] = 1850.0
    return _behind(_flying(place, stage.perch.heading_rad - 0.3, pitch_rad=-0.2), look_down_m=9.0)


def _evening(stage: Stage) -> SceneFrame:
    """Along slopes that the setting sun lights from the side, one half of them in the shade."""
    place, heading_rad = find_evening_view(stage)
    return _behind(_flying(place, heading_rad, roll_rad=0.16))


def _cliff(stage: Stage) -> SceneFrame:
    """Along the brow under the perch, the rock close at the side."""
    perch = stage.perch
    ahead = _ahead(perch.heading_rad)
    place = perch.trunk_world + ahead * 45.0
    place[1] = max(perch.trunk_world[1] - 12.0, _surface_m(stage, place) + 9.0)
    return _behind(_flying(place, perch.heading_rad - 1.2, roll_rad=-0.3))


def _wood(stage: Stage) -> SceneFrame:
    """Low over a meadow in the sun, at the edge of a wood below the perch."""
    place, heading_rad = find_wood_view(stage)
    place[1] += WOOD_VIEW_TUNING.eye_m - WOOD_UP_M
    return _behind(_flying(place, heading_rad, roll_rad=0.12), up_m=WOOD_UP_M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A view, the hour at which it is at its best, and what lies over it: shapes and words."""

    compose: Callable[[Stage], SceneFrame]
    hour_h: float = SUN_TUNING.morning_h
    overlay: Callable[[Canvas], Overlay | None] | None = None
    labels: tuple[Label, ...] = ()


_PLAIN = {
    "perch": Scene(compose=_perched),
    "glide": Scene(compose=_glide),
    "water": Scene(compose=_water),
    "into-sun": Scene(compose=_into_sun, hour_h=7.25),
    "high": Scene(compose=_high),
    "cliff": Scene(compose=_cliff),
    "wood": Scene(compose=_wood),
    "dawn": Scene(compose=_glide, hour_h=6.0),
    "evening": Scene(compose=_evening, hour_h=EVENING_VIEW_TUNING.hour_h),
    **{
        name: Scene(compose=partial(compose_griffin, name), hour_h=scene.hour_h)
        for name, scene in GRIFFIN_SCENES.items()
    },
}
SCENES = {
    **_PLAIN,
    **{
        name: replace(_PLAIN[scene.over], overlay=partial(welcome_overlay, name), labels=welcome_labels(name))
        for name, scene in WELCOME_SCENES.items()
    },
}


def find_scene(name: str) -> Scene:
    """One of SCENES. Raises ConfigError for a name that isn't there."""
    if name not in SCENES:
        raise ConfigError(
            f"There is no scene {name}.", hint=f"`griffin shot --list` names them: {', '.join(SCENES)}."
        )
    return SCENES[name]


def compose_scene(scene: Scene, stage: Stage, size_px: tuple[int, int]) -> SceneFrame:
    """All of a scene's picture of this size (width and height)."""
    frame = scene.compose(stage)
    overlay = scene.overlay(Canvas.of(size_px)) if scene.overlay else None
    return replace(frame, overlay=overlay, labels=scene.labels)


def render_shot(
    name: str,
    size_px: tuple[int, int],
    seed: int = 1,
    quality: Quality = Quality.AUTO,
    hour_h: float | None = None,
) -> NDArray[np.uint8]:
    """One scene as (H, W, 3) uint8 RGB, top row first, drawn off-screen; `hour_h`: another than its own."""
    scene = find_scene(name)
    stage = make_stage(seed, scene.hour_h if hour_h is None else hour_h)
    frame = compose_scene(scene, stage, size_px)
    with open_renderer(stage, size_px=size_px, quality=quality) as renderer:
        renderer.complete(frame)
        renderer.draw(frame)
        return renderer.read_pixels()


def _flying(
    place: Array, heading_rad: float, *, roll_rad: float = 0.0, pitch_rad: float = 0.0
) -> FlightState:
    return FlightState(
        mode=FlightMode.FLYING,
        mode_s=STILL_S,  # long after take-off
        position_world=place,
        heading_rad=heading_rad,
        roll_rad=roll_rad,
        pitch_rad=pitch_rad,
        speed_mps=16.0,
        arms=Arms(left=Arm(wing_rad=0.1 - roll_rad / 2.0), right=Arm(wing_rad=0.1 + roll_rad / 2.0)),
    )


def _behind(
    state: FlightState,
    *,
    back_m: float = 13.0,
    up_m: float = 3.6,
    right_m: float = 0.0,
    look_down_m: float = 1.2,
) -> SceneFrame:
    ahead = _ahead(state.heading_rad)
    right = np.array([-ahead[2], 0.0, ahead[0]])
    eye = state.position_world - ahead * back_m + right * right_m
    eye[1] += up_m
    look = vec_normalize(ahead * 30.0 - np.array([0.0, look_down_m + 2.0, 0.0]))
    view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, eye + look), fov_y_rad=FOV_Y_RAD)
    return SceneFrame(
        world_s=STILL_S,
        shown_s=STILL_S,
        views=(view,),
        creatures=(pose_griffin(state),),
    )


def heading_of(frame: SceneFrame) -> Array:
    """The level direction (3,) in which a frame's griffin flies."""
    level = -frame.creatures[0].world_from_body[:3, 2] * [1.0, 0.0, 1.0]
    return vec_normalize(level)


def _ahead(heading_rad: float) -> Array:
    return np.array([math.sin(heading_rad), 0.0, -math.cos(heading_rad)])


def _surface_m(stage: Stage, place: Array) -> float:
    return float(stage.terrain.surface_m(place[0], place[2]))


def _over_lake(stage: Stage) -> tuple[Array, float]:
    """A place low over the nearest water in view of the perch, and the heading along its longest reach."""
    perch, terrain = stage.perch, stage.terrain
    turns = perch.heading_rad + np.linspace(-0.9, 0.9, 19)
    away_m = np.arange(300.0, 6000.0, 60.0)
    x = perch.position_world[0] + np.sin(turns)[:, None] * away_m
    z = perch.position_world[2] - np.cos(turns)[:, None] * away_m
    is_water = terrain.height_m(x, z) < terrain.water_level_m - 1.5
    ray = int(np.argmax(is_water.sum(axis=1)))
    if not is_water[ray].any():
        return perch.position_world.copy(), perch.heading_rad
    first = int(np.argmax(is_water[ray]))
    place = np.array([x[ray, first], terrain.water_level_m + 6.0, z[ray, first]])
    return place + _ahead(float(turns[ray])) * 150.0, float(turns[ray])
