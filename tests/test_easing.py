"""The curves that everything is blended with."""

import pytest

from griffin.easing import approach, between_keys, clamp, mix, smooth_between

KEYS = ((1.0, (0.0, 10.0)), (2.0, (1.0, 20.0)), (4.0, (0.0, 20.0)))


def test_numbers_are_blended_and_kept_within_bounds() -> None:
    assert mix(2.0, 4.0, 0.25) == 2.5
    assert (clamp(-1.0, 0.0, 1.0), clamp(0.3, 0.0, 1.0), clamp(3.0, 0.0, 1.0)) == (0.0, 0.3, 1.0)
    assert approach(0.0, 1.0, 2.0, 0.0) == 0.0
    assert approach(0.0, 1.0, 2.0, 10.0) == pytest.approx(1.0)


@pytest.mark.parametrize(("start", "end"), [(0.0, 2.0), (2.0, 0.0)])
def test_a_smoothstep_is_level_at_both_ends(start: float, end: float) -> None:
    assert smooth_between(start, start, end) == 0.0
    assert smooth_between(end, start, end) == 1.0
    assert smooth_between(1.0, start, end) == 0.5
    for at, level in ((start, 0.0), (end, 1.0)):
        near = [smooth_between(at + step, start, end) for step in (-0.01, 0.01)]
        assert near == pytest.approx([level, level], abs=1e-4)


def test_values_pass_through_their_keys_and_are_held_beyond_them() -> None:
    for at, values in KEYS:
        assert between_keys(KEYS, at) == pytest.approx(values)
    assert between_keys(KEYS, 1.5) == pytest.approx((0.5, 15.0))
    assert between_keys(KEYS, 3.0) == pytest.approx((0.5, 20.0))
    assert between_keys(KEYS, -5.0) == (0.0, 10.0)
    assert between_keys(KEYS, 50.0) == (0.0, 20.0)
