"""Both ends of the link on a real socket, in one thread: nothing in it ever waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from griffin.wire.address import Address
from griffin.wire.client import LinkClient
from griffin.wire.server import LinkServer

from .said import HELLO


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
