"""What was learned on this machine before: one small file in the user's state folder.

It holds the names of moves and nothing of a person. Whatever is wrong with it costs one line in the log: the
lessons are then shown anew, and the flight goes on.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

import msgspec

from griffin import paths
from griffin.game.lesson_moment import IN_THE_AIR, Move
from griffin.options import PlayOptions

log = logging.getLogger(__name__)

LESSONS_FILE = "lessons.json"
_MOST_BYTES = 4096  # far more than all names


class _Learned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    known: tuple[str, ...] = ()


# What msgspec raises for a file that is no such text; the latter two for what isn't UTF-8, and for brackets
# in brackets without end.
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class LessonMemory:
    """The file's content. `keep` what is known after each turn: it writes only when something is new."""

    def __init__(self, folder: Path) -> None:
        """Reads the file, if there is one. The folder is made when something is written."""
        self._path: Path | None = folder / LESSONS_FILE
        self._known: frozenset[Move] = frozenset()
        try:
            self._known = _read(self._path)
        except OSError as error:
            log.warning("%s can't be read (%s). All lessons are shown.", self._path, error.strerror)
            self._path = None
        except _UNREADABLE as error:  # damaged, or of another version: written again in time
            log.warning("%s is damaged (%s). All lessons are shown.", self._path, error)

    @property
    def known_moves(self) -> tuple[Move, ...]:
        """What is known, in the order of the lessons."""
        return tuple(move for move in IN_THE_AIR if move in self._known)

    def keep(self, known: Iterable[Move]) -> None:
        """Write down what is known, if any of it is new. The first failure is the last attempt."""
        news = frozenset(known) - self._known
        if not news or self._path is None:
            return
        self._known |= news
        learned = _Learned(tuple(move.value for move in self.known_moves))
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(msgspec.json.encode(learned) + b"\n")
            unfinished.replace(self._path)  # whole, or not at all
        except OSError as error:
            log.warning("What was learned can't be written to %s: %s.", self._path, error.strerror)
            self._path = None


def open_memory(options: PlayOptions) -> LessonMemory | None:
    """The memory of a game on a screen: a kiosk meets strangers all day, and films must not depend on it."""
    return None if options.is_kiosk or options.is_headless else LessonMemory(paths.state_folder())


def _read(path: Path) -> frozenset[Move]:
    try:
        paths.insist_on_file(path)
    except FileNotFoundError:
        return frozenset()
    with path.open("rb") as file:
        learned = msgspec.json.decode(file.read(_MOST_BYTES), type=_Learned)
    return frozenset(move for move in IN_THE_AIR if move.value in learned.known)
