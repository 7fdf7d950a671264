"""Every advice of the camera has a sign, and each looks like no other."""

import itertools

import pytest

from griffin.events import Advice
from griffin.scene.shapes import Capsule, Group, Paint
from griffin.scene.signs import SIGN_OF_ADVICE, Sign, sign_groups
from tests.scene.shape_bounds import bounds

MIDDLE = (200.0, 560.0)
SIZE_U = 196.0


def drawn(sign: Sign) -> tuple[Group, ...]:
    return sign_groups(sign, MIDDLE, SIZE_U)


def test_every_advice_has_a_sign_of_its_own() -> None:
    assert set(SIGN_OF_ADVICE) == set(Advice)
    signs = [sign for advice, sign in SIGN_OF_ADVICE.items() if advice is not Advice.NONE]
    assert None not in signs
    assert len(set(signs)) == len(signs)
    assert SIGN_OF_ADVICE[Advice.NONE] is None


def test_no_two_signs_are_the_same() -> None:
    for one, other in itertools.combinations(Sign, 2):
        assert drawn(one) != drawn(other), (one, other)


@pytest.mark.parametrize("sign", list(Sign))
def test_a_sign_stays_about_its_place(sign: Sign) -> None:
    left, top, right, bottom = bounds(drawn(sign))
    assert MIDDLE[0] - 0.70 * SIZE_U < left < right < MIDDLE[0] + 0.70 * SIZE_U
    assert MIDDLE[1] - 0.62 * SIZE_U < top < bottom < MIDDLE[1] + 0.53 * SIZE_U


@pytest.mark.parametrize("sign", list(Sign))
def test_what_mends_it_is_golden(sign: Sign) -> None:
    """Something golden, and something that isn't, in each: how to mend it, and how it is."""
    paints = {fill.paint for group in drawn(sign) for fill in group.fills} | {
        group.outline_paint for group in drawn(sign)
    }
    assert Paint.GOLD in paints
    assert Paint.CREAM in paints


def test_who_stands_too_far_to_a_side_is_sent_to_the_other() -> None:
    """In a mirror the player's left is on the left; the figure is cut off by the window's edge."""
    for sign, side in ((Sign.LEFT, -1.0), (Sign.RIGHT, 1.0)):
        groups = drawn(sign)
        cut = [group for group in groups if group.clip is not None and group.fills[0].paint is Paint.CREAM]
        left, _, right, _ = bounds(cut)
        assert side * (0.5 * (left + right) - MIDDLE[0]) > 0.4 * SIZE_U
        shaft = groups[-1].fills[0].shape
        assert isinstance(shaft, Capsule)
        assert side * (shaft.end[0] - shaft.start[0]) < 0.0


def test_signs_are_made_once() -> None:
    assert drawn(Sign.DARK) is drawn(Sign.DARK)
