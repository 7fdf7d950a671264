"""The flight process' end of the link: listens, and never waits, for there is a picture to draw."""

import hmac
import logging
import socket
from dataclasses import dataclass

from griffin.errors import ProtocolError
from griffin.events import GestureEvent, Goodbye, Hello, LinkState, Message, Steering
from griffin.wire.address import Address, accept, listen
from griffin.wire.codec import Decoder

log = logging.getLogger(__name__)

_READ_BYTES = 65536
_MAX_GUESTS = 4  # connections that may stand in the door without a hello


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTuning:
    """When a link counts as silent."""

    stale_periods: int = 5  # missed messages in a row
    usual_period_s: float = 1 / 30  # assumed until the real one is known: what webcams do
    shortest_period_s: float = 1 / 30  # a 60 Hz camera gets the same patience: one hitch is no silence
    longest_period_s: float = 0.25  # a slow video at 5 frames/s still counts as alive
    period_blend_frac: float = 0.1  # how much of the measured period each arrival contributes

    def __post_init__(self) -> None:
        if not 0.0 < self.shortest_period_s <= self.usual_period_s <= self.longest_period_s:
            raise ValueError("the periods must be positive and in order")
        if self.stale_periods < 1 or not 0.0 < self.period_blend_frac <= 1.0:
            raise ValueError("stale_periods must be at least 1 and period_blend_frac within 0 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What came since the last look: the newest steering if any came, and every event in order."""

    state: LinkState
    steering: Steering | None = None
    events: tuple[GestureEvent, ...] = ()


class LinkServer:
    """The flight process' end: listens, hears one camera process at a time, the newest one to say hello."""

    def __init__(self, address: Address, tuning: LinkTuning | None = None) -> None:
        self._tuning = tuning or LinkTuning()
        self._token = address.token
        self._path = address.path
        self._listener = listen(address)
        self.address = (
            address if address.path else Address(port=self._listener.getsockname()[1], token=self._token)
        )
        self._guests: list[_Peer] = []  # connected, no hello yet
        self._speaker: _Peer | None = None
        self._state = LinkState.WAITING
        self._heard_s = 0.0
        self._period_s = self._tuning.usual_period_s
        self._dropped_before = 0
        self.goodbye: str | None = None  # why the camera process ended
        self.refusal: str | None = None  # why the last one that knocked was not let in

    @property
    def hello(self) -> Hello | None:
        """The greeting of the camera process that is heard now, or was heard last."""
        return self._speaker.decoder.hello if self._speaker else None

    @property
    def dropped_lines(self) -> int:
        """Lines that were no message, over all connections."""
        return self._dropped_before + (self._speaker.decoder.dropped_lines if self._speaker else 0)

    def poll(self, now_s: float) -> Inbox:
        """Everything that has arrived by now. Never waits."""
        self._welcome()
        messages = self._speaker.read() if self._speaker else []
        if messages:
            self._note_arrival(now_s)
        steering = next((m for m in reversed(messages) if isinstance(m, Steering)), None)
        events = tuple(m for m in messages if isinstance(m, GestureEvent))
        for message in messages:
            if isinstance(message, Goodbye):
                self.goodbye = message.reason
                self._change(LinkState.ENDED)
        patience_s = self._tuning.stale_periods * self._period_s
        if self._state is LinkState.LIVE and now_s - self._heard_s > patience_s:
            self._change(LinkState.STALE)
        return Inbox(state=self._state, steering=steering, events=events)

    def close(self) -> None:
        """Hang up and leave no socket behind."""
        for peer in [*self._guests, *([self._speaker] if self._speaker else [])]:
            peer.close()
        self._listener.close()
        if self._path:
            self._path.unlink(missing_ok=True)

    def _welcome(self) -> None:
        while (accepted := accept(self._listener)) is not None:
            self._guests.append(_Peer(accepted))
        for guest in list(self._guests):
            self._hear_out(guest)
            if guest.decoder.hello is not None:
                self._guests.remove(guest)
                self._seat(guest, guest.decoder.hello)
            elif guest.is_gone:
                self._guests.remove(guest)
                guest.close()
        while len(self._guests) > _MAX_GUESTS:
            self._guests.pop(0).close()

    def _hear_out(self, guest: "_Peer") -> None:
        try:
            guest.read_hello()
        except ProtocolError as error:
            self.refusal = error.sentence
            log.warning("%s", error)

    def _seat(self, guest: "_Peer", hello: Hello) -> None:
        if not hmac.compare_digest(hello.token.encode(), self._token.encode()):
            log.warning("a stranger without the session's token was turned away")
            guest.close()
            return
        if self._speaker:
            guest.take_over(self._speaker)
            self._dropped_before += self._speaker.decoder.dropped_lines
            self._speaker.close()
        self._speaker = guest
        self.goodbye = self.refusal = None
        log.info("%s has said hello", hello.source)

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


class _Peer:
    """One connection to the server, and the decoder of what it says."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._waiting: list[Message] = []
        self.decoder = Decoder()
        self.is_gone = False

    def read_hello(self) -> None:
        try:
            self._waiting += self._receive()
        except ProtocolError:
            self.close()
            raise

    def read(self) -> list[Message]:
        messages, self._waiting = self._waiting + self._receive(), []
        return [message for message in messages if not isinstance(message, Hello)]

    def take_over(self, predecessor: "_Peer") -> None:
        self._waiting = predecessor.read() + self._waiting

    def close(self) -> None:
        self.is_gone = True
        self._connection.close()

    def _receive(self) -> list[Message]:
        messages: list[Message] = []
        while not self.is_gone:
            try:
                data = self._connection.recv(_READ_BYTES)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                data = b""
            if not data:
                self.is_gone = True
                break
            messages += self.decoder.feed(data)
        return messages
