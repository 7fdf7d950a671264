"""Who comes to the link besides the active camera process: crowds, floods, strangers and the next in turn."""

import contextlib
import socket
import threading
from pathlib import Path

import pytest

from griffin.events import PROTOCOL_VERSION, Hello, LinkState, Refusal
from griffin.wire.address import Address, connect
from griffin.wire.client import LinkClient
from griffin.wire.codec import MAX_LINE_BYTES, encode
from griffin.wire.peer import ReadTuning
from griffin.wire.server import LinkServer, LinkTuning

from .said import HELLO, event, steering


def test_a_stranger_and_another_version_change_nothing(caplog: pytest.LogCaptureFixture) -> None:
    server = LinkServer(Address(token="secret"))
    refusals = []
    guess = b'{"type":"hello","protocol":%d,"token":"guess"}\n' % PROTOCOL_VERSION
    for n, line in enumerate((guess, b"GET / HTTP/1.1\n")):
        with socket.create_connection(("127.0.0.1", server.address.port)) as stranger:
            stranger.sendall(line + b'{"type":"event","captured_s":1.0,"kind":"jump"}\n')
            inbox = server.poll(100.0 * n)
        assert (inbox.state, inbox.events) == (LinkState.WAITING, ())
        refusals.append(server.refusal)
    with socket.create_connection(("127.0.0.1", server.address.port)) as stranger:
        stranger.sendall(b'{"type":"hello","protocol":7}\n')
        server.poll(200.0)
    assert [*refusals, server.refusal] == [Refusal.STRANGER, Refusal.OTHER_LANGUAGE, Refusal.OTHER_VERSION]
    assert f"speaks version 7, this one version {PROTOCOL_VERSION}." in caplog.text
    server.close()


def test_a_refusal_is_news_for_some_seconds_however_often_one_tries(server: LinkServer) -> None:
    shown_s = []
    for n in range(2 * 130):
        now_s = 0.5 * n
        stranger = connect(server.address, 1.0)
        assert stranger is not None
        stranger.sendall(b'{"type":"hello","protocol":%d}\n' % (100 + n))
        server.poll(now_s)
        stranger.close()
        if server.refusal is not None:
            assert server.refusal is Refusal.OTHER_VERSION
            shown_s.append(now_s)
    assert [now_s for now_s in shown_s if now_s < 60.0] == [0.5 * n for n in range(16)]
    assert len(shown_s) == 3 * 16


def visitor_of(server: LinkServer, said: bytes = b"") -> socket.socket:
    connection = connect(server.address, 1.0)
    assert connection is not None
    connection.sendall(said)
    return connection


def greeting_of(server: LinkServer) -> bytes:
    return encode(Hello(protocol=PROTOCOL_VERSION, token=server.address.token))


def has_hung_up_on(visitor: socket.socket) -> bool:
    """Whether the server has closed this connection."""
    try:
        return visitor.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_a_crowd_of_silent_guests_is_bounded_and_the_oldest_goes_first(server: LinkServer) -> None:
    tuning = LinkTuning()
    with contextlib.ExitStack() as owned:
        crowd = [
            owned.enter_context(contextlib.closing(visitor_of(server))) for _ in range(tuning.most_guests + 3)
        ]
        for n in range(4):
            server.poll(n * tuning.guest_grace_s / 4)
        assert not any(map(has_hung_up_on, crowd))  # each has its time to say hello
        server.poll(tuning.guest_grace_s)
        assert [has_hung_up_on(visitor) for visitor in crowd] == [True] * 3 + [False] * tuning.most_guests


def test_a_guest_about_to_speak_is_not_pushed_out(server: LinkServer) -> None:
    tuning = LinkTuning()
    with contextlib.ExitStack() as owned:
        slow = owned.enter_context(contextlib.closing(visitor_of(server)))
        server.poll(0.0)
        for n in range(3 * tuning.most_guests):
            owned.enter_context(contextlib.closing(visitor_of(server)))
            server.poll(0.005 * n)
        slow.sendall(greeting_of(server) + encode(event(1.0)))
        assert [e.captured_s for e in server.poll(0.2).events] == [1.0]


def test_who_comes_behind_a_crowd_is_heard_after_the_grace(server: LinkServer, client: LinkClient) -> None:
    with contextlib.ExitStack() as owned:
        for _ in range(LinkTuning().most_guests + 3):
            owned.enter_context(contextlib.closing(visitor_of(server)))
        client.send(event(1.0))
        client.pump(0.0)
        heard = [e for n in range(6) for e in server.poll(0.1 * n).events]
        assert [e.captured_s for e in heard] == [1.0]


def test_who_has_said_hello_waits_however_many_silent_ones_come(
    server: LinkServer, client: LinkClient
) -> None:
    with contextlib.ExitStack() as owned:
        client.send(steering(0.0))
        client.pump(0.0)
        server.poll(0.0)
        second = LinkClient(server.address, HELLO)
        owned.callback(second.close)
        second.pump(0.0)
        for n in range(40):
            owned.enter_context(contextlib.closing(visitor_of(server)))
            client.send(steering(0.1 * n))
            client.pump(0.1 * n)
            server.poll(0.1 * n)
        client.close()
        second.send(event(5.0))
        second.pump(4.0)
        assert [e.captured_s for e in server.poll(4.0).events] == [5.0]


def test_a_slow_process_is_not_replaced_by_a_silent_guest(server: LinkServer, client: LinkClient) -> None:
    """A camera process that hangs for a second is not replaced by one that waits and says nothing."""
    client.send(steering(0.0))
    client.pump(0.0)
    server.poll(0.0)
    with contextlib.closing(visitor_of(server, greeting_of(server))) as waiting:
        for n in range(10):
            server.poll(0.2 * n)
        client.send(event(2.0))
        client.pump(2.0)
        assert [e.captured_s for e in server.poll(2.0).events] == [2.0]
        waiting.sendall(encode(event(4.0)))
        assert [e.captured_s for e in server.poll(4.0).events] == [4.0]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux does")
def test_where_no_more_files_may_be_open_the_flight_goes_on(server: LinkServer, client: LinkClient) -> None:
    import resource

    client.send(event(1.0))
    client.pump(0.0)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
    try:
        inbox = server.poll(0.0)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert inbox.state is LinkState.WAITING
    assert len(server.poll(0.1).events) == 1


def test_where_all_guests_have_said_hello_a_newcomer_is_sent_away(
    server: LinkServer, client: LinkClient
) -> None:
    with contextlib.ExitStack() as owned:
        client.send(steering(0.0))
        client.pump(0.0)
        server.poll(0.0)
        hello = greeting_of(server)
        waiting = [
            owned.enter_context(contextlib.closing(visitor_of(server, hello)))
            for _ in range(LinkTuning().most_guests)
        ]
        late = owned.enter_context(contextlib.closing(visitor_of(server, hello)))
        for n in range(4):
            server.poll(0.01 * n)
        assert has_hung_up_on(late)
        assert not any(map(has_hung_up_on, waiting))


def test_of_two_who_say_all_and_leave_at_once_the_first_is_heard(server: LinkServer) -> None:
    for said_s in (1.0, 2.0):
        visitor_of(server, greeting_of(server) + encode(event(said_s))).close()
    heard = [e.captured_s for n in range(3) for e in server.poll(0.01 * n).events]
    assert heard == [1.0]


def test_who_says_much_and_leaves_is_heard_to_the_end(server: LinkServer, client: LinkClient) -> None:
    """The next in turn waits until everything was read, a few lines at a time."""
    count = 3 * ReadTuning().lines
    visitor = visitor_of(server)
    visitor.setblocking(True)
    visitor.sendall(greeting_of(server) + b"".join(encode(event(float(n))) for n in range(count)))
    visitor.close()
    client.send(event(9999.0))
    client.pump(0.0)
    heard: list[float] = []
    for n in range(8):
        events = server.poll(0.01 * n).events
        assert len(events) <= 2 * ReadTuning().lines
        heard += [e.captured_s for e in events]
    assert heard == [*map(float, range(count))]  # the client was still a guest, and what it said is forgotten
    client.send(event(10_000.0))
    client.pump(0.1)
    assert [e.captured_s for e in server.poll(0.1).events] == [10_000.0]


def test_a_waiting_one_is_told_of_once_a_minute(
    server: LinkServer, client: LinkClient, caplog: pytest.LogCaptureFixture
) -> None:
    waits_s = LinkTuning().wait_told_after_s
    client.send(steering(0.0))
    client.pump(0.0)
    server.poll(0.0)
    with contextlib.closing(visitor_of(server, greeting_of(server))):
        for n in range(130):  # half a second each
            client.send(steering(0.5 * n))
            client.pump(0.5 * n)
            server.poll(0.5 * n)
            assert ("A second camera process waits" in caplog.text) == (0.5 * n >= waits_s)
    assert caplog.text.count("A second camera process waits") == 2


def test_a_successor_that_waits_for_its_predecessors_last_words_is_not_told_of(
    server: LinkServer, client: LinkClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.send(steering(0.0))
    client.pump(0.0)
    server.poll(0.0)
    with contextlib.closing(visitor_of(server, greeting_of(server))):
        server.poll(0.1)
        client.close()
        for n in range(2, 100):
            server.poll(0.1 * n)
    assert "waits" not in caplog.text


def test_a_first_line_without_end_ends_the_connection_at_once(
    server: LinkServer, caplog: pytest.LogCaptureFixture
) -> None:
    with contextlib.closing(visitor_of(server, b"x" * (MAX_LINE_BYTES + 1))) as visitor:
        server.poll(0.0)
        assert has_hung_up_on(visitor)
    assert server.refusal is Refusal.OTHER_LANGUAGE
    assert "is longer than 4096 bytes. A connection begins with a hello" in caplog.text


def test_each_kind_of_refusal_is_logged_once_a_minute(
    server: LinkServer, caplog: pytest.LogCaptureFixture
) -> None:
    shown = []
    for n in range(121):
        for line in (b'{"type":"hello","protocol":%d}\n' % (1000 + n), b"GET /%d\xff\n" % n, b"GET /\n"):
            with contextlib.closing(visitor_of(server, line)):
                server.poll(float(n))
            shown.append(server.refusal)
    assert caplog.text.count("speaks version") == 3
    assert caplog.text.count("does not use UTF-8") == 1  # a second one of this kind has the same words
    assert shown[:3] == [Refusal.OTHER_VERSION, Refusal.OTHER_LANGUAGE, Refusal.OTHER_LANGUAGE]


def test_who_floods_the_link_does_not_hold_up_a_look(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    server = LinkServer(Address(path=tmp_path / "s"))
    stranger = socket.socket(socket.AF_UNIX)
    stranger.connect(str(tmp_path / "s"))
    is_over = threading.Event()

    def flood() -> None:
        with contextlib.suppress(OSError):
            while not is_over.is_set():
                stranger.sendall(b"x" * 65536)

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    for n in range(50):  # an unbounded look would never come back
        server.poll(0.01 * n)
    client = LinkClient(server.address, HELLO)
    client.send(event(1.0))
    client.pump(1.0)
    assert len(server.poll(1.0).events) == 1
    is_over.set()
    server.close()
    thread.join()
    stranger.close()
    client.close()


def test_a_stranger_is_told_of_once_and_not_while_somebody_flies(
    server: LinkServer, client: LinkClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.send(steering(0.0))
    client.pump(0.0)
    for _ in range(5):
        stranger = connect(server.address, 1.0)
        assert stranger is not None
        stranger.sendall(b"GET / HTTP/1.1\n")
        server.poll(0.0)
        stranger.close()
    assert server.refusal is None
    assert caplog.text.count("language") == 1
