"""`python -m griffin.tools.feeder ADDRESS JOURNAL [--seconds N]`: a journal's body → the wire, at its pace.

Stands in for the camera process where the flight is measured: real messages over the real socket, without a
camera and a pose model. Prints one line of JSON: how many turns it has sent, and its CPU time for that. Ends
early when standard input does, which its parent holds.
"""

import argparse
import json
import os
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from griffin.app.parent_watchdog import ParentPipe
from griffin.clock import Clock, MonotonicClock
from griffin.errors import GriffinError, WireError
from griffin.events import PROTOCOL_VERSION, GoodbyeReason, Hello
from griffin.game.moment import Inputs
from griffin.wire.address import TOKEN_VARIABLE, Address
from griffin.wire.client import LinkClient, say_goodbye
from griffin.wire.journal import open_journal

_FAREWELL_S = 2.0  # for the last lines to go


def feed(turns: Iterable[Inputs], client: LinkClient, clock: Clock, stop: threading.Event) -> int:
    """Send what the first player's body says in each turn when it is due, then goodbye.

    Returns how many turns were sent. Raises WireError when nobody has listened to the end.
    """
    began_s = clock.now_s()
    sent = 0
    for inputs in turns:
        clock.sleep(began_s + inputs.now_s - clock.now_s())
        if stop.is_set():
            break
        now_s = clock.now_s()
        body = inputs.players[0]
        for event in body.events:
            client.send(msgspec.structs.replace(event, captured_s=now_s))
        if body.steering is not None:
            client.send(msgspec.structs.replace(body.steering, captured_s=now_s))
        client.pump(now_s)
        sent += 1
    say_goodbye(client, GoodbyeReason.DONE, clock, _FAREWELL_S)
    if not client.is_empty:
        raise WireError("Nobody listens to the feeder.")
    return sent


def main() -> None:
    """Feed the address on the command line; a token that it needs is in the environment."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("journal", type=Path)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    options = parser.parse_args()
    stop, clock = threading.Event(), MonotonicClock()
    ParentPipe().follow(stop)
    try:
        journal = open_journal(options.journal)
        turns = [inputs for inputs in journal.inputs() if inputs.now_s <= options.seconds]
        address = Address.parse(options.address, os.environ.get(TOKEN_VARIABLE, ""))
        client = LinkClient(address, Hello(protocol=PROTOCOL_VERSION, source=journal.path.name))
        busy_s = clock.process_busy_s()
        sent = feed(turns, client, clock, stop)
        busy_s = clock.process_busy_s() - busy_s
        client.close()
    except GriffinError as error:
        sys.exit(str(error))
    sys.stdout.write(json.dumps({"turns": sent, "busy_s": busy_s}) + "\n")


if __name__ == "__main__":
    main()
