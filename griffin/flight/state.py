"""FlightState: where the griffin is and what it does, at one moment. Plain values, no rules."""

import math
import struct
from dataclasses import dataclass, field, fields
from enum import Enum
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from griffin.arms import Arm, Arms


class FlightMode(Enum):
    """The phases of a flight."""

    PERCHED = "perched"
    FLYING = "flying"
    RETURNING = "returning"  # a veil falls, and lifts again at the branch


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightState:
    """The griffin at one moment.

    World: right-handed, +Y up, metres; heading 0 looks along -Z and grows clockwise seen from above (towards
    +X). Roll is positive right wing down, pitch positive nose up. `arms`: as the player shows them.
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
    arms: Arms = Arms()
    body_frac: float = 0.0  # -1 ducked, 0 standing, 1 stretched
    veil_frac: float = 0.0  # 0 = clear, 1 = nothing to be seen
    distance_m: float = 0.0
    airborne_s: float = 0.0
    clearance_m: float = 0.0  # above the ground or the water, now
    min_clearance_m: float | None = None  # the least while flying, if it ever flew


_MODES = tuple(FlightMode)
_APART = ("mode", "position_world", "arms", "min_clearance_m")  # what is more, or less, than one number
_ANGLES = tuple(f"arms.{side}.{angle}" for side in Arms.__struct_fields__ for angle in Arm.__struct_fields__)
_NUMBERS = (*(each.name for each in fields(FlightState) if each.name not in _APART), *_ANGLES)
_read_numbers = attrgetter(*_NUMBERS)
_format = struct.Struct(f"<B{3 + len(_NUMBERS) + 1}d")


def pack_state(state: FlightState) -> bytes:
    """Every number of a state, bit for bit, in a fixed order: equal bytes are equal states."""
    least_m = math.nan if state.min_clearance_m is None else state.min_clearance_m
    place = state.position_world.tolist()
    return _format.pack(_MODES.index(state.mode), *place, *_read_numbers(state), least_m)
