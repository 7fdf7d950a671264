"""Messages → the socket: the camera process' end of the link. It must not know what they mean.

It connects again when the other end was restarted. Events survive that, in order, and so does the advice,
which is said again to whoever listens then; steering, figures and onlookers don't need to.
"""

import logging
import socket
from collections import deque

import msgspec

from griffin.clock import Clock
from griffin.events import (
    CameraAdvice,
    Figure,
    GestureEvent,
    Goodbye,
    GoodbyeReason,
    Hello,
    Onlookers,
    Steering,
)
from griffin.wire.address import Address, connect
from griffin.wire.codec import encode

log = logging.getLogger(__name__)

Sendable = Steering | GestureEvent | CameraAdvice | Figure | Onlookers | Goodbye

_FAREWELL_PAUSE_S = 0.01  # between two tries to send the last lines
_RETRY_S = 0.2  # between two tries to connect: soon enough that a restart isn't felt


class LinkClient:
    """The camera process' end: connects, says hello, and sends without ever waiting."""

    def __init__(self, address: Address, hello: Hello) -> None:
        self._address = address
        self._hello = msgspec.structs.replace(hello, token=address.token)
        self._socket: socket.socket | None = None
        self._tried_s = float("-inf")
        self._lost_s: float | None = None
        self._discrete: deque[bytes] = deque()
        self._newest: dict[tuple[type, int], bytes] = {}  # by continuous message and player
        self._advice: bytes | None = None  # what holds now
        self._is_advice_due = False
        self._sending = b""  # what is under way: a line, or one of each continuous message
        self._sent_bytes = 0  # how much of it has gone
        self._is_resent = False  # whether that must go again after a break

    def send(self, message: Sendable) -> None:
        """Put a message on its way; `pump` moves it.

        Steering, figures, onlookers and the advice replace their like that hasn't gone yet. After a goodbye
        there is nothing more to say but the events before it.
        """
        line = encode(message)
        if isinstance(message, (Steering, Figure)):
            self._newest[type(message), message.player] = line
        elif isinstance(message, Onlookers):
            self._newest[Onlookers, 0] = line
        elif isinstance(message, CameraAdvice):
            self._advice, self._is_advice_due = line, True
        else:
            self._discrete.append(line)
        if isinstance(message, Goodbye):  # what came after it would bring the link back to life
            self._newest.clear()
            self._advice, self._is_advice_due = None, False

    def pump(self, now_s: float) -> float:
        """Send what the other end takes right now. Returns for how many seconds nobody has listened."""
        if self._socket is None and now_s - self._tried_s >= _RETRY_S:
            self._tried_s = now_s
            self._connect()
        if self._socket is not None:
            self._drain()
        if self._socket is not None:
            self._lost_s = None
            return 0.0
        if self._lost_s is None:
            self._lost_s = now_s
        return now_s - self._lost_s

    @property
    def is_empty(self) -> bool:
        """Whether everything that matters has gone."""
        return not (self._sending or self._discrete or self._is_advice_due)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect(self) -> None:
        self._socket = connect(self._address, _RETRY_S)
        if self._socket is None:
            return
        if self._is_resent:
            self._discrete.appendleft(self._sending)
        self._is_advice_due = self._advice is not None
        self._begin(encode(self._hello), is_resent=False)

    def _begin(self, data: bytes, *, is_resent: bool) -> None:
        self._sending, self._sent_bytes, self._is_resent = data, 0, is_resent

    def _begin_next(self) -> bool:
        if self._discrete:
            self._begin(self._discrete.popleft(), is_resent=True)
        elif self._is_advice_due and self._advice is not None:
            self._begin(self._advice, is_resent=False)  # a new connection begins with it
            self._is_advice_due = False
        elif self._newest:
            self._begin(b"".join(self._newest.values()), is_resent=False)
            self._newest.clear()
        else:
            return False
        return True

    def _drain(self) -> None:
        assert self._socket is not None
        try:
            while self._sending or self._begin_next():
                self._sent_bytes += self._socket.send(self._sending[self._sent_bytes :])
                if self._sent_bytes == len(self._sending):
                    self._begin(b"", is_resent=False)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            log.info("the flight process has hung up")
            self.close()


def say_goodbye(client: LinkClient, reason: GoodbyeReason, clock: Clock, within_s: float) -> None:
    """Send the last line, and wait until it has gone, nobody listens, or the time is over."""
    client.send(Goodbye(reason=reason))
    until_s = clock.now_s() + within_s
    while client.pump(clock.now_s()) == 0.0 and not client.is_empty and clock.now_s() < until_s:
        clock.sleep(_FAREWELL_PAUSE_S)
