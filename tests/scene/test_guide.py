"""What stands about the guide: each move is told by more than its pose."""

import numpy as np
import pytest

from griffin.game.lesson_moment import IN_THE_AIR, Move
from griffin.scene.guide import guide_groups, room_groups
from griffin.scene.moves import COURSES
from griffin.scene.shapes import Arc, Ellipse, Fill, Group, Paint, Triangle
from tests.scene.shape_bounds import bounds

GROUND = (300.0, 650.0)
HEIGHT_U = 172.0
HELD = [move for move in Move if COURSES[move].hold_s is not None]


def drawn(move: Move, age_s: float) -> list[Group]:
    return guide_groups((move,), 0, age_s, GROUND, HEIGHT_U, has_ring=False)


def is_figure(group: Group) -> bool:
    return len(group.fills) > 25 and group.alpha_frac == 1.0 and any(f.line_u > 0.0 for f in group.fills)


def heads(groups: list[Group]) -> list[Triangle]:
    """Of arrows: golden and with round corners."""
    return [
        fill.shape
        for group in groups
        for fill in group.fills
        if isinstance(fill.shape, Triangle) and fill.shape.corner_u > 0.0 and fill.paint is Paint.GOLD
    ]


def rings(groups: list[Group]) -> list[Fill]:
    """Tracks about a picture."""
    return [
        fill
        for group in groups
        for fill in group.fills
        if isinstance(fill.shape, Ellipse) and fill.shape.stroke_u > 0.0
    ]


def test_the_turn_s_arrow_goes_behind_the_body_and_before_it() -> None:
    groups = drawn(Move.HOME, 1.4)
    (body,) = (number for number, group in enumerate(groups) if is_figure(group))
    behind, front = groups[body - 1], groups[body + 1]
    assert heads([behind]) == heads([front])
    assert front.clip is not None
    assert behind.clip is None
    # The half before the body begins in the middle of the arrow, where it passes left and right of the body.
    _, top, _, bottom = bounds([behind])
    assert front.clip[1] == pytest.approx(0.5 * (top + bottom), abs=8.0)
    left, _, right, _ = bounds([behind])
    assert left < GROUND[0] - 0.25 * HEIGHT_U
    assert right > GROUND[0] + 0.25 * HEIGHT_U


def test_a_jump_s_arrows_stand_beside_the_legs_and_grow() -> None:
    lengths = []
    for age_s in (0.6, 0.7, 0.78):
        left, right = heads(drawn(Move.JUMP, age_s))
        assert left.b[0] < GROUND[0] - 0.2 * HEIGHT_U
        assert right.b[0] > GROUND[0] + 0.2 * HEIGHT_U
        assert left.b[1] < left.a[1]  # up
        lengths.append(GROUND[1] - left.b[1])
    assert lengths == sorted(lengths)


def test_flapping_goes_to_and_fro_and_resting_down_once() -> None:
    assert len(heads(drawn(Move.FLAP, 0.4))) == 4
    assert len(heads(drawn(Move.FLAP, 0.62))) == 4  # also while the arms go up again
    down = heads(drawn(Move.REST, 1.2))
    assert len(down) == 2
    assert all(head.b[1] > head.a[1] for head in down)
    assert not any(isinstance(fill.shape, Arc) for group in drawn(Move.REST, 0.8) for fill in group.fills)


@pytest.mark.parametrize("move", HELD)
def test_what_comes_of_a_held_move_is_seen_from_its_beginning(move: Move) -> None:
    """A picture in a ring, which fills while the pose is held, and goes with the move."""
    course = COURSES[move]
    assert course.hold_s is not None
    start_s, end_s = course.hold_s

    def filled(age_s: float) -> float:
        groups = drawn(move, age_s)
        assert len(rings(groups)) == 1
        arcs = [
            fill.shape.sweep_rad
            for group in groups
            for fill in group.fills
            if isinstance(fill.shape, Arc) and fill.shape.radius_u > 0.3 * HEIGHT_U
        ]
        return sum(arcs)

    assert filled(0.3) == 0.0
    sweeps = [filled(at_s) for at_s in np.linspace(start_s + 0.01, end_s, 8)]
    assert sweeps == sorted(sweeps)
    assert sweeps[-1] == pytest.approx(2.0 * np.pi)
    assert not rings(drawn(move, course.moved_s + 0.1))


def test_the_moves_that_are_held_are_those_that_the_griffin_answers_by_itself() -> None:
    assert set(HELD) == {Move.REST, Move.HOME}
    assert set(HELD) < set(IN_THE_AIR)
    for move in Move:
        if move not in HELD:
            assert not any(rings(drawn(move, at_s)) for at_s in (0.3, 1.0, 1.5))


def test_at_home_the_griffin_sits_in_its_tree_once_the_ring_is_full() -> None:
    assert COURSES[Move.HOME].hold_s is not None
    end_s = COURSES[Move.HOME].hold_s[1]

    def picture(age_s: float) -> Group:
        (found,) = (group for group in drawn(Move.HOME, age_s) if group.fills[0].paint is Paint.SKY)
        return found

    assert picture(1.0) != picture(1.3)  # it flies
    assert picture(end_s) == picture(end_s + 0.1)  # it sits
    left, top, right, bottom = bounds([picture(1.3)])
    assert right - left == pytest.approx(bottom - top, rel=0.02)  # nothing reaches out of the ring
    assert right - left > 0.75 * HEIGHT_U


def test_room_to_jump_has_arrows_outwards_and_no_others() -> None:
    groups = room_groups(0.7, GROUND, 128.0, alpha_frac=1.0)
    left, right = sorted(heads(groups), key=lambda head: head.b[0])
    assert left.b[0] < left.a[0]
    assert right.b[0] > right.a[0]


def test_of_two_guides_only_the_one_that_moves_has_golden_limbs() -> None:
    moves = (Move.JUMP, Move.FLAP_OFF)
    first, second = COURSES[Move.JUMP], COURSES[Move.FLAP_OFF]
    for age_s, moving in ((0.5 * first.round_s, 0), (first.round_s + 0.5 * second.round_s, 1)):
        for index in (0, 1):
            groups = guide_groups(moves, index, age_s, GROUND, HEIGHT_U, has_ring=False, has_arrows=False)
            golden = [fill for group in groups for fill in group.fills if fill.paint is Paint.GOLD]
            assert (len(golden) > 1) == (index == moving)  # the beak always is
