"""One body's landmarks, frame by frame, into what it says. Whose body it is, others decide."""

import msgspec

from griffin.events import EventKind, GestureEvent, Steering
from griffin.gesture.features import BodyFeatures, BodyMeasures, measure
from griffin.gesture.flail import FlailDetector
from griffin.gesture.flap import FlapDetector, Stroke
from griffin.gesture.jog import JogDetector
from griffin.gesture.jump import JumpDetector
from griffin.gesture.points import BodyPoints
from griffin.gesture.seated import SeatedDetector
from griffin.gesture.sides import SideMender
from griffin.gesture.standing import StandingHeight
from griffin.gesture.steering import SteeringReader
from griffin.gesture.trunk import TrunkWatcher
from griffin.gesture.tuning import GestureTuning
from griffin.gesture.turn import Facing, TurnDetector


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a body says in one frame."""

    steering: Steering
    events: tuple[GestureEvent, ...] = ()


class BodyReader:
    """The detectors of one body, run in the order of the data."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool) -> None:
        self._tuning = tuning
        self._is_seated = is_seated
        self._seated = SeatedDetector(tuning)
        self._sides = SideMender(tuning)
        self._measures = BodyMeasures(tuning)
        self._trunk = TrunkWatcher(tuning)
        self._standing = StandingHeight(tuning)
        self._turn = TurnDetector(tuning)
        self._jump = JumpDetector(tuning)
        self._jog = JogDetector(tuning)
        self._flap = FlapDetector(tuning)
        self._flail = FlailDetector(tuning)
        self._steering = SteeringReader(tuning)
        self._first_s: float | None = None
        self._last_jump: GestureEvent | None = None
        self._seen_s = 0.0
        self.measured: tuple[BodyPoints, BodyFeatures] | None = None  # last: what a figure of it is made of

    @property
    def facing(self) -> Facing:
        """Which way the body looks, held long enough to be sure."""
        return self._turn.facing

    @property
    def arms_frac(self) -> float:
        """How far the arms were held out to steer in the last frame, 0 to 1."""
        return self._steering.arms_frac

    def recent_jump(self, now_s: float) -> GestureEvent | None:
        """A jump made before this body became the pilot, recent enough to report now."""
        jump = self._last_jump
        is_news = jump is not None and now_s - self._tuning.late_report_s <= jump.captured_s < now_s
        return jump if is_news else None

    def measure(self, captured_s: float, points: BodyPoints) -> BodyFeatures:
        """The body's features; learns its measures."""
        mended = self._sides.mend(captured_s, points)
        body = measure(captured_s, mended, self._measures, self._tuning)
        self.measured = (mended, body)
        return body

    def read(self, body: BodyFeatures, *, is_flying: bool) -> Reading:
        """What the body says in this frame. `is_flying`: its griffin has taken off."""
        now_s = body.captured_s
        if now_s - self._seen_s > self._tuning.bridge_s:
            self.doubt()
        self._seen_s = now_s
        if self._first_s is None:
            self._first_s = now_s
        # The model's first guesses at a new body are often the wrong way round.
        if now_s - self._first_s >= self._tuning.confirm_s:
            self._turn.watch(body, is_exchanged=self._sides.are_arms_exchanged)
        motion = self._trunk.watch(body)
        above_standing_torsos = self._standing.above(body, motion)
        is_seated = self._seated.watch(body) or self._is_seated
        events: list[GestureEvent] = []
        # Someone who stands may seem to sit; only the option rules out jumps.
        height = self._jump.watch(body, above_standing_torsos, motion)
        if height is not None and not self._is_seated:
            self._last_jump = GestureEvent(captured_s=now_s, kind=EventKind.JUMP, strength=height)
            events.append(self._last_jump)
        if self._jog.watch(body, motion) and not self._is_seated:
            events.append(GestureEvent(captured_s=now_s, kind=EventKind.JOG))
        stroke = self._flap.watch(body, is_seated=is_seated)
        if stroke is not None:
            events.append(_as_event(stroke, EventKind.FLAP, now_s))
            if self._flap.is_run(now_s):
                events.append(_as_event(stroke, EventKind.FLAP_RUN, now_s))
        if self._flail.watch(body, self._flap.stroked_s) and not self._flap.has_just_run(now_s):
            events.append(GestureEvent(captured_s=now_s, kind=EventKind.FLAIL))
        steering = self._steering.read(
            body,
            above_standing_torsos=above_standing_torsos,
            shows_back=self._turn.shows_back,
            is_profile=self._turn.is_profile,
            is_seated=is_seated,
            is_flying=is_flying,
        )
        return Reading(steering=steering, events=tuple(events))

    def begin(self, before: "BodyReader | None" = None, *, keeps_facing: bool = True) -> None:
        """This body flies from now on; if it did so before, what is known of it from then goes on to hold.

        `keeps_facing`: it was away for so short a time that it looks the way it did.
        """
        self._steering.begin()
        if before is not None:
            if keeps_facing:
                self._turn.carry_on(before._turn)
            self._steering.carry_on(before._steering)
            self._jump.carry_on(before._jump)
            self._flap.carry_on(before._flap)

    def doubt(self) -> None:
        """The body was out of sight, or the model at somebody else: what it says begins anew."""
        self._trunk.interrupt()
        self._jump.interrupt()
        self._jog.interrupt()
        self._turn.interrupt()

    def miss(self, now_s: float) -> Reading:
        """What is left to say while the body is out of sight."""
        return Reading(steering=self._steering.coast(now_s, now_s - self._seen_s))


def _as_event(stroke: Stroke, kind: EventKind, captured_s: float) -> GestureEvent:
    return GestureEvent(
        captured_s=captured_s,
        kind=kind,
        strength=stroke.strength,
        left_strength=stroke.left_strength,
        right_strength=stroke.right_strength,
    )
