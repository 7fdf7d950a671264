"""Which key does what. Keys → hand commands, and commands for the program itself.

Hands lie on W A S D without looking, so these four go by position, wherever the layout puts the letters. The
other letters are looked for on the keyboard, so they go by label. Where both rules meet, position wins: on a
French keyboard the key labelled Q lies where A is on a US one and turns left, and the key labelled A does
nothing.
"""

from griffin.input.hands import HandCommand
from griffin.input.keys import Key, KeyInput

LEAVE = Key.ESCAPE  # held alone for a while: see leaving.py
SCREENSHOT = Key.P
MUTE = Key.M
FIGURE = Key.F  # shows the player's own figure, or doesn't
LATENCY = Key.F3  # shows how late the screen is, or doesn't

_LEFT = frozenset({Key.LEFT, Key.A})
_RIGHT = frozenset({Key.RIGHT, Key.D})
_UP = frozenset({Key.UP, Key.W})
_DOWN = frozenset({Key.DOWN, Key.S})
_WINGS = frozenset({Key.SPACE, Key.ENTER})


def read_command(keys: KeyInput) -> HandCommand:
    """The hand command of the keys. Opposite keys cancel each other."""
    active = keys.held.union(keys.pressed)  # a tap between two pictures counts as well
    return HandCommand(
        bank=bool(active & _RIGHT) - bool(active & _LEFT),
        climb=bool(active & _UP) - bool(active & _DOWN),
        has_tapped_wings=not _WINGS.isdisjoint(keys.pressed),
        has_reset=Key.R in keys.pressed,
    )
