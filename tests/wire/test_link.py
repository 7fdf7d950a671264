"""Both ends of the link on a real socket, in one thread: nothing in it ever waits."""

import contextlib
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.errors import WireError
from griffin.events import (
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
    LinkState,
    Onlooker,
    Onlookers,
    Refusal,
    Steering,
)
from griffin.wire.address import Address, connect
from griffin.wire.client import LinkClient
from griffin.wire.codec import encode
from griffin.wire.server import LinkServer, LinkTuning

HELLO = Hello(protocol=PROTOCOL_VERSION, source="test")
PERIOD_S = 1 / 30


def steering(captured_s: float, player: int = 0) -> Steering:
    return Steering(captured_s=captured_s, player=player)


def figure(captured_s: float, player: int = 0) -> Figure:
    points = tuple((0.1 * point, -0.1) for point in FigurePoint)
    return Figure(captured_s=captured_s, points=points, seen=(True,) * len(FigurePoint), player=player)


def advice(captured_s: float, advice: Advice) -> CameraAdvice:
    return CameraAdvice(captured_s=captured_s, advice=advice)


def event(captured_s: float, kind: EventKind = EventKind.FLAP) -> GestureEvent:
    return GestureEvent(captured_s=captured_s, kind=kind)


@pytest.fixture(params=["unix", "tcp"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LinkServer]:
    address = Address(path=tmp_path / "link" / "s") if request.param == "unix" else Address(token="secret")
    opened = LinkServer(address)
    yield opened
    opened.close()


@pytest.fixture
def client(server: LinkServer) -> Iterator[LinkClient]:
    opened = LinkClient(server.address, HELLO)
    yield opened
    opened.close()


def test_waiting_until_somebody_says_hello(server: LinkServer, client: LinkClient) -> None:
    assert server.poll(0.0).state is LinkState.WAITING
    client.send(steering(1.0))
    assert client.pump(0.0) == 0.0
    inbox = server.poll(0.1)
    assert inbox.state is LinkState.LIVE
    assert inbox.steering == {0: steering(1.0)}
    assert server.hello is not None
    assert server.hello.source == "test"


def test_newest_steering_wins_and_no_event_is_lost(server: LinkServer, client: LinkClient) -> None:
    events = [event(float(n)) for n in range(20)]
    for n, sent in enumerate(events):
        client.send(steering(float(n)))
        client.send(sent)
        client.pump(0.0)
    inbox = server.poll(0.0)
    assert inbox.steering == {0: steering(19.0)}
    assert list(inbox.events) == events
    assert server.poll(0.0).events == ()


def test_a_slow_listener_gets_all_events_in_order(server: LinkServer, client: LinkClient) -> None:
    count = 20_000  # far beyond what the socket's buffer holds
    for n in range(count):
        client.send(event(float(n)))
        client.send(steering(float(n)))
        client.pump(n * PERIOD_S)
    assert not client.is_empty
    received: list[GestureEvent] = []
    newest = None
    for _ in range(count):
        client.pump(0.0)
        inbox = server.poll(0.0)
        received += inbox.events
        newest = inbox.steering.get(0, newest)
        if client.is_empty and len(received) == count:
            break
    assert [e.captured_s for e in received] == [float(n) for n in range(count)]
    client.pump(0.0)
    assert server.poll(0.0).steering.get(0, newest) == steering(count - 1.0)


def test_the_newest_of_each_player_and_kind_wins(server: LinkServer, client: LinkClient) -> None:
    for n in range(5):
        for player in range(3):
            client.send(steering(float(n), player))
            client.send(figure(float(n), player))
        client.send(Onlookers(captured_s=float(n), bodies=(Onlooker(across_frac=0.5, size_frac=0.2),)))
    client.pump(0.0)
    inbox = server.poll(0.0)
    assert inbox.steering == {player: steering(4.0, player) for player in range(3)}
    assert inbox.figures == {player: figure(4.0, player) for player in range(3)}
    assert inbox.onlookers is not None
    assert inbox.onlookers.captured_s == 4.0
    later = server.poll(0.0)
    assert (later.steering, later.figures, later.onlookers) == ({}, {}, None)


def test_advice_holds_until_the_next_and_ends_with_the_link(server: LinkServer, client: LinkClient) -> None:
    client.send(advice(1.0, Advice.TOO_NEAR))
    client.send(advice(2.0, Advice.TOO_DARK))
    client.pump(0.0)
    assert server.poll(0.0).advice is Advice.TOO_DARK
    client.send(steering(3.0))
    client.pump(0.1)
    assert server.poll(0.1).advice is Advice.TOO_DARK
    assert server.poll(9.0).advice is Advice.NONE  # nobody has been heard for long
    client.send(steering(10.0))
    client.pump(10.0)
    assert server.poll(10.0).advice is Advice.TOO_DARK
    client.send(advice(11.0, Advice.NONE))
    client.pump(11.0)
    assert server.poll(11.0).advice is Advice.NONE


def test_a_slow_listener_gets_the_newest_advice(server: LinkServer, client: LinkClient) -> None:
    for n in range(2000):  # far beyond what the socket's buffer holds
        client.send(event(float(n)))
        client.send(figure(float(n)))
        client.send(advice(float(n), Advice.TOO_NEAR if n < 1999 else Advice.TOO_FAR))
        client.pump(n * PERIOD_S)
    heard = 0
    for _ in range(2000):
        client.pump(0.0)
        inbox = server.poll(0.0)
        heard += len(inbox.events)
        if client.is_empty and heard == 2000:
            break
    assert heard == 2000
    client.pump(0.0)
    assert server.poll(0.0).advice is Advice.TOO_FAR


def test_a_restarted_server_is_given_the_advice_again(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    address = Address(path=tmp_path / "s")
    first = LinkServer(address)
    client = LinkClient(address, HELLO)
    client.send(advice(1.0, Advice.COVERED))
    client.pump(0.0)
    assert first.poll(0.0).advice is Advice.COVERED
    first.close()
    client.send(steering(2.0))
    client.pump(1.0)
    second = LinkServer(address)
    client.send(steering(3.0))
    client.pump(2.0)
    client.send(steering(4.0))
    client.pump(3.0)
    assert second.poll(3.0).advice is Advice.COVERED
    client.close()
    second.close()


def test_who_had_to_wait_is_believed_its_advice(server: LinkServer, client: LinkClient) -> None:
    client.send(steering(0.0))
    client.pump(0.0)
    second = LinkClient(server.address, HELLO)
    second.send(advice(0.0, Advice.TOO_DARK))
    second.pump(0.0)
    assert server.poll(0.0).advice is Advice.NONE
    client.close()
    second.send(steering(0.2))
    second.pump(0.2)
    assert server.poll(0.2).advice is Advice.TOO_DARK
    second.close()


def test_silence_of_five_periods_is_stale_and_heals(server: LinkServer, client: LinkClient) -> None:
    for n in range(30):
        client.send(steering(n * PERIOD_S))
        client.pump(n * PERIOD_S)
        assert server.poll(n * PERIOD_S).state is LinkState.LIVE
    last_s = 29 * PERIOD_S
    assert server.poll(last_s + 4.8 * PERIOD_S).state is LinkState.LIVE
    assert server.poll(last_s + 5.2 * PERIOD_S).state is LinkState.STALE
    client.send(steering(9.0))
    client.pump(9.0)
    assert server.poll(9.0).state is LinkState.LIVE


def test_a_slow_source_is_not_stale_between_its_frames(server: LinkServer, client: LinkClient) -> None:
    for n in range(40):
        client.send(steering(n * 0.2))
        client.pump(n * 0.2)
        server.poll(n * 0.2)
    assert server.poll(39 * 0.2 + 0.8).state is LinkState.LIVE
    assert server.poll(39 * 0.2 + 1.3).state is LinkState.STALE


def test_goodbye_ends_it_with_its_reason(server: LinkServer, client: LinkClient) -> None:
    client.send(Goodbye(reason=GoodbyeReason.FILM_OVER))
    client.pump(0.0)
    client.close()
    assert server.poll(0.0).state is LinkState.ENDED
    assert server.goodbye is GoodbyeReason.FILM_OVER
    assert server.poll(99.0).state is LinkState.ENDED


def test_a_goodbye_is_the_last_that_is_heard(server: LinkServer, client: LinkClient) -> None:
    for said in (advice(1.0, Advice.TOO_DARK), steering(1.0), figure(1.0), event(1.0)):
        client.send(said)
    client.send(Goodbye(reason=GoodbyeReason.DONE))
    while not client.is_empty:
        client.pump(0.0)
        inbox = server.poll(0.0)
    client.pump(0.1)
    assert [server.poll(0.1).state, inbox.state] == [LinkState.ENDED] * 2


def test_what_comes_after_a_goodbye_is_not_heard(server: LinkServer) -> None:
    connection = connect(server.address, 1.0)
    assert connection is not None
    hello = Hello(protocol=PROTOCOL_VERSION, token=server.address.token)
    said = (hello, steering(1.0), Goodbye(reason=GoodbyeReason.DONE), steering(2.0), event(2.0))
    connection.sendall(b"".join(encode(message) for message in said))
    inbox = server.poll(0.0)
    assert (inbox.state, inbox.steering, inbox.events) == (LinkState.ENDED, {0: steering(1.0)}, ())
    connection.sendall(encode(steering(3.0)))
    assert server.poll(0.1).state is LinkState.ENDED
    connection.close()


def test_neither_goodbye_nor_advice_is_taken_for_the_successor_s(
    server: LinkServer, client: LinkClient
) -> None:
    second = LinkClient(server.address, HELLO)
    client.send(steering(1.0))
    client.pump(0.0)
    assert server.poll(0.0).state is LinkState.LIVE
    second.pump(0.0)
    server.poll(0.05)
    client.send(advice(1.1, Advice.TOO_DARK))
    client.send(Goodbye(reason=GoodbyeReason.FILM_OVER))
    client.pump(0.1)
    client.close()
    server.poll(0.1)
    second.send(steering(2.0))
    second.pump(0.2)
    inbox = server.poll(0.2)
    second.close()
    assert (inbox.state, inbox.advice, server.goodbye) == (LinkState.LIVE, Advice.NONE, None)


def test_a_second_camera_process_waits_until_the_first_one_is_gone(
    server: LinkServer, client: LinkClient
) -> None:
    second = LinkClient(server.address, HELLO)

    def heard(now_s: float) -> list[float]:
        client.pump(now_s)
        second.pump(now_s)
        return [e.captured_s for e in server.poll(now_s).events]

    client.send(event(1.0))
    assert heard(0.0) == [1.0]
    for n in range(9):  # neither takes the word from the other, however often they connect
        client.send(event(2.0 + n))
        second.send(event(100.0 + n))
        assert heard(0.1 * n) == [2.0 + n]
    client.send(event(20.0))
    client.pump(1.0)
    client.close()
    second.send(event(200.0))
    second.pump(1.0)
    assert [e.captured_s for e in server.poll(1.0).events] == [20.0, 200.0]
    second.close()


def test_a_silent_camera_process_loses_the_word(server: LinkServer, client: LinkClient) -> None:
    client.send(steering(0.0))
    client.pump(0.0)
    server.poll(0.0)
    second = LinkClient(server.address, HELLO)
    second.send(event(1.0))
    second.pump(0.1)
    assert server.poll(0.1).events == ()
    second.send(event(2.0))
    second.pump(1.0)
    assert [e.captured_s for e in server.poll(1.0).events] == [2.0]
    second.close()


def test_a_process_that_says_all_at_once_and_leaves_is_heard(server: LinkServer, client: LinkClient) -> None:
    client.send(event(1.0))
    client.send(Goodbye(reason=GoodbyeReason.FILM_OVER))
    client.pump(0.0)
    client.close()
    inbox = server.poll(0.0)
    assert (len(inbox.events), inbox.state) == (1, LinkState.ENDED)


def test_the_client_finds_a_restarted_server(tmp_path: Path) -> None:
    address = Address(path=tmp_path / "s")
    tmp_path.chmod(0o700)
    client = LinkClient(address, HELLO)
    client.send(event(1.0))
    assert client.pump(0.0) == 0.0
    assert client.pump(0.5) == 0.5  # nobody listens yet
    first = LinkServer(address)
    client.pump(1.0)
    assert [e.captured_s for e in first.poll(1.0).events] == [1.0]
    first.close()
    client.send(steering(2.0))
    client.pump(2.0)
    client.send(event(3.0))
    client.pump(2.1)
    second = LinkServer(address)
    client.pump(3.0)
    assert [e.captured_s for e in second.poll(3.0).events] == [3.0]
    client.close()
    second.close()


def test_socket_is_private_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "private" / "s"
    server = LinkServer(Address(path=path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    server.close()
    assert not path.exists()


def test_an_open_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(WireError, match="open to other users"):
        LinkServer(Address(path=folder / "s"))


def test_a_stale_socket_file_does_not_block_a_start(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    abandoned = socket.socket(socket.AF_UNIX)
    abandoned.bind(str(tmp_path / "s"))
    abandoned.close()
    LinkServer(Address(path=tmp_path / "s")).close()


def test_a_socket_that_somebody_listens_at_is_left_alone(tmp_path: Path) -> None:
    address = Address(path=tmp_path / "s")
    tmp_path.chmod(0o700)
    first = LinkServer(address)
    with pytest.raises(WireError, match="Another flight process"):
        LinkServer(address)
    client = LinkClient(address, HELLO)
    client.send(event(1.0))
    client.pump(0.0)
    assert len(first.poll(0.0).events) == 1
    client.close()
    first.close()


@pytest.mark.parametrize("name", ["precious.txt", "precious.txt/link"])
def test_a_file_in_the_way_is_left_alone(tmp_path: Path, name: str) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(WireError):
        LinkServer(Address(path=tmp_path / name))
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_the_usual_place_is_a_folder_of_this_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "no-such-folder"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = Address.usual().path
    assert path is not None
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.parent.chmod(0o777)  # as if somebody else had made it
    with pytest.raises(WireError, match="open to other users"):
        Address.usual()


def test_a_path_that_no_socket_can_have(tmp_path: Path) -> None:
    with pytest.raises(WireError, match="too long"):
        LinkServer(Address(path=tmp_path / ("x" * 120)))


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


def test_doorstep_crowd_is_bounded(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    server = LinkServer(Address(path=tmp_path / "s"))
    crowd = []
    for _ in range(12):
        visitor = socket.socket(socket.AF_UNIX)
        visitor.connect(str(tmp_path / "s"))
        crowd.append(visitor)
        server.poll(0.0)
    client = LinkClient(server.address, HELLO)
    client.send(event(1.0))
    client.pump(0.0)
    assert [e.captured_s for e in server.poll(0.0).events] == [1.0]
    for visitor in crowd:
        visitor.close()
    client.close()
    server.close()


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


@pytest.mark.parametrize("text", ["", "unix:", "tcp:", "tcp:x", "tcp:70000", "http://x", "unix"])
def test_an_address_that_is_none(text: str) -> None:
    with pytest.raises(WireError, match="not the address"):
        Address.parse(text)


def test_addresses_read_back() -> None:
    assert Address.parse("unix:/run/x/s") == Address(path=Path("/run/x/s"))
    assert str(Address.parse("unix:/run/x/s")) == "unix:/run/x/s"
    assert str(Address.parse("tcp:1234", "t")) == "tcp:1234"


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="in order"):
        LinkTuning(usual_period_s=1.0)
    with pytest.raises(ValueError, match="at least 1"):
        LinkTuning(stale_periods=0)
    with pytest.raises(ValueError, match="news"):
        LinkTuning(refusal_s=100.0)
