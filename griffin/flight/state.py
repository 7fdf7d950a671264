"""FlightState: where the griffin is and what it does, at one moment. Plain values, no rules."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray


class FlightMode(Enum):
    """What the griffin is about."""

    PERCHED = "perched"
    FLYING = "flying"
    RETURNING = "returning"  # a veil falls, and lifts again at the branch


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightState:
    """The griffin at one moment.

    World: right-handed, +Y up, metres; heading 0 looks along -Z and grows clockwise seen from above (towards
    +X). Roll is positive right wing down, pitch positive nose up. Wings: the arm's angle above the
    horizontal, the elbow's fold, and the hand's bend above the forearm, as the player shows them.
    """

    time_s: float = 0.0
    mode: FlightMode = FlightMode.PERCHED
    mode_s: float = 0.0  # since the mode began
    position_world: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    heading_rad: float = 0.0
    pitch_rad: float = 0.0
    roll_rad: float = 0.0
    speed_mps: float = 0.0  # along the path
    path_rad: float = 0.0  # the path's angle above the horizontal
    turn_radps: float = 0.0
    thrust_s: float = 0.0  # how long the last stroke still pushes
    thrust_frac: float = 0.0  # how hard
    stroke_phase_rad: float = 0.0  # of the griffin's own wing beat, 0 = top, grows through the down stroke
    stroke_frac: float = 0.0  # 0 = wings show the arms, 1 = wings beat by themselves
    left_wing_rad: float = 0.0
    right_wing_rad: float = 0.0
    left_elbow_rad: float = 0.0
    right_elbow_rad: float = 0.0
    left_wrist_rad: float = 0.0
    right_wrist_rad: float = 0.0
    body_frac: float = 0.0  # -1 ducked, 0 standing, 1 stretched
    veil_frac: float = 0.0  # 0 = clear, 1 = nothing to be seen
    distance_m: float = 0.0
    airborne_s: float = 0.0
    clearance_m: float = 0.0  # above the ground or the water, now
    min_clearance_m: float | None = None  # the least while flying, if it ever flew
