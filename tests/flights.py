"""Short flights for the tests: the real session over a plain."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import numpy as np

from griffin.arms import Arms
from griffin.creature.creature import CreatureState
from griffin.creature.rig import GriffinPose, pose_griffin
from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.model import Surroundings
from griffin.flight.state import FlightState
from griffin.game.moment import Inputs, PlayerInput
from griffin.game.session import Session, SessionStart

PICTURE_S = 1 / 60
PLAIN = Surroundings(
    surface_m=lambda _x_m, _z_m: 0.0,
    perch_world=np.array([0.0, 40.0, 0.0]),
    perch_heading_rad=0.0,
)
Picture = tuple[float, FlightState, CreatureState, GriffinPose]


def plain_session(**begin: object) -> Session:
    """A session over a plain."""
    return Session(SessionStart(**begin), PLAIN)


def one(now_s: float, **heard: object) -> Inputs:
    """The inputs of one player; the link is live unless said otherwise."""
    return Inputs(now_s=now_s, players=(PlayerInput(**{"link": LinkState.LIVE, **heard}),))


def fly(
    seconds: float,
    steer: Callable[[float], Steering],
    events: dict[float, EventKind] | None = None,
    surroundings: Surroundings = PLAIN,
) -> Iterator[Picture]:
    """(time, state, creature, pose) of each picture; `steer(t)` is heard at each, an event at its time."""
    session = Session(SessionStart(), surroundings)
    waiting = dict(events or {})
    for picture in range(round(seconds / PICTURE_S)):
        now_s = picture * PICTURE_S
        due = [at for at in waiting if at <= now_s]
        heard = tuple(GestureEvent(captured_s=now_s, kind=waiting.pop(at), strength=0.8) for at in due)
        (player,) = session.advance(one(now_s, steering=steer(now_s), events=heard)).players
        yield now_s, player.flight, player.creature, pose_griffin(player.flight, player.creature)


def angled(arms: Arms = Arms(), **angles: float) -> Arms:
    """Arms with some of their angles changed, named by side: `angled(left_wing_rad=0.5)`."""
    sides = {"left": arms.left, "right": arms.right}
    for name, value in angles.items():
        side, _, angle = name.partition("_")
        sides[side] = msgspec.structs.replace(sides[side], **{angle: value})
    return Arms(**sides)


def tracked_body(left_rad: float, right_rad: float | None = None, **angles: float) -> Steering:
    """A tracked body with its arms so; other angles as in `angled`."""
    right_rad = left_rad if right_rad is None else right_rad
    wings = angled(left_wing_rad=left_rad, right_wing_rad=right_rad, **angles)
    return Steering(captured_s=0.0, arms=wings, is_tracked=True)


def restless(now_s: float) -> Steering:
    """A body that does a bit of everything, both sides for themselves."""
    return msgspec.structs.replace(
        tracked_body(
            0.9 * math.sin(2.3 * now_s),
            0.8 * math.sin(3.1 * now_s + 1.0),
            left_elbow_rad=1.2 + 1.2 * math.sin(1.7 * now_s),
            right_elbow_rad=1.0 + 1.0 * math.cos(2.9 * now_s),
            left_wrist_rad=1.1 * math.sin(4.7 * now_s),
            right_wrist_rad=1.2 * math.sin(3.9 * now_s + 2.0),
        ),
        roll_rad=0.6 * math.sin(0.7 * now_s),
        climb_frac=math.sin(0.5 * now_s),
        body_frac=math.sin(1.1 * now_s),
    )


def mirrored_steering(said: Steering) -> Steering:
    """The same body in a mirror."""
    return msgspec.structs.replace(
        said, arm_line_rad=-said.arm_line_rad, roll_rad=-said.roll_rad, arms=said.arms.mirror()
    )


def mirrored_state(state: FlightState) -> FlightState:
    """The same flight in a mirror."""
    return replace(state, roll_rad=-state.roll_rad, turn_radps=-state.turn_radps, arms=state.arms.mirror())


def fastest_radps(poses: list[np.ndarray]) -> float:
    """The fastest turn of any joint from one picture to the next."""
    turns = np.stack(poses)[:, :, :3, :3]
    cosines = (np.einsum("tjab,tjab->tj", turns[:-1], turns[1:]) - 1.0) / 2.0
    return float(np.arccos(np.clip(cosines, -1.0, 1.0)).max() / PICTURE_S)
