"""The griffin as a living thing: its life, and its shape as it is drawn, stepped along with the flight.

`shaping` says where each joint ought to be now; here the joints go there, each no faster than muscles could
bring it. What moves slower than that is not held back at all: a wing is where the arm is. So nothing pops,
not even where the flight cuts from the air to the bough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from griffin.creature.legs import LegShape
from griffin.creature.life import Life, settle_life, step_life
from griffin.creature.posture import CreatureShape, columns_of, pack_shape, unpack_shape
from griffin.creature.shaping import shape_griffin
from griffin.creature.wing import WingShape
from griffin.easing import clamp
from griffin.flight.state import FlightState
from griffin.linalg import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleTuning:
    """The fastest that each thing may change. A joint's speed is the sum along its limb: below 20 rad/s.

    A step of an arm by 1.2 rad is followed to 90 % within 0.12 s.
    """

    elevation_radps: float = 13.3
    twist_radps: float = 3.0
    sweep_radps: float = 2.0
    arm_fold_per_s: float = 3.0  # 1 is the whole fold, which turns a bone by 1.0 rad
    hand_fold_per_s: float = 2.8  # 1 turns the hand by 1.5 rad
    wing_lift_radps: float = 2.5
    # The wing's hand turns by no more than this up or down in all. What arm and forearm leave of it
    # is the wrist's: a hand that bends alone does so at once, in a quick stroke it trails a little.
    hand_radps: float = 16.0
    wrist_radps: tuple[float, float] = (0.5, 8.0)  # at least, at most
    bend_radps: float = 2.5
    leg_radps: float = 13.0
    tail_radps: float = 4.5  # of each link to the one before
    other_radps: float = 11.0
    metres_per_s: float = 6.0

    def __post_init__(self) -> None:
        if min(self.elevation_radps, self.arm_fold_per_s, self.leg_radps, self.metres_per_s) <= 0.0:
            raise ValueError("muscles must move")
        if not 0.0 < self.wrist_radps[0] <= self.wrist_radps[1]:
            raise ValueError("wrist_radps must grow")


TUNING = MuscleTuning()


def _fastest(tuning: MuscleTuning) -> Array:
    """The limits in the order of `pack_shape`: a shape that holds each number's limit."""
    wing = WingShape(
        elevation_rad=tuning.elevation_radps,
        sweep_rad=tuning.sweep_radps,
        twist_rad=tuning.twist_radps,
        arm_fold_frac=tuning.arm_fold_per_s,
        hand_fold_frac=tuning.hand_fold_per_s,
        elbow_lift_rad=tuning.wing_lift_radps,
        wrist_lift_rad=tuning.wing_lift_radps,
        bend_rad=tuning.bend_radps,
        tuck_m=tuning.metres_per_s,
        flutter_cos_rad=tuning.bend_radps,
        flutter_sin_rad=tuning.bend_radps,
    )
    leg = LegShape(
        upper_rad=tuning.leg_radps,
        lower_rad=tuning.leg_radps,
        foot_rad=tuning.leg_radps,
        outward_rad=tuning.leg_radps,
    )
    tail = (tuning.tail_radps,) * 4
    numbers = {
        name: tuning.metres_per_s if name.endswith("_m") else tuning.other_radps
        for name, kind in CreatureShape.__dataclass_fields__.items()
        if kind.type is float
    }
    return pack_shape(
        CreatureShape(
            left_wing=wing,
            right_wing=wing,
            left_foreleg=leg,
            right_foreleg=leg,
            left_hindleg=leg,
            right_hindleg=leg,
            tail_pitch_rad=tail,
            tail_yaw_rad=tail,
            **numbers,
        )
    )


_FASTEST = _fastest(TUNING)
_IN_WING = list(WingShape.__dataclass_fields__)
_HANDS = tuple(  # where a row of `pack_shape` has elevation, elbow and wrist of each wing
    tuple(
        wing * len(_IN_WING) + _IN_WING.index(name)
        for name in ("elevation_rad", "elbow_lift_rad", "wrist_lift_rad")
    )
    for wing in range(2)
)

_LED = columns_of("body_roll_rad", "look_roll_rad")


@lru_cache(maxsize=4)
def _limits(dt_s: float) -> tuple[Array, Array]:
    """The least and the greatest change of each number in `dt_s`."""
    most = _FASTEST * dt_s
    return -most, most


def _move(change: Array, dt_s: float) -> Array:
    """As much of a change of the row as muscles bring about in `dt_s`."""
    least, most = _limits(dt_s)
    moved = np.minimum(np.maximum(change, least), most)
    hand_rad, (slow_rad, fast_rad) = (
        TUNING.hand_radps * dt_s,
        (radps * dt_s for radps in TUNING.wrist_radps),
    )
    for elevation, elbow, wrist in _HANDS:
        carried_rad = moved.item(elevation) + moved.item(elbow)
        down_rad = clamp(hand_rad + carried_rad, slow_rad, fast_rad)
        up_rad = clamp(hand_rad - carried_rad, slow_rad, fast_rad)
        moved[wrist] = clamp(change.item(wrist), -down_rad, up_rad)
    return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatureState:
    """The creature at one moment: what it is about, and its shape as one row of `pack_shape`."""

    life: Life
    row: Array

    @property
    def shape(self) -> CreatureShape:
        """The row in words."""
        return unpack_shape(self.row)


def settle_creature(state: FlightState) -> CreatureState:
    """The creature that has been in this state for long."""
    life = settle_life(state)
    return CreatureState(life=life, row=pack_shape(shape_griffin(state, life)))


def step_creature(
    creature: CreatureState,
    state: FlightState,
    dt_s: float,
    *,
    interests: Sequence[Array] = (),
    is_over_water: bool = False,
    has_found: bool = False,
) -> CreatureState:
    """The creature `dt_s` later, the flight having come to `state`. Same arguments, same result.

    `interests`: places of the world (3,) that are worth a look. `has_found`: somebody, just now.
    """
    life = step_life(
        creature.life, state, dt_s, interests=interests, is_over_water=is_over_water, has_found=has_found
    )
    wanted = pack_shape(shape_griffin(state, life))
    return CreatureState(life=life, row=creature.row + _move(wanted - creature.row, dt_s))


def lead_creature(
    creature: CreatureState, state: FlightState, before: CreatureState, dt_s: float
) -> CreatureState:
    """The creature with its wings and its bank as they are in `state`: younger ones than its own.

    They go there from `before`, `dt_s` ago, no faster than muscles bring them. All else stays as it is.
    """
    wanted = pack_shape(shape_griffin(state, creature.life))
    led = before.row + _move(wanted - before.row, dt_s)
    row = creature.row.copy()
    row[_LED] = led[_LED]
    return CreatureState(life=creature.life, row=row)


def blend_creatures(before: CreatureState, now: CreatureState, alpha: float) -> CreatureState:
    """The creature between two steps, 0 to 1: its shape is blended, its life is `now`'s."""
    return CreatureState(life=now.life, row=before.row + (now.row - before.row) * alpha)
