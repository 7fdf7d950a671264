"""docs/wire.md: its client flies the griffin, and its tables name what the wire has."""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest

from griffin.app.ears import LiveEars
from griffin.clock import MonotonicClock
from griffin.events import (
    PROTOCOL_VERSION,
    Advice,
    EventKind,
    FigurePoint,
    GoodbyeReason,
    LinkState,
    Message,
    Onlooker,
)
from griffin.input.keys import KeyInput
from griffin.wire.address import Address
from griffin.wire.codec import MAX_LINE_BYTES
from griffin.wire.server import LinkServer
from tests.flights import plain_session

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "wire.md").read_text(encoding="utf-8")
TURNS = 75


class NoKeys:
    def keys(self) -> KeyInput:
        return KeyInput()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the client opens a Unix socket")
def test_the_client_of_the_page_flies_the_griffin(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
    (tmp_path / "client.py").write_text(code)
    place = tmp_path / "link" / "socket"
    clock, session = MonotonicClock(), plain_session()
    server = LinkServer(Address(path=place))
    ears = LiveEars(NoKeys(), server)
    client = subprocess.Popen([sys.executable, tmp_path / "client.py", place, str(TURNS)])
    try:
        rolls_rad = []
        deadline_s = clock.now_s() + 60.0
        while server.state is not LinkState.ENDED and clock.now_s() < deadline_s:
            moment = session.advance(ears.listen(clock.now_s()))
            rolls_rad.append(moment.players[0].flight.roll_rad)
            time.sleep(0.01)
        assert client.wait(timeout=30) == 0
    finally:
        client.kill()
        client.wait()
        server.close()
    assert server.goodbye is GoodbyeReason.DONE
    assert server.dropped_lines == 0
    assert session.states[0].airborne_s > 0.5
    assert max(rolls_rad) > 0.1


def test_the_tables_of_the_page_are_complete() -> None:
    for kind in (*get_args(Message), Onlooker):
        for name in kind.__struct_fields__:
            assert f"`{name}`" in PAGE, name
    for kind in get_args(Message):
        assert f"\n| `{kind.__struct_config__.tag}` | " in PAGE
        assert f"\n### {kind.__struct_config__.tag}\n" in PAGE
    for word in (*EventKind, *Advice, *GoodbyeReason):
        assert f"`{word.value}`" in PAGE
    assert f"{len(FigurePoint)} pairs" in PAGE
    assert f"| `protocol` | {PROTOCOL_VERSION} |" in PAGE
    assert f"protocol={PROTOCOL_VERSION}" in PAGE
    assert f"| {PROTOCOL_VERSION} | " in PAGE
    assert f"at most {MAX_LINE_BYTES} bytes" in PAGE
