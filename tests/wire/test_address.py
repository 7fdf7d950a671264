"""Where a link may be, and what is left alone there."""

import socket
import stat
from pathlib import Path

import pytest

from griffin.errors import WireError
from griffin.wire.address import Address
from griffin.wire.client import LinkClient
from griffin.wire.server import LinkServer

from .said import HELLO, event


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


def test_the_usual_place_goes_with_its_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for is_shared in (False, True):
        server = LinkServer(Address.usual())
        if is_shared:
            tmp_path.joinpath("griffin", "note").touch()
        server.close()
        assert tmp_path.joinpath("griffin").exists() == is_shared
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    LinkServer(Address(path=own / "link")).close()
    assert own.exists()  # somebody else's


def test_a_path_that_no_socket_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WireError, match=r"has 124 bytes, .* room for 103\. Name a shorter one"):
        Address.parse(f"unix:/tmp/{'ü' * 57}/link")
    assert Address.parse(f"unix:/tmp/{'x' * 98}").path is not None
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    with pytest.raises(WireError, match=r"room for 103\. Set TMPDIR to a folder with a shorter path"):
        Address.for_session(deep, "")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    with pytest.raises(WireError, match="Set XDG_RUNTIME_DIR to"):
        Address.usual()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    with pytest.raises(WireError, match="Set TMPDIR to"):
        Address.usual()
    assert not any(deep.iterdir())


@pytest.mark.parametrize("text", ["", "unix:", "tcp:", "tcp:x", "tcp:70000", "http://x", "unix"])
def test_an_address_that_is_none(text: str) -> None:
    with pytest.raises(WireError, match="not the address"):
        Address.parse(text)


def test_addresses_read_back() -> None:
    assert Address.parse("unix:/run/x/s") == Address(path=Path("/run/x/s"))
    assert str(Address.parse("unix:/run/x/s")) == "unix:/run/x/s"
    assert str(Address.parse("tcp:1234", "t")) == "tcp:1234"
