"""Messages ↔ lines of JSON. No sockets here: bytes in, messages out.

A line is one JSON object with a "type", ended by a newline, readable with `nc`. The first line of a
connection is a hello with the protocol's version. A bad line is dropped and counted, since the next steering
is only a thirtieth of a second away; another version, or a first line that is not a hello, ends the link.

| message   | kind       | expected rate        | when the link is slow                    |
|-----------|------------|----------------------|------------------------------------------|
| hello     | once       | once a connection    | -                                        |
| steering  | continuous | one a camera frame   | the newest of each player wins           |
| event     | discrete   | a few a second       | never dropped, kept in order             |
| advice    | a state    | when it changes      | the newest wins, and is never dropped    |
| figure    | continuous | at most 30 a second  | the newest of each player wins           |
| onlookers | continuous | at most 10 a second  | the newest wins                          |
| goodbye   | once       | once, at the end     | never dropped                            |

No message can carry a picture: all that the schema lets through fits into one line of `MAX_LINE_BYTES`.
"""

import contextlib
from typing import Annotated

import msgspec
from msgspec import Meta

from griffin.errors import ProtocolError
from griffin.events import PROTOCOL_VERSION, Hello, Message, Refusal

MAX_LINE_BYTES = 4096  # a hello of three long texts in escapes; the longest message of a game takes under 900


class HelloError(ProtocolError):
    """A first line that ends the link; `refusal` says why in a word."""

    def __init__(self, sentence: str, refusal: Refusal, hint: str = "") -> None:
        super().__init__(sentence, hint=hint)
        self.refusal = refusal


class _AnyHello(msgspec.Struct, tag="hello"):
    """What every version's hello has in common, so that a newer one still gets a clear answer."""

    protocol: Annotated[int, Meta(ge=0, le=999_999)]  # shown to the player, so no longer than that


# What msgspec raises for bytes that are no message; the latter two for text that isn't UTF-8 and for brackets
# in brackets without end.
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_message_decoder = msgspec.json.Decoder(Message)
_hello_decoder = msgspec.json.Decoder(_AnyHello)
_encoder = msgspec.json.Encoder()


def encode(message: Message) -> bytes:
    """One line, newline included.

    Raises:
        ProtocolError: the message breaks its own schema (a NaN, an angle out of range): a fault of the
            sender, reported where it happens and not at the other end.
    """
    line = _encoder.encode(message)
    try:
        _message_decoder.decode(line)
    except msgspec.ValidationError as error:
        raise ProtocolError(f"A message breaks the wire's schema: {error}.") from error
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"A message breaks the wire's schema: it has {len(line)} bytes.")
    return line + b"\n"


class Decoder:
    """Takes bytes as they come, torn or merged, and gives whole messages.

    `dropped_lines` counts the lines that were no message; `hello` is the other end's greeting, once it came.
    """

    def __init__(self) -> None:
        self.hello: Hello | None = None
        self.dropped_lines = 0
        self._rest = b""
        self._is_skipping = False

    def feed(self, data: bytes) -> list[Message]:
        """The messages that `data` completes, in order.

        Raises:
            HelloError: the first line is not a hello, or one of another version.
        """
        *lines, self._rest = (self._rest + data).split(b"\n")
        messages = [message for line in lines if (message := self._read(line)) is not None]
        if len(self._rest) > MAX_LINE_BYTES:
            self._rest = b""
            self._is_skipping = True
        return messages

    def _read(self, line: bytes) -> Message | None:
        if self.hello is None and not self._is_skipping:
            self.hello = self._greet(line)
            return self.hello
        message: Message | None = None
        if not self._is_skipping and len(line) <= MAX_LINE_BYTES:
            with contextlib.suppress(*_UNREADABLE):
                message = _message_decoder.decode(line)
        self._is_skipping = False  # the tail of a line that was too long ends with this newline
        if message is None or isinstance(message, Hello):
            self.dropped_lines += 1
            return None
        return message

    @staticmethod
    def _greet(line: bytes) -> Hello:
        try:
            version = _hello_decoder.decode(line[:MAX_LINE_BYTES]).protocol
        except _UNREADABLE as error:
            raise HelloError(
                "The other end of the link does not speak Griffin's language.", Refusal.OTHER_LANGUAGE
            ) from error
        if version != PROTOCOL_VERSION:
            raise HelloError(
                f"The other end of the link speaks version {version}, this one version {PROTOCOL_VERSION}.",
                Refusal.OTHER_VERSION,
                hint="Start both processes from the same installation.",
            )
        try:
            hello = _message_decoder.decode(line)
        except _UNREADABLE as error:
            raise HelloError(f"The other end's hello is damaged: {error}.", Refusal.OTHER_LANGUAGE) from error
        assert isinstance(hello, Hello)
        return hello
