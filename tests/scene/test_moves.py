"""The moves: key poses at their times, rounds without a jerk, and no two that look the same."""

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from griffin.game.lesson_moment import Move
from griffin.scene.figure_body import Body, posed_body
from griffin.scene.figure_shapes import bare_shapes
from griffin.scene.moves import (
    COURSES,
    STANDING,
    TUNING,
    pose_at,
    pose_in_turn,
    stroke_at,
    turn_of,
    walked_frac,
    walker_alpha_frac,
)
from griffin.scene.shapes import Capsule

FRAME_S = 1.0 / 60.0
HEIGHT_U = 240.0
# When each move is best told from the others.
TELLING_S = {
    Move.STEP_IN: 0.1,
    Move.ARMS_OUT: 1.0,
    Move.JUMP: 0.78,
    Move.TILT: 0.6,
    Move.RAISE: 0.7,
    Move.REST: 1.6,
    Move.FLAP: 0.42,
    Move.HOME: 0.55,
}


def joints_of(move: Move, age_s: float) -> NDArray[np.float64]:
    """(n, 2) u of everything that moves."""
    body = posed_body(pose_at(move, age_s), (0.0, 0.0), HEIGHT_U)
    return joints_of_body(body)


def joints_of_body(body: Body) -> NDArray[np.float64]:
    limbs = [point for limb in (*body.arms, *body.legs) for point in limb]
    return np.array([body.head, body.chest, body.belly, *limbs])


def degrees(pair: tuple[float, float]) -> list[float]:
    return [math.degrees(angle) for angle in pair]


def test_every_move_can_be_shown() -> None:
    assert set(COURSES) == set(Move)


def test_key_poses_come_at_their_times() -> None:
    assert pose_at(Move.JUMP, 0.78).lift_frac == pytest.approx(0.17)
    assert degrees(pose_at(Move.JUMP, 0.40).knees_rad) == pytest.approx([84, 84])
    assert degrees(pose_at(Move.TILT, 0.55).shoulders_rad) == pytest.approx([31, -31])
    assert degrees(pose_at(Move.RAISE, 0.55).shoulders_rad) == pytest.approx([60, 60])
    assert math.degrees(pose_at(Move.HOME, 0.90).turn_rad) == pytest.approx(180)
    assert degrees(pose_at(Move.FLAP, 0.40).shoulders_rad) == pytest.approx([-30, -30])


def test_what_is_held_is_held_and_then_given_back() -> None:
    for move in (Move.TILT, Move.RAISE):
        held = [pose_at(move, at_s).shoulders_rad for at_s in (0.75, 1.1, 1.49)]
        assert np.ptp(held, axis=0).max() < 1e-9
        assert degrees(pose_at(move, 1.9).shoulders_rad) == pytest.approx([2, 2])
        assert COURSES[move].round_s == pytest.approx(1.9 + TUNING.pause_s)


def test_a_wrist_comes_after_its_elbow_and_feathers_after_both() -> None:
    """In the flap's first down stroke, the elbow has begun while the wrist has not; feathers hang back up."""
    begun = pose_at(Move.FLAP, 0.18 + 0.05)
    assert degrees(begun.elbows_rad)[0] < 9.5
    assert degrees(begun.wrists_rad)[0] < -13.0
    assert pose_at(Move.FLAP, 0.30).drag_rad[0] > 0.3
    assert pose_at(Move.FLAP, 0.50).drag_rad[0] < 0.0  # and down on the way up
    assert pose_at(Move.FLAP, 2.0).drag_rad == pytest.approx((0.0, 0.0))


@pytest.mark.parametrize("move", list(Move))
def test_a_move_goes_round_without_a_jerk(move: Move) -> None:
    times_s = np.arange(0.0, 3.0 * COURSES[move].round_s, FRAME_S)
    joints = [joints_of(move, at_s) for at_s in times_s]
    for at_s, (before, after) in zip(times_s[1:], itertools.pairwise(joints), strict=True):
        if move is Move.STEP_IN and walker_alpha_frac(at_s) < 0.3:
            continue  # it begins anew where nobody sees it
        assert np.abs(after - before).max() < 20.0, at_s  # a twelfth of its height


def test_a_tilt_goes_the_other_way_the_next_time() -> None:
    round_s = COURSES[Move.TILT].round_s
    first, second = pose_at(Move.TILT, 0.6), pose_at(Move.TILT, 0.6 + round_s)
    assert first.shoulders_rad == pytest.approx(second.shoulders_rad[::-1])
    assert first.lean_rad == pytest.approx(-second.lean_rad)
    assert first.lean_rad > 0.0


def test_eyes_are_shut_while_it_rests() -> None:
    shut = [at_s for at_s in np.arange(0.0, 3.8, 0.05) if pose_at(Move.REST, at_s).has_shut_eyes]
    assert shut[0] == pytest.approx(1.10)
    assert shut[-1] == pytest.approx(2.55)


def test_of_two_guides_one_moves_while_the_other_stands() -> None:
    moves = (Move.JUMP, Move.FLAP_OFF)
    _, whole_s = turn_of(moves, 0)
    for at_s in np.arange(0.0, 2.0 * whole_s, FRAME_S):
        poses = [pose_in_turn(moves, index, at_s) for index in (0, 1)]
        assert sum(pose.shoulders_rad != STANDING.shoulders_rad for pose in poses) < 2 or at_s % 2.2 > 1.5
    assert pose_in_turn(moves, 0, 0.78).lift_frac == pytest.approx(0.17)
    assert pose_in_turn(moves, 1, 0.78) == STANDING
    assert pose_in_turn(moves, 0, 2.2 + 0.4) == STANDING
    assert degrees(pose_in_turn(moves, 1, 2.2 + 0.4).shoulders_rad) == pytest.approx([-30, -30])


def test_taking_turns_is_smooth_as_well() -> None:
    moves = (Move.JUMP, Move.FLAP_OFF)
    times_s = np.arange(0.0, 9.0, FRAME_S)
    for index in (0, 1):
        bodies = [posed_body(pose_in_turn(moves, index, at_s), (0.0, 0.0), HEIGHT_U) for at_s in times_s]
        steps = np.abs(np.diff([joints_of_body(body) for body in bodies], axis=0)).max()
        assert steps < 20.0


def test_arrows_run_only_with_the_main_stroke() -> None:
    assert stroke_at(Move.TILT, 0.0) is None
    stroke = stroke_at(Move.TILT, 0.55)
    assert stroke is not None
    assert stroke.alpha_frac == pytest.approx(1.0)
    assert stroke.to_rad[0] > stroke.from_rad[0]  # the left hand goes up
    assert stroke.to_rad[1] < stroke.from_rad[1]
    assert stroke_at(Move.TILT, 1.2) is None
    other = stroke_at(Move.TILT, 0.55 + COURSES[Move.TILT].round_s)
    assert other is not None
    assert other.to_rad == pytest.approx(stroke.to_rad[::-1])


def test_a_flap_s_arrows_go_to_and_fro_for_both_strokes() -> None:
    for at_s in (0.3, 0.5, 0.62, 0.8):
        stroke = stroke_at(Move.FLAP, at_s)
        assert stroke is not None
        assert stroke.is_to_and_fro
        assert degrees(stroke.from_rad) == pytest.approx([56, 56])
        assert degrees(stroke.to_rad) == pytest.approx([-38, -38])
    assert stroke_at(Move.FLAP, 1.2) is None


def test_what_is_held_for_a_ring_is_held_while_it_fills() -> None:
    for course in COURSES.values():
        if course.hold_s is not None:
            move = next(move for move in Move if COURSES[move] is course)
            start_s, end_s = course.hold_s
            poses = [joints_of(move, at_s) for at_s in np.linspace(start_s + 0.4, end_s, 9)]
            assert np.ptp(poses, axis=0).max() < 1.0


def test_the_guide_that_steps_in_arrives_waits_and_begins_anew() -> None:
    assert walked_frac(0.0) == 0.0
    assert walked_frac(1.05) == walked_frac(2.0) == 1.0
    assert walker_alpha_frac(0.0) == 0.0
    assert walker_alpha_frac(1.5) == 1.0
    assert walker_alpha_frac(COURSES[Move.STEP_IN].round_s - 0.001) == pytest.approx(0.0, abs=0.02)


def silhouette(move: Move) -> NDArray[np.bool_]:
    """(96, 96) the union of a body's capsules, as many pixels as a small figure has."""
    body = posed_body(pose_at(move, TELLING_S[move]), (0.0, 0.0), 70.0)
    y, x = np.mgrid[-90:6, -48:48]
    at = np.stack([x, y], axis=-1).astype(float)
    inside = np.zeros(x.shape, dtype=bool)
    for shape in bare_shapes(body):
        assert isinstance(shape, Capsule)
        start, way = np.array(shape.start), np.subtract(shape.end, shape.start)
        along = np.clip((at - start) @ way / max(way @ way, 1e-9), 0.0, 1.0)[..., None]
        radius = shape.start_radius_u + along[..., 0] * (shape.end_radius_u - shape.start_radius_u)
        inside |= np.linalg.norm(at - start - along * way, axis=-1) < radius
    return inside


def test_no_two_moves_look_the_same() -> None:
    seen = {move: silhouette(move) for move in TELLING_S}
    for one, other in itertools.combinations(seen, 2):
        common = (seen[one] & seen[other]).sum() / (seen[one] | seen[other]).sum()
        assert common < 0.87, (one, other, common)
