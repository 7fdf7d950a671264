"""The flight process' end of the link: receives what camera processes send, and never blocks the picture."""

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from griffin.events import (
    Advice,
    CameraAdvice,
    Figure,
    GestureEvent,
    Goodbye,
    GoodbyeReason,
    Hello,
    LinkState,
    Message,
    Onlookers,
    Refusal,
    Steering,
)
from griffin.wire.address import TOKEN_VARIABLE, Address, accept, clear_away, listen
from griffin.wire.codec import HelloError
from griffin.wire.peer import Peer, ReadTuning
from griffin.wire.refusals import Refusals

log = logging.getLogger(__name__)

_STRANGER = (
    "A stranger without the session's token was turned away. A client that you started yourself must send the"
    f" token of {TOKEN_VARIABLE}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTuning:
    """When a link counts as silent, and who may wait for it."""

    stale_periods: int = 5  # missed messages in a row
    usual_period_s: float = 1 / 30  # assumed until the real one is known: what webcams do
    shortest_period_s: float = 1 / 30  # a 60 Hz camera gets the same patience: one hitch is not silence
    longest_period_s: float = 0.25  # a slow video at 5 frames/s still counts as alive
    period_blend_frac: float = 0.1  # how much of the measured period each arrival contributes
    most_guests: int = 8  # connections beside the active one: each costs up to 0.1 ms in every frame
    most_newcomers: int = 4  # in a frame; as much for each
    guest_grace_s: float = 0.25  # to say hello: a client of ours needs a millisecond, if its machine is idle
    wait_told_after_s: float = 2.0  # a successor may come before its predecessor was read to the end
    wait_again_s: float = 60.0  # between two words in the log about a process that waits

    def __post_init__(self) -> None:
        if not 0.0 < self.shortest_period_s <= self.usual_period_s <= self.longest_period_s:
            raise ValueError("the periods must be positive and in order")
        if self.stale_periods < 1 or not 0.0 < self.period_blend_frac <= 1.0:
            raise ValueError("stale_periods must be at least 1 and period_blend_frac within 0 to 1")
        if min(self.most_guests, self.most_newcomers) < 1:
            raise ValueError("there must be room for one guest at least")
        if min(self.guest_grace_s, self.wait_told_after_s, self.wait_again_s) <= 0.0:
            raise ValueError("guest_grace_s, wait_told_after_s and wait_again_s must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What came since the last call.

    `steering`, `figures`: the newest of each player of whom one came. `events`: all, in order. `onlookers`:
    the newest, if any came. `advice` holds until there is another one, whenever it came.
    """

    state: LinkState
    steering: Mapping[int, Steering] = field(default_factory=dict)
    events: tuple[GestureEvent, ...] = ()
    advice: Advice = Advice.NONE
    figures: Mapping[int, Figure] = field(default_factory=dict)
    onlookers: Onlookers | None = None

    def after(self, earlier: "Inbox") -> "Inbox":
        """Both as one: everything that came since the call before the earlier one."""
        return Inbox(
            state=self.state,
            steering={**earlier.steering, **self.steering},
            events=(*earlier.events, *self.events),
            advice=self.advice,
            figures={**earlier.figures, **self.figures},
            onlookers=self.onlookers or earlier.onlookers,
        )


class LinkServer:
    """The flight process' end: listens, and reads one camera process at a time.

    The first camera process stays the active one until it disconnects, or falls silent while another one
    speaks. Others wait as guests, and what they send meanwhile is discarded. A guest that has said hello
    keeps its place. If all places are taken, the oldest of those that haven't makes room, after a grace.
    """

    def __init__(
        self, address: Address, tuning: LinkTuning | None = None, reading: ReadTuning | None = None
    ) -> None:
        self._tuning = tuning or LinkTuning()
        self._reading = reading or ReadTuning()
        self._token = address.token
        self._path = address.path
        self._listener = listen(address)
        self.address = (
            address if address.path else Address(port=self._listener.getsockname()[1], token=self._token)
        )
        self._guests: list[Peer] = []  # by age: no hello yet, or waiting to be the active one
        self._speaker: Peer | None = None
        self._state = LinkState.WAITING
        self._heard_s = 0.0
        self._period_s = self._tuning.usual_period_s
        self._dropped_before = 0
        self.goodbye: GoodbyeReason | None = None  # why the camera process ended
        self._advice = Advice.NONE
        self._refusals = Refusals()
        self._wait_told_s = float("-inf")
        self._now_s = 0.0

    @property
    def hello(self) -> Hello | None:
        """The greeting of the camera process that is heard now, or was heard last."""
        return self._speaker.decoder.hello if self._speaker else None

    @property
    def state(self) -> LinkState:
        """What was known of the camera process at the last `poll`."""
        return self._state

    @property
    def refusal(self) -> Refusal | None:
        """Why somebody was turned away a moment ago; None while another one is active."""
        return None if self._state is LinkState.LIVE else self._refusals.news(self._now_s)

    @property
    def dropped_lines(self) -> int:
        """Lines that were not messages, over all connections."""
        return self._dropped_before + (self._speaker.decoder.dropped_lines if self._speaker else 0)

    def poll(self, now_s: float) -> Inbox:
        """Everything that has arrived by now. Never waits."""
        self._now_s = now_s
        messages = self._hear(now_s)
        if self._welcome(now_s):
            messages += self._hear(now_s)  # a successor's first words come after its predecessor's last
        onlookers = next((m for m in reversed(messages) if isinstance(m, Onlookers)), None)
        if self._state is LinkState.LIVE and self._is_silent(now_s):
            self._change(LinkState.STALE)
        return Inbox(
            state=self._state,
            steering={m.player: m for m in messages if isinstance(m, Steering)},
            events=tuple(m for m in messages if isinstance(m, GestureEvent)),
            advice=self._advice if self._state is LinkState.LIVE else Advice.NONE,
            figures={m.player: m for m in messages if isinstance(m, Figure)},
            onlookers=onlookers,
        )

    def close(self) -> None:
        """Hang up and leave no socket behind."""
        for peer in [*self._guests, *([self._speaker] if self._speaker else [])]:
            peer.close()
        self._listener.close()
        if self._path:
            clear_away(self._path)

    def _hear(self, now_s: float) -> list[Message]:
        """What the active process has sent. It takes effect before another one can replace that process."""
        messages = self._speaker.read() if self._speaker else []
        if messages:
            self._note_arrival(now_s)
        for message in messages:
            if isinstance(message, CameraAdvice):
                self._advice = message.advice
            elif isinstance(message, Goodbye):
                self.goodbye = message.reason
                self._change(LinkState.ENDED)
        return messages

    def _welcome(self, now_s: float) -> bool:
        """Read the guests and accept new ones. Returns whether one of them has become the active process."""
        before = self._speaker
        for guest in list(self._guests):  # first, so that no newcomer replaces one that has just said hello
            self._attend(guest, now_s)
        for _ in range(self._tuning.most_newcomers):
            if not self._admit(now_s):
                break
        return self._speaker is not before

    def _admit(self, now_s: float) -> bool:
        """Accept the next pending connection. Returns whether there may be another one."""
        is_full = len(self._guests) >= self._tuning.most_guests
        silent = next((guest for guest in self._guests if not guest.is_welcome), None)
        if is_full and silent is not None and now_s - silent.came_s < self._tuning.guest_grace_s:
            return False  # it stays pending until a guest has said hello, or the grace is over
        accepted = accept(self._listener)
        if accepted is None:
            return False
        newcomer = Peer(accepted, self._reading, now_s)
        if is_full:
            if silent is None:
                newcomer.close()
                return True
            self._dismiss(silent)
        self._guests.append(newcomer)
        self._attend(newcomer, now_s)
        return True

    def _dismiss(self, guest: Peer) -> None:
        self._guests.remove(guest)
        guest.close()

    def _attend(self, guest: Peer, now_s: float) -> None:
        self._hear_out(guest, now_s)
        if guest.is_welcome and self._may_speak(guest, now_s):
            self._guests.remove(guest)
            self._seat(guest, now_s)
        elif guest.is_gone:
            self._dismiss(guest)
        elif guest.is_welcome:
            self._tell_of_waiting(guest, now_s)

    def _tell_of_waiting(self, guest: Peer, now_s: float) -> None:
        tuning = self._tuning
        if now_s - guest.came_s < tuning.wait_told_after_s or now_s - self._wait_told_s < tuning.wait_again_s:
            return
        self._wait_told_s = now_s
        log.warning("A second camera process waits until the first one ends.")

    def _hear_out(self, guest: Peer, now_s: float) -> None:
        try:
            guest.read_ahead()
        except HelloError as error:
            self._refusals.tell(error.refusal, str(error), now_s)
            return
        hello = guest.decoder.hello
        if hello is None or guest.is_welcome:
            return
        if not hmac.compare_digest(hello.token.encode(), self._token.encode()):
            self._refusals.tell(Refusal.STRANGER, _STRANGER, now_s)
            guest.close()
            return
        guest.is_welcome = True

    def _may_speak(self, guest: Peer, now_s: float) -> bool:
        """Whether the guest may be the active process. If not, what it has sent is discarded.

        A silent process that is still connected is replaced only by one that speaks: it may just be slow.
        """
        is_free = self._speaker is None or self._speaker.is_done
        may_speak = is_free or (self._is_silent(now_s) and guest.is_speaking)
        if not may_speak:
            guest.forget()
        return may_speak

    def _is_silent(self, now_s: float) -> bool:
        return now_s - self._heard_s > self._tuning.stale_periods * self._period_s

    def _seat(self, guest: Peer, now_s: float) -> None:
        if self._speaker:
            self._dropped_before += self._speaker.decoder.dropped_lines
            self._speaker.close()
        self._speaker = guest
        self._heard_s = now_s
        self.goodbye = None
        self._refusals.settle()
        self._advice = Advice.NONE
        log.info("a camera process is the active one")

    def _note_arrival(self, now_s: float) -> None:
        tuning = self._tuning
        if self._state is LinkState.LIVE and now_s > self._heard_s:
            gap_s = min(max(now_s - self._heard_s, tuning.shortest_period_s), tuning.longest_period_s)
            self._period_s += tuning.period_blend_frac * (gap_s - self._period_s)
        self._heard_s = now_s
        self._change(LinkState.LIVE)

    def _change(self, state: LinkState) -> None:
        if state is not self._state:
            log.info("the link is %s", state.value)
            self._state = state
