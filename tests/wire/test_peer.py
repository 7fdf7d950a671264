"""However much a connection sends, no more than a frame can spare is read of it at a time."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from griffin.events import PROTOCOL_VERSION, Hello
from griffin.wire.codec import encode
from griffin.wire.peer import Peer, ReadTuning

from .said import steering

GREETING = encode(Hello(protocol=PROTOCOL_VERSION))
TUNING = ReadTuning()
FLOODS = {
    "empty lines": b"\n" * 65536,
    "bad lines": b"x\n" * 32768,
    "messages": encode(steering(1.0)) * 500,
    "long lines": (b"x" * 5000 + b"\n") * 13,
    "one line": b"x" * 65536,
}


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, Peer]]:
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    peer = Peer(near, TUNING, 0.0)
    yield far, peer
    peer.close()
    far.close()


def fill(connection: socket.socket, data: bytes) -> int:
    """Send as much of the data, again and again, as the socket takes. Returns how many bytes that were."""
    sent = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            sent += connection.send(data[sent % len(data) :])
    return sent


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_turn_reads_no_more_than_it_may(ends: tuple[socket.socket, Peer], flood: bytes) -> None:
    far, peer = ends
    far.sendall(GREETING)
    fill(far, flood)
    for turn in range(1, 30):
        before = peer.decoder.lines_read
        peer.read_ahead()
        assert peer.decoder.lines_read - before <= TUNING.guest_lines
        before = peer.decoder.lines_read
        messages = peer.read()
        assert peer.decoder.lines_read - before <= TUNING.lines
        assert len(messages) <= TUNING.lines + TUNING.guest_lines
        taken = fill(far, flood)
        assert taken <= (turn + 1) * (TUNING.reads + TUNING.guest_reads) * TUNING.read_bytes
    assert not peer.is_gone


def test_all_is_read_in_the_end(ends: tuple[socket.socket, Peer]) -> None:
    far, peer = ends
    far.sendall(GREETING + b"\n" * 1000 + encode(steering(1.0)) * 100)
    far.close()
    messages, turns = [], 0
    while not peer.is_done:
        messages += peer.read()
        turns += 1
    assert messages == [steering(1.0)] * 100
    assert peer.decoder.dropped_lines == 1000
    assert turns == 1 + 1101 // TUNING.lines
