"""Nobody there for a while → Controls of a calm flight that shows what the game is. Pure.

For a game that stands in a room all day (`--kiosk`). After a minute without a player the griffin flies home
(`input.pilotless`). After two it rests on its perch, flies a quiet round by itself, comes back, and so on.
Whoever steps into view, or touches a key, finds it back at the perch: the flight that begins is theirs.

    player there ──nobody for idle_s──► back to the perch, rest_s ──► fly, flight_s ─┐
         ▲                                          ▲                                │
         └──── somebody (back to the perch first) ──┴────────────────────────────────┘
"""

import math
from dataclasses import dataclass

from griffin.arms import Arm, Arms
from griffin.flight.controls import Controls
from griffin.flight.state import FlightMode, FlightState


@dataclass(frozen=True, slots=True, kw_only=True)
class AttractTuning:
    """How long, and how calmly."""

    idle_s: float = 120.0  # a player who fetches a drink is back by then
    rest_s: float = 15.0  # on the perch between two rounds: long enough to see the view
    flight_s: float = 70.0  # of a round
    roll_rad: float = math.radians(14.0)  # of the widest bank: a soaring eagle's
    sway_s: float = 26.0  # from one bank to the same again
    wing_rad: float = math.radians(8.0)  # slight dihedral, as when the keyboard flies
    clearance_m: float = 45.0  # wanted above the ground: the land rolls by, and nothing comes near
    climb_span_m: float = 30.0  # this much too low asks for a full climb
    climb_limits_frac: tuple[float, float] = (-0.3, 0.6)  # rather a gentle sink than a dive

    def __post_init__(self) -> None:
        if min(self.idle_s, self.rest_s, self.flight_s, self.sway_s, self.climb_span_m) <= 0.0:
            raise ValueError("times and spans must be above 0")
        if not -1.0 <= self.climb_limits_frac[0] < 0.0 < self.climb_limits_frac[1] <= 1.0:
            raise ValueError("climb_limits_frac must lie around 0, within -1 and 1")


class AttractShow:
    """Says what to do while nobody plays. `hear` whether somebody does, then ask `take` in each step.

    `is_flying`: the griffin flies, or goes home, on its account.
    """

    def __init__(self, tuning: AttractTuning | None = None) -> None:
        self.is_flying = False
        self._tuning = tuning or AttractTuning()
        self._is_present = True
        self._is_idle = False
        self._last_seen_s: float | None = None

    def hear(self, *, is_present: bool, now_s: float) -> None:
        """Whether somebody steers, by body or by keys."""
        if is_present or self._last_seen_s is None:
            self._last_seen_s = now_s
        self._is_present = is_present
        self._is_idle = now_s - self._last_seen_s >= self._tuning.idle_s

    def take(self, state: FlightState) -> Controls | None:
        """The controls of one step; None while the player has them."""
        if self._is_present:
            return self._hand_over(state)
        if not (self._is_idle or self.is_flying):
            return None
        if state.mode is FlightMode.PERCHED:
            return self._rest(state)
        if state.mode is FlightMode.RETURNING:
            return Controls(is_at_rest=True)
        is_over = not self.is_flying or state.mode_s >= self._tuning.flight_s
        return Controls(is_reset=True) if is_over else self._soar(state)

    def _hand_over(self, state: FlightState) -> Controls | None:
        """Back to the branch, where a flight of their own begins; behind the veil the wings are theirs."""
        if self.is_flying and state.mode is FlightMode.FLYING:
            return Controls(is_reset=True)
        self.is_flying = self.is_flying and state.mode is FlightMode.RETURNING
        return None

    def _rest(self, state: FlightState) -> Controls:
        is_rested = state.mode_s >= self._tuning.rest_s
        self.is_flying = is_rested
        return Controls(is_launch=is_rested, is_at_rest=not is_rested)

    def _soar(self, state: FlightState) -> Controls:
        tuning = self._tuning
        roll_rad = tuning.roll_rad * math.sin(math.tau * state.mode_s / tuning.sway_s)
        too_low_m = tuning.clearance_m - state.clearance_m
        least, most = tuning.climb_limits_frac
        return Controls(
            roll_rad=roll_rad,
            climb_frac=min(most, max(least, too_low_m / tuning.climb_span_m)),
            arms=Arms.both(Arm(wing_rad=tuning.wing_rad)),
        )
