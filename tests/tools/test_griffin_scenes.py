"""The griffin's scenes: each can be composed, shows the griffin in the picture, and what its name says."""

import math
from dataclasses import dataclass

import numpy as np
import pytest

from griffin.creature.skeleton import (
    FEATHERS,
    FLIGHT_FEATHERS,
    PRIMARIES,
    GriffinJoint,
    Side,
    feather_joint,
)
from griffin.linalg import mat_perspective
from griffin.scene.frame import SceneFrame
from griffin.tools.griffin_scenes import GRIFFIN_SCENES, compose_griffin
from griffin.tools.shot import SCENES
from griffin.tools.stage import make_stage


@pytest.fixture(scope="module")
def frames() -> dict[str, SceneFrame]:
    stage = make_stage(1)
    return {name: compose_griffin(name, stage) for name in GRIFFIN_SCENES}


@dataclass(frozen=True, kw_only=True)
class Points:
    """Where things are on the screen, -1 to 1 each way; and in the world."""

    screen: np.ndarray
    world: np.ndarray


def points(frame: SceneFrame) -> Points:
    (pose,), (view,) = frame.creatures, frame.views
    body = [pose.body_from_joint[joint] @ [0.0, 0.0, 0.0, 1.0] for joint in GriffinJoint]
    tips = [
        pose.body_from_joint[feather_joint(side, index)] @ [FEATHERS[index].length_m, 0.0, 0.0, 1.0]
        for side in Side
        for index in (5, 7, 9)
    ]
    world = np.array([*body, *tips]) @ pose.world_from_body.T
    clip_from_view = mat_perspective(view.fov_y_rad, 1.6, 0.5, 1000.0)
    clip = world @ (clip_from_view @ view.view_from_world).T
    assert (clip[:, 3] > 0.0).all(), "behind the eye"
    return Points(screen=clip[:, :2] / clip[:, 3:], world=world[:, :3])


def test_shot_knows_them_all() -> None:
    assert set(GRIFFIN_SCENES) <= set(SCENES)
    assert len(GRIFFIN_SCENES) >= 11


@pytest.mark.parametrize("name", GRIFFIN_SCENES)
def test_the_griffin_is_in_the_picture(name: str, frames: dict[str, SceneFrame]) -> None:
    screen = points(frames[name]).screen
    assert np.abs(screen[GriffinJoint.HEAD]).max() < 1.0
    if name not in {"griffin-head", "griffin-portrait"}:  # there the wings may leave it
        assert (np.abs(screen) < 1.05).mean() > 0.93
    across = np.ptp(np.clip(screen[:, 0], -1.0, 1.0)) / 2.0
    assert across > 0.12


@pytest.mark.parametrize("name", GRIFFIN_SCENES)
def test_no_eye_is_under_the_land(name: str, frames: dict[str, SceneFrame]) -> None:
    eye = frames[name].views[0].eye_world
    terrain = make_stage(1).terrain
    assert eye[1] > float(terrain.surface_m(eye[0], eye[2])) + 0.3


def test_strokes_go_down_and_up(frames: dict[str, SceneFrame]) -> None:
    down, up = (points(frames[f"griffin-{way}-stroke"]).world[-1, 1] for way in ("down", "up"))
    assert down > up + 1.0  # tips bend up on the way down, and hang on the way up


def test_at_take_off_the_hind_feet_are_still_at_the_bough(frames: dict[str, SceneFrame]) -> None:
    perch = make_stage(1).perch.position_world
    paw = points(frames["griffin-take-off"]).world[GriffinJoint.LEFT_PAW]
    assert math.dist(paw, perch) < 1.6
    body = frames["griffin-take-off"].creatures[0].world_from_body[:3, 3]
    assert body[1] > perch[1] + 0.6


def test_the_landing_griffin_shows_the_undersides_of_both_wings(frames: dict[str, SceneFrame]) -> None:
    frame = frames["griffin-landing"]
    (pose,), (view,) = frame.creatures, frame.views

    def shown(side: Side) -> float:
        """How much one sees of the wing outside its wrist and below, m^2; negative from above."""
        outer, inner = (
            pose.body_from_joint[feather_joint(side, index)] @ [FEATHERS[index].length_m, 0.0, 0.0, 1.0]
            for index in (PRIMARIES - 1, FLIGHT_FEATHERS - 1)
        )
        wrist = pose.body_from_joint[feather_joint(side, 0)][:, 3]
        corners = np.array([wrist, outer, inner]) @ (view.view_from_world @ pose.world_from_body).T
        (ax, ay), (bx, by) = (corners[1:] - corners[0])[:, :2]
        return float(ax * by - ay * bx) / 2.0 * (-1.0 if side is Side.LEFT else 1.0)

    left, right = shown(Side.LEFT), shown(Side.RIGHT)
    assert left > 0.1 * right > 0.05  # the far one isn't seen along its blades, nor from above
