"""Short flights for the tests: the real merger and flight model over a plain."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from griffin.creature.creature import CreatureState, blend_creatures, settle_creature, step_creature
from griffin.creature.rig import GriffinPose, pose_griffin
from griffin.events import EventKind, GestureEvent, Steering
from griffin.flight.model import Surroundings, start, step
from griffin.flight.state import FlightState
from griffin.flight.timestep import FixedStep
from griffin.input.hands import ControlMerger, HandCommand
from griffin.scene.compose import blend_states

PICTURE_S = 1 / 60
PLAIN = Surroundings(
    surface_m=lambda x_m, z_m: np.zeros(np.shape(x_m)),
    perch_world=np.array([0.0, 40.0, 0.0]),
    perch_heading_rad=0.0,
)
Moment = tuple[float, FlightState, CreatureState, GriffinPose]


def fly(
    seconds: float,
    steer: Callable[[float], Steering],
    events: dict[float, EventKind] | None = None,
    surroundings: Surroundings = PLAIN,
) -> Iterator[Moment]:
    """(time, state, creature, pose) of each picture; `steer(t)` is heard at each, an event at its time."""
    merger, timestep = ControlMerger(), FixedStep()
    before = state = start(surroundings)
    creature_before = creature = settle_creature(state)
    waiting = dict(events or {})
    for picture in range(round(seconds / PICTURE_S)):
        now_s = picture * PICTURE_S
        due = [at for at in waiting if at <= now_s]
        heard = [GestureEvent(captured_s=now_s, kind=waiting.pop(at), strength=0.8) for at in due]
        merger.hear(steering=steer(now_s), events=heard, is_linked=True, hand=HandCommand(), now_s=now_s)
        for _ in range(timestep.advance(now_s)):
            before, state = state, step(state, merger.take(), surroundings, timestep.dt_s)
            creature_before, creature = creature, step_creature(creature, state, timestep.dt_s)
        shown = blend_states(before, state, timestep.alpha)
        griffin = blend_creatures(creature_before, creature, timestep.alpha)
        yield now_s, shown, griffin, pose_griffin(shown, griffin)


def arms(left_rad: float, right_rad: float | None = None, **more: float) -> Steering:
    """A tracked body with its arms so."""
    right_rad = left_rad if right_rad is None else right_rad
    return Steering(captured_s=0.0, left_wing_rad=left_rad, right_wing_rad=right_rad, is_tracked=True, **more)


def restless(now_s: float) -> Steering:
    """A body that does a bit of everything, both sides for themselves."""
    left, right = 0.9 * math.sin(2.3 * now_s), 0.8 * math.sin(3.1 * now_s + 1.0)
    return replace_steering(
        arms(left, right),
        roll_rad=0.6 * math.sin(0.7 * now_s),
        climb_frac=math.sin(0.5 * now_s),
        left_elbow_rad=1.2 + 1.2 * math.sin(1.7 * now_s),
        right_elbow_rad=1.0 + 1.0 * math.cos(2.9 * now_s),
        left_wrist_rad=1.1 * math.sin(4.7 * now_s),
        right_wrist_rad=1.2 * math.sin(3.9 * now_s + 2.0),
        body_frac=math.sin(1.1 * now_s),
    )


def replace_steering(said: Steering, **changes: float) -> Steering:
    """`dataclasses.replace` for what travels over the wire."""
    fields = {name: getattr(said, name) for name in said.__struct_fields__}
    return Steering(**{**fields, **changes})


def mirrored_steering(said: Steering) -> Steering:
    """The same body in a mirror."""
    return replace_steering(
        said,
        arm_line_rad=-said.arm_line_rad,
        roll_rad=-said.roll_rad,
        left_wing_rad=said.right_wing_rad,
        right_wing_rad=said.left_wing_rad,
        left_elbow_rad=said.right_elbow_rad,
        right_elbow_rad=said.left_elbow_rad,
        left_wrist_rad=said.right_wrist_rad,
        right_wrist_rad=said.left_wrist_rad,
    )


def mirrored_state(state: FlightState) -> FlightState:
    """The same flight in a mirror."""
    return replace(
        state,
        roll_rad=-state.roll_rad,
        turn_radps=-state.turn_radps,
        left_wing_rad=state.right_wing_rad,
        right_wing_rad=state.left_wing_rad,
        left_elbow_rad=state.right_elbow_rad,
        right_elbow_rad=state.left_elbow_rad,
        left_wrist_rad=state.right_wrist_rad,
        right_wrist_rad=state.left_wrist_rad,
    )


def fastest_radps(poses: list[np.ndarray]) -> float:
    """The fastest turn of any joint from one picture to the next."""
    turns = np.stack(poses)[:, :, :3, :3]
    cosines = (np.einsum("tjab,tjab->tj", turns[:-1], turns[1:]) - 1.0) / 2.0
    return float(np.arccos(np.clip(cosines, -1.0, 1.0)).max() / PICTURE_S)
