"""A moment of the game and what the body has said since → the griffin with younger wings. Pure.

A picture takes a while to be drawn, and the griffin comes last. So the wire is heard once more right before
it is drawn, and for this picture alone its wings and its bank follow what has come since the turn. The game
hears the same with its next turn, so no flight and no journal depends on it.

What is shown follows by the same laws as the game: arms glide from one message to the next, wings follow arms
and have their limits. It goes on from what was shown in the picture before, not from the game's own wings, so
it doesn't move back when the game catches up. Only its arms are predicted over a part of their age, too.
"""

import math
from dataclasses import replace

from msgspec import structs

from griffin.creature.creature import CreatureState, lead_creature
from griffin.easing import approach, clamp
from griffin.events import Steering
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.timestep import LONGEST_FRAME_S, STEP_S
from griffin.flight.tuning import CALM_FLIGHT, FlightTuning
from griffin.game.moment import PlayerMoment
from griffin.input.hands import GlidingArms, HandTuning
from griffin.input.prediction import ArmPredictor, PredictionTuning

_HANDS = HandTuning()
# The game's own wings follow faster, but a picture shows them between two steps: this is as calm as that.
_FOLLOW_HZ = 50.0


class LateLead:
    """Leads the griffin of one player, as long as nothing but the body moves its wings."""

    def __init__(self, *, is_calm: bool = False, prediction: PredictionTuning | None = None) -> None:
        self._flight = CALM_FLIGHT if is_calm else FlightTuning()
        self._said: Steering | None = None
        self._gliding = GlidingArms(_HANDS.arms_glide_s)
        self._arms = self._gliding.now
        self._predictor = ArmPredictor(prediction)
        self._shown: CreatureState | None = None  # in the last picture
        self._shown_s = 0.0

    def lead(self, player: PlayerMoment, said: Steering | None, turn_s: float, now_s: float) -> PlayerMoment:
        """The griffin as it is drawn now. Call it in every picture.

        `said`: the newest that has come so far, if anything has. `turn_s`: the time of the moment.
        """
        if not player.is_led_by_body:
            self._said = None
        elif said is not None and said is not self._said and said.is_tracked:
            self._aim(said, player.flight, now_s)
        before, passed_s = self._shown, min(max(0.0, now_s - self._shown_s), LONGEST_FRAME_S)
        self._shown, self._shown_s = player.creature, now_s
        if before is None or self._said is None:
            return player
        self._follow(passed_s)
        led = replace(player.flight, arms=self._arms)
        if led.mode is not FlightMode.PERCHED:
            led = replace(led, roll_rad=self._bank(led.roll_rad, self._said, max(0.0, now_s - turn_s)))
        self._shown = lead_creature(player.creature, led, before, passed_s)
        return replace(player, flight=led, creature=self._shown)

    def _aim(self, said: Steering, flight: FlightState, now_s: float) -> None:
        if self._said is None:  # from where the wings are now
            self._gliding, self._arms = GlidingArms(_HANDS.arms_glide_s), flight.arms
        self._said = said
        self._predictor.hear(said)
        self._gliding.aim(structs.replace(said, arms=self._predictor.predict(now_s)))

    def _follow(self, passed_s: float) -> None:
        """In steps like the game's, for the arms glide while the wings follow them."""
        steps = max(1, round(passed_s / STEP_S))
        keep = math.exp(-_FOLLOW_HZ * passed_s / steps)
        for _ in range(steps):
            self._gliding.move(passed_s / steps)
            self._arms = self._gliding.now.blend(self._arms, keep)

    def _bank(self, roll_rad: float, said: Steering, since_s: float) -> float:
        most_rad = self._flight.bank_max_rad
        return approach(
            roll_rad, clamp(said.roll_rad, -most_rad, most_rad), self._flight.bank_rate_hz, since_s
        )
