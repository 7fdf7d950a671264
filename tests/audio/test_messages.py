"""Lines on the pipe to the sound process: torn, merged, broken."""

import pytest

from griffin.audio.messages import (
    MAX_LINE_BYTES,
    Beat,
    LineReader,
    Loops,
    MusicNow,
    ShotNow,
    SoundState,
    encode,
    read_beat,
    read_cues,
)

CASES = [
    (
        Loops(gains={"wind_1": (0.25, 0.5)}),
        b'{"type":"loops","gains":{"wind_1":[0.25,0.5]},"volume":1.0,"music":null}\n',
    ),
    (
        Loops(gains={}, volume=0.5, music=MusicNow(piece="glide", begin_s=12.5, gain=0.25)),
        b'{"type":"loops","gains":{},"volume":0.5,"music":{"piece":"glide","begin_s":12.5,"gain":0.25}}\n',
    ),
    (
        ShotNow(sound="cry_1", left=0.5, right=1.0, happened_s=3.5),
        b'{"type":"shot","sound":"cry_1","left":0.5,"right":1.0,"happened_s":3.5}\n',
    ),
    (Beat(state=SoundState.PLAYING), b'{"type":"beat","state":"playing"}\n'),
]


@pytest.mark.parametrize(("message", "line"), CASES)
def test_a_message_is_one_line(message: Loops | ShotNow | Beat, line: bytes) -> None:
    assert encode(message) == line


def test_lines_come_whole_however_they_are_torn() -> None:
    data = b"".join(line for _, line in CASES)
    reader = LineReader()
    lines = [line for byte in data for line in reader.feed(bytes([byte]))]
    assert lines == LineReader().feed(data) == data.splitlines()


def test_the_newest_loops_win_and_no_shot_is_dropped() -> None:
    said = [
        ShotNow(sound="a"),
        Loops(gains={"x": (0.1, 0.1)}),
        ShotNow(sound="b"),
        Loops(gains={"x": (0.2, 0.2)}),
    ]
    loops, shots = read_cues([encode(each).rstrip() for each in said])
    assert loops == said[3]
    assert shots == (said[0], said[2])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"}",
        b"\xff",
        b"[" * 4000,
        b'{"type":"beat","state":"playing"}',
        b'{"type":"shot","sound":"a","left":7}',
        b'{"type":"loops","gains":{},"music":{"piece":"glide","begin_s":0,"gain":7}}',
        b'{"type":"shot","sound":"' + b"a" * 60 + b'"}',
        b'{"type":"loops","gains":{"a":[NaN,0]}}',
    ],
)
def test_what_is_no_cue_is_dropped(line: bytes) -> None:
    good = encode(ShotNow(sound="a")).rstrip()
    assert read_cues([line, good]) == (None, (ShotNow(sound="a"),))
    assert read_cues([line]) == (None, ())


def test_a_line_without_end_takes_no_more_room() -> None:
    reader = LineReader()
    for _ in range(100):
        assert reader.feed(b"x" * 1000) == []
    assert reader.feed(b"\n" + encode(ShotNow(sound="a"))) == [encode(ShotNow(sound="a")).rstrip()]
    assert (
        len(encode(Loops(gains={f"waterfall_{n}": (0.123456789012, 0.1) for n in range(40)})))
        < MAX_LINE_BYTES
    )


def test_the_newest_beat_counts() -> None:
    beats = [encode(Beat(state=state)).rstrip() for state in (SoundState.OPENING, SoundState.SILENT)]
    assert read_beat([*beats, b"nonsense"]) is SoundState.SILENT
    assert read_beat([b"nonsense"]) is None
