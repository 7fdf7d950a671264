"""How old a steering is at each stage of its way from the camera to the screen: times → legs.

    captured → inferred → sent ═ wire ═ heard → used → drawn → on the screen

All times are the machine's clock's, which both processes share. Only the first picture that shows a steering
counts, so a steering that a newer one has overtaken before it was drawn isn't counted at all. What came while
the picture was being drawn is shown by the griffin's wings and bank alone, one picture before all else.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from griffin.app.durations import Durations
from griffin.events import Steering

log = logging.getLogger(__name__)

WHOLE = "capture_to_screen"
VIEW = "capture_to_view"  # until a picture whose view has followed it: it can't be heard as late as the wings
LEGS = (
    "capture_to_inferred",  # the camera process: the source's way here, the pose model, gestures
    "inferred_to_sent",
    "sent_to_heard",  # until the flight process reads the wire
    "heard_to_used",  # the game's turn, whose steps obey the steering
    "used_to_drawn",  # composing, and submitting the picture to the driver
    "drawn_to_screen",  # the driver, and the swap
)


@dataclass(slots=True, kw_only=True)
class PictureTimes:
    """When each stage of one picture was over.

    `screen_s`: after the swap. A software renderer's swap returns once the picture is in the window. A GPU's
    may return sooner, and what a display does later is never known. Off-screen: when the picture is complete.
    """

    began_s: float
    heard_s: float = 0.0
    used_s: float = 0.0
    drawn_s: float = 0.0
    screen_s: float = 0.0

    @property
    def spent_s(self) -> float:
        """How long the picture took."""
        return self.screen_s - self.began_s


class Latencies:
    """The legs of all steering that has been shown."""

    def __init__(self) -> None:
        self._legs_s = {name: Durations() for name in (WHOLE, *LEGS, VIEW)}

    @property
    def legs_s(self) -> Mapping[str, Durations]:
        """The durations of the whole way and of each leg; fewer of those that a sender says nothing about."""
        return self._legs_s

    def note_view(self, said: Steering, times: PictureTimes) -> None:
        """A steering that the turn of this picture has obeyed, whether its wings were shown before or not."""
        if 0.0 < said.captured_s <= times.heard_s:
            self._legs_s[VIEW].note(times.screen_s - said.captured_s)

    def note(self, said: Steering, times: PictureTimes) -> None:
        """A steering that was shown for the first time, in a picture with these times."""
        if not 0.0 < said.captured_s <= times.heard_s:  # another clock, or none
            return
        legs_s = self._legs_s
        legs_s[WHOLE].note(times.screen_s - said.captured_s)
        log.debug("captured at %.4f s, on the screen at %.4f s", said.captured_s, times.screen_s)
        if said.captured_s <= said.inferred_s <= said.sent_s <= times.heard_s:
            legs_s["capture_to_inferred"].note(said.inferred_s - said.captured_s)
            legs_s["inferred_to_sent"].note(said.sent_s - said.inferred_s)
            legs_s["sent_to_heard"].note(times.heard_s - said.sent_s)
        legs_s["heard_to_used"].note(times.used_s - times.heard_s)
        legs_s["used_to_drawn"].note(times.drawn_s - times.used_s)
        legs_s["drawn_to_screen"].note(times.screen_s - times.drawn_s)
