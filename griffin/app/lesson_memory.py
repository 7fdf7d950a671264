"""The lessons that were learned on this machine: one small file in the user's state folder.

It holds the names of moves and nothing about a person. If it can't be read or written, the log says so once,
all lessons are shown again, and the flight goes on.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

import msgspec

from griffin import paths
from griffin.errors import ConfigError
from griffin.game.lesson_moment import REMEMBERED, Move
from griffin.options import PlayOptions

log = logging.getLogger(__name__)

LESSONS_FILE = "lessons.json"
_MOST_BYTES = 4096  # far more than the names of all moves take


class _Learned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    known: tuple[str, ...] = ()


# What msgspec raises for a damaged file; the latter two for text that isn't UTF-8, and for brackets that are
# nested without end.
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class LessonMemory:
    """Holds the file's content. Call `keep` after each turn: it writes only when a move is new."""

    def __init__(self, folder: Path) -> None:
        """Reads the file, if there is one. The folder is made with the first write."""
        self._path: Path | None = folder / LESSONS_FILE
        self._known: frozenset[Move] = frozenset()
        try:
            self._known = _read(self._path)
        except OSError as error:
            log.warning("%s can't be read (%s). All lessons are shown.", self._path, error.strerror)
            self._path = None
        except _UNREADABLE as error:  # or of another version; the next move that is learned overwrites it
            log.warning("%s is damaged (%s). All lessons are shown.", self._path, error)

    @property
    def known_moves(self) -> tuple[Move, ...]:
        """What is known, in the order of the lessons."""
        return tuple(move for move in REMEMBERED if move in self._known)

    def keep(self, known: Iterable[Move]) -> None:
        """Write what is known, if any of it is new. After a failure it doesn't try again."""
        news = frozenset(known) - self._known
        if not news or self._path is None:
            return
        self._known |= news
        learned = _Learned(tuple(move.value for move in self.known_moves))
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(msgspec.json.encode(learned) + b"\n")
            unfinished.replace(self._path)  # atomic: the file is never half written
        except OSError as error:
            log.warning("What was learned can't be written to %s: %s.", self._path, error.strerror)
            self._path = None


def open_memory(options: PlayOptions) -> LessonMemory | None:
    """The memory of a game on a screen. A kiosk, where strangers play, has none, and neither has a film.

    Films must come out the same on every machine.
    """
    if options.is_kiosk or options.is_headless:
        return None
    try:
        return LessonMemory(paths.state_folder())
    except ConfigError as error:
        log.warning("What is learned isn't kept. %s", error)
        return None


def _read(path: Path) -> frozenset[Move]:
    try:
        paths.insist_on_file(path)
    except FileNotFoundError:
        return frozenset()
    with path.open("rb") as file:
        learned = msgspec.json.decode(file.read(_MOST_BYTES), type=_Learned)
    return frozenset(move for move in REMEMBERED if move.value in learned.known)
