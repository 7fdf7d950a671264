"""What was found in a camera frame → messages for the flight process, each at its rate on the wire."""

from collections.abc import Callable

from msgspec import structs

from griffin.clock import Clock
from griffin.events import CameraAdvice, Onlooker, Onlookers
from griffin.gesture.advice import Adviser
from griffin.gesture.recognizer import Recognition
from griffin.landmarks import PoseFrame
from griffin.vision.frame import Frame
from griffin.vision.light import measure_exposure
from griffin.wire.client import LinkClient

_FIGURE_S = 1 / 30  # a camera of 60 frames a second is drawn every other time
_ONLOOKERS_S = 0.1  # enough for the filling ring to look smooth
_REPEAT_S = 1.0  # repeated although unchanged: a report counts for three seconds


class Outbox:
    """Hands over to the client; `LinkClient.pump` moves it on."""

    def __init__(
        self, client: LinkClient, adviser: Adviser, clock: Clock, count_frames: Callable[[], int]
    ) -> None:
        """`count_frames`: how many pictures the source has had so far, those included that nobody took."""
        self._client = client
        self._adviser = adviser
        self._clock = clock
        self._count_frames = count_frames
        self._figure_due_s = 0.0
        self._onlookers: tuple[Onlooker, ...] = ()
        self._onlookers_s = 0.0

    def post(self, frame: Frame, seen: PoseFrame, said: Recognition) -> None:
        """Send all that is due about a frame that has just been analysed."""
        inferred_s = self._clock.now_s()
        for event in said.events:
            self._client.send(event)
        self._advise(frame, seen, said)
        steering = structs.replace(said.steering, inferred_s=inferred_s, sent_s=self._clock.now_s())
        self._client.send(steering)
        self._send_figure(said)
        self._send_onlookers(frame.captured_s, said.onlookers)

    def _advise(self, frame: Frame, seen: PoseFrame, said: Recognition) -> None:
        adviser = self._adviser
        adviser.see(seen, said.steering)
        if not adviser.is_look_due:
            return
        before = adviser.advice
        exposure = measure_exposure(frame.picture, seen.bodies[0] if seen.bodies else None)
        advice = adviser.look(exposure, frames=self._count_frames(), onlookers=said.onlookers)
        if advice is not before:
            self._client.send(CameraAdvice(captured_s=frame.captured_s, advice=advice))

    def _send_figure(self, said: Recognition) -> None:
        """At most thirty a second on average; a frame that comes slightly early is still sent."""
        captured_s = said.steering.captured_s
        if captured_s < self._figure_due_s - 0.5 * _FIGURE_S or (figure := said.figure) is None:
            return
        self._figure_due_s = max(self._figure_due_s, captured_s - 0.5 * _FIGURE_S) + _FIGURE_S
        self._client.send(figure)

    def _send_onlookers(self, now_s: float, bodies: tuple[Onlooker, ...]) -> None:
        if not bodies and not self._onlookers:
            return
        pause_s = _REPEAT_S if bodies == self._onlookers else _ONLOOKERS_S
        if now_s - self._onlookers_s >= pause_s:
            self._onlookers, self._onlookers_s = bodies, now_s
            self._client.send(Onlookers(captured_s=now_s, bodies=bodies))
