"""Letter keys on layouts of the world, and what single downs and ups amount to."""

import pytest

from griffin.input.keys import BY_LABEL, BY_POSITION, Key, KeyBoard, KeyInput, find_letter_keys

W, A, S, D, F = Key.W, Key.A, Key.S, Key.D, Key.F
M, P, R = Key.M, Key.P, Key.R
# What a layout prints on the rows of letters, from left to right.
POSITIONS = "QWERTYUIOPASDFGHJKL;ZXCVBNM,./"
LAYOUTS = {
    "US": "qwertyuiop" "asdfghjkl;" "zxcvbnm,./",
    "French": "azertyuiop" "qsdfghjklm" "wxcvbn,;:!",
    "German": "qwertzuiop" "asdfghjklö" "yxcvbnm,.-",
    "Dvorak": "',.pyfgcrl" "aoeuidhtns" ";qjkxbmwvz",
    "Russian": "йцукенгшщз" "фывапролдж" "ячсмитьбю.",
    "Greek": ";ςερτυθιοπ" "ασδφγηξκλ´" "ζχψωβνμ,./",
}  # fmt: skip
BOTH_KINDS = {"W": W, "A": A, "S": S, "D": D, "F": F, "M": M, "P": P, "R": R}


@pytest.mark.parametrize(
    ("layout", "keys"),
    [
        ("US", BOTH_KINDS),
        ("French", {"W": W, "A": A, "S": S, "D": D, "F": F, ";": M, "P": P, "R": R}),  # labelled Q: left
        ("German", BOTH_KINDS),
        ("Dvorak", {"W": W, "A": A, "S": S, "D": D, "Y": F, "M": M, "R": P, "O": R}),
        ("Russian", BOTH_KINDS),
        ("Greek", BOTH_KINDS),
    ],
)
def test_letter_keys_of(layout: str, keys: dict[str, Key]) -> None:
    labels = dict(zip(POSITIONS, LAYOUTS[layout], strict=True))
    assert find_letter_keys(labels) == keys
    shouted = {position: label.upper() for position, label in labels.items()}
    assert find_letter_keys(shouted) == keys


@pytest.mark.parametrize("labels", [{}, dict.fromkeys(POSITIONS, "")])
def test_a_layout_without_labels_goes_by_position(labels: dict[str, str]) -> None:
    assert find_letter_keys(labels) == BOTH_KINDS


def test_a_letter_goes_by_position_or_by_label() -> None:
    assert {key for key in Key if len(key.name) == 1} == BY_POSITION ^ BY_LABEL


def test_a_tap_between_two_looks_is_not_lost() -> None:
    board = KeyBoard()
    board.down(1, Key.SPACE)
    board.up(1)
    assert board.take() == KeyInput(held=frozenset(), pressed=(Key.SPACE,))
    assert board.take() == KeyInput()


def test_presses_come_in_order_and_once() -> None:
    board = KeyBoard()
    for code, key in enumerate((Key.LEFT, Key.SPACE, Key.R)):
        board.down(code, key)
    board.up(1)
    taken = board.take()
    assert taken.pressed == (Key.LEFT, Key.SPACE, Key.R)
    assert taken.held == {Key.LEFT, Key.R}
    assert board.take() == KeyInput(held=frozenset({Key.LEFT, Key.R}))


def test_a_key_is_held_while_one_of_its_two_is_down() -> None:
    board = KeyBoard()
    board.down(1, Key.ENTER)
    board.down(2, Key.ENTER)
    board.up(1)
    assert board.take().held == {Key.ENTER}
    board.up(2)
    assert board.take().held == frozenset()


def test_losing_the_keyboard_lets_go_of_all_keys_but_keeps_presses() -> None:
    board = KeyBoard()
    board.down(1, Key.UP)
    board.forget_held()
    assert board.take() == KeyInput(pressed=(Key.UP,))
    board.up(1)  # comes late, or never
    assert board.take() == KeyInput()


def test_a_key_without_a_meaning_is_held_and_never_pressed() -> None:
    board = KeyBoard()
    board.down(1, None)
    board.down(2, Key.ESCAPE)
    assert board.take() == KeyInput(held=frozenset({Key.ESCAPE}), pressed=(Key.ESCAPE,), holds_unknown=True)
    board.up(1)
    assert board.take() == KeyInput(held=frozenset({Key.ESCAPE}))


def test_a_look_takes_nothing_away() -> None:
    board = KeyBoard()
    board.down(1, Key.SPACE)
    assert board.peek() == board.peek() == board.take()
    assert board.peek() == KeyInput(held=frozenset({Key.SPACE}))
