"""A figure's geometry, and what tells the guide, the player and somebody who looks away apart."""

import itertools
import math
from dataclasses import replace

import pytest

from griffin.game.lesson_moment import Move
from griffin.scene.figure_body import TUNING, posed_body
from griffin.scene.figure_head import TUNING as HEAD
from griffin.scene.figure_head import Face
from griffin.scene.figure_shapes import GUIDE, PILOT, Look, Seat, figure, ghost, outline_u
from griffin.scene.moves import STANDING, pose_at
from griffin.scene.shapes import Arc, Ellipse, Fill, Leaf, Paint, Triangle
from tests.scene.shape_bounds import bounds

GROUND = (300.0, 650.0)
HEIGHT_U = 240.0


def fills_of(move: Move, age_s: float, look: Look = GUIDE) -> tuple[Fill, ...]:
    return figure(posed_body(pose_at(move, age_s), GROUND, HEIGHT_U), look).fills


def test_it_stands_on_its_ground_as_high_as_it_is_to_be() -> None:
    group = figure(posed_body(STANDING, GROUND, HEIGHT_U), PILOT)
    _, top, _, bottom = bounds([group])
    line = group.outline_u
    assert bottom - line == pytest.approx(GROUND[1], abs=0.5)
    assert top + line == pytest.approx(GROUND[1] - HEIGHT_U, abs=0.03 * HEIGHT_U)
    assert group.top_u == pytest.approx(top + line)
    assert group.bottom_u == pytest.approx(bottom - line)


def test_left_is_left_in_the_picture_and_up_is_up() -> None:
    body = posed_body(pose_at(Move.TILT, 0.55), GROUND, HEIGHT_U)
    (left, right) = (arm[2] for arm in body.arms)
    assert left[0] < GROUND[0] < right[0]
    assert left[1] < body.arms[0][0][1] < right[1]  # the left hand above its shoulder, the right one below
    assert body.head[0] > GROUND[0]  # it leans to the right


def test_arms_reach_as_far_as_they_are_long() -> None:
    body = posed_body(pose_at(Move.RAISE, 0.75), GROUND, HEIGHT_U)
    for arm in body.arms:
        lengths = [math.dist(a, b) / HEIGHT_U for a, b in itertools.pairwise(arm)]
        assert lengths == pytest.approx([TUNING.upper_arm, TUNING.forearm, TUNING.hand])
    angle = math.atan2(body.arms[1][0][1] - body.arms[1][1][1], body.arms[1][1][0] - body.arms[1][0][0])
    assert math.degrees(angle) == pytest.approx(52.0)


def test_the_lower_foot_stands_whatever_the_legs_do() -> None:
    for at_s in (0.0, 0.1, 0.3, 0.5, 0.7, 1.0):
        body = posed_body(pose_at(Move.STEP_IN, at_s), GROUND, HEIGHT_U)
        lowest = max(leg[2][1] for leg in body.legs) + TUNING.leg[1] * HEIGHT_U
        assert lowest == pytest.approx(GROUND[1])
    jumping = posed_body(pose_at(Move.JUMP, 0.78), GROUND, HEIGHT_U)
    lowest = max(leg[2][1] for leg in jumping.legs) + TUNING.leg[1] * HEIGHT_U
    assert GROUND[1] - lowest == pytest.approx(0.17 * HEIGHT_U)


def test_only_the_guide_has_ears_and_a_beak() -> None:
    guide, player = fills_of(Move.TILT, 0.0), fills_of(Move.TILT, 0.0, PILOT)
    assert sum(isinstance(fill.shape, Triangle) for fill in guide) == 1
    assert not any(isinstance(fill.shape, Triangle) for fill in player)
    assert sum(isinstance(fill.shape, Leaf) for fill in guide) == 2 * TUNING.feathers + 2
    smiles = [fill for fill in player if isinstance(fill.shape, Arc)]
    assert [fill.paint for fill in smiles] == [Paint.INK]


def test_one_who_looks_away_shows_no_face_but_hair_and_a_tail() -> None:
    for look in (GUIDE, PILOT):
        away = fills_of(Move.HOME, 1.2, look)
        assert not any(isinstance(fill.shape, Triangle) for fill in away)
        assert not any(fill.paint is Paint.INK for fill in away)  # no eyes and no smile
        hair = [fill for fill in away if fill.paint is Paint.WOOD]
        assert len([fill for fill in hair if isinstance(fill.shape, Leaf)]) == len(HEAD.locks) + 1  # the tuft


def test_hair_hides_the_head_and_never_looks_like_a_beard() -> None:
    """It covers nearly all of the head, and most of it lies above the chin."""
    body = posed_body(pose_at(Move.HOME, 1.2), GROUND, HEIGHT_U)
    (x, y), r = body.head, body.head_radius_u
    caps = [fill.shape for fill in figure(body, GUIDE).fills if isinstance(fill.shape, Ellipse)]
    assert caps[0].middle == pytest.approx((x, y))
    assert min(caps[0].radii_u) > 0.9 * r


def test_a_head_turns_like_a_ball() -> None:
    """Face and hair are never seen where the other is; the beak leads, and nothing leaves the head but it."""
    for step in range(24):
        turn_rad = math.tau * (step + 0.5) / 24.0
        body = posed_body(replace(STANDING, turn_rad=turn_rad), GROUND, HEIGHT_U)
        (x, _), r = body.head, body.head_radius_u
        fills = figure(body, GUIDE).fills
        eyes = [fill.shape for fill in fills if fill.paint is Paint.INK and isinstance(fill.shape, Ellipse)]
        beaks = [fill.shape for fill in fills if isinstance(fill.shape, Triangle)]
        hair = [fill.shape for fill in fills if fill.paint is Paint.WOOD and isinstance(fill.shape, Ellipse)][
            :1
        ]
        assert len(beaks) == (math.cos(turn_rad) > 0.0)
        assert all(abs(eye.middle[0] - x) + eye.radii_u[0] < 1.05 * r for eye in eyes)
        assert all(abs(each.middle[0] - x) + each.radii_u[0] < 1.0 * r for each in hair)
        for beak in beaks:
            assert (beak.c[0] - x) * math.sin(turn_rad) >= -1e-9
            assert abs(beak.c[0] - x) < 1.25 * r
        if eyes and hair:
            gap = math.copysign(1.0, math.sin(turn_rad)) * (eyes[0].middle[0] - hair[0].middle[0])
            assert gap > hair[0].radii_u[0]
    front = posed_body(STANDING, GROUND, HEIGHT_U)
    assert not any(fill.paint is Paint.WOOD for fill in figure(front, GUIDE).fills)


def test_no_face_is_none_from_any_side() -> None:
    for facing in (1.0, -1.0):
        body = replace(posed_body(STANDING, GROUND, HEIGHT_U), facing=facing)
        fills = figure(body, Look(body=Paint.GREY, face=Face.NONE)).fills
        assert not any(fill.paint is Paint.INK for fill in fills)


def test_eyes_are_arcs_while_they_are_shut() -> None:
    eyes = [fill.shape for fill in fills_of(Move.REST, 1.5) if fill.paint is Paint.INK]
    assert [type(eye) for eye in eyes] == [Arc, Arc]


def test_a_turn_makes_it_narrow_but_never_a_line() -> None:
    def breadth(age_s: float) -> float:
        left, _, right, _ = bounds([figure(posed_body(pose_at(Move.HOME, age_s), GROUND, HEIGHT_U), GUIDE)])
        return right - left

    assert 0.25 * breadth(0.0) < breadth(0.55) < 0.55 * breadth(0.0)


def test_feathers_fold_along_a_hanging_arm() -> None:
    def longest(age_s: float) -> float:
        leaves = [fill.shape for fill in fills_of(Move.REST, age_s, PILOT) if isinstance(fill.shape, Leaf)]
        return max(math.dist(leaf.root, leaf.tip) for leaf in leaves)

    assert longest(0.0) == pytest.approx(TUNING.feather[1] * HEIGHT_U)
    assert longest(2.0) == pytest.approx(0.5 * TUNING.feather[1] * HEIGHT_U)


def test_one_who_sits_is_lower_and_has_a_seat_behind() -> None:
    pose = pose_at(Move.FLAP, 0.18)
    standing, sitting = (posed_body(pose, GROUND, HEIGHT_U, is_seated=sits) for sits in (False, True))
    assert sitting.head[1] - standing.head[1] == pytest.approx(0.11 * HEIGHT_U, abs=0.04 * HEIGHT_U)
    for seat, wheels in ((Seat.CHAIR, 0), (Seat.WHEELCHAIR, 2)):
        fills = figure(sitting, Look(body=Paint.CREAM, face=GUIDE.face, seat=seat)).fills
        assert fills[0].paint is Paint.WOOD
        rims = [fill.shape for fill in fills if isinstance(fill.shape, Ellipse) and fill.shape.stroke_u > 0.0]
        assert len(rims) == wheels


def test_no_stroke_is_too_thin_to_be_seen() -> None:
    assert outline_u(120.0) == 2.0
    assert outline_u(240.0) == pytest.approx(3.24)
    assert outline_u(600.0) == 3.4
    for height_u in (100.0, 170.0, 240.0):
        group = figure(posed_body(STANDING, GROUND, height_u), GUIDE)
        lines = [fill.line_u for fill in group.fills if isinstance(fill.shape, Leaf)][: 2 * TUNING.feathers]
        assert all(line == 0.0 for line in lines) == (height_u < TUNING.lines_from_u)
        assert group.outline_u >= 2.0


def test_a_ghost_is_a_golden_rim_about_what_is_hardly_filled() -> None:
    filled, ink, gold = ghost(posed_body(STANDING, GROUND, HEIGHT_U), 5.0, alpha_frac=0.5)
    assert filled.alpha_frac == pytest.approx(0.11)
    assert {fill.alpha_frac for fill in (*ink.fills, *gold.fills)} == {0.0}
    assert gold.outline_paint is Paint.GOLD
    assert ink.outline_u > gold.outline_u == 5.0
