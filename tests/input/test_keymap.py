"""Keys become commands, also when they were only tapped."""

import pytest

from griffin.input.hands import HandCommand
from griffin.input.keymap import read_command
from griffin.input.keys import Key, KeyInput


@pytest.mark.parametrize(
    ("held", "pressed", "command"),
    [
        ((), (), HandCommand()),
        ((Key.LEFT,), (), HandCommand(bank=-1)),
        ((Key.D, Key.W), (), HandCommand(bank=1, climb=1)),
        ((Key.LEFT, Key.RIGHT, Key.DOWN), (), HandCommand(climb=-1)),
        ((), (Key.RIGHT,), HandCommand(bank=1)),
        ((), (Key.SPACE,), HandCommand(has_tapped_wings=True)),
        ((Key.SPACE,), (), HandCommand()),  # holding it is one tap
        ((), (Key.R, Key.ENTER), HandCommand(has_tapped_wings=True, has_reset=True)),
    ],
)
def test_keys_say(held: tuple[Key, ...], pressed: tuple[Key, ...], command: HandCommand) -> None:
    assert read_command(KeyInput(held=frozenset(held), pressed=pressed)) == command
