"""Keys: our own names for them, which of them a layout has where, and what is held and was pressed.

Knows nothing of windows: a physical key is the character that stands there on a US keyboard, or a code that
means nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Key(Enum):
    """The keys that the game uses; all others are ignored."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    W = auto()
    A = auto()
    S = auto()
    D = auto()
    F = auto()
    M = auto()
    P = auto()
    R = auto()
    SPACE = auto()
    ENTER = auto()
    ESCAPE = auto()
    F3 = auto()


BY_POSITION = frozenset({Key.W, Key.A, Key.S, Key.D})
BY_LABEL = frozenset({Key.F, Key.M, Key.P, Key.R})


def find_letter_keys(labels: Mapping[str, str]) -> dict[str, Key]:
    """Which physical keys are the letter keys of the game: {position: Key}.

    `labels` are the characters that the layout gives to positions: {"Q": "a", ...} on a French keyboard.
    BY_POSITION comes first. A key of BY_LABEL whose letter the layout doesn't have at all (Russian, Greek,
    or nothing is known of it) goes by its position, too.
    """
    wanted = {key.name: key for key in BY_LABEL}
    labelled = {
        position: wanted[label.upper()] for position, label in labels.items() if label.upper() in wanted
    }
    unlabelled = BY_LABEL.difference(labelled.values())
    return {key.name: key for key in unlabelled} | labelled | {key.name: key for key in BY_POSITION}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInput:
    """What is down now, and what went down since the last call, in order, even if it is up again.

    `holds_unknown`: a key that means nothing here is down as well.
    """

    held: frozenset[Key] = frozenset()
    pressed: tuple[Key, ...] = ()
    holds_unknown: bool = False


class KeyBoard:
    """Turns single downs and ups into KeyInput."""

    def __init__(self) -> None:
        self._held: dict[int, Key | None] = {}
        self._pressed: list[Key] = []

    def down(self, code: int, key: Key | None) -> None:
        """The physical key `code` went down; None: it means nothing. Not for the system's repetitions."""
        self._held[code] = key
        if key is not None:
            self._pressed.append(key)

    def up(self, code: int) -> None:
        """It went up, and releases what it meant when it went down: the layout may be another one by now."""
        self._held.pop(code, None)

    def forget_held(self) -> None:
        """The window lost the keyboard: nobody will report when these go up."""
        self._held.clear()

    def peek(self) -> KeyInput:
        """The input since the last `take`, which will return it, too."""
        held = frozenset(self._held.values())
        return KeyInput(
            held=frozenset(key for key in held if key),
            pressed=tuple(self._pressed),
            holds_unknown=None in held,
        )

    def take(self) -> KeyInput:
        """The input since the last call."""
        taken = self.peek()
        self._pressed.clear()
        return taken
