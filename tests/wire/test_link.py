"""What both ends of the link make of what is said."""

from pathlib import Path

import pytest

from griffin.events import (
    PROTOCOL_VERSION,
    Advice,
    GestureEvent,
    Goodbye,
    GoodbyeReason,
    Hello,
    LinkState,
    Onlooker,
    Onlookers,
)
from griffin.wire.address import Address, connect
from griffin.wire.client import LinkClient
from griffin.wire.codec import encode
from griffin.wire.peer import ReadTuning
from griffin.wire.refusals import RefusalTuning
from griffin.wire.server import Inbox, LinkServer, LinkTuning

from .said import HELLO, PERIOD_S, advice, event, figure, steering


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
    for n in range(9):  # neither replaces the other, however often they connect
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


def test_a_silent_camera_process_is_replaced(server: LinkServer, client: LinkClient) -> None:
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


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="in order"):
        LinkTuning(usual_period_s=1.0)
    with pytest.raises(ValueError, match="at least 1"):
        LinkTuning(stale_periods=0)
    with pytest.raises(ValueError, match="one guest"):
        LinkTuning(most_guests=0)
    with pytest.raises(ValueError, match="above 0"):
        LinkTuning(guest_grace_s=0.0)
    with pytest.raises(ValueError, match="one line"):
        ReadTuning(guest_lines=0)
    with pytest.raises(ValueError, match="news"):
        RefusalTuning(news_s=100.0)


def test_two_inboxes_are_as_one() -> None:
    earlier = Inbox(
        state=LinkState.LIVE,
        steering={0: steering(1.0), 1: steering(1.1, player=1)},
        events=(event(1.0),),
        onlookers=Onlookers(captured_s=1.0),
    )
    later = Inbox(state=LinkState.ENDED, steering={0: steering(2.0)}, events=(event(2.0),))
    both = later.after(earlier)
    assert both.state is LinkState.ENDED
    assert both.steering == {0: steering(2.0), 1: steering(1.1, player=1)}
    assert both.events == (event(1.0), event(2.0))
    assert both.onlookers == Onlookers(captured_s=1.0)
