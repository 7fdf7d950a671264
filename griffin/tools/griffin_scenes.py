"""Scenes that show the griffin: what it does, where, and from which side it is looked at.

One table: a scene is a moment of a flight, a site in the land, and a view relative to the griffin. `shot`
draws them, the gallery shows them, golden images guard some of them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from griffin.arms import Arm, Arms
from griffin.creature.creature import CreatureState, settle_creature
from griffin.creature.rig import pose_griffin
from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.model import Surroundings
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.timestep import STEP_S
from griffin.game.moment import Inputs, PlayerInput
from griffin.game.session import Session, SessionStart
from griffin.linalg import Array, mat_look_at, vec_from_heading
from griffin.scene.camera import ChaseCamera
from griffin.scene.frame import CameraView, SceneFrame
from griffin.tools.stage import STILL_S, Stage
from griffin.world.sun import SUN_TUNING

FOUND_S = 0.5  # by then the head has turned
JUMP_S = 3.0  # after somebody was found: it looks ahead again
TAKE_OFF_S = 0.27  # the hind legs stretched, the wings at their highest


def wings(left_rad: float, right_rad: float) -> Arms:
    """Stretched arms at these angles above the horizontal."""
    return Arms(left=Arm(wing_rad=left_rad), right=Arm(wing_rad=right_rad))


GLIDING_ARMS = wings(0.1, 0.1)
FOLDED_ARMS = Arms.both(Arm(wing_rad=-1.35, elbow_rad=0.3))

Moment = Callable[[FlightState, Stage], tuple[FlightState, CreatureState]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where the eye is, from the griffin's middle: right, up and ahead, metres; and so what it looks at."""

    eye_m: tuple[float, float, float]
    target_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    fov_y_rad: float = math.radians(40.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GriffinScene:
    """`moment`: the state and the creature at a place; `look` None is the chase camera's own view."""

    site: Callable[[Stage], tuple[Array, float]]
    moment: Moment
    look: Look | None
    hour_h: float = SUN_TUNING.morning_h


def _bough(stage: Stage) -> tuple[Array, float]:
    return stage.perch.position_world, stage.perch.heading_rad


def _valley(stage: Stage) -> tuple[Array, float]:
    """Out over the valley, at the height of the brow."""
    place = stage.perch.position_world + vec_from_heading(stage.perch.heading_rad) * 420.0
    place[1] = max(place[1] - 20.0, float(stage.terrain.surface_m(place[0], place[2])) + 60.0)
    return place, stage.perch.heading_rad + 0.3


def _shore(stage: Stage) -> tuple[Array, float]:
    """Low over the nearest shore before the perch, along it."""
    perch, terrain = stage.perch, stage.terrain
    turns = perch.heading_rad + np.linspace(-1.0, 1.0, 21)[:, None]
    away_m = np.arange(200.0, 6000.0, 20.0)
    x = perch.position_world[0] + np.sin(turns) * away_m
    z = perch.position_world[2] - np.cos(turns) * away_m
    is_lake = terrain.height_m(x, z) < terrain.water_level_m - 1.5
    first_m = np.where(is_lake.any(axis=1), away_m[is_lake.argmax(axis=1)], math.inf)
    ray = int(first_m.argmin())
    if not math.isfinite(first_m[ray]):
        return _valley(stage)
    column = max(0, int(is_lake[ray].argmax()) - 3)
    place = np.array([x[ray, column], 0.0, z[ray, column]])
    place[1] = float(terrain.surface_m(place[0], place[2])) + 4.0
    return place, float(turns[ray, 0])


def _doing(**changes: float | Arms) -> Moment:
    """A griffin that has been flying so for long."""

    def moment(state: FlightState, _: Stage) -> tuple[FlightState, CreatureState]:
        flying = replace(
            state,
            mode=FlightMode.FLYING,
            mode_s=STILL_S,
            speed_mps=16.0,
            clearance_m=60.0,
            arms=GLIDING_ARMS,
        )
        done = replace(flying, **changes)  # type: ignore[arg-type]
        return done, settle_creature(done)

    return moment


def _standing(arms: Arms = FOLDED_ARMS) -> Moment:
    """A griffin on its bough, its wings folded unless said otherwise."""

    def moment(state: FlightState, _: Stage) -> tuple[FlightState, CreatureState]:
        done = replace(state, mode_s=STILL_S, arms=arms)
        return done, settle_creature(done)

    return moment


def _greeting(_: FlightState, stage: Stage) -> tuple[FlightState, CreatureState]:
    """Half a second after somebody was found: on its bough, looking back over its shoulder."""
    return _played(stage, FOLDED_ARMS, FOUND_S)


def _springing(_: FlightState, stage: Stage) -> tuple[FlightState, CreatureState]:
    """Just after a jump: it pushes itself off the bough."""
    return _played(stage, wings(0.5, 0.5), JUMP_S + TAKE_OFF_S, jump_s=JUMP_S)


def _played(
    stage: Stage, arms: Arms, seconds: float, *, jump_s: float | None = None
) -> tuple[FlightState, CreatureState]:
    """By the real game, so many seconds after somebody with such arms came into view."""
    session = Session(SessionStart(), Surroundings.of_land(stage.terrain, stage.perch))
    body = Steering(captured_s=0.0, arms=arms, is_tracked=True)
    jump_turn = None if jump_s is None else round(jump_s / STEP_S) + 1
    moment = session.advance(Inputs(now_s=0.0, players=(PlayerInput(steering=body, link=LinkState.LIVE),)))
    for count in range(1, round(seconds / STEP_S) + 2):  # one more: a moment lies between the last two steps
        events = (GestureEvent(captured_s=0.0, kind=EventKind.JUMP),) if count == jump_turn else ()
        heard = PlayerInput(steering=body, link=LinkState.LIVE, events=events)
        moment = session.advance(
            Inputs(now_s=count * STEP_S + 1e-6, players=(heard,))
        )  # past the step, surely
    (player,) = moment.players
    return player.flight, player.creature


_BEHIND = Look(eye_m=(-1.2, 2.1, -8.2), target_m=(0.0, 0.55, 0.0))
_DOWN, _UP = 2.0 * math.pi * 0.26, 2.0 * math.pi * 0.80  # phases of the beat

GRIFFIN_SCENES: dict[str, GriffinScene] = {
    "griffin-back": GriffinScene(site=_valley, moment=_doing(), look=None),
    "griffin-down-stroke": GriffinScene(
        site=_valley, moment=_doing(stroke_frac=1.0, stroke_phase_rad=_DOWN), look=_BEHIND
    ),
    "griffin-up-stroke": GriffinScene(
        site=_valley, moment=_doing(stroke_frac=1.0, stroke_phase_rad=_UP), look=_BEHIND
    ),
    "griffin-bank": GriffinScene(
        site=_valley,
        moment=_doing(roll_rad=0.85, turn_radps=0.6, arms=wings(0.45, -0.35)),
        look=Look(eye_m=(3.6, 4.2, -7.0), target_m=(0.0, 0.1, 0.0)),
    ),
    "griffin-below": GriffinScene(
        site=_valley,
        moment=_doing(roll_rad=-0.12),
        look=Look(eye_m=(2.2, -5.6, 4.6), target_m=(0.0, 0.0, 0.3)),
    ),
    "griffin-dive": GriffinScene(
        site=_valley,
        moment=_doing(path_rad=-0.62, pitch_rad=-0.55, speed_mps=38.0),
        look=Look(eye_m=(5.0, 2.6, 4.6), target_m=(0.0, 0.0, -0.3)),
    ),
    "griffin-portrait": GriffinScene(
        site=_valley,
        moment=_doing(roll_rad=0.1),
        look=Look(eye_m=(1.5, 0.25, 4.3), target_m=(0.15, 0.25, 0.5)),
    ),
    "griffin-head": GriffinScene(
        site=_bough, moment=_standing(), look=Look(eye_m=(1.3, 0.95, 2.4), target_m=(0.05, 0.62, 0.85))
    ),
    "griffin-perched-front": GriffinScene(
        site=_bough,
        moment=_standing(
            Arms(left=Arm(wing_rad=0.55, elbow_rad=0.2), right=Arm(wing_rad=0.35, elbow_rad=0.1))
        ),
        look=Look(eye_m=(-3.6, 1.3, 6.0), target_m=(0.0, 0.35, 0.2)),
    ),
    "griffin-perched-back": GriffinScene(
        site=_bough, moment=_standing(), look=Look(eye_m=(2.2, 1.9, -5.4), target_m=(0.0, 0.1, 0.3))
    ),
    "griffin-found": GriffinScene(
        site=_bough, moment=_greeting, look=Look(eye_m=(1.3, 2.0, -5.8), target_m=(0.0, 0.3, 0.2))
    ),
    "griffin-take-off": GriffinScene(
        site=_bough, moment=_springing, look=Look(eye_m=(7.2, 0.9, 2.0), target_m=(0.0, 0.5, -0.4))
    ),
    "griffin-landing": GriffinScene(
        site=_shore,
        moment=_doing(
            speed_mps=9.2,
            pitch_rad=0.25,
            path_rad=-0.1,
            clearance_m=4.0,
            arms=wings(0.45, 0.45),
        ),
        look=Look(eye_m=(4.3, 0.8, 6.0), target_m=(0.0, 0.25, 0.0)),
    ),
    "griffin-shadow": GriffinScene(
        site=_shore,
        moment=_doing(roll_rad=0.3, arms=wings(0.3, 0.0), clearance_m=4.0),
        look=Look(eye_m=(-2.0, 6.5, -15.0), target_m=(-0.8, -1.0, -2.0)),
    ),
}


def compose_griffin(name: str, stage: Stage) -> SceneFrame:
    """One of GRIFFIN_SCENES as a frame."""
    scene = GRIFFIN_SCENES[name]
    place, heading_rad = scene.site(stage)
    resting = FlightState(time_s=STILL_S, position_world=place, heading_rad=heading_rad)
    state, creature = scene.moment(resting, stage)
    return frame_griffin(state, creature, scene.look, stage)


def frame_griffin(
    state: FlightState, creature: CreatureState, look: Look | None, stage: Stage, *, turn_rad: float = 0.0
) -> SceneFrame:
    """A moment seen from a look, the eye turned around the griffin by `turn_rad`."""
    pose = pose_griffin(state, creature)
    if look is None:
        view = ChaseCamera(stage.terrain.surface_at).follow(state, STEP_S)
    else:
        middle = pose.world_from_body[:3, 3]
        eye = middle + _beside(look.eye_m, state.heading_rad + turn_rad)
        target = middle + _beside(look.target_m, state.heading_rad)
        view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, target), fov_y_rad=look.fov_y_rad)
    return SceneFrame(world_s=state.time_s, shown_s=state.time_s, views=(view,), creatures=(pose,))


def _beside(offset_m: tuple[float, float, float], heading_rad: float) -> Array:
    right, up, ahead = offset_m
    across = np.array([math.cos(heading_rad), 0.0, math.sin(heading_rad)])
    return np.asarray(across * right + np.array([0.0, up, 0.0]) + vec_from_heading(heading_rad) * ahead)
