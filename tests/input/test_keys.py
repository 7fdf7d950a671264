from griffin.input.keys import Key, KeyBoard, KeyInput


def test_a_tap_between_two_looks_is_not_lost() -> None:
    board = KeyBoard()
    board.down(Key.SPACE)
    board.up(Key.SPACE)
    assert board.take() == KeyInput(held=frozenset(), pressed=(Key.SPACE,))
    assert board.take() == KeyInput()


def test_presses_come_in_order_and_once() -> None:
    board = KeyBoard()
    for key in (Key.LEFT, Key.SPACE, Key.R):
        board.down(key)
    board.up(Key.SPACE)
    taken = board.take()
    assert taken.pressed == (Key.LEFT, Key.SPACE, Key.R)
    assert taken.held == {Key.LEFT, Key.R}
    assert board.take() == KeyInput(held=frozenset({Key.LEFT, Key.R}))


def test_losing_the_keyboard_lets_go_of_all_keys_but_keeps_presses() -> None:
    board = KeyBoard()
    board.down(Key.UP)
    board.forget_held()
    assert board.take() == KeyInput(pressed=(Key.UP,))
    board.up(Key.UP)  # comes late, or never
    assert board.take() == KeyInput()
