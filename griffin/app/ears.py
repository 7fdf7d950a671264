"""The inputs of each turn of the game: from wire and keys, or from a journal → Inputs.

What only the picture shows, and the game doesn't use, is kept apart from the inputs, in `room`.
"""

from typing import TYPE_CHECKING, Protocol

from griffin.app.parent_watchdog import ParentPipe
from griffin.app.room import Room
from griffin.camera_health import CameraHealth
from griffin.events import GoodbyeReason, LinkState, Refusal, Steering
from griffin.flight.timestep import LONGEST_FRAME_S
from griffin.game.moment import Inputs, PlayerInput, event_on_grid, on_grid, put_on_grid
from griffin.input.keymap import read_command
from griffin.input.keys import KeyInput
from griffin.scene.frame import NOTHING_REPORTED, RoomReport
from griffin.wire.journal import Journal
from griffin.wire.server import Inbox, LinkServer

if TYPE_CHECKING:
    from griffin.render.core.window import Window


HEADLESS_FRAME_S = 1 / 30  # off-screen there is no display to wait for: leave time to the pose model
_PLAYER = 0  # the one who flies; messages about other players are ignored as yet


class Ears(Protocol):
    """Where the inputs of a flight come from."""

    @property
    def keys(self) -> KeyInput:
        """The keys of the last turn: some are for the program, not for the griffin."""

    @property
    def has_camera(self) -> bool:
        """Whether a camera process is expected, or was."""

    @property
    def camera(self) -> CameraHealth:
        """How the camera process is doing."""

    @property
    def is_demo(self) -> bool:
        """Whether the drawn demo pilot flies."""

    @property
    def is_stand_in(self) -> bool:
        """Whether the demo pilot flies because there is no camera."""

    @property
    def is_replay(self) -> bool:
        """Whether a journal is flown again, which neither keys nor a camera can change."""

    @property
    def is_over(self) -> bool:
        """Whether the source has reported its end."""

    @property
    def is_late(self) -> bool:
        """Whether the next turn was already due when this one began, so that this one needn't be drawn."""

    @property
    def refusal(self) -> Refusal | None:
        """Why somebody who connected was turned away a moment ago; None when nobody was."""

    @property
    def goodbye(self) -> GoodbyeReason | None:
        """Why the source has ended; None where it hasn't, or that isn't known."""

    @property
    def room(self) -> RoomReport:
        """What the camera process reports of the people in front of it, for the picture alone."""

    @property
    def steering(self) -> Steering | None:
        """The steering that the last turn received, as it was sent, for measuring; None if there was none."""

    @property
    def dropped_lines(self) -> int:
        """How many lines on the wire were not a message."""

    def listen(self, now_s: float, *, is_guide_hidden: bool = False) -> Inputs | None:
        """The inputs of the turn that begins at this time of the clock; None when there is none to come.

        `is_guide_hidden`: whether the last picture had no room for a guide; a journal knows its own.
        """

    def hear_again(self, now_s: float) -> Steering | None:
        """The newest steering that has come since the turn began, as it was sent; None if none has.

        All that has come is among the next turn's inputs, as if it were heard then.
        """

    def pause_s(self, now_s: float) -> float:
        """How long to wait until the next turn begins; below 0 when it is late."""


class LiveEars:
    """Hears the camera process and the window's keys."""

    is_late = False  # every turn is made for a picture
    is_replay = False

    def __init__(
        self,
        window: "Window",
        link: LinkServer,
        parent: ParentPipe | None = None,
        *,
        has_camera: bool = True,
        frame_s: float = 0.0,
    ) -> None:
        """`parent`: reports how the camera process is doing. `frame_s`: the least time that a turn takes."""
        self.keys = KeyInput()
        self.room = NOTHING_REPORTED
        self.steering: Steering | None = None
        self.has_camera = has_camera
        self._room = Room()
        self._frame_s = frame_s
        self._window = window
        self._link = link
        self._parent = parent
        self._began_s: float | None = None
        self._heard_s = 0.0
        self._kept: Inbox | None = None  # what was heard after the last turn had begun

    @property
    def camera(self) -> CameraHealth:
        """How the camera process is doing, as the parent says."""
        return self._parent.camera if self._parent else CameraHealth.RUNNING

    @property
    def is_over(self) -> bool:
        """Whether the camera process has said goodbye: the keyboard may fly on."""
        return self._link.state is LinkState.ENDED

    @property
    def is_demo(self) -> bool:
        """Whether the drawn demo pilot flies."""
        return self._link.hello is not None and self._link.hello.is_demo

    @property
    def is_stand_in(self) -> bool:
        """Whether the demo pilot flies because there is no camera, as the greeting notes then."""
        hello = self._link.hello
        return hello is not None and hello.is_demo and bool(hello.note)

    @property
    def refusal(self) -> Refusal | None:
        """Why somebody who connected was turned away a moment ago; None when nobody was."""
        return self._link.refusal

    @property
    def goodbye(self) -> GoodbyeReason | None:
        """Why the camera process has ended; None where it hasn't said so."""
        return self._link.goodbye

    @property
    def dropped_lines(self) -> int:
        """How many lines on the wire were not a message."""
        return self._link.dropped_lines

    def listen(self, now_s: float, *, is_guide_hidden: bool = False) -> Inputs:
        """Everything that has arrived by now."""
        began_s = self._began_s = now_s if self._began_s is None else self._began_s
        self._heard_s = now_s
        self.keys = self._window.keys()
        inbox, kept = self._poll(now_s), self._kept
        self._kept = None
        if kept is not None:
            inbox = inbox.after(kept)
        said = self.steering = inbox.steering.get(_PLAYER)
        heard = PlayerInput(
            steering=said and put_on_grid(said, _session_time(said.captured_s, began_s, now_s)),
            events=tuple(
                event_on_grid(event, _session_time(event.captured_s, began_s, now_s))
                for event in inbox.events
                if event.player == _PLAYER
            ),
            link=inbox.state,
            hand=read_command(self.keys),
            is_demo=self.is_demo,
            is_guide_hidden=is_guide_hidden,
        )
        return Inputs(now_s=on_grid(now_s - began_s), players=(heard,))

    def hear_again(self, now_s: float) -> Steering | None:
        """What has come since the turn began: it is kept for the next one."""
        inbox = self._poll(now_s)
        self._kept = inbox if self._kept is None else inbox.after(self._kept)
        return inbox.steering.get(_PLAYER)

    def _poll(self, now_s: float) -> Inbox:
        inbox = self._link.poll(now_s)
        self.room = self._room.hear(inbox, now_s)
        return inbox

    def pause_s(self, now_s: float) -> float:
        """The rest of the least time that a turn takes."""
        return self._heard_s + self._frame_s - now_s


def _session_time(captured_s: float, began_s: float, now_s: float) -> float:
    # A sender's clock may differ: nothing was captured before the session began, or in the future.
    return max(0.0, min(captured_s, now_s) - began_s)


class JournalEars:
    """Plays back a journal; of the window it takes only the keys that are for the program.

    On a screen (`is_paced`) turns come at their recorded times, as far as the machine keeps up; else at once.
    """

    camera = CameraHealth.RUNNING
    is_stand_in = False
    is_replay = True
    refusal = None
    goodbye = None
    room = NOTHING_REPORTED
    steering = None
    dropped_lines = 0

    def __init__(self, window: "Window", journal: Journal, *, is_paced: bool) -> None:
        self.keys = KeyInput()
        self.has_camera = False  # until the journal mentions one
        self.is_demo = False
        self.is_over = False
        self.is_late = False
        self._window = window
        self._is_paced = is_paced
        self._turns = journal.inputs()
        self._next = next(self._turns, None)
        self._began_s: float | None = None

    def listen(
        self,
        now_s: float,
        *,
        is_guide_hidden: bool = False,  # noqa: ARG002 - the journal has that of the recorded flight
    ) -> Inputs | None:
        """The journal's next turn; None at its end."""
        inputs, self._next = self._next, next(self._turns, None)
        if inputs is None:
            self.is_over = True
            return None
        if self._began_s is None:
            self._began_s = now_s - inputs.now_s
        if self._next is not None:  # long gaps, as of a suspended computer, are left out as in the flight
            self._began_s -= max(0.0, self._next.now_s - inputs.now_s - LONGEST_FRAME_S)
        self.is_late = self._is_paced and self._next is not None and self.pause_s(now_s) < 0.0
        # Keys are kept for a turn that is drawn: they are only acted upon there.
        self.keys = KeyInput() if self.is_late else self._window.keys()
        self.has_camera = self.has_camera or inputs.players[0].link is not LinkState.WAITING
        self.is_demo = inputs.players[0].is_demo
        return inputs

    def hear_again(self, now_s: float) -> None:
        """A journal has turns, and nothing between them."""

    def pause_s(self, now_s: float) -> float:
        """Until the next turn is due."""
        if not self._is_paced or self._next is None or self._began_s is None:
            return 0.0
        return self._began_s + self._next.now_s - now_s
