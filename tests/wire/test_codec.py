"""One table of messages and lines drives both directions of the codec."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griffin.errors import ProtocolError
from griffin.events import PROTOCOL_VERSION, EventKind, GestureEvent, Goodbye, Hello, Message, Steering
from griffin.wire.codec import MAX_LINE_BYTES, Decoder, encode

GREETING = b'{"type":"hello","protocol":%d' % PROTOCOL_VERSION
HELLO = GREETING + b"}\n"

CASES: list[tuple[Message, dict[str, object]]] = [
    (
        GestureEvent(captured_s=1.5, kind=EventKind.FLAP, strength=0.25),
        {"type": "event", "captured_s": 1.5, "kind": "flap", "strength": 0.25},
    ),
    (
        GestureEvent(captured_s=2.0, kind=EventKind.JUMP),
        {"type": "event", "captured_s": 2.0, "kind": "jump", "strength": None},
    ),
    (Goodbye(reason="the video has ended"), {"type": "goodbye", "reason": "the video has ended"}),
    (
        Steering(captured_s=3.0, arm_line_rad=-0.5, climb_frac=1.0, is_tracked=True),
        {
            "type": "steering",
            "captured_s": 3.0,
            "arm_line_rad": -0.5,
            "roll_rad": 0.0,
            "climb_frac": 1.0,
            "arms": {
                "left": {"wing_rad": 0.0, "elbow_rad": 0.0, "wrist_rad": 0.0},
                "right": {"wing_rad": 0.0, "elbow_rad": 0.0, "wrist_rad": 0.0},
            },
            "body_frac": 0.0,
            "is_tracked": True,
            "is_seated": False,
        },
    ),
]

BAD_LINES = [
    b"",
    b"{}",
    b"null",
    b"[1,2]",
    b"\xff\xfe",
    b'{"type":"event","captured_s":1.0,"kind":"dance"}',
    b'{"type":"event","captured_s":"1.0","kind":"jump"}',
    b'{"type":"event","captured_s":1.0,"kind":"flap","strength":1.5}',
    b'{"type":"event","captured_s":1.0,"kind":"jump","extra":1}',
    b'{"type":"steering","captured_s":NaN}',
    b'{"type":"steering","captured_s":1e999}',
    b'{"type":"steering","captured_s":-1}',
    b'{"type":"steering","captured_s":1.0,"roll_rad":4.0}',
    b'{"type":"steering","captured_s":1.0,"climb_frac":null}',
    b'{"type":"steering","captured_s":1.0,"arms":{"left":{"wrist_rad":-3.2}}}',
    b'{"type":"steering","captured_s":1.0,"arms":{"right":{"wrist_rad":NaN}}}',
    b'{"type":"steering","captured_s":1.0,"arms":{"left":{"rise_rad":0.1}}}',
    GREETING + b"}",  # once is enough
    b'{"type":"steering","captured_s":1.0}' + b" " * MAX_LINE_BYTES,
    b"[" * 2000,
]


def greeted() -> Decoder:
    decoder = Decoder()
    decoder.feed(HELLO)
    return decoder


@pytest.mark.parametrize(("message", "fields"), CASES)
def test_a_message_becomes_its_line(message: Message, fields: dict[str, object]) -> None:
    line = encode(message)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == fields


@pytest.mark.parametrize(("message", "fields"), CASES)
def test_a_line_becomes_its_message(message: Message, fields: dict[str, object]) -> None:
    line = json.dumps(fields).encode() + b"\n"
    assert greeted().feed(line) == [message]
    torn = greeted()
    assert [m for i in range(len(line)) for m in torn.feed(line[i : i + 1])] == [message]
    merged = greeted()
    assert merged.feed(line + line + line[:7]) == [message, message]
    assert merged.dropped_lines == 0


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_counted_and_the_next_is_read(line: bytes) -> None:
    decoder = greeted()
    good = encode(CASES[0][0])
    assert decoder.feed(line + b"\n" + good) == [CASES[0][0]]
    assert decoder.dropped_lines == 1


def test_a_line_without_end_costs_no_memory() -> None:
    decoder = greeted()
    for _ in range(100):
        decoder.feed(b"x" * 1000)
    assert decoder.feed(b"\n" + encode(CASES[0][0])) == [CASES[0][0]]
    assert decoder.dropped_lines == 1


def test_another_version_gets_a_clear_sentence() -> None:
    with pytest.raises(ProtocolError, match=f"speaks version 7, this one version {PROTOCOL_VERSION}"):
        Decoder().feed(b'{"type":"hello","protocol":7,"news":true}\n')


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1", *BAD_LINES[:6], encode(CASES[0][0])[:-1]])
def test_the_first_line_must_be_a_hello(line: bytes) -> None:
    with pytest.raises(ProtocolError, match="language"):
        Decoder().feed(line + b"\n")


def test_hello_comes_through() -> None:
    hello = Hello(protocol=PROTOCOL_VERSION, source="camera 0", is_demo=False, is_sandboxed=True)
    decoder = Decoder()
    assert decoder.feed(encode(hello)) == [hello]
    assert decoder.hello == hello


@pytest.mark.parametrize("value", [math.nan, math.inf, 4.0])
def test_what_would_be_refused_is_not_sent(value: float) -> None:
    with pytest.raises(ProtocolError, match="schema"):
        encode(Steering(captured_s=1.0, roll_rad=value))


ANGLES = [name for name in Steering.__struct_fields__ if name.endswith("_rad")]


@given(
    st.fixed_dictionaries({name: st.floats(-math.pi, math.pi) for name in ANGLES}),
    st.floats(-1.0, 1.0),
    st.booleans(),
)
def test_any_steering_comes_through(angles: dict[str, float], frac: float, is_tracked: bool) -> None:
    said = Steering(captured_s=1.0, climb_frac=frac, body_frac=-frac, is_tracked=is_tracked, **angles)
    line = encode(said)
    assert len(line) < 500
    assert greeted().feed(line) == [said]


@given(st.sampled_from(ANGLES), st.floats(min_value=math.pi, exclude_min=True) | st.just(math.nan))
def test_no_angle_beyond_a_half_turn_is_sent(name: str, value: float) -> None:
    with pytest.raises(ProtocolError, match="schema"):
        encode(Steering(captured_s=1.0, **{name: value}))


@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_raise_nothing_but_protocol_errors(data: bytes, after_hello: bool) -> None:
    decoder = greeted() if after_hello else Decoder()
    try:
        decoder.feed(data)
        decoder.feed(b"\n")
    except ProtocolError:
        assert not after_hello


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":' + b"[" * 100_000 + b"\n",
        GREETING + b',"a":' + b"[" * 1000 + b"]" * 1000 + b"}\n",
        GREETING + b',"source":"\xff"}\n',
        GREETING + b',"token":"\\ud800"}\n',
        b'{"type":"hello","protocol":' + b"9" * 6000 + b"}\n",
        b'{"type":"hello","protocol":' + b"9" * 1500 + b"}\n",
        b"\n",
    ],
)
def test_a_first_line_made_to_hurt_gets_a_short_sentence(line: bytes) -> None:
    with pytest.raises(ProtocolError) as refusal:
        Decoder().feed(line)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    "line",
    [b'{"type":' + b"[" * 1500, b'{"type":"event","x":' + b"[" * 2000, b'{"type":"goodbye","reason":"\xff"}'],
)
def test_a_later_line_made_to_hurt_is_dropped(line: bytes) -> None:
    decoder = Decoder()
    decoder.feed(HELLO)
    assert decoder.feed(line + b"\n") == []
    assert decoder.dropped_lines == 1
