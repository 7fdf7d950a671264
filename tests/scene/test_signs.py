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


def lenses(groups: tuple[Group, ...]) -> list[Capsule]:
    return [
        fill.shape
        for group in groups
        for fill in group.fills
        if fill.paint is Paint.LIT_TILE and isinstance(fill.shape, Capsule)
    ]


def test_a_covered_camera_has_a_lens_that_a_cloth_half_hides() -> None:
    groups = drawn(Sign.COVERED)
    (lens,) = lenses(groups)
    (cloth,) = (group for group in groups if group.fills[0].paint is Paint.WOOD)
    left, top, right, bottom = bounds([cloth])
    assert left < lens.start[0] - lens.start_radius_u
    assert lens.start[0] - 0.5 * lens.start_radius_u < right < lens.start[0] + 0.5 * lens.start_radius_u
    assert top < lens.start[1] - lens.start_radius_u < lens.start[1] + lens.start_radius_u < bottom
    (unplugged,) = lenses(drawn(Sign.UNPLUGGED))
    assert unplugged.start_radius_u > 0.05 * SIZE_U


def test_in_the_dark_a_lamp_is_off_and_then_on() -> None:
    groups = drawn(Sign.DARK)
    lamps = [
        (group.fills[-1], len(group.fills))
        for group in groups
        if len(group.fills) in (2, 9) and isinstance(group.fills[-1].shape, Capsule)
    ]
    (off, off_parts), (on, on_parts) = lamps
    assert (off.paint, on.paint) == (Paint.CREAM, Paint.GOLD)
    assert off.alpha_frac < 0.6 < on.alpha_frac
    assert on_parts == off_parts + 7  # rays
    assert isinstance(off.shape, Capsule)
    assert isinstance(on.shape, Capsule)
    assert off.shape.start_radius_u == on.shape.start_radius_u
    assert off.shape.start[0] < on.shape.start[0]


def test_against_the_light_the_sun_stands_behind_who_is_black() -> None:
    groups = drawn(Sign.AGAINST)
    suns = [number for number, group in enumerate(groups) if group.fills[-1].paint is Paint.SUN]
    blacks = [
        number
        for number, group in enumerate(groups)
        if len(group.fills) > 20 and {fill.paint for fill in group.fills} == {Paint.INK}
    ]
    assert len(suns) == len(blacks) == 1
    assert suns[0] < blacks[0]
    sun, black = bounds([groups[suns[0]]]), bounds([groups[blacks[0]]])
    assert sun[0] < black[0] < black[2] < sun[2]  # its rays are seen on both sides
    assert sun[1] < black[1]


def test_signs_are_made_once() -> None:
    assert drawn(Sign.DARK) is drawn(Sign.DARK)
