"""Temporary folders and unfinished files: their owner removes them, and what a killed one left is swept.

Each belongs to the processes that hold its lock (flock(2)), which the system lets go when they end, however
they end. So what nobody holds is left behind, and nothing else is touched.
"""

import contextlib
import logging
import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

_PREFIX = "griffin-"
_OWNER = ".owner"  # in a folder: the file that is locked
_PART = re.compile(r"\.griffin-[0-9a-f]{8}\.part")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScratchFolder:
    """A temporary folder. `handle`: of its lock, for children that use it, too; None where there is none."""

    path: Path
    handle: int | None


@contextmanager
def scratch_folder(prefix: str = _PREFIX) -> Iterator[ScratchFolder]:
    """A private folder for the block. Raises OSError where none can be made."""
    with ExitStack() as owned:
        while True:
            folder = Path(owned.enter_context(tempfile.TemporaryDirectory(prefix=prefix)))
            owner = owned.enter_context((folder / _OWNER).open("xb"))
            if _claim(owner.fileno()):
                break
            owned.close()
        yield ScratchFolder(path=folder, handle=owner.fileno() if fcntl else None)


def sweep_folders() -> None:
    """Remove the temporary folders of processes that were killed. Never raises."""
    with contextlib.suppress(OSError):
        for owner in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_OWNER}"):
            with _taken_over(owner) as is_left:
                if is_left and _is_own_folder(owner.parent):
                    log.info("%s was left behind by a process that was killed", owner.parent)
                    shutil.rmtree(owner.parent, ignore_errors=True)


def _is_own_folder(path: Path) -> bool:
    """Whether it is a folder of this user, and no link: anybody may make one in a shared place."""
    found = path.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()


class UnfinishedFile:
    """A new empty file beside the one that it is to become; ours until `release`."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where it can't be made."""
        while True:
            # Two games may write into one folder.
            self.path = folder / f".griffin-{secrets.token_hex(4)}.part"
            self._stream: IO[bytes] | None = self.path.open("xb")
            if _claim(self._stream.fileno()):
                break
            self._stream.close()
        if fcntl is None:  # then an open file could not be renamed either
            self._stream.close()

    def release(self) -> None:
        """Let it go, and remove it where it has not been renamed. Doing it twice is harmless."""
        if self._stream is None:
            return
        with contextlib.suppress(OSError):
            self.path.unlink()
        self._stream.close()
        self._stream = None


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file for the block, beside `path`, whose place it takes when the block ends well.

    Raises OSError where it can't be made, or can't take its place.
    """
    unfinished = UnfinishedFile(path.parent)
    try:
        yield unfinished.path
        unfinished.path.replace(path)
    finally:
        unfinished.release()


def sweep_files(folder: Path) -> None:
    """Remove the unfinished files of processes that were killed. Never raises."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".griffin-*.part"):
            if _PART.fullmatch(path.name):
                with _taken_over(path) as is_left:
                    if is_left:
                        log.info("%s was left behind by a process that was killed", path)
                        path.unlink()


def _claim(handle: int) -> bool:
    """Lock it. False where a sweep came first, and has removed it."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: a sweep leaves it alone as well
        return True
    return os.fstat(handle).st_nlink > 0


@contextmanager
def _taken_over(path: Path) -> Iterator[bool]:
    """Whether this file is this user's and belongs to no process; for the block it belongs to this one."""
    if fcntl is None:
        yield False
        return
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # somebody else's, or swept by another process
        yield False
        return
    try:
        found = os.fstat(handle)
        is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid()
        yield is_ours and _locks(handle)
    finally:
        os.close(handle)


def _locks(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
