"""One table of messages and lines drives both directions of the codec."""

import json
import math
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from griffin.errors import ProtocolError
from griffin.events import (
    MAX_TEXT_CHARS,
    PROTOCOL_VERSION,
    Advice,
    CameraAdvice,
    EventKind,
    Figure,
    FigurePoint,
    GestureEvent,
    Goodbye,
    GoodbyeReason,
    Hello,
    Message,
    Onlooker,
    Onlookers,
    Refusal,
    Steering,
)
from griffin.wire.codec import MAX_LINE_BYTES, Decoder, HelloError, encode

GREETING = b'{"type":"hello","protocol":%d' % PROTOCOL_VERSION
HELLO = GREETING + b"}\n"

POINTS = tuple((round(0.1 * point - 0.8, 2), -1.5) for point in FigurePoint)

CASES: list[tuple[Message, dict[str, object]]] = [
    (
        GestureEvent(captured_s=1.5, kind=EventKind.FLAP, strength=0.25, right_strength=0.5, player=3),
        {
            "type": "event",
            "captured_s": 1.5,
            "kind": "flap",
            "strength": 0.25,
            "left_strength": None,
            "right_strength": 0.5,
            "player": 3,
        },
    ),
    (
        GestureEvent(captured_s=2.0, kind=EventKind.JUMP),
        {
            "type": "event",
            "captured_s": 2.0,
            "kind": "jump",
            "strength": None,
            "left_strength": None,
            "right_strength": None,
            "player": 0,
        },
    ),
    (Goodbye(reason=GoodbyeReason.FILM_OVER), {"type": "goodbye", "reason": "film_over"}),
    (
        CameraAdvice(captured_s=4.0, advice=Advice.TOO_NEAR),
        {"type": "advice", "captured_s": 4.0, "advice": "too_near"},
    ),
    (
        Figure(captured_s=5.0, points=POINTS, seen=(True, *[False] * 16), player=1),
        {
            "type": "figure",
            "captured_s": 5.0,
            "points": [list(point) for point in POINTS],
            "seen": [True] + [False] * 16,
            "player": 1,
        },
    ),
    (
        Onlookers(captured_s=6.0, bodies=(Onlooker(across_frac=-0.5, size_frac=0.25, has_arms_up=True),)),
        {
            "type": "onlookers",
            "captured_s": 6.0,
            "bodies": [{"across_frac": -0.5, "size_frac": 0.25, "has_arms_up": True, "claim_frac": 0.0}],
        },
    ),
    (Onlookers(captured_s=7.0), {"type": "onlookers", "captured_s": 7.0, "bodies": []}),
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
            "is_left_arm_seen": False,
            "is_right_arm_seen": False,
            "player": 0,
            "inferred_s": 0.0,
            "sent_s": 0.0,
        },
    ),
]

FIGURE = b'{"type":"figure","captured_s":1.0,"points":%s,"seen":%s}'
ALL_SEEN = json.dumps([True] * 17).encode()
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
    b'{"type":"steering","captured_s":1.0,"player":4}',
    b'{"type":"steering","captured_s":1.0,"sent_s":-1.0}',
    b'{"type":"event","captured_s":1.0,"kind":"flap","left_strength":1.1}',
    b'{"type":"goodbye","reason":"I had enough."}',
    b'{"type":"advice","captured_s":1.0,"advice":"smile"}',
    FIGURE % (json.dumps([[0.0, 0.0]] * 16).encode(), ALL_SEEN),
    FIGURE % (json.dumps([[0.0, 0.0]] * 18).encode(), ALL_SEEN),
    FIGURE % (json.dumps([[0.0, 0.0]] * 16 + [[0.0, 8.1]]).encode(), ALL_SEEN),
    FIGURE % (json.dumps([[0.0, 0.0]] * 16 + [[0.0, 0.0, 0.0]]).encode(), ALL_SEEN),
    FIGURE % (json.dumps([[0.0, 0.0]] * 17).encode(), ALL_SEEN[:-6] + b"]"),
    b'{"type":"onlookers","captured_s":1.0,"bodies":[%s]}'
    % b",".join([b'{"across_frac":0.0,"size_frac":0.1}'] * 4),
    b'{"type":"onlookers","captured_s":1.0,"bodies":[{"across_frac":0.0,"size_frac":0.1,"face":1}]}',
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
    sentence = f"speaks version 7, this one version {PROTOCOL_VERSION}"
    with pytest.raises(HelloError, match=sentence) as refused:
        Decoder().feed(b'{"type":"hello","protocol":7,"news":true}\n')
    assert refused.value.refusal is Refusal.OTHER_VERSION


FIRST_LINES = [b"GET / HTTP/1.1", *BAD_LINES[:4], *BAD_LINES[5:8], encode(CASES[0][0])[:-1]]


@pytest.mark.parametrize("line", FIRST_LINES)
def test_the_first_line_must_be_a_hello(line: bytes) -> None:
    with pytest.raises(HelloError, match="language") as refused:
        Decoder().feed(line + b"\n")
    assert refused.value.refusal is Refusal.OTHER_LANGUAGE


NOT_UTF8 = [
    GREETING + b',"source":"caf\xe9"}',
    GREETING + b',"token":"\xff"}',
    (GREETING + b"}").decode().encode("utf-16"),  # as PowerShell redirects text
    b"\x16\x03\x01\x02\xff",
]


@pytest.mark.parametrize("line", NOT_UTF8)
def test_a_hello_in_another_encoding_is_told_so(line: bytes) -> None:
    with pytest.raises(HelloError, match="does not use UTF-8") as refused:
        Decoder().feed(line + b"\n")
    assert refused.value.refusal is Refusal.OTHER_LANGUAGE
    assert "one line of JSON in UTF-8" in refused.value.hint


def test_another_version_in_another_encoding_is_another_version() -> None:
    with pytest.raises(HelloError, match="speaks version 7"):
        Decoder().feed(b'{"type":"hello","protocol":7,"source":"caf\xe9"}\n')


@pytest.mark.parametrize(
    "data",
    [
        b"x" * (MAX_LINE_BYTES + 1),
        GREETING + b"}" + b" " * MAX_LINE_BYTES,
        GREETING + b"}" + b" " * MAX_LINE_BYTES + b"\n",
    ],
)
def test_a_first_line_that_is_too_long_ends_it_before_it_is_over(data: bytes) -> None:
    decoder = Decoder()
    assert decoder.feed(data[:MAX_LINE_BYTES]) == []
    with pytest.raises(HelloError, match=f"longer than {MAX_LINE_BYTES} bytes") as refused:
        decoder.feed(data[MAX_LINE_BYTES:])
    assert refused.value.refusal is Refusal.OTHER_LANGUAGE


@pytest.mark.parametrize("name", ["\x1b[2J", "x" * 3000])
def test_what_a_stranger_names_is_not_printed(name: str) -> None:
    line = json.dumps({"type": "hello", "protocol": PROTOCOL_VERSION, name: 1}).encode()
    with pytest.raises(HelloError, match=r"has sent a damaged hello\. "):
        Decoder().feed(line + b"\n")


@pytest.mark.parametrize("most_lines", [1, 2, 5, 100])
def test_no_more_lines_are_read_than_wanted_and_none_is_lost(most_lines: int) -> None:
    sent = [Steering(captured_s=float(n)) for n in range(20)]
    data = HELLO + b"\n\n".join(encode(message) for message in sent)
    decoder, heard, turns = Decoder(), [], 0
    heard += decoder.feed(data, most_lines)
    while decoder.has_more:
        turns += 1
        assert decoder.lines_read == turns * most_lines
        heard += decoder.feed(b"", most_lines)
    assert heard[1:] == sent
    assert decoder.lines_read == data.count(b"\n")
    assert decoder.dropped_lines == decoder.lines_read - 21


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
    assert len(line) < 600
    assert greeted().feed(line) == [said]


@given(st.sampled_from(ANGLES), st.floats(min_value=math.pi, exclude_min=True) | st.just(math.nan))
def test_no_angle_beyond_a_half_turn_is_sent(name: str, value: float) -> None:
    with pytest.raises(ProtocolError, match="schema"):
        encode(Steering(captured_s=1.0, **{name: value}))


def most_bytes(kind: msgspec.inspect.Type) -> int:
    """The longest JSON of a value of this type, as our encoder writes it. A type without a bound raises."""
    match kind:
        case msgspec.inspect.StructType():
            names = sum(len(field.encode_name) + 4 for field in kind.fields)
            tag = len(kind.tag_field) + len(kind.tag) + 7 if isinstance(kind.tag, str) else 0
            assert kind.forbid_unknown_fields
            return 2 + tag + names + sum(most_bytes(field.type) for field in kind.fields)
        case msgspec.inspect.StrType(max_length=int(most)):
            return 2 + 6 * most  # a control character is written as \u0000
        case msgspec.inspect.IntType(ge=int(), le=int()) | msgspec.inspect.IntType(ge=int(), lt=int()):
            return 20
        case msgspec.inspect.FloatType(ge=float(), le=float()):
            return 25  # -1.7976931348623157e+308 and a comma
        case msgspec.inspect.BoolType() | msgspec.inspect.NoneType():
            return 6
        case msgspec.inspect.EnumType():
            return max(len(str(member.value)) for member in kind.cls) + 3
        case msgspec.inspect.VarTupleType(max_length=int(most)):
            return 2 + most * (most_bytes(kind.item_type) + 1)
        case msgspec.inspect.TupleType():
            return 2 + sum(most_bytes(item) + 1 for item in kind.item_types)
        case msgspec.inspect.UnionType():
            return max(most_bytes(each) for each in kind.types)
    raise AssertionError(f"nothing bounds {kind}")


@pytest.mark.parametrize("kind", get_args(Message))
def test_no_message_can_hold_a_picture(kind: type) -> None:
    """All that the schema lets through fits into a line: a picture of 64x48 pixels in grey would not."""
    assert most_bytes(msgspec.inspect.type_info(kind)) < MAX_LINE_BYTES < 64 * 48 * 4 / 3 + 1


def test_the_longest_texts_fit_into_a_line() -> None:
    worst = "\x01" * MAX_TEXT_CHARS
    hello = Hello(protocol=PROTOCOL_VERSION, source=worst, note=worst, token=worst)
    line = encode(hello)
    assert 3600 < len(line) <= MAX_LINE_BYTES
    assert Decoder().feed(line) == [hello]


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
