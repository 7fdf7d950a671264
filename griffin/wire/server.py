"""The flight process' end of the link: listens, and never waits, for there is a picture to draw."""

import hmac
import logging
import socket
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
from griffin.wire.address import Address, accept, listen
from griffin.wire.codec import Decoder, HelloError

log = logging.getLogger(__name__)

_READ_BYTES = 65536
_READS = 4  # of that many bytes from one connection at a look: who floods the link must not stop the picture
_MAX_GUESTS = 4  # connections that may stand in the door


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTuning:
    """When a link counts as silent, and how long a refusal is news."""

    stale_periods: int = 5  # missed messages in a row
    usual_period_s: float = 1 / 30  # assumed until the real one is known: what webcams do
    shortest_period_s: float = 1 / 30  # a 60 Hz camera gets the same patience: one hitch is not silence
    longest_period_s: float = 0.25  # a slow video at 5 frames/s still counts as alive
    period_blend_frac: float = 0.1  # how much of the measured period each arrival contributes
    refusal_s: float = 8.0  # read twice by a slow reader
    refusal_again_s: float = 60.0  # one that tries again and again must not fill the screen

    def __post_init__(self) -> None:
        if not 0.0 < self.shortest_period_s <= self.usual_period_s <= self.longest_period_s:
            raise ValueError("the periods must be positive and in order")
        if self.stale_periods < 1 or not 0.0 < self.period_blend_frac <= 1.0:
            raise ValueError("stale_periods must be at least 1 and period_blend_frac within 0 to 1")
        if not 0.0 < self.refusal_s <= self.refusal_again_s:
            raise ValueError("a refusal is news for a while, and again no sooner than that")


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


class LinkServer:
    """The flight process' end: listens, and reads one camera process at a time.

    The first camera process stays the active one until it disconnects or falls silent; others wait, unread.
    """

    def __init__(self, address: Address, tuning: LinkTuning | None = None) -> None:
        self._tuning = tuning or LinkTuning()
        self._token = address.token
        self._path = address.path
        self._listener = listen(address)
        self.address = (
            address if address.path else Address(port=self._listener.getsockname()[1], token=self._token)
        )
        self._guests: list[_Peer] = []  # connected: no hello yet, or waiting to be the active one
        self._speaker: _Peer | None = None
        self._state = LinkState.WAITING
        self._heard_s = 0.0
        self._period_s = self._tuning.usual_period_s
        self._dropped_before = 0
        self.goodbye: GoodbyeReason | None = None  # why the camera process ended
        self._advice = Advice.NONE
        self._refused: _Refused | None = None
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
        if self._refused is None or self._state is LinkState.LIVE:
            return None
        is_news = self._now_s - self._refused.shown_s < self._tuning.refusal_s
        return self._refused.reason if is_news else None

    @property
    def dropped_lines(self) -> int:
        """Lines that were not messages, over all connections."""
        return self._dropped_before + (self._speaker.decoder.dropped_lines if self._speaker else 0)

    def poll(self, now_s: float) -> Inbox:
        """Everything that has arrived by now. Never waits."""
        self._now_s = now_s
        messages = self._hear(now_s)
        self._welcome(now_s)
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
            self._path.unlink(missing_ok=True)

    def _hear(self, now_s: float) -> list[Message]:
        """What the speaker has said, taken to heart before anybody succeeds it."""
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

    def _welcome(self, now_s: float) -> None:
        for _ in range(_MAX_GUESTS):  # more at a time are a crowd, which must not stop the picture either
            if (accepted := accept(self._listener)) is None:
                break
            self._guests.append(_Peer(accepted))
        for guest in list(self._guests):
            self._hear_out(guest, now_s)
            if guest.is_welcome and self._may_speak(guest, now_s):
                self._guests.remove(guest)
                self._seat(guest, now_s)
            elif guest.is_gone:
                self._guests.remove(guest)
                guest.close()
        while len(self._guests) > _MAX_GUESTS:
            self._guests.pop(0).close()

    def _hear_out(self, guest: "_Peer", now_s: float) -> None:
        try:
            guest.read_hello()
        except HelloError as error:
            self._refuse(error.refusal, error.sentence, now_s)
            return
        hello = guest.decoder.hello
        if hello is None or guest.is_welcome:
            return
        if not hmac.compare_digest(hello.token.encode(), self._token.encode()):
            self._refuse(Refusal.STRANGER, "A stranger without the session's token was turned away.", now_s)
            guest.close()
            return
        guest.is_welcome = True
        if not self._may_speak(guest, now_s):
            log.warning("A second camera process waits until the first one ends.")

    def _refuse(self, reason: Refusal, sentence: str, now_s: float) -> None:
        before = self._refused
        if before is not None and now_s - before.shown_s < self._tuning.refusal_again_s:
            return
        if before is None or sentence != before.sentence:  # once, however often it tries again
            log.warning("%s", sentence)
        self._refused = _Refused(reason=reason, sentence=sentence, shown_s=now_s)

    def _may_speak(self, guest: "_Peer", now_s: float) -> bool:
        """Whether no other one is active. What a waiting process sends is discarded."""
        is_free = self._speaker is None or self._speaker.is_gone or self._is_silent(now_s)
        if not is_free:
            guest.forget()
        return is_free

    def _is_silent(self, now_s: float) -> bool:
        return now_s - self._heard_s > self._tuning.stale_periods * self._period_s

    def _seat(self, guest: "_Peer", now_s: float) -> None:
        if self._speaker:
            self._dropped_before += self._speaker.decoder.dropped_lines
            self._speaker.close()
        self._speaker = guest
        self._heard_s = now_s
        self.goodbye = self._refused = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """The last one that was turned away, and when that became news."""

    reason: Refusal
    sentence: str
    shown_s: float


class _Peer:
    """One connection to the server, and the decoder of what it says."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._waiting: list[Message] = []
        self.decoder = Decoder()
        self._has_left = False  # it has said goodbye
        self.is_welcome = False
        self.is_gone = False

    def read_hello(self) -> None:
        try:
            self._waiting += self._receive()
        except HelloError:
            self.close()
            raise

    def read(self) -> list[Message]:
        """What came since the last time. After a goodbye nothing is heard any more."""
        messages, self._waiting = self._waiting + self._receive(), []
        heard: list[Message] = []
        for message in messages:
            if self._has_left:
                break
            if not isinstance(message, Hello):
                heard.append(message)
            self._has_left = isinstance(message, Goodbye)
        return heard

    def forget(self) -> None:
        """Drop what was said; the advice holds until it is taken back."""
        advice = [message for message in self._waiting if isinstance(message, CameraAdvice)]
        self._waiting = [*advice[-1:]]

    def close(self) -> None:
        self.is_gone = True
        self._connection.close()

    def _receive(self) -> list[Message]:
        messages: list[Message] = []
        for _ in range(_READS):
            if self.is_gone:
                break
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
