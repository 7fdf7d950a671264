"""Where the link is, and the sockets there. Nothing of messages.

On Linux and macOS the link is a Unix socket (0600) in a private folder (0700), which no network reaches and
no other user opens. Windows' Python has none: there it is a loopback port, and the hello carries a token that
only the two processes know.
"""

import os
import socket
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from griffin.errors import WireError, reason_of

# Holds the token of a link by port between processes that are started by hand.
TOKEN_VARIABLE = "GRIFFIN_LINK_TOKEN"  # noqa: S105  (the variable's name, not a secret)

_BACKLOG = 16  # pending connections: a crowd of silent ones, and a camera process behind them
_MAX_UNIX_PATH_BYTES = 103  # macOS has room for 104 with the closing zero, Linux for 108


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the link is: a Unix socket's path, or else a loopback port (0 = any free one) with its token."""

    path: Path | None = None
    port: int = 0
    token: str = ""

    @staticmethod
    def parse(text: str, token: str = "") -> "Address":
        """From `unix:PATH` or `tcp:PORT`. Raises WireError when it is neither, or no socket can have it."""
        kind, _, rest = text.partition(":")
        if kind == "unix" and rest:
            return _address_of(Path(rest), hint="Name a shorter one, such as unix:/tmp/griffin/link.")
        if kind == "tcp" and rest.isascii() and rest.isdecimal() and len(rest) <= 5 and int(rest) < 65536:
            return Address(port=int(rest), token=token)
        raise WireError(f"'{text}' is not the address of a link.", hint="Use unix:PATH or tcp:PORT.")

    @staticmethod
    def for_session(folder: Path, token: str) -> "Address":
        """A link in a private folder, or, where Python has no Unix sockets, on a free loopback port.

        Raises WireError when the folder's path is too long for a socket.
        """
        if hasattr(socket, "AF_UNIX"):
            return _address_of(folder / "link", hint="Set TMPDIR to a folder with a shorter path.")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            return Address(port=probe.getsockname()[1], token=token)

    @staticmethod
    def usual() -> "Address":
        """Where processes that are started by hand meet: in a folder that only this user can have made.

        Raises WireError when there is no such folder, it is somebody else's, or its path is too long.
        """
        if not hasattr(socket, "AF_UNIX"):
            raise WireError("There is no usual place here for a link.", hint="Name one, such as tcp:5005.")
        folder, variable = _usual_folder()
        usual = _address_of(folder / "link", hint=f"Set {variable} to a folder with a shorter path.")
        _make_private(folder)
        return usual

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.path else f"tcp:{self.port}"


def _usual_folder() -> tuple[Path, str]:
    """The folder, and the variable that leads to it."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime, "griffin"), "XDG_RUNTIME_DIR"
    return Path(tempfile.gettempdir(), f"griffin-{os.getuid()}"), "TMPDIR"


def clear_away(path: Path) -> None:
    """Remove a link's socket, and with it the usual folder, which is made for nothing else."""
    path.unlink(missing_ok=True)
    if path.parent == _usual_folder()[0]:
        with suppress(OSError):  # something else lies there
            path.parent.rmdir()


def _address_of(path: Path, *, hint: str) -> Address:
    length = len(os.fsencode(path))
    if length > _MAX_UNIX_PATH_BYTES:
        raise WireError(
            f"The path of the link's socket, {path}, has {length} bytes, and a socket's has room for"
            f" {_MAX_UNIX_PATH_BYTES}.",
            hint=hint,
        )
    return Address(path=path)


def open_socket(address: Address) -> socket.socket:
    """A socket of the address' kind that never blocks."""
    if address.path is None:
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    else:
        opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    opened.setblocking(False)
    return opened


def connect(address: Address, timeout_s: float) -> socket.socket | None:
    """A connected socket that never blocks, or None while nobody listens there."""
    opened = open_socket(address)
    try:
        # A Unix or loopback socket connects at once or not at all, so a short wait costs nothing.
        opened.settimeout(timeout_s)
        opened.connect(os.fspath(address.path) if address.path else ("127.0.0.1", address.port))
    except OSError:
        opened.close()
        return None
    opened.setblocking(False)
    return opened


def listen(address: Address) -> socket.socket:
    """A listening socket. Raises WireError when the place is taken, forbidden or open to other users."""
    if address.path is not None:
        _make_private(address.path.parent)
        _clear_place(address)
    listener = open_socket(address)
    try:
        if address.path is None:
            listener.bind(("127.0.0.1", address.port))
        else:
            listener.bind(os.fspath(address.path))
            address.path.chmod(0o600)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise WireError(f"The link can't be opened at {address}: {reason_of(error)}.") from error
    return listener


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise WireError(f"The folder {folder} of the link can't be made: {reason_of(error)}.") from error
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077 or found.st_uid != os.getuid():
        raise WireError(
            f"The folder {folder} of the link's socket is open to other users (mode {mode:o}).",
            hint="Give it mode 700, or choose another with --listen unix:PATH.",
        )


def _clear_place(address: Address) -> None:
    """Remove the socket of a killed process, and nothing else: no file, and no socket that is in use."""
    assert address.path is not None
    try:
        if not stat.S_ISSOCK(address.path.lstat().st_mode):
            raise WireError(f"{address.path} is not a socket, so the link leaves it alone.")
    except OSError:  # nothing there, or nothing that a socket can be bound to: `bind` reports it
        return
    with open_socket(address) as visitor:
        try:
            visitor.connect(os.fspath(address.path))
        except (ConnectionRefusedError, FileNotFoundError):
            address.path.unlink(missing_ok=True)
            return
        except OSError:  # a busy process with a full queue of connections is alive all the same
            pass
    raise WireError(
        f"Another flight process listens at {address} already.",
        hint="Close it first, or choose another place with --listen unix:PATH.",
    )


def accept(listener: socket.socket) -> socket.socket | None:
    """The next pending connection, if any. Never blocks."""
    try:
        connection, _ = listener.accept()
    except OSError:  # nobody, one who has left again, or no more files may be open: the flight goes on
        return None
    connection.setblocking(False)
    return connection
