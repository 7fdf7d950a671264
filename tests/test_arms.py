"""Arms: blended angle by angle, mirrored by changing sides."""

import pytest

from griffin.arms import Arm, Arms

LEFT = Arm(wing_rad=0.8, elbow_rad=0.4, wrist_rad=-0.2)
RIGHT = Arm(wing_rad=-0.4, elbow_rad=1.2, wrist_rad=0.6)
ARMS = Arms(left=LEFT, right=RIGHT)


def test_a_blend_is_linear_in_every_angle() -> None:
    blended = Arms().blend(ARMS, 0.25)
    for arm, whole in ((blended.left, LEFT), (blended.right, RIGHT)):
        for name in Arm.__struct_fields__:
            assert getattr(arm, name) == pytest.approx(0.25 * getattr(whole, name))


def test_the_ends_of_a_blend_are_the_arms_themselves() -> None:
    assert ARMS.blend(Arms(), 0.0) == ARMS
    assert Arms().blend(ARMS, 1.0) == ARMS


def test_a_mirror_changes_sides_and_no_angle() -> None:
    assert ARMS.mirror() == Arms(left=RIGHT, right=LEFT)
    assert ARMS.mirror().mirror() == ARMS


def test_both_arms_alike() -> None:
    assert Arms.both(LEFT) == Arms(left=LEFT, right=LEFT)
    assert Arms.both(LEFT).blend(Arms(), 0.5).left.wing_rad == pytest.approx(0.4)
