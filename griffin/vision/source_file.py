"""The name of a film or a picture → a file that is fit to be opened, or a sentence that says why not."""

import os
import re
from pathlib import Path

from griffin.errors import CameraError, reason_of

_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]+):/{1,2}", re.IGNORECASE
)  # pathlib makes one slash of two
_SOURCE_HINT = "--source takes a camera's number, a device, a file, or demo."
# How playlists begin: files that name what is to be played.
_LISTS = (b"#EXTM3U", b"ffconcat version", b"[playlist]", b"v=0\r\n", b"v=0\n", b"<MPD", b"<smil", b"<asx")
_LIST_HEAD_BYTES = 512
_SYSTEM_FOLDERS = (("/", "proc"), ("/", "sys"))


def find_file(spec: str, *, hint: str = _SOURCE_HINT) -> Path:
    """The file that a spec names. `hint`: what to do if there is none.

    Raises CameraError with what is wrong with it.
    """
    if not spec:
        raise CameraError("No file was named.", hint=hint)
    try:
        path = Path(spec).expanduser()
        size_bytes = path.stat().st_size
    except (OSError, RuntimeError, ValueError) as error:  # ValueError: a character that no name can have
        raise _missing(spec, error, hint) from error
    name = printable(str(path))
    if path.is_dir():
        raise CameraError(
            f"{name} is a folder, not a video or a picture.", hint="Give a file that lies in it."
        )
    if not is_ordinary(path):
        raise CameraError(f"{name} is a special file of the system, not a film or a picture.", hint=hint)
    if not os.access(path, os.R_OK):
        raise CameraError(f"This user may not read {name}.", hint="Its owner can allow it.")
    if size_bytes == 0:
        raise CameraError(f"{name} is empty.", hint="Copy it again.")
    if _is_list(path):
        raise CameraError(
            f"{name} holds no pictures, but names other files or addresses, which Griffin doesn't open.",
            hint="Give it one of the films itself.",
        )
    return path


def is_ordinary(path: Path) -> bool:
    """Whether it is a file on a disk: not a folder, nor a special file, of which reading may never return.

    Special are pipes, sockets and devices, and all in /proc and /sys, where even endless files say that they
    are ordinary and empty. Raises OSError for a name that is too long.
    """
    return path.is_file() and Path(os.path.realpath(path)).parts[:2] not in _SYSTEM_FOLDERS


def printable(name: str) -> str:
    """The name of a file, which may hold bytes that aren't UTF-8, as proper text."""
    return name.encode(errors="replace").decode()


def _missing(spec: str, error: Exception, hint: str) -> CameraError:
    address = _ADDRESS.match(spec)
    if address is not None:  # not the whole of it, which may hold a password
        return CameraError(
            f"Griffin can't watch {address['scheme'].lower()}:// addresses: the process that sees "
            "pictures has no network, on purpose.",
            hint="Plug the camera in, or save the film as a file.",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return CameraError(f"There is no file {printable(spec)}.", hint=hint)
    return CameraError(f"{printable(spec)} can't be opened: {reason_of(error)}.", hint=hint)


def _is_list(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_LIST_HEAD_BYTES)
    except OSError as error:
        raise CameraError(f"{printable(str(path))} can't be read: {reason_of(error)}.") from error
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_LISTS) or (
        head[:5] == b"<?xml" and b"<MPD" in head
    )
