"""Who holds Esc alone for long enough leaves; hands all over the keyboard don't."""

import numpy as np
import pytest

from griffin.input.keys import Key, KeyBoard, KeyInput
from griffin.input.leaving import LeaveHold, LeaveTuning

ESCAPE = KeyInput(held=frozenset({Key.ESCAPE}))


def followed(*looks: tuple[float, KeyInput]) -> LeaveHold:
    hold = LeaveHold()
    for now_s, keys in looks:
        hold.follow(keys, now_s)
    return hold


def test_a_key_that_is_held_alone_leaves_after_two_seconds() -> None:
    assert followed((5.0, ESCAPE)).done_frac == 0.0
    assert followed((5.0, ESCAPE), (6.0, ESCAPE)).done_frac == pytest.approx(0.5)
    assert not followed((5.0, ESCAPE), (6.9, ESCAPE)).is_done
    assert followed((5.0, ESCAPE), (7.0, ESCAPE)).is_done


@pytest.mark.parametrize(
    "other",
    [
        KeyInput(),
        KeyInput(held=frozenset({Key.ESCAPE, Key.LEFT})),
        KeyInput(held=frozenset({Key.ESCAPE}), holds_unknown=True),
    ],
    ids=["let go", "with another", "with one that means nothing"],
)
def test_anything_else_begins_anew(other: KeyInput) -> None:
    hold = followed((0.0, ESCAPE), (1.9, other), (2.0, ESCAPE), (3.9, ESCAPE))
    assert not hold.is_done
    hold.follow(ESCAPE, 4.0)
    assert hold.is_done


def test_ten_minutes_of_hands_on_the_keyboard_leave_nothing() -> None:
    """Keys at random, each down for up to 1.5 s, Esc often among them."""
    rng = np.random.default_rng(1)
    board, hold = KeyBoard(), LeaveHold()
    keys = [*Key, None, None]
    up_s: dict[int, float] = {}
    for turn in range(10 * 60 * 30):
        now_s = turn / 30
        for code in [code for code, until_s in up_s.items() if until_s <= now_s]:
            board.up(code)
            del up_s[code]
        if rng.random() < 0.1:
            code = int(rng.integers(len(keys)))
            key = Key.ESCAPE if rng.random() < 0.3 else keys[code]
            code = 999 if key is Key.ESCAPE else code
            if code not in up_s:
                board.down(code, key)
                up_s[code] = now_s + float(rng.uniform(0.05, 1.5))
        hold.follow(board.take(), now_s)
        assert not hold.is_done


def test_a_hold_lasts_some_time() -> None:
    with pytest.raises(ValueError, match="hold_s"):
        LeaveTuning(hold_s=0.0)
