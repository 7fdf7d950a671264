"""The pipe to the sound process: writing never waits, and nothing is torn, whatever the reader does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.app.cue_pipe import CuePipe, CueReader, CueWriter
from griffin.audio.messages import LineReader, Loops, ShotNow, encode, read_cues

pytestmark = pytest.mark.skipif(os.name != "posix", reason="handles can't be handed on there")


@pytest.fixture
def pipe() -> Iterator[CuePipe]:
    pipe = CuePipe()
    yield pipe
    pipe.close()


def loops(number: int) -> bytes:
    gains = {f"loop_{n}": (number / 1e6, 0.123) for n in range(12)}
    return encode(Loops(gains=gains))


def shot(number: int) -> bytes:
    return encode(ShotNow(sound=f"stroke_{number}"))


def read_all(reader: CueReader, lines: LineReader) -> list[bytes]:
    found: list[bytes] = []
    while data := reader.read(0.0):
        found += lines.feed(data)
    return found


def test_what_is_written_is_read_in_order(pipe: CuePipe) -> None:
    assert not pipe.has_content
    writer, reader = CueWriter(pipe.writing), CueReader(pipe.reading)
    writer.say_loops(loops(1))
    writer.say_shot(shot(1))
    writer.say_shot(shot(2))
    writer.pump()
    assert pipe.has_content
    assert read_all(reader, LineReader()) == [shot(1)[:-1], shot(2)[:-1], loops(1)[:-1]]
    assert not pipe.has_content


def test_a_reader_that_stands_still_costs_the_writer_nothing(pipe: CuePipe) -> None:
    """A minute of pictures, nobody reads; then somebody does."""
    writer, reader, lines = CueWriter(pipe.writing), CueReader(pipe.reading), LineReader()
    for number in range(3600):
        writer.say_loops(loops(number))
        if number % 30 == 0:
            writer.say_shot(shot(number))
        writer.pump()
    first = read_all(reader, lines)
    writer.pump()
    late = read_all(reader, lines)
    assert len(first) < 400
    newest, shots = read_cues(late)
    assert newest is not None
    assert newest.gains["loop_0"][0] == pytest.approx(3599 / 1e6)
    numbers = [int(each.sound.split("_")[1]) for each in (*read_cues(first)[1], *shots)]
    assert numbers == sorted(set(numbers))  # in order, each once
    assert numbers[-1] == 3570
    assert len(shots) == 64  # older ones would be skipped anyway


def test_lines_that_the_pipe_takes_in_part_arrive_whole(pipe: CuePipe) -> None:
    """As on systems whose pipes tear what is longer than 512 bytes."""
    writer, reader, lines = CueWriter(pipe.writing), CueReader(pipe.reading), LineReader()
    long = encode(Loops(gains={f"{'x' * 38}{n}": (0.123456789, 0.987654321) for n in range(100)}))
    found: list[bytes] = []
    for turn in range(200):
        writer.say_loops(long)
        writer.say_shot(shot(turn))
        writer.pump()
        if turn % 20 == 19:
            found += lines.feed(os.read(pipe.reading, 10_000))
    for _ in range(20):
        found += read_all(reader, lines)
        writer.pump()
    assert found
    assert set(found) <= {long[:-1], *(shot(turn)[:-1] for turn in range(200))}


def test_without_a_reader_nothing_happens() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    writer = CueWriter(writing)
    for number in range(1000):
        writer.say_loops(loops(number))
        writer.say_shot(shot(number))
        writer.pump()
    writer.close()


def test_the_pipe_ends_with_its_last_writer(pipe: CuePipe) -> None:
    reader = CueReader(pipe.reading)
    assert reader.read(0.0) == b""
    assert not reader.has_ended
    pipe.release_writing()
    assert reader.read(5.0) == b""
    assert reader.has_ended


def test_what_can_not_be_read_has_ended(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    handle = os.open(tmp_path / "out", os.O_WRONLY)  # as `nohup` leaves standard input
    try:
        reader = CueReader(handle)
        assert reader.read(0.0) == b""
        assert reader.has_ended
    finally:
        os.close(handle)
