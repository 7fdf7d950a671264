"""Gesture events and hand commands → Controls: what the player asks for, with body or hands.

The merger knows neither wire nor window. With nothing new it repeats its last input; when the player is out
of sight it releases the controls gently, to a level glide; `input.pilotless` goes on from there.

A camera gives 8 to 30 pictures a second, a screen 60. So that wings don't move in steps, the arms glide from
what they were to what was heard last, within the time that lay between the last two messages. Bank and climb
don't: the flight is softer than that by itself.

The demo pilot is nobody: whoever touches a key beside it keeps the controls until no key has been touched for
a while, and nothing that the demo pilot does counts meanwhile.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from griffin.arms import Arm, Arms
from griffin.events import TAKE_OFFS, EventKind, GestureEvent, Steering
from griffin.flight.controls import Controls
from griffin.flight.timestep import STEP_S


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTuning:
    """How commands of body and hand become controls."""

    let_go_s: float = 0.5  # from full steering to level glide when the player is lost: felt, and no jerk
    take_up_s: float = 0.15  # and back again: at once, yet without a jerk
    key_hold_s: float = 0.6  # after a steering key is released, before the body steers again
    demo_hold_s: float = 20.0  # after any key, before the demo pilot does: whoever flies by keys also glides
    key_roll_rad: float = math.radians(40.0)  # a brisk turn, well short of the steepest bank
    key_stroke_frac: float = 0.8  # a tap of the space bar is a good stroke
    key_wing_rad: float = math.radians(25.0)  # how far the wings show a steering key
    glide_wing_rad: float = math.radians(8.0)  # slight dihedral, as soaring eagles hold their wings
    arms_glide_s: float = 0.15  # at most, from one message to the next: 8 a second come in the dark

    def __post_init__(self) -> None:
        if self.arms_glide_s < 0.0:
            raise ValueError("arms_glide_s must not be negative")
        if min(self.let_go_s, self.take_up_s, self.key_hold_s, self.demo_hold_s) <= 0.0:
            raise ValueError("let_go_s, take_up_s, key_hold_s and demo_hold_s must be positive")
        if not 0.0 < self.key_stroke_frac <= 1.0:
            raise ValueError("key_stroke_frac must be within 0 (excluded) to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandCommand:
    """What the hands ask for: `bank` -1 left to 1 right, `climb` -1 down to 1 up, and things done once."""

    bank: int = 0
    climb: int = 0
    has_tapped_wings: bool = False  # takes off from the branch, strokes in the air
    has_reset: bool = False


NO_COMMAND = HandCommand()
_NOTHING_DONE = Controls()
_TUNING = HandTuning()


class ControlMerger:
    """Merges body and hand. `hear` what came, then `take` the controls of one simulation step.

    `is_steered_by_hand`: a steering key is down, or was a moment ago. Beside the demo pilot any key counts,
    and for longer.
    """

    def __init__(self, tuning: HandTuning = _TUNING) -> None:
        self.is_steered_by_hand = False
        self._tuning = tuning
        self._steering = Steering(captured_s=0.0)
        self._arms = GlidingArms(tuning.arms_glide_s)
        self._hand = NO_COMMAND
        self._hand_until_s = -math.inf
        self._body_frac = 0.0  # how much of the body's steering counts, eased
        self._heard_s: float | None = None
        self._once = _NOTHING_DONE
        self._is_body_heard = False

    @property
    def is_led_by_body(self) -> bool:
        """Whether the controls are what the body says, and nothing else."""
        return self._is_body_heard and self._body_frac == 1.0 and not self.is_steered_by_hand

    @property
    def said(self) -> Steering:
        """What the body said last."""
        return self._steering

    @property
    def is_tracked(self) -> bool:
        """Whether the body steered in what was heard last."""
        return self._steering.is_tracked

    @property
    def is_seated(self) -> bool:
        """Whether the body sat in what was heard last."""
        return self._steering.is_seated

    def hear(
        self,
        *,
        steering: Steering | None,
        events: Iterable[GestureEvent],
        is_linked: bool,
        hand: HandCommand,
        now_s: float,
        is_demo: bool = False,
    ) -> None:
        """Take in what arrived since the last picture. `is_linked` is false while the link is silent.

        `is_demo`: the body is the demo pilot's.
        """
        if steering is not None:
            self._steering = steering
            self._arms.aim(steering)
        is_present = is_linked and self._steering.is_tracked
        self._ease_authority(is_present, now_s)
        self._hand = hand
        if is_demo and hand != NO_COMMAND:
            self._hand_until_s = now_s + self._tuning.demo_hold_s
        elif hand.bank or hand.climb:
            self._hand_until_s = now_s + self._tuning.key_hold_s
        self.is_steered_by_hand = now_s < self._hand_until_s
        self._is_body_heard = is_present or self._body_frac > 0.0
        self._remember(() if is_demo and self.is_steered_by_hand else events, hand)

    def take(self, dt_s: float = STEP_S) -> Controls:
        """The controls of one step. What happens once is in the first step taken after it was heard."""
        self._arms.move(dt_s)
        is_by_body = self._is_body_heard and not self.is_steered_by_hand
        continuous = self._body_controls() if is_by_body else self._hand_controls()
        once, self._once = self._once, _NOTHING_DONE
        if once is _NOTHING_DONE:
            return continuous
        return replace(
            continuous,
            stroke_frac=once.stroke_frac,
            is_launch=once.is_launch,
            launch_frac=once.launch_frac,
            is_reset=once.is_reset,
        )

    def _ease_authority(self, is_present: bool, now_s: float) -> None:
        elapsed_s = 0.0 if self._heard_s is None else max(0.0, now_s - self._heard_s)
        self._heard_s = now_s
        change = elapsed_s / self._tuning.take_up_s if is_present else -elapsed_s / self._tuning.let_go_s
        self._body_frac = min(1.0, max(0.0, self._body_frac + change))

    def _remember(self, events: Iterable[GestureEvent], hand: HandCommand) -> None:
        stroke_frac = self._once.stroke_frac
        is_launch, launch_frac = self._once.is_launch, self._once.launch_frac
        is_reset = self._once.is_reset
        for event in events:
            if event.kind is EventKind.FLAP:
                stroke_frac = max(stroke_frac, event.strength or 0.0)
            elif event.kind in TAKE_OFFS:
                is_launch, is_reset = True, False
                launch_frac = _NOTHING_DONE.launch_frac
                if event.kind is EventKind.JUMP and event.strength is not None:
                    launch_frac = event.strength
            elif event.kind is EventKind.TURN_AWAY:
                is_launch, is_reset = False, True
        if hand.has_tapped_wings:
            stroke_frac = max(stroke_frac, self._tuning.key_stroke_frac)
            is_launch = True
        is_reset = is_reset or hand.has_reset
        self._once = Controls(
            stroke_frac=stroke_frac, is_launch=is_launch, launch_frac=launch_frac, is_reset=is_reset
        )

    def _body_controls(self) -> Controls:
        said, frac = self._steering, self._body_frac
        glide = Arms.both(Arm(wing_rad=self._tuning.glide_wing_rad))
        return Controls(
            roll_rad=frac * said.roll_rad,
            climb_frac=frac * said.climb_frac,
            arms=glide.blend(self._arms.now, frac),
            body_frac=frac * said.body_frac,
        )

    def _hand_controls(self) -> Controls:
        tuning, hand = self._tuning, self._hand
        lift_rad = tuning.glide_wing_rad + hand.climb * tuning.key_wing_rad
        tilt_rad = hand.bank * tuning.key_wing_rad
        return Controls(
            roll_rad=hand.bank * tuning.key_roll_rad,
            climb_frac=float(hand.climb),
            arms=Arms(left=Arm(wing_rad=lift_rad + tilt_rad), right=Arm(wing_rad=lift_rad - tilt_rad)),
            body_frac=float(hand.climb),
            is_at_rest=not (hand.bank or hand.climb),
        )


class GlidingArms:
    """The arms on their way from one message to the next."""

    def __init__(self, most_s: float) -> None:
        self._most_s = most_s
        self._captured_s: float | None = None
        self._wanted = Arms()
        self._left_s = 0.0  # until they are there
        self.now = Arms()

    def aim(self, said: Steering) -> None:
        """From here to what was said, in the time since the message before. The first is taken at once."""
        since_s = said.captured_s - self._captured_s if self._captured_s is not None else 0.0
        self._captured_s = said.captured_s
        self._wanted = said.arms
        self._left_s = min(max(since_s, 0.0), self._most_s)
        if self._left_s == 0.0:
            self.now = said.arms

    def move(self, dt_s: float) -> None:
        """Glide on by one step."""
        if self._left_s <= 0.0:
            return
        self.now = self.now.blend(self._wanted, min(1.0, dt_s / self._left_s))
        self._left_s -= dt_s
