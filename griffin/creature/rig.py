"""FlightState and CreatureState → GriffinPose: where every joint of the griffin is.

Pure: the same states give the same pose, mirrored ones the mirrored pose. What bends how much is decided in
`shaping`, and brought there in `creature`; here numbers become matrices.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.creature.creature import CreatureState, settle_creature
from griffin.creature.posture import joints_of
from griffin.creature.shaping import TUNING, spring_m
from griffin.creature.skeleton import GriffinJoint
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import mat_from_attitude, mat_translate


@dataclass(frozen=True, slots=True, kw_only=True)
class GriffinPose:
    """The creature: `world_from_body` (4, 4) and `body_from_joint` (joints, 4, 4) in the rig's order.

    `ruffle_m`, `ruffle_rad`: how far the wind lifts the small feathers, and where its wave is.
    """

    world_from_body: NDArray[np.float64]
    body_from_joint: NDArray[np.float64]
    ruffle_m: float = 0.0
    ruffle_rad: float = 0.0


def pose_griffin(state: FlightState, creature: CreatureState | None = None) -> GriffinPose:
    """The griffin's joints and its place. Without a creature it is one that has been so for long."""
    creature = creature or settle_creature(state)
    shape = creature.shape
    # On the perch the state's place is under the feet, in flight it is the middle of the body.
    stand_m = TUNING.stand_m if state.mode is FlightMode.PERCHED else 0.0
    lag_m = spring_m(state)
    level_m = lag_m * math.cos(state.path_rad)
    place = np.asarray(state.position_world) + np.array(
        [
            -level_m * math.sin(state.heading_rad),
            stand_m + shape.lift_m - lag_m * math.sin(state.path_rad),
            level_m * math.cos(state.heading_rad),
        ]
    )
    attitude = mat_from_attitude(state.heading_rad, shape.body_pitch_rad, shape.body_roll_rad)
    return GriffinPose(
        world_from_body=mat_translate(place) @ attitude,
        body_from_joint=joints_of(shape),
        ruffle_m=shape.ruffle_m,
        ruffle_rad=creature.life.ruffle_rad,
    )


def beak_world(pose: GriffinPose) -> NDArray[np.float64]:
    """Where a griffin's beak is, (3,)."""
    return np.asarray((pose.world_from_body @ pose.body_from_joint[GriffinJoint.BEAK])[:3, 3])
