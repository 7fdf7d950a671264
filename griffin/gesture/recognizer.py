"""PoseFrames into Recognitions: who flies, the controls, and what was said. The only door of this package.

In the order of the data: bodies → tracks → the pilot → features → gestures and steering. Pure: all times are
those of the frames, so a recording says the same at any playback speed.
"""

import msgspec
from msgspec import structs

from griffin.events import TAKE_OFFS, EventKind, Figure, GestureEvent, Onlooker, Steering
from griffin.gesture.features import BodyFeatures
from griffin.gesture.figure import measure_figure
from griffin.gesture.pilot import PilotPhase, PilotTracker
from griffin.gesture.points import BodyPoints
from griffin.gesture.reader import Reading
from griffin.gesture.tuning import GestureTuning
from griffin.gesture.turn import Facing
from griffin.landmarks import Landmarks, PictureSpan, PoseFrame

_TUNING = GestureTuning()


class Recognition(msgspec.Struct, frozen=True, kw_only=True):
    """What one frame said.

    `frames_with_player` counts this frame and, when a body is confirmed as a person, the frames before it in
    which that was pending: summed over a clip, the frames that showed a player. `measured`: the pilot's body.
    """

    steering: Steering
    events: tuple[GestureEvent, ...] = ()
    frames_with_player: int = 0
    measured: tuple[BodyPoints, BodyFeatures] | None = None
    onlookers: tuple[Onlooker, ...] = ()

    @property
    def figure(self) -> Figure | None:
        """The pilot's joints for drawing, made when they are asked for: not every frame's are sent."""
        return None if self.measured is None else measure_figure(*self.measured, _TUNING)


class Recognizer:
    """Understands one camera's frames, given in the order of their capture."""

    def __init__(self, tuning: GestureTuning = _TUNING, *, is_seated: bool = False) -> None:
        self._tracker = PilotTracker(tuning, is_seated=is_seated)
        self._phase = PilotPhase.SEARCHING
        self._facing = Facing.FRONT
        self._time_s: float | None = None
        self._is_flying = False  # this pilot has taken off
        self._is_aloft = False  # the griffin has, whoever flew it
        self._steering = Steering(captured_s=0.0)

    @property
    def look_interval_s(self) -> float:
        """When the next look at everybody is due after the last one."""
        return self._tracker.look_interval_s

    def known_in(self, frame: PoseFrame) -> Landmarks | None:
        """The body of a frame, not yet recognized, that a look at everybody needn't seek; None: it must."""
        return self._tracker.known_in(frame)

    @property
    def view(self) -> PictureSpan | None:
        """The part of the picture in which the model should seek its body; None: all of it."""
        return self._tracker.view

    def recognize(self, frame: PoseFrame, look: PoseFrame | None = None) -> Recognition:
        """What this frame says, in which the model has followed one body.

        `look`: everybody in a picture of a moment ago; None when there is no new one. A frame that isn't
        newer than the last says nothing new.
        """
        if self._time_s is not None and frame.captured_s <= self._time_s:
            return Recognition(steering=self._steering)
        self._time_s = frame.captured_s
        seen = self._tracker.follow(frame, look, is_flying=self._is_aloft)
        read: Reading | None = None
        if seen is not None:
            read = seen[0].reader.read(seen[1], is_flying=self._is_flying)
        is_pilot = seen is not None and seen[0] is self._tracker.pilot
        reading = self._pilot_reading(read, frame.captured_s, is_pilot=is_pilot)
        self._steering = reading.steering
        events = self._presence(frame.captured_s) + self._turning(frame.captured_s) + reading.events
        self._follow_flight(events)
        pilot = self._tracker.pilot
        return Recognition(
            steering=reading.steering,
            events=events,
            frames_with_player=self._tracker.frames_with_player,
            measured=pilot.reader.measured if pilot is not None and is_pilot else None,
            onlookers=self._tracker.onlookers,
        )

    def _follow_flight(self, events: tuple[GestureEvent, ...]) -> None:
        """Whether the griffin sits on its branch or flies, as far as the pilot's own events say."""
        for event in events:
            if event.kind in TAKE_OFFS:
                self._is_flying = self._is_aloft = True
            elif event.kind is EventKind.TURN_AWAY:
                self._is_flying = self._is_aloft = False
        # Out of sight it glides on, and a pilot who comes back goes on flying it; the next one begins anew.
        if self._phase is PilotPhase.SEARCHING:
            self._is_flying = False

    def _pilot_reading(self, read: Reading | None, now_s: float, *, is_pilot: bool) -> Reading:
        pilot = self._tracker.pilot
        if pilot is not None:
            return read if read is not None and is_pilot else pilot.reader.miss(now_s)
        if self._tracker.candidate is None or read is None:
            return Reading(steering=Steering(captured_s=now_s))
        # Whoever is about to become the pilot is shown already, and steers nothing yet.
        shown = read.steering
        return Reading(
            steering=structs.replace(shown, roll_rad=0.0, climb_frac=0.0, body_frac=0.0, is_tracked=False)
        )

    def _presence(self, now_s: float) -> tuple[GestureEvent, ...]:
        before, self._phase = self._phase, self._tracker.phase
        if (before is PilotPhase.FLYING) == (self._phase is PilotPhase.FLYING):
            return ()
        if self._phase is PilotPhase.FLYING and not self._tracker.keeps_facing:
            self._facing = Facing.FRONT
        if self._phase is not PilotPhase.FLYING:
            return (GestureEvent(captured_s=now_s, kind=EventKind.PLAYER_LOST),)
        found: tuple[GestureEvent, ...] = (GestureEvent(captured_s=now_s, kind=EventKind.PLAYER_FOUND),)
        assert self._tracker.pilot is not None
        jump = self._tracker.pilot.reader.recent_jump(now_s)
        if jump is not None:
            found += (structs.replace(jump, captured_s=now_s),)
        return found

    def _turning(self, now_s: float) -> tuple[GestureEvent, ...]:
        # Found by comparing, so that a pilot who is chosen with the back already turned is reported as well.
        pilot = self._tracker.pilot
        facing = pilot.reader.facing if pilot is not None else Facing.FRONT
        if self._phase is not PilotPhase.FLYING or facing is self._facing:
            return ()
        self._facing = facing
        kind = EventKind.TURN_AWAY if facing is Facing.BACK else EventKind.TURN_BACK
        return (GestureEvent(captured_s=now_s, kind=kind),)
