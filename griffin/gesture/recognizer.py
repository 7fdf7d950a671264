"""PoseFrames into Recognitions: who flies, the controls, and what was said. The only door of this package.

In the order of the data: bodies → tracks → the pilot → features → gestures and steering. Pure: all times are
those of the frames, so a recording says the same at any playback speed.
"""

from dataclasses import dataclass

from msgspec import structs

from griffin.events import TAKE_OFFS, EventKind, GestureEvent, Steering
from griffin.gesture.pilot import PilotPhase, PilotTracker
from griffin.gesture.reader import Reading
from griffin.gesture.tuning import GestureTuning
from griffin.gesture.turn import Facing
from griffin.landmarks import PoseFrame

_TUNING = GestureTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What one frame said.

    `frames_with_player` counts this frame and, when a body is confirmed as a person, the frames before it in
    which that was pending: summed over a clip, the frames that showed a player.
    """

    steering: Steering
    events: tuple[GestureEvent, ...] = ()
    frames_with_player: int = 0


class Recognizer:
    """Understands one camera's frames, given in the order of their capture."""

    def __init__(self, tuning: GestureTuning = _TUNING, *, is_seated: bool = False) -> None:
        self._tracker = PilotTracker(tuning, is_seated=is_seated)
        self._phase = PilotPhase.SEARCHING
        self._facing = Facing.FRONT
        self._time_s: float | None = None
        self._is_flying = False
        self._steering = Steering(captured_s=0.0)

    @property
    def wants_second_body(self) -> bool:
        """Whether the model should look for two bodies in the next frame, at twice the cost."""
        return self._tracker.wants_second_body

    def recognize(self, frame: PoseFrame) -> Recognition:
        """What this frame says. A frame that isn't newer than the last says nothing new."""
        if self._time_s is not None and frame.captured_s <= self._time_s:
            return Recognition(steering=self._steering)
        self._time_s = frame.captured_s
        readings = {
            id(track): track.reader.read(body, is_flying=self._is_flying)
            for track, body in self._tracker.follow(frame)
        }
        reading = self._pilot_reading(readings, frame.captured_s)
        self._steering = reading.steering
        events = self._presence(frame.captured_s) + self._turning(frame.captured_s) + reading.events
        self._follow_flight(events)
        return Recognition(
            steering=reading.steering,
            events=events,
            frames_with_player=self._tracker.frames_with_player,
        )

    def _follow_flight(self, events: tuple[GestureEvent, ...]) -> None:
        """Whether the griffin sits on its branch or flies, as far as the pilot's own events say."""
        for event in events:
            if event.kind in TAKE_OFFS:
                self._is_flying = True
            elif event.kind in (EventKind.TURN_AWAY, EventKind.PLAYER_LOST):
                self._is_flying = False

    def _pilot_reading(self, readings: dict[int, Reading], now_s: float) -> Reading:
        pilot = self._tracker.pilot
        if pilot is not None:
            return readings.get(id(pilot)) or pilot.reader.miss(now_s)
        candidate = self._tracker.candidate
        if candidate is None:
            return Reading(steering=Steering(captured_s=now_s))
        # Whoever is about to become the pilot is shown already, and steers nothing yet.
        shown = readings[id(candidate)].steering
        return Reading(
            steering=structs.replace(shown, roll_rad=0.0, climb_frac=0.0, body_frac=0.0, is_tracked=False)
        )

    def _presence(self, now_s: float) -> tuple[GestureEvent, ...]:
        before, self._phase = self._phase, self._tracker.phase
        if (before is PilotPhase.FLYING) == (self._phase is PilotPhase.FLYING):
            return ()
        if before is PilotPhase.SEARCHING:
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
