"""One connection to the server: bytes → messages, in portions that don't hold up a frame."""

import socket
from dataclasses import dataclass

from griffin.events import CameraAdvice, Goodbye, Hello, Message
from griffin.wire.codec import Decoder, HelloError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTuning:
    """How much of a connection is read in one frame. The rest stays in the socket, which blocks the sender.

    A bad line costs 2 µs, a byte up to 4 ns: 0.3 ms for the active one and 0.1 ms for each guest at worst.
    """

    read_bytes: int = 8192  # the longest line there may be, twice
    reads: int = 8  # of that many bytes
    lines: int = 128  # of an active camera process in a second and a half: a frame that took that long
    guest_reads: int = 1
    guest_lines: int = 32  # what a camera process sends in a frame of 0.3 s

    def __post_init__(self) -> None:
        if min(self.read_bytes, self.reads, self.lines, self.guest_reads, self.guest_lines) < 1:
            raise ValueError("at least one line must be read")


class Peer:
    """One connection to the server, and the decoder of what it says."""

    def __init__(self, connection: socket.socket, tuning: ReadTuning, came_s: float) -> None:
        self.came_s = came_s
        self.decoder = Decoder()
        self.is_welcome = False  # its hello was in order
        self.is_gone = False  # nothing more will come
        self.is_speaking = False  # it said more than hello when it was read last
        self._connection = connection
        self._tuning = tuning
        self._waiting: list[Message] = []
        self._has_left = False  # it has said goodbye

    @property
    def is_done(self) -> bool:
        """Whether it is gone, and all that it said was read."""
        return self.is_gone and not self._waiting

    def read_ahead(self) -> None:
        """Take in some of what has come, for the next `read`. Raises HelloError after hanging up."""
        try:
            messages = self._receive(self._tuning.guest_reads, self._tuning.guest_lines)
        except HelloError:
            self.close()
            raise
        self.is_speaking = any(not isinstance(message, Hello) for message in messages)
        self._waiting += messages

    def read(self) -> list[Message]:
        """What has come since the last time. After a goodbye nothing is heard any more."""
        messages, self._waiting = self._waiting, []
        messages += self._receive(self._tuning.reads, self._tuning.lines)
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
        """Hang up."""
        self.is_gone = True
        self._connection.close()

    def _receive(self, most_reads: int, most_lines: int) -> list[Message]:
        messages: list[Message] = []
        decoder = self.decoder
        last = decoder.lines_read + most_lines
        for _ in range(most_reads):
            if self.is_gone or decoder.lines_read == last:
                break
            data = b"" if decoder.has_more else self._receive_bytes()
            if data is None:
                break
            messages += decoder.feed(data, last - decoder.lines_read)
        return messages

    def _receive_bytes(self) -> bytes | None:
        """What is there, up to a limit; None for nothing."""
        try:
            data = self._connection.recv(self._tuning.read_bytes)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            data = b""
        self.is_gone = not data
        return data or None
