"""Keys: our own names for them, and what is held and was pressed. Knows nothing of windows."""

from dataclasses import dataclass
from enum import Enum, auto


class Key(Enum):
    """The keys that the game may use; others are not told of."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    W = auto()
    A = auto()
    S = auto()
    D = auto()
    Q = auto()
    E = auto()
    F = auto()
    H = auto()
    M = auto()
    P = auto()
    R = auto()
    SPACE = auto()
    ENTER = auto()
    TAB = auto()
    ESCAPE = auto()
    SHIFT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInput:
    """What is down now, and what went down since the last look, in order, even if it is up again."""

    held: frozenset[Key] = frozenset()
    pressed: tuple[Key, ...] = ()


class KeyBoard:
    """Turns single downs and ups into KeyInput."""

    def __init__(self) -> None:
        self._held: set[Key] = set()
        self._pressed: list[Key] = []

    def down(self, key: Key) -> None:
        """A key went down; the system's own repetitions must not come here."""
        self._held.add(key)
        self._pressed.append(key)

    def up(self, key: Key) -> None:
        """A key went up."""
        self._held.discard(key)

    def forget_held(self) -> None:
        """The window lost the keyboard: nobody will tell when these go up."""
        self._held.clear()

    def take(self) -> KeyInput:
        """The input since the last call."""
        taken = KeyInput(held=frozenset(self._held), pressed=tuple(self._pressed))
        self._pressed.clear()
        return taken
