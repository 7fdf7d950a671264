"""Keys become commands, also when they were only tapped."""

import pytest

from griffin.app.keymap import read_command
from griffin.flight.controls import KeyCommand
from griffin.render.keys import Key, KeyInput


@pytest.mark.parametrize(
    ("held", "pressed", "command"),
    [
        ((), (), KeyCommand()),
        ((Key.LEFT,), (), KeyCommand(bank=-1)),
        ((Key.D, Key.W), (), KeyCommand(bank=1, climb=1)),
        ((Key.LEFT, Key.RIGHT, Key.DOWN), (), KeyCommand(climb=-1)),
        ((), (Key.RIGHT,), KeyCommand(bank=1)),
        ((), (Key.SPACE,), KeyCommand(has_tapped_wings=True)),
        ((Key.SPACE,), (), KeyCommand()),  # holding it is one tap
        ((), (Key.R, Key.ENTER), KeyCommand(has_tapped_wings=True, has_reset=True)),
    ],
)
def test_keys_say(held: tuple[Key, ...], pressed: tuple[Key, ...], command: KeyCommand) -> None:
    assert read_command(KeyInput(held=frozenset(held), pressed=pressed)) == command
