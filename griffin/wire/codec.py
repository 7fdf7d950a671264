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
_LONGEST_REASON_CHARS = 100  # a reason may quote what a stranger has sent
_HELLO_HINT = "A connection begins with a hello, one line of JSON in UTF-8: see docs/wire.md."


class HelloError(ProtocolError):
    """A first line that ends the connection; `refusal` gives the kind of reason."""

    def __init__(self, sentence: str, refusal: Refusal, hint: str = "") -> None:
        super().__init__(sentence, hint=hint)
        self.refusal = refusal


class _AnyHello(msgspec.Struct, tag="hello"):
    """What every version's hello has in common, so that a newer one still gets a clear answer."""

    protocol: Annotated[int, Meta(ge=0, le=999_999)]  # shown to the player, so no longer than that


# What msgspec raises for bytes that are no message: the second for text that isn't UTF-8, the third for
# brackets nested too deeply.
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

    `dropped_lines` counts the lines that were no message, `lines_read` all of them. `hello` is the other
    end's greeting, once it came. `has_more`: whole lines wait, as there were more than `feed` was to read.
    """

    def __init__(self) -> None:
        self.hello: Hello | None = None
        self.dropped_lines = 0
        self.lines_read = 0
        self.has_more = False
        self._rest = b""
        self._is_skipping = False

    def feed(self, data: bytes, most_lines: int | None = None) -> list[Message]:
        """The messages that `data` completes, in order, of at most that many lines (None: all).

        Raises:
            HelloError: the first line is not a hello, one of another version, or longer than a line may be.
        """
        messages: list[Message] = []
        text, begin = self._rest + data, 0
        end = text.find(b"\n")
        last = None if most_lines is None else self.lines_read + most_lines
        while end >= 0 and self.lines_read != last:
            self.lines_read += 1
            if (message := self._read(text[begin:end])) is not None:
                messages.append(message)
            begin = end + 1
            end = text.find(b"\n", begin)
        self._rest = text[begin:]
        self.has_more = end >= 0
        if not self.has_more and len(self._rest) > MAX_LINE_BYTES:
            if self.hello is None:
                raise _overlong_hello()
            self._rest = b""
            self._is_skipping = True
        return messages

    def _read(self, line: bytes) -> Message | None:
        if self.hello is None:
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
        if len(line) > MAX_LINE_BYTES:
            raise _overlong_hello()
        try:
            version = _hello_decoder.decode(line).protocol
        except _UNREADABLE as error:
            raise _bad_hello(line, "does not speak Griffin's language") from error
        if version != PROTOCOL_VERSION:
            raise HelloError(
                f"The other end of the link speaks version {version}, this one version {PROTOCOL_VERSION}.",
                Refusal.OTHER_VERSION,
                hint="Start both processes from the same installation.",
            )
        try:
            hello = _message_decoder.decode(line)
        except _UNREADABLE as error:
            reason = str(error)
            is_fit_to_print = len(reason) <= _LONGEST_REASON_CHARS and reason.isprintable()
            damage = f"damaged hello: {reason}" if is_fit_to_print else "damaged hello"
            raise _bad_hello(line, f"has sent a {damage}") from error
        assert isinstance(hello, Hello)
        return hello


def _overlong_hello() -> HelloError:
    return HelloError(
        f"The first line from the other end of the link is longer than {MAX_LINE_BYTES} bytes.",
        Refusal.OTHER_LANGUAGE,
        hint=_HELLO_HINT,
    )


def _bad_hello(line: bytes, otherwise: str) -> HelloError:
    """For a first line that can't be read: which encoding it has comes first, for JSON has only one."""
    try:
        line.decode()
    except UnicodeDecodeError:
        what = "does not use UTF-8"
    else:
        what = otherwise
    return HelloError(f"The other end of the link {what}.", Refusal.OTHER_LANGUAGE, hint=_HELLO_HINT)
