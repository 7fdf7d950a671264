"""The player's own figure: a mirror, at once, whatever the camera doesn't see."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.events import Figure, FigurePoint
from griffin.game.lesson_moment import Move
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import Joint, PoseFrame
from griffin.scene.figure_body import TUNING as FIGURE
from griffin.scene.figure_body import Body, posed_body
from griffin.scene.figure_shapes import PILOT
from griffin.scene.figure_shapes import figure as draw
from griffin.scene.moves import ARMS_UP, STANDING, Pose, pose_at
from griffin.scene.player_figure import PlayerFigure
from griffin.tools.welcome_scenes import joints
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, demo_landmarks
from griffin.vision.demo_performance import perform
from tests.gesture.bodies import body as seen_body
from tests.gesture.bodies import film, recognize
from tests.scene.shape_bounds import bounds

FRAME_S = 1.0 / 60.0
GROUND = (300.0, 650.0)
HEIGHT_U = 220.0


def shown(*figures: Figure, seconds: float = 1.0, likeness: PlayerFigure | None = None) -> Body:
    """The body after each of the figures was reported for so long."""
    likeness = likeness or PlayerFigure()
    at_s = 0.0
    for figure in figures:
        for _ in range(round(seconds / FRAME_S)):
            at_s += FRAME_S
            likeness.follow(figure, at_s)
    return likeness.body(GROUND, HEIGHT_U)


def hidden(figure: Figure, *points: FigurePoint) -> Figure:
    return Figure(
        captured_s=0.0,
        points=tuple(
            (4.0, 4.0) if point in points else place
            for point, place in zip(FigurePoint, figure.points, strict=True)
        ),
        seen=tuple(point not in points for point in FigurePoint),
    )


def angle(limb: tuple[tuple[float, float], ...]) -> float:
    """Of an arm above the horizontal, outwards whichever side it is on."""
    (x, y), (to_x, to_y) = limb[0], limb[2]
    return math.atan2(y - to_y, abs(to_x - x))


def test_joints_land_where_the_same_posture_has_them() -> None:
    pose = replace(pose_at(Move.TILT, 0.75), drag_rad=(0.0, 0.0))
    mine, drawn = shown(joints(pose)), posed_body(pose, GROUND, HEIGHT_U)
    for ours, theirs in zip((*mine.arms, *mine.legs), (*drawn.arms, *drawn.legs), strict=True):
        assert np.abs(np.subtract(ours, theirs)).max() < 5.0
    assert mine.head == pytest.approx(drawn.head, abs=5.0)
    assert mine.head_radius_u == pytest.approx(drawn.head_radius_u, rel=0.05)


def test_it_is_a_mirror() -> None:
    figure = recognize(film(lambda _: seen_body(left_arm=0.6, right_arm=0.0), 1.0))[-1].figure
    assert figure is not None
    body = shown(figure)
    left, right = body.arms
    assert left[2][0] < GROUND[0] < right[2][0]
    assert angle(left) == pytest.approx(0.6, abs=0.05)
    assert angle(right) == pytest.approx(0.0, abs=0.05)


def test_it_follows_the_demo_pilot_s_arms_within_three_frames() -> None:
    """A camera of 30 pictures a second, a screen of 60: each arm's angle is one of the last three's."""
    recognizer, likeness = Recognizer(), PlayerFigure()
    truths: list[tuple[float, float]] = []
    late = 0
    for number in range(60 * 9):
        at_s = number * FRAME_S
        truth = demo_landmarks(pose_body(perform(at_s)))
        arms = []
        for shoulder, wrist in (
            (Joint.LEFT_SHOULDER, Joint.LEFT_WRIST),
            (Joint.RIGHT_SHOULDER, Joint.RIGHT_WRIST),
        ):
            way = truth.picture[wrist] - truth.picture[shoulder]
            arms.append(math.atan2(-way[1], abs(way[0])))
        truths.append((arms[0], arms[1]))
        if number % 2 == 0:
            said = recognizer.recognize(PoseFrame(captured_s=at_s, aspect=ASPECT, bodies=(truth,)))
        likeness.follow(said.figure, at_s)
        if number < 60 or not likeness.is_known:
            continue
        body = likeness.body(GROUND, HEIGHT_U)
        for side in (0, 1):
            recent = [truth[side] for truth in truths[-4:]]
            now = angle(body.arms[side])
            if not min(recent) - 0.06 <= now <= max(recent) + 0.06:
                late += 1
    assert late == 0


def test_a_step_is_followed_to_nine_tenths_in_three_frames() -> None:
    likeness = PlayerFigure()
    shown(joints(STANDING), likeness=likeness)
    low = likeness.body(GROUND, HEIGHT_U).arms[0][2][1]
    high = shown(joints(ARMS_UP)).arms[0][2][1]
    for number in range(3):
        likeness.follow(joints(ARMS_UP), 1.0 + (number + 1) * FRAME_S)
    now = likeness.body(GROUND, HEIGHT_U).arms[0][2][1]
    assert (now - low) / (high - low) > 0.85


def test_what_is_not_seen_hangs() -> None:
    unseen = (FigurePoint.LEFT_ELBOW, FigurePoint.LEFT_WRIST, FigurePoint.LEFT_HAND)
    legs = tuple(point for point in FigurePoint if point >= FigurePoint.LEFT_KNEE)
    body = shown(hidden(joints(ARMS_UP), *unseen, *legs))
    shoulder, elbow, wrist, hand = body.arms[0]
    assert shoulder[1] < elbow[1] < wrist[1] < hand[1]
    assert abs(wrist[0] - shoulder[0]) < 0.2 * HEIGHT_U
    assert angle(body.arms[1]) > 0.9  # the other one as it is
    for leg in body.legs:
        assert leg[0][1] < leg[1][1] < leg[2][1] <= GROUND[1]


def test_what_is_lost_sinks_rather_than_drops() -> None:
    likeness = PlayerFigure()
    before = shown(joints(ARMS_UP), likeness=likeness)
    unseen = hidden(joints(ARMS_UP), FigurePoint.LEFT_ELBOW, FigurePoint.LEFT_WRIST, FigurePoint.LEFT_HAND)
    unseen = Figure(captured_s=0.0, points=joints(ARMS_UP).points, seen=unseen.seen)
    places = [before.arms[0][2]]
    for number in range(60):
        likeness.follow(unseen, 1.0 + (number + 1) * FRAME_S)
        places.append(likeness.body(GROUND, HEIGHT_U).arms[0][2])
    assert np.abs(np.diff(places, axis=0)).max() < 0.12 * HEIGHT_U
    assert places[-1][1] > before.arms[0][0][1]


def turned_about(pose: Pose) -> Figure:
    """The same joints from behind: left and right change sides."""
    figure = joints(pose)
    return Figure(captured_s=0.0, points=tuple((-x, y) for x, y in figure.points), seen=figure.seen)


def test_a_back_is_seen_as_a_back() -> None:
    likeness = PlayerFigure()
    facing = shown(joints(STANDING), likeness=likeness)
    assert facing.facing == pytest.approx(1.0)
    away = shown(joints(STANDING), turned_about(pose_at(Move.TILT, 0.75)), likeness=PlayerFigure())
    assert away.facing < -0.9
    assert away.arms[0][0][0] < away.arms[1][0][0]  # what is on the left is on the left
    assert angle(away.arms[0]) < 0.0 < angle(away.arms[1])


def test_shoulders_in_a_row_do_not_make_it_flutter() -> None:
    """A profile whose shoulders change sides by noise keeps the face it had."""
    profile = joints(STANDING)
    likeness = PlayerFigure()
    shown(profile, likeness=likeness)
    for number in range(60):
        points = list(profile.points)
        across = 0.04 * (-1) ** number
        points[FigurePoint.LEFT_SHOULDER] = (across, points[FigurePoint.LEFT_SHOULDER][1])
        points[FigurePoint.RIGHT_SHOULDER] = (-across, points[FigurePoint.RIGHT_SHOULDER][1])
        likeness.follow(
            Figure(captured_s=0.0, points=tuple(points), seen=profile.seen), 1.0 + number * FRAME_S
        )
        assert likeness.body(GROUND, HEIGHT_U).facing > 0.0


def test_an_arm_that_points_at_the_camera_does_not_change_the_figure_s_size() -> None:
    likeness = PlayerFigure()
    before = shown(joints(STANDING), likeness=likeness)
    figure = joints(STANDING)
    points = list(figure.points)
    for point in (FigurePoint.LEFT_ELBOW, FigurePoint.LEFT_WRIST, FigurePoint.LEFT_HAND):
        points[point] = points[FigurePoint.LEFT_SHOULDER]
    for number in range(60):
        likeness.follow(
            Figure(captured_s=0.0, points=tuple(points), seen=figure.seen), 1.0 + number * FRAME_S
        )
    after = likeness.body(GROUND, HEIGHT_U)
    assert after.head[1] == pytest.approx(before.head[1], abs=2.0)


def test_a_toddler_has_a_large_head_and_nobody_a_tiny_one() -> None:
    def with_neck(torsos: float) -> float:
        figure = joints(STANDING)
        points = list(figure.points)
        points[FigurePoint.HEAD] = (0.0, 1.0 + torsos)
        body = shown(Figure(captured_s=0.0, points=tuple(points), seen=figure.seen))
        assert body.head[1] - body.head_radius_u == pytest.approx(GROUND[1] - HEIGHT_U, abs=0.03 * HEIGHT_U)
        return body.head_radius_u / HEIGHT_U

    assert with_neck(0.30) == pytest.approx(0.10, abs=0.002)
    assert 0.10 < with_neck(0.56) < with_neck(0.80) <= 0.158


def test_one_who_sits_keeps_the_arms_and_gets_short_thighs() -> None:
    likeness = PlayerFigure()
    shown(joints(ARMS_UP), likeness=likeness)
    standing, sitting = (likeness.body(GROUND, HEIGHT_U, is_seated=sits) for sits in (False, True))
    assert sitting.head[1] > standing.head[1] + 0.08 * HEIGHT_U
    assert angle(sitting.arms[0]) == pytest.approx(angle(standing.arms[0]))
    hip, knee = sitting.legs[0][:2]
    assert math.dist(hip, knee) == pytest.approx(FIGURE.seated_thigh * HEIGHT_U, rel=0.05)


def test_somebody_else_after_a_while_begins_anew() -> None:
    likeness = PlayerFigure()
    shown(joints(STANDING), likeness=likeness)
    likeness.follow(None, 5.0)
    likeness.follow(joints(ARMS_UP), 5.0 + FRAME_S)
    assert angle(likeness.body(GROUND, HEIGHT_U).arms[0]) > 1.0


_TORSOS = st.floats(-8.0, 8.0)
_COUNT = len(FigurePoint)
_FIGURES = st.builds(
    lambda points, seen: Figure(captured_s=0.0, points=tuple(points), seen=tuple(seen)),
    st.lists(st.tuples(_TORSOS, _TORSOS), min_size=_COUNT, max_size=_COUNT),
    st.lists(st.booleans(), min_size=_COUNT, max_size=_COUNT),
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.one_of(st.none(), _FIGURES), st.floats(0.0, 2.0)), min_size=1, max_size=6))
def test_whatever_the_wire_lets_through_can_be_drawn(heard: list[tuple[Figure | None, float]]) -> None:
    likeness, at_s = PlayerFigure(), 0.0
    for figure, wait_s in heard:
        at_s += wait_s
        likeness.follow(figure, at_s)
        if not likeness.is_known:
            continue
        for is_seated in (False, True):
            drawn = bounds([draw(likeness.body(GROUND, HEIGHT_U, is_seated=is_seated), PILOT)])
            assert all(math.isfinite(each) for each in drawn)
            assert drawn[2] - drawn[0] < 6.0 * HEIGHT_U
